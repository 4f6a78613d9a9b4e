"""The frame of a dialog's body: a title, labelled fields, one sentence of what is wrong, and its buttons."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.notices import BusyBar
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class FieldLabel(QLabel):
    """The word over a field."""

    def __init__(self, word: str, buddy: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self.setFont(theme.font(Type.BODY))
        self.setTextFormat(Qt.TextFormat.PlainText)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), theme.color(Role.SECOND))
        self.setPalette(palette)
        self._buddy = buddy
        self.retranslate()

    def set_word(self, word: str) -> None:
        self._word = word
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(say(self._word))
        if self._buddy is not None:
            self._buddy.setAccessibleName(say(self._word))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ErrorLine(QWidget):
    """What is wrong, with its icon; keeps the room of two lines while it is silent, so nothing jumps."""

    _LEFT = 24

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grow()

    def set_text(self, sentence: str) -> None:
        self.text = sentence
        self.setAccessibleName(sentence)
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        room = QRectF(0, 0, max(120, self.width() - self._LEFT), 10_000)
        needed = QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _WRAPPED, self.text).height()
        self.setFixedHeight(max(theme.ROW_HEIGHT, round(needed) + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        painter = QPainter(self)
        theme.paint_icon(painter, QRectF(0, self.height() / 2 - 8, 16, 16), "error", Role.RED)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.RED))
        painter.drawText(self.rect().adjusted(self._LEFT, 0, 0, 0), _WRAPPED, self.text)


class FormBody(WordedWidget):
    """Fields in one column, a sentence of what is wrong, cancel on the left of the one primary button.

    Spare height goes to what `column` holds. A form may put more on the right of `head` and the left of `buttons`.
    """

    def __init__(self, title: str, submit: str, *, key: str = "Return", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(Type.TITLE, parent=self)
        self._title_word = title
        self._title_facts: dict[str, str | int | float] = {}
        self.busy_bar = BusyBar(self)
        self.error_line = ErrorLine(self)
        self.submit = KeyButton(submit, key, primary=True, parent=self)
        self.cancel = KeyButton("widgets.cancel", "Escape", parent=self)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.PAD)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.GAP)
        self.head.addWidget(self.title, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.GAP)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.submit)
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 16, 20, 20)
        inside.setSpacing(theme.PAD)
        inside.addLayout(self.head)
        inside.addLayout(self.column, 1)
        inside.addWidget(self.error_line)
        inside.addLayout(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.busy_bar)
        whole.addLayout(inside, 1)

    @property
    def title_word(self) -> str:
        """The key of the title's words, for the window around the form."""
        return self._title_word

    def set_title(self, word: str, **facts: str | int | float) -> None:
        self._title_word, self._title_facts = word, facts
        self.title.set_text(say(word, **facts))

    def set_error(self, sentence: str) -> None:
        """What is wrong, in a sentence; empty when nothing is."""
        self.error_line.set_text(sentence)

    def set_busy(self, busy: bool) -> None:
        """While the form is under way it cannot be sent twice."""
        self.busy_bar.set_busy(busy)
        self.submit.setEnabled(not busy)

    def retranslate(self) -> None:
        self.title.set_text(say(self._title_word, **self._title_facts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Enter:  # of the number pad; Return is the primary button's shortcut
            self.submit.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.PANEL))


def labelled(word: str, field: QWidget, parent: QWidget) -> QVBoxLayout:
    """A field with its word over it."""
    cell = QVBoxLayout()
    cell.setSpacing(theme.SPACE)
    cell.addWidget(FieldLabel(word, field, parent))
    cell.addWidget(field)
    return cell


def side_by_side(*cells: QVBoxLayout, stretches: tuple[int, ...] = ()) -> QHBoxLayout:
    """Labelled fields in one row."""
    row = QHBoxLayout()
    row.setSpacing(theme.PAD)
    for at, cell in enumerate(cells):
        row.addLayout(cell, stretches[at] if stretches else 1)
    return row


def mark_wrong(field: QWidget, wrong: bool) -> None:
    """Frame a field in red, or no longer."""
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
