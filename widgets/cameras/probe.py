"""What a camera's two addresses give, side by side, and what its operator would regret."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import ElidedLabel, paint_chip
from widgets.common.notices import BusyBar
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type


class ProbeBox(QWidget):
    """Says what to do, that a probe is under way, or what it found at one address."""

    def __init__(self, head: str, idle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head_word, self._idle_word = head, idle
        self._busy = BusyBar(self)
        self._ok: bool | None = None
        self._lines: tuple[str, ...] = ()
        self._head = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._text = QLabel(self)
        self._text.setFont(theme.font(Type.BODY))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(34, 7, theme.PAD, 5)
        column.setSpacing(2)
        column.addWidget(self._head)
        column.addWidget(self._text, 1)
        column.addWidget(self._busy)
        self.setFixedHeight(92)
        self.clear()

    @property
    def text(self) -> str:
        return self._text.text()

    def clear(self) -> None:
        self._ok, self._lines = None, ()
        self._busy.set_busy(False)
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        self._busy.set_busy(busy)
        if busy:
            self._ok, self._lines = None, ()
        self.retranslate()

    def set_lines(self, lines: tuple[str, ...], *, ok: bool) -> None:
        self._ok, self._lines = ok, lines
        self._busy.set_busy(False)
        self.retranslate()

    def retranslate(self) -> None:
        self._head.set_text(say(self._head_word))
        idle = "cameras.form.probing" if self._busy.busy else self._idle_word
        self._text.setText("\n".join(self._lines) if self._lines else say(idle))
        palette = self._text.palette()
        palette.setColor(self._text.foregroundRole(), theme.color(Role.TEXT if self._lines else Role.SECOND))
        self._text.setPalette(palette)
        self.setAccessibleName(say(self._head_word))
        self.setAccessibleDescription(self._text.text())
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = Role.LINE if self._ok is not False else Role.AMBER
        paint_chip(painter, QRectF(self.rect()), theme.color(edge), theme.color(Role.WINDOW))
        icon, role = {None: ("info", Role.FAINT), True: ("check", Role.SECOND), False: ("warning", Role.AMBER)}[
            self._ok
        ]
        theme.paint_icon(painter, QRectF(11, 9, 14, 14), icon, role)


class RegretLine(QWidget):
    """What will be missed later, in a sentence with its icon; keeps the room of two lines while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setFixedHeight(36)

    def set_text(self, text: str) -> None:
        self.text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        painter = QPainter(self)
        theme.paint_icon(painter, QRectF(0, 3, 14, 14), "warning", Role.AMBER)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(22, 1, 0, 0), flags, self.text)


class ProbePair(WordedWidget):
    """Main and sub address side by side; what would be regretted stands below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main = ProbeBox("cameras.form.probe_main", "cameras.form.probe_idle", self)
        self.sub = ProbeBox("cameras.form.probe_sub", "cameras.form.probe_no_sub", self)
        self.regrets = RegretLine(self)
        boxes = QHBoxLayout()
        boxes.setSpacing(theme.GAP)
        boxes.addWidget(self.main, 1)
        boxes.addWidget(self.sub, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(boxes)
        column.addWidget(self.regrets)

    def clear(self) -> None:
        self.main.clear()
        self.sub.clear()
        self.regrets.set_text("")

    def box(self, *, sub: bool) -> ProbeBox:
        return self.sub if sub else self.main
