"""A camera added or changed, with a probe that says what its addresses give."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from resources.words import say
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Agency
from widgets import theme
from widgets.cameras.drafts import CameraDraft
from widgets.cameras.form_fields import CameraFields
from widgets.cameras.form_values import camera_of, fault_in, url_fault
from widgets.cameras.probe import ProbePair
from widgets.common.buttons import KeyButton
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm


class CameraForm(WrittenForm):
    """Sends a draft whose fields are filled; a password that stands in the record is never shown.

    Fields by name for `set_error`: those of `form_values.TEXTS`.
    """

    submitted = Sent[CameraDraft]()
    probe_requested = Sent[CameraDraft]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cameras.form.title_new", "widgets.save", key="Ctrl+S", parent=parent)
        self._camera: Camera | None = None
        self._id: UUID = new_id()
        self._began: CameraDraft | None = None
        self.fields = CameraFields(self)
        self._probe = KeyButton("cameras.form.probe", "Ctrl+P", parent=self)
        self._found = ProbePair(self)
        self._build()
        self.submit.clicked.connect(self._on_submit)
        self._probe.clicked.connect(self._on_probe)
        self.retranslate()

    def _build(self) -> None:
        self.column.setSpacing(theme.GAP)
        self.column.addWidget(self.fields)
        self.column.addSpacing(theme.SPACE)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD)
        row.addWidget(self._probe, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._found, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.setMinimumWidth(940)

    # --- values in ---

    def start(self, camera: Camera | None, number: int = 0) -> None:
        """Begin with this camera, or with a new one that may have this number."""
        self._camera = camera
        self._id = camera.id if camera is not None else new_id()
        self.fields.start(self._base(number), is_new=camera is None)
        self.set_error("")
        self.set_busy(False)
        self._found.clear()
        first = "name" if number and camera is None else "number"
        self.fields.texts[first].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()
        self._began = self.draft()

    def set_place_search(self, search: PlaceSearch) -> None:
        """What the place field offers while typing."""
        self.fields.place.set_search(search)

    def set_groups(self, groups: tuple[str, ...]) -> None:
        self.fields.set_groups(groups)

    def set_agencies(self, agencies: tuple[Agency, ...]) -> None:
        self.fields.set_agencies(agencies)

    def set_probe_busy(self, busy: bool, *, sub: bool = False) -> None:
        self._probe.setEnabled(not busy)
        self._found.box(sub=sub).set_busy(busy)

    def set_probe_lines(self, lines: tuple[str, ...], ok: bool, *, sub: bool = False) -> None:
        """What the probe found: facts when it went well, else the sentence of what to do."""
        self._found.box(sub=sub).set_lines(lines, ok=ok)
        self._probe.setEnabled(True)

    def set_regrets(self, sentences: tuple[str, ...]) -> None:
        """What whoever uses this camera would miss later."""
        self._found.regrets.set_text(" ".join(sentences))

    def probe_text(self, *, sub: bool = False) -> str:
        """What the probe said last."""
        return self._found.box(sub=sub).text

    def set_error(self, sentence: str, field: str = "") -> None:
        """What is wrong, in a sentence, and the field that it is about."""
        super().set_error(sentence)
        self.fields.mark(field if sentence else "")

    def draft(self) -> CameraDraft:
        """What stands in the fields now; a number that is none is 0."""
        texts = self.fields.typed()
        chosen: dict[str, Any] = {name: tick.isChecked() for name, tick in self.fields.ticks.items()}
        chosen |= {"agency_id": self.fields.agency.currentData(), "transport": self.fields.transport.currentData()}
        camera = replace(camera_of(texts, self._base()), **chosen)
        kept = self._camera is not None
        username, password = texts["username"], texts["password"]
        return CameraDraft(
            camera, None if kept and not username else username, None if kept and not password else password
        )

    def _base(self, number: int = 0) -> Camera:
        return self._camera or Camera(self._id, number, "", "", version=0)

    # --- words ---

    def retranslate(self) -> None:
        if self._camera is None:
            self.set_title("cameras.form.title_new")
        else:
            self.set_title("cameras.form.title_edit", number=self._camera.number)

    # --- hands ---

    @property
    def is_written(self) -> bool:
        return self.draft() != self._began

    @Slot()
    def _on_submit(self) -> None:
        draft = self.draft()
        fault = fault_in(self.fields.typed(), draft.camera)
        if fault is not None:
            self.set_error(fault[1], fault[0])
            return
        self.set_error("")
        self.submitted.emit(draft)

    @Slot()
    def _on_probe(self) -> None:
        draft = self.draft()
        for name in ("main_url", "sub_url"):
            url = getattr(draft.camera, name)
            fault = url_fault(url) if url or name == "main_url" else None
            if fault:
                self.set_error(say(f"cameras.form.wrong.{fault}"), name)
                return
        self.set_error("")
        self._found.clear()
        self.probe_requested.emit(draft)
