"""A person at a keyboard: keys go to whatever has the focus, never to a widget that a test picked."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.app import Desk


def press(key: Qt.Key) -> None:
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "no window has the keyboard"
    QTest.keyClick(target, key)


def type_(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    QTest.keyClicks(target, text)


def to_front(desk: Desk) -> bool:
    """Ask for the keyboard; whether the desk has it."""
    desk.window.activateWindow()
    QCoreApplication.processEvents()
    return desk.window.isActiveWindow()


def rows_on_screen(desk: Desk) -> list[str]:
    """The open tickets' rows as a screen reader reads them off the list."""
    view = desk.window.right.ticket_list.focusProxy()
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]
