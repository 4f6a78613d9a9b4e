"""How typing reaches a page's search: what is typed over the list goes there, and Esc empties it before it leaves."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent

from widgets.common.fields import SearchField
from widgets.common.sections import SectionList


class ListSearch(QObject):
    """Joins a field and the list that it narrows, for the page that has both.

    The page gives it the keys that reach the page itself. Up and down go through the list from the field too.
    """

    def __init__(self, field: SearchField, rows: SectionList) -> None:
        super().__init__(field)
        self._field, self._rows = field, rows
        field.list_wanted.connect(self._down)

    def take(self, event: QKeyEvent) -> bool:
        """Whether this key was the search's or the list's: an arrow up, or a letter that no field had."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() == Qt.Key.Key_Up:
            self._rows.step(-1)
            return True
        if event.text().strip() and event.text().isprintable():
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.insert(event.text())
            return True
        return False

    def emptied(self) -> bool:
        """Empty the field; whether there was anything in it."""
        there = bool(self._field.text())
        self._field.clear()
        return there

    @Slot()
    def _down(self) -> None:
        self._rows.step(1)
