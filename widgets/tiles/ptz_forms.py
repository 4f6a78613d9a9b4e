"""What is asked of a person about a camera in hand: why it is taken over, and what a preset is called."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from widgets import theme
from widgets.common.forms import labelled, mark_wrong
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.theme import Role, Type

REASON_MOST = 500
NAME_MOST = 60


class _LineForm(WrittenForm):
    """One line to write, and a line that says what about."""

    submitted = Sent[str]()
    _label = ""
    _most = 0

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent=parent)
        self._facts: dict[str, str | int | float] = {"number": "", "camera": "", "name": ""}
        self._about = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._text = QLineEdit(self)
        self._text.setFont(theme.font(Type.ROW))
        self._text.setMaxLength(self._most)
        self._text.setMinimumHeight(theme.ROW_HEIGHT)
        self.column.addWidget(self._about)
        self.column.addLayout(labelled(self._label, self._text, self))
        self.setMinimumWidth(520)
        self.submit.clicked.connect(self._on_submit)
        self.retranslate()

    def _begin(self, **facts: str | int | float) -> None:
        self._facts |= facts
        self._text.clear()
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._text, False)
        self.retranslate()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_written(self) -> bool:
        return bool(self._text.text().strip())

    def _wrong(self) -> str:
        """What is said of an empty line."""
        return ""

    @Slot()
    def _on_submit(self) -> None:
        text = self._text.text().strip()
        mark_wrong(self._text, not text)
        self.set_error("" if text else self._wrong())
        if text:
            self.submitted.emit(text)
        else:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)


class TakeOverForm(_LineForm):
    """Why a supervisor takes a camera out of another's hand."""

    _label, _most = "ptz.over.reason", REASON_MOST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ptz.over.title", "ptz.over.submit", parent)

    def start(self, number: int, camera: str, name: str) -> None:
        """`name` is who holds it now."""
        self._begin(number=number, camera=camera, name=name)

    def retranslate(self) -> None:
        super().retranslate()
        self._about.set_text(say("ptz.over.about", **self._facts))
        self._text.setPlaceholderText(say("ptz.over.hint", **self._facts))

    def _wrong(self) -> str:
        return say("ptz.over.wrong")


class PresetForm(_LineForm):
    """What a preset is called."""

    _label, _most = "ptz.preset.name", NAME_MOST

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ptz.preset.title", "widgets.save", parent)

    def start(self, number: int, camera: str) -> None:
        self._begin(number=number, camera=camera)

    def retranslate(self) -> None:
        super().retranslate()
        self._about.set_text(say("ptz.preset.about", **self._facts))
        self._text.setPlaceholderText(say("ptz.preset.hint"))

    def _wrong(self) -> str:
        return say("ptz.preset.wrong")
