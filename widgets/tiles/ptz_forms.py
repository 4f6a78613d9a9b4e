"""What is asked of a person about a camera in hand: why it is taken over, and what a preset is called."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import Choice
from widgets.common.forms import labelled, mark_wrong
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.theme import Role, Type
from widgets.tiles.spots import MOST

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
    """What a preset is called, and whose place it takes; one that is there may also be deleted.

    What would be lost is said first: only the same button pressed once more does it. `removed` is a preset's token.
    """

    submitted = Sent[str, str]()  # type: ignore[assignment]  # name, and the token whose place it takes or nothing
    removed = Sent[str]()
    _label, _most = "ptz.preset.name", NAME_MOST

    def __init__(self, parent: QWidget | None = None) -> None:
        self._which = Choice()
        self.remove = KeyButton("ptz.preset.remove", "Ctrl+Backspace")
        self._asked: KeyButton | None = None
        super().__init__("ptz.preset.title", "widgets.save", parent)
        self.column.insertLayout(1, labelled("ptz.preset.which", self._which, self))
        self.buttons.insertWidget(0, self.remove)
        self._which.currentIndexChanged.connect(self._chosen)
        self.remove.clicked.connect(self._on_remove)

    def start(self, number: int, camera: str, spots: tuple[tuple[str, str], ...] = ()) -> None:
        """`spots` are token and name of those that are there, in the order of their numbers."""
        self._which.blockSignals(True)
        self._which.clear()
        if len(spots) < MOST:
            self._which.addItem(say("ptz.preset.new"), "")
        for at, (token, name) in enumerate(spots, start=1):
            self._which.addItem(f"{at}  {name}", token)
        self._which.blockSignals(False)
        self._begin(number=number, camera=camera)
        self._chosen()
        if len(spots) >= MOST:
            self.set_error(say("ptz.preset.full", n=MOST))

    @property
    def token(self) -> str:
        """Of the preset that is chosen; empty for a new one."""
        return str(self._which.currentData() or "")

    @property
    def is_written(self) -> bool:
        return super().is_written and self._text.text().strip() != self._name

    @property
    def _name(self) -> str:
        return self._which.currentText().split("  ", 1)[-1] if self.token else ""

    def set_error(self, sentence: str) -> None:
        self._asked = None
        super().set_error(sentence)

    def retranslate(self) -> None:
        super().retranslate()
        self._about.set_text(say("ptz.preset.about", **self._facts))
        self._text.setPlaceholderText(say("ptz.preset.hint"))
        if self._which.count() and not self._which.itemData(0):
            self._which.setItemText(0, say("ptz.preset.new"))

    def _wrong(self) -> str:
        return say("ptz.preset.wrong")

    @Slot()
    def _chosen(self) -> None:
        self.set_error("")
        self._text.setText(self._name)
        self.remove.setVisible(bool(self.token))

    def _is_asked_twice(self, button: KeyButton, question: str) -> bool:
        if self._asked is button:
            return True
        self.set_error(question)
        self._asked = button
        return False

    @Slot()
    def _on_submit(self) -> None:
        name = self._text.text().strip()
        mark_wrong(self._text, not name)
        if not name:
            self.set_error(self._wrong())
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.token:
            self.set_error("")
            self.submitted.emit(name, "")
        elif self._is_asked_twice(self.submit, say("ptz.preset.replace_ask", name=self._name)):
            self.submitted.emit(name, self.token)

    @Slot()
    def _on_remove(self) -> None:
        if self.token and self._is_asked_twice(self.remove, say("ptz.preset.remove_ask", name=self._name)):
            self.removed.emit(self.token)
