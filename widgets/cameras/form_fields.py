"""The fields of the camera form, in sections: what it is, where it stands, what it sends, how it is asked."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from resources.words import Language, language, say
from storage.model.camera_cells import NAME_MOST, BadCell, figure, read_heading
from storage.model.cameras import Camera, Transport
from storage.model.people import Agency
from widgets import theme
from widgets.cameras.compass import wind
from widgets.cameras.form_values import TEXTS, both_of, texts_of
from widgets.common.fields import Choice, Tick
from widgets.common.forms import FieldLabel, labelled, mark_wrong, side_by_side
from widgets.common.labels import ElidedLabel
from widgets.common.placefield import PlaceField
from widgets.common.places import PlaceChoice
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_HINTS = {
    "group": "cameras.form.hint.group",
    "latitude": "cameras.form.hint.latitude",
    "longitude": "cameras.form.hint.longitude",
    "heading": "cameras.form.hint.heading",
    "main_url": "cameras.form.hint.main_url",
    "sub_url": "cameras.form.hint.sub_url",
    "aspect": "cameras.form.hint.aspect",
    "onvif_url": "cameras.form.hint.onvif_url",
    "replay_url": "cameras.form.hint.replay_url",
}
_UNCHANGED = "cameras.form.hint.unchanged"
_MARKS = {  # in braces of their own, which a sentence cannot hold
    "since_mark": "{since}",
    "until_mark": "{until}",
    "local_mark": "{since_local:%Y%m%d%H%M%S}",
    "epoch_mark": "{since:epoch}",
}
_EXPLAINED = {"replay_url": "cameras.form.replay_explained", "aspect": "cameras.form.aspect_explained"}


class CameraFields(WordedWidget):
    """Holds what is typed and chosen; knows no rule of when it may be sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = PlaceField(self)
        self.texts: dict[str, QLineEdit] = {name: QLineEdit(self) for name in TEXTS if name != "place"}
        self.texts["place"] = self.place
        self.texts["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.agency, self.transport = Choice(self), Choice(self)
        ticks = ("enabled", "analyse", "record", "ptz")
        self.ticks = {name: Tick(f"cameras.form.{name}", self) for name in ticks}
        self._wind = ElidedLabel(Type.BODY, parent=self)
        self._zones = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._note = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._agencies: tuple[Agency, ...] = ()
        self._camera: Camera | None = None
        self._lay_out()
        self.place.changed.connect(self._on_place)
        self.texts["latitude"].textEdited.connect(self._on_point)
        self.texts["heading"].textChanged.connect(self._on_heading)
        self.retranslate()

    # --- layout ---

    def _lay_out(self) -> None:
        for field in self.texts.values():
            field.setFont(theme.font(Type.ROW))
        self.texts["number"].setMaxLength(5)
        self.texts["number"].setFixedWidth(84)
        self.texts["name"].setMaxLength(NAME_MOST)
        self._cells = {
            name: labelled(f"cameras.form.{name}", field, self)
            for name, field in self.texts.items()
            if name != "heading"
        }
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(theme.GAP)
        self._fill_left(left)
        self._fill_right(right)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * theme.PAD)
        whole.addLayout(left, 2)
        whole.addLayout(right, 3)

    def _fill_left(self, column: QVBoxLayout) -> None:
        cell = self._cells
        column.addWidget(_Section("cameras.form.section.what", self))
        column.addLayout(side_by_side(cell["number"], cell["name"], stretches=(0, 1)))
        column.addLayout(side_by_side(cell["group"], labelled("cameras.form.agency", self.agency, self)))
        column.addWidget(_Section("cameras.form.section.where", self))
        column.addLayout(cell["place"])
        over = QHBoxLayout()
        over.setSpacing(theme.SPACE)
        over.addWidget(FieldLabel("cameras.form.heading", self.texts["heading"], self))
        over.addWidget(self._wind, 1)
        heading = QVBoxLayout()
        heading.setSpacing(theme.SPACE)
        heading.addLayout(over)
        heading.addWidget(self.texts["heading"])
        column.addLayout(side_by_side(cell["latitude"], cell["longitude"], heading, stretches=(1, 1, 1)))
        column.addWidget(_Section("cameras.form.section.use", self))
        uses = QHBoxLayout()
        uses.setSpacing(2 * theme.PAD)
        for name in ("enabled", "analyse", "record"):
            uses.addWidget(self.ticks[name])
        uses.addStretch(1)
        column.addLayout(uses)
        column.addWidget(self._zones)
        column.addStretch(1)

    def _fill_right(self, column: QVBoxLayout) -> None:
        cell = self._cells
        column.addWidget(_Section("cameras.form.section.streams", self))
        column.addLayout(cell["main_url"])
        column.addLayout(cell["sub_url"])
        for name in ("username", "password"):
            self.texts[name].setMinimumWidth(120)
        self.texts["aspect"].setFixedWidth(88)
        self.transport.setFixedWidth(88)
        last = (labelled("cameras.form.transport", self.transport, self), cell["aspect"])
        column.addLayout(side_by_side(cell["username"], cell["password"], *last, stretches=(1, 1, 0, 0)))
        column.addWidget(self._note)
        column.addWidget(_Section("cameras.form.section.device", self))
        turning = QVBoxLayout()
        turning.addStretch(1)
        turning.addWidget(self.ticks["ptz"])
        turning.addSpacing(theme.SPACE)
        column.addLayout(side_by_side(cell["onvif_url"], turning, stretches=(1, 0)))
        column.addLayout(cell["replay_url"])
        column.addStretch(1)

    # --- values in ---

    def set_agencies(self, agencies: tuple[Agency, ...]) -> None:
        """Whom a camera may belong to; the choice stays."""
        chosen = self.agency.currentData()
        self._agencies = tuple(sorted(agencies, key=_name))
        self.agency.clear()
        self.agency.addItem(say("cameras.form.no_agency"), None)
        for one in self._agencies:
            self.agency.addItem(one.name, one.id)
        self.agency.setCurrentIndex(max(0, self.agency.findData(chosen)))

    def set_groups(self, groups: tuple[str, ...]) -> None:
        """What the group field offers while typing."""
        completer = QCompleter(list(groups), self.texts["group"])
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.texts["group"].setCompleter(completer)

    def start(self, camera: Camera, *, is_new: bool) -> None:
        self._camera = None if is_new else camera
        for name, text in texts_of(camera).items():
            if name != "place":
                self.texts[name].setText(text)
            self.texts[name].setCursorPosition(0)
            mark_wrong(self.texts[name], False)
        self.place.start(PlaceChoice(landmark=camera.place, latitude=camera.latitude, longitude=camera.longitude))
        self.agency.setCurrentIndex(max(0, self.agency.findData(camera.agency_id)))
        self.transport.setCurrentIndex(max(0, self.transport.findData(camera.transport)))
        for name, tick in self.ticks.items():
            tick.setChecked(bool(getattr(camera, name)))
        self.retranslate()

    def typed(self) -> dict[str, str]:
        """Every text without blanks at its ends; a password keeps its own."""
        return {name: one.text() if name == "password" else one.text().strip() for name, one in self.texts.items()}

    def mark(self, name: str) -> None:
        """Frame this field in red and give it the keyboard; an empty name frames none."""
        for known, field in self.texts.items():
            mark_wrong(field, known == name)
        if name in self.texts:
            self.texts[name].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- words ---

    def retranslate(self) -> None:
        at = max(0, self.transport.currentIndex())
        self.transport.clear()
        for one in Transport:
            self.transport.addItem(one.value.upper(), one)
        self.transport.setCurrentIndex(at)
        self.agency.setItemText(0, say("cameras.form.no_agency"))
        hints = dict(_HINTS)
        if self._camera is not None:
            hints |= {"username": _UNCHANGED, "password": _UNCHANGED}
        for name, field in self.texts.items():
            if name != "place":
                field.setPlaceholderText(say(hints[name], **_MARKS) if name in hints else "")
                field.setToolTip(say(_EXPLAINED[name], **_MARKS) if name in _EXPLAINED else "")
        self._note.set_text(say("cameras.form.login_note"))
        zones = len(self._camera.zones) if self._camera is not None else 0
        self._zones.set_text(say("cameras.form.zones", n=zones) if zones else say("cameras.form.zones_none"))
        self._on_heading(self.texts["heading"].text())

    # --- hands ---

    @Slot()
    def _on_place(self) -> None:
        """A place that the gazetteer knows brings its point along."""
        choice = self.place.choice
        if choice.latitude is not None and choice.longitude is not None:
            self._set_point(choice.latitude, choice.longitude)

    @Slot(str)
    def _on_point(self, text: str) -> None:
        """Both figures at once, as maps copy them."""
        both = both_of(text)
        if both is not None:
            self._set_point(float(both[0]), float(both[1]))

    def _set_point(self, latitude: float, longitude: float) -> None:
        comma = language() is Language.INDONESIAN
        for name, value in (("latitude", latitude), ("longitude", longitude)):
            self.texts[name].setText(figure(value, comma=comma))
            self.texts[name].setCursorPosition(0)

    @Slot(str)
    def _on_heading(self, text: str) -> None:
        try:
            heading = read_heading(text.strip())
        except BadCell:
            heading = None
        self._wind.set_text(wind(heading) if heading is not None else "")


class _Section(WordedWidget):
    """The head of a section: spaced capitals, and a line to the right."""

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._word = word
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        title = say(self._word).upper()
        painter.setFont(theme.font(Type.HEAD))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, title)
        after = round(QFontMetricsF(theme.font(Type.HEAD)).horizontalAdvance(title)) + theme.GAP
        painter.fillRect(after, self.height() // 2, self.width() - after, 1, theme.color(Role.LINE))


def _name(agency: Agency) -> str:
    return agency.name.casefold()
