"""The keys of the alarm list. They are the list's only while it has the keyboard (docs/design/alarms.md)."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Wish(StrEnum):
    """What a person may want of the row that is chosen, or of the list."""

    ACKNOWLEDGE = "acknowledge"  # of a shelved one: bring it back
    TICKET = "ticket"
    FALSE_ALARM = "false_alarm"
    SHELVE = "shelve"
    OPEN = "open"
    CLOSE = "close"
    SHELVED = "shelved"  # to the shelved ones and back


KEYS: dict[Wish, str] = {
    Wish.ACKNOWLEDGE: "Return",
    Wish.TICKET: "T",
    Wish.FALSE_ALARM: "F",
    Wish.SHELVE: "S",
    Wish.SHELVED: "Z",
}
"""What stands on the buttons; Space acknowledges too, the right and left arrows open and close a group."""
MUTE_KEY = "Ctrl+M"
"""A key of the whole desk while there is something to mute: nobody should have to look for the silence."""

_BY_KEY = {
    Qt.Key.Key_Return: Wish.ACKNOWLEDGE,
    Qt.Key.Key_Enter: Wish.ACKNOWLEDGE,
    Qt.Key.Key_Space: Wish.ACKNOWLEDGE,
    Qt.Key.Key_T: Wish.TICKET,
    Qt.Key.Key_F: Wish.FALSE_ALARM,
    Qt.Key.Key_S: Wish.SHELVE,
    Qt.Key.Key_Right: Wish.OPEN,
    Qt.Key.Key_Left: Wish.CLOSE,
    Qt.Key.Key_Z: Wish.SHELVED,
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def wish_of(event: QKeyEvent) -> Wish | None:
    """What a key asks of the list; None with Ctrl, Alt or Shift, whose keys are the desk's."""
    return _BY_KEY.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None
