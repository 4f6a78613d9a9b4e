"""The rows of alarms as a list that hears its own keys and speaks when it is empty."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.alarms.keys import Wish, wish_of
from widgets.common.rowlist import RowList
from widgets.common.signals import Sent
from widgets.theme import Role, Type

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class AlarmRows(RowList):
    """While it has the keyboard its keys go before the desk's shortcuts; a key held down asks once.

    `place` is the row where the last choice stood before it left: an arrow goes there, so that after each act the
    next alarm is one key away, and yet no key can reach an alarm that nobody chose.
    """

    wished = Sent[Wish]()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = 0
        self.empty_text = ""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wish_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if wish is not None:
            if not event.isAutoRepeat():
                self.wished.emit(wish)
        elif event.key() in _ARROWS and not self.currentIndex().isValid():
            self.enter()
        else:
            super().keyPressEvent(event)

    def enter(self) -> None:
        """Choose the row at `place`, or the last one above it."""
        rows = self.model().rowCount()
        if rows:
            self.setCurrentIndex(self.model().index(min(self.place, rows - 1), 0))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.place = current.row()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        room = QRectF(self.viewport().rect())
        painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 1), theme.color(Role.LINE))
        if self.hasFocus():
            painter.setPen(QPen(theme.color(Role.SELECTION), 1))
            painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -1.5))
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(room.adjusted(theme.PAD, 0, -theme.PAD, 0), Qt.AlignmentFlag.AlignVCenter, self.empty_text)
