"""The keys of a camera in hand. They are the camera's only while its tile has the keyboard (docs/design/ptz.md)."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class PtzWish(StrEnum):
    """What a person may want of a camera in hand; numbers are presets besides."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    NEARER = "nearer"
    FARTHER = "farther"
    HOME = "home"
    SPOT = "spot"
    SAVE = "save"
    LET_GO = "let_go"


KEYS: dict[PtzWish, str] = {
    PtzWish.LEFT: "←",
    PtzWish.RIGHT: "→",
    PtzWish.UP: "↑",
    PtzWish.DOWN: "↓",
    PtzWish.NEARER: "PgUp",
    PtzWish.FARTHER: "PgDn",
    PtzWish.SPOT: "1–9",
    PtzWish.HOME: "Home",
    PtzWish.SAVE: "Ctrl S",
    PtzWish.LET_GO: "Esc",
}
"""What stands in the guide; + and - do as PgUp and PgDn."""

HELD: dict[PtzWish, tuple[int, int, int]] = {
    PtzWish.LEFT: (-1, 0, 0),
    PtzWish.RIGHT: (1, 0, 0),
    PtzWish.UP: (0, 1, 0),
    PtzWish.DOWN: (0, -1, 0),
    PtzWish.NEARER: (0, 0, 1),
    PtzWish.FARTHER: (0, 0, -1),
}
"""Wishes that last as long as their key is down: pan, tilt, zoom."""

_BY_KEY = {
    Qt.Key.Key_Left: PtzWish.LEFT,
    Qt.Key.Key_Right: PtzWish.RIGHT,
    Qt.Key.Key_Up: PtzWish.UP,
    Qt.Key.Key_Down: PtzWish.DOWN,
    Qt.Key.Key_PageUp: PtzWish.NEARER,
    Qt.Key.Key_PageDown: PtzWish.FARTHER,
    Qt.Key.Key_Plus: PtzWish.NEARER,
    Qt.Key.Key_Minus: PtzWish.FARTHER,
    Qt.Key.Key_Home: PtzWish.HOME,
    Qt.Key.Key_Escape: PtzWish.LET_GO,
    **dict.fromkeys((Qt.Key(Qt.Key.Key_1 + at) for at in range(9)), PtzWish.SPOT),
}


def wish_of(event: QKeyEvent) -> PtzWish | None:
    """What a key asks of the camera; None for one that is not its own. The same for its press and its release."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_S:
        return PtzWish.SAVE
    if modifiers == Qt.KeyboardModifier.ShiftModifier and key == Qt.Key.Key_Plus:
        return PtzWish.NEARER  # where a plus needs Shift
    return _BY_KEY.get(key) if modifiers == Qt.KeyboardModifier.NoModifier else None
