"""What a camera's address gives, line by line."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import paint_chip
from widgets.common.notices import BusyBar
from widgets.theme import Role, Type


class ProbeBox(QWidget):
    """Says what to do, that a probe is under way, or what it found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyBar(self)
        self._ok: bool | None = None
        self._lines: tuple[str, ...] = ()
        self._text = QLabel(self)
        self._text.setFont(theme.font(Type.BODY))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(34, 9, theme.PAD, 9)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._text, 1)
        column.addWidget(self._busy)
        self.setMinimumHeight(108)
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
        idle = "widgets.camera_form.probing" if self._busy.busy else "widgets.camera_form.probe_idle"
        self._text.setText("\n".join(self._lines) if self._lines else say(idle))
        palette = self._text.palette()
        palette.setColor(self._text.foregroundRole(), theme.color(Role.TEXT if self._lines else Role.SECOND))
        self._text.setPalette(palette)
        self.setAccessibleName(say("widgets.camera_form.probe_head"))
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
        theme.paint_icon(painter, QRectF(11, 10, 14, 14), icon, role)
