"""A camera added or changed, with a probe that says what its address gives."""

from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from resources.words import say
from storage.model.cameras import Camera, Place
from storage.model.ids import new_id
from widgets import theme
from widgets.cameras.drafts import CameraDraft
from widgets.cameras.probe import ProbeBox
from widgets.common.buttons import KeyButton
from widgets.common.fields import Tick
from widgets.common.forms import FormBody, labelled, mark_wrong, side_by_side
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.theme import Role, Type

NUMBER_MOST = 9999


class CameraForm(FormBody):
    """Sends a draft whose fields are filled; a password that stands in the record is never shown.

    Fields by name for `set_error`: number, name, place, main_url, sub_url, username, password.
    """

    submitted = Sent[CameraDraft]()
    probe_requested = Sent[CameraDraft]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("widgets.camera_form.title_new", "widgets.save", key="Ctrl+S", parent=parent)
        self._camera: Camera | None = None
        self._id: UUID = new_id()
        names = ("number", "name", "place", "main_url", "sub_url", "username", "password")
        self._fields = {name: QLineEdit(self) for name in names}
        self._fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self._analyse = Tick("widgets.camera_form.analyse", self)
        self._enabled = Tick("widgets.camera_form.enabled", self)
        self._zones = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._note = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._probe = KeyButton("widgets.camera_form.probe", "Ctrl+P", parent=self)
        self._probe_box = ProbeBox(self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        for field in self._fields.values():
            field.setFont(theme.font(Type.ROW))
        self._fields["number"].setMaxLength(4)
        self._fields["number"].setFixedWidth(96)
        cells = {name: labelled(f"widgets.camera_form.{name}", field, self) for name, field in self._fields.items()}
        self.column.addLayout(side_by_side(cells["number"], cells["name"], stretches=(0, 1)))
        for name in ("place", "main_url", "sub_url"):
            self.column.addLayout(cells[name])
        self.column.addLayout(side_by_side(cells["username"], cells["password"]))
        self.column.addWidget(self._note)
        ticks = QHBoxLayout()
        ticks.setSpacing(24)
        ticks.addWidget(self._analyse)
        ticks.addWidget(self._zones)
        ticks.addStretch(1)
        ticks.addWidget(self._enabled)
        self.column.addLayout(ticks)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD)
        row.addWidget(self._probe, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._probe_box, 1)
        self.column.addLayout(row, 1)
        self._zones.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(600)

    def _connect(self) -> None:
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self._probe.clicked.connect(self._on_probe)

    # --- values in ---

    def start(self, camera: Camera | None) -> None:
        """Begin with this camera, or with a new one."""
        self._camera = camera
        self._id = camera.id if camera is not None else new_id()
        blank = Camera(self._id, 0, "", "", version=0)
        shown = camera or blank
        values = {
            "number": str(shown.number) if camera is not None else "",
            "name": shown.name,
            "place": shown.place,
            "main_url": shown.main_url,
            "sub_url": shown.sub_url,
            "username": "",
            "password": "",
        }
        for name, value in values.items():
            self._fields[name].setText(value)
            self._fields[name].setCursorPosition(0)
            mark_wrong(self._fields[name], False)
        self._analyse.setChecked(shown.analyse)
        self._enabled.setChecked(shown.enabled)
        self.set_error("")
        self.set_busy(False)
        self._probe_box.clear()
        self._fields["number"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()

    def set_places(self, places: tuple[Place, ...]) -> None:
        """What the place field offers while typing."""
        completer = QCompleter([place.name for place in places], self._fields["place"])
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._fields["place"].setCompleter(completer)

    def set_probe_busy(self, busy: bool) -> None:
        self._probe.setEnabled(not busy)
        self._probe_box.set_busy(busy)

    def set_probe_lines(self, lines: tuple[str, ...], ok: bool) -> None:
        """What the probe found: facts when it went well, else the sentence of what to do."""
        self._probe_box.set_lines(lines, ok=ok)
        self._probe.setEnabled(True)

    def probe_text(self) -> str:
        """What the probe said last."""
        return self._probe_box.text

    def set_error(self, sentence: str, field: str = "") -> None:
        """What is wrong, in a sentence, and the field that it is about."""
        super().set_error(sentence)
        for name, edit in self._fields.items():
            mark_wrong(edit, bool(sentence) and name == field)
        if sentence and field in self._fields:
            self._fields[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> CameraDraft:
        """What stands in the fields now; a number that is none is 0."""
        text = {name: field.text().strip() for name, field in self._fields.items() if name != "password"}
        number = int(text["number"]) if text["number"].isdecimal() else 0
        base = self._camera or Camera(self._id, 0, "", "", version=0)
        camera = replace(
            base,
            number=number,
            name=text["name"],
            place=text["place"],
            main_url=text["main_url"],
            sub_url=text["sub_url"],
            analyse=self._analyse.isChecked(),
            enabled=self._enabled.isChecked(),
        )
        unchanged = self._camera is not None
        username: str | None = text["username"]
        password: str | None = self._fields["password"].text()
        return CameraDraft(
            camera, None if unchanged and not username else username, None if unchanged and not password else password
        )

    # --- words ---

    def retranslate(self) -> None:
        if self._camera is None:
            self.set_title("widgets.camera_form.title_new")
        else:
            self.set_title("widgets.camera_form.title_edit", number=self._camera.number)
        hints = {"main_url": "main_hint", "sub_url": "sub_hint"}
        if self._camera is not None:
            hints |= {"username": "unchanged", "password": "unchanged"}
        for name, field in self._fields.items():
            field.setPlaceholderText(say(f"widgets.camera_form.{hints[name]}") if name in hints else "")
        self._note.set_text(say("widgets.camera_form.login_note"))
        zones = len(self._camera.zones) if self._camera is not None else 0
        words = say("widgets.camera_form.zones", n=zones) if zones else say("widgets.camera_form.zones_none")
        self._zones.set_text(words)

    # --- hands ---

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        fault = fault_of(draft.camera)
        if fault:
            self.set_error(say(f"widgets.camera_form.wrong.{fault[1]}"), fault[0])
            return
        self.set_error("")
        self.submitted.emit(draft)

    @Slot()
    def _on_probe(self) -> None:
        draft = self.draft()
        fault = url_fault(draft.camera.main_url)
        if fault:
            self.set_error(say(f"widgets.camera_form.wrong.{fault}"), "main_url")
            return
        self.set_error("")
        self.probe_requested.emit(draft)


def fault_of(camera: Camera) -> tuple[str, str] | None:
    """The first field that cannot be sent, and the key of why; None when all can."""
    if not 1 <= camera.number <= NUMBER_MOST:
        return "number", "number"
    if not camera.name:
        return "name", "name"
    if fault := url_fault(camera.main_url):
        return "main_url", fault
    if camera.sub_url and (fault := url_fault(camera.sub_url)):
        return "sub_url", fault
    return None


def url_fault(url: str) -> str | None:
    """Why an address cannot be one: no scheme or host, or a login in it, which would be seen by all."""
    try:
        parts = urlsplit(url)
        login = parts.username is not None
    except ValueError:
        return "main_url"
    if login:
        return "credentials"
    complete = bool(parts.scheme) and bool(parts.netloc or parts.scheme == "file")
    return None if complete else "main_url"
