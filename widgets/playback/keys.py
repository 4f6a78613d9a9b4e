"""The keys of the recording mode. They are its own only while it has the keyboard (docs/design/playback-desk.md)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from widgets.playback.wishes import Wish

_PLAIN = {
    Qt.Key.Key_Space: Wish.PLAY,
    Qt.Key.Key_Comma: Wish.FRAME_BACK,
    Qt.Key.Key_Period: Wish.FRAME_ON,
    Qt.Key.Key_Less: Wish.SLOWER,
    Qt.Key.Key_Greater: Wish.FASTER,
    Qt.Key.Key_Left: Wish.BACK,
    Qt.Key.Key_Right: Wish.ON,
    Qt.Key.Key_Home: Wish.FIRST,
    Qt.Key.Key_End: Wish.LAST,
    Qt.Key.Key_PageUp: Wish.PAGE_BACK,
    Qt.Key.Key_PageDown: Wish.PAGE_ON,
    Qt.Key.Key_Plus: Wish.NEARER,
    Qt.Key.Key_Equal: Wish.NEARER,
    Qt.Key.Key_Minus: Wish.FARTHER,
    Qt.Key.Key_BracketLeft: Wish.MARK_IN,
    Qt.Key.Key_BracketRight: Wish.MARK_OUT,
    Qt.Key.Key_B: Wish.BOOKMARK,
    Qt.Key.Key_L: Wish.LOCK,
    Qt.Key.Key_E: Wish.EXPORT,
    Qt.Key.Key_G: Wish.GO_TO,
    Qt.Key.Key_S: Wish.STILL,
    Qt.Key.Key_T: Wish.TICKET,
    Qt.Key.Key_Delete: Wish.REMOVE,
}
_SHIFTED = {
    Qt.Key.Key_Space: Wish.BACKWARDS,
    Qt.Key.Key_Less: Wish.SLOWER,
    Qt.Key.Key_Greater: Wish.FASTER,
    Qt.Key.Key_Comma: Wish.SLOWER,
    Qt.Key.Key_Period: Wish.FASTER,
    Qt.Key.Key_Plus: Wish.NEARER,
}
_CONTROLLED = {Qt.Key.Key_Left: Wish.FAR_BACK, Qt.Key.Key_Right: Wish.FAR_ON}
_BY_MODIFIER = {
    Qt.KeyboardModifier.NoModifier: _PLAIN,
    Qt.KeyboardModifier.ShiftModifier: _SHIFTED,
    Qt.KeyboardModifier.ControlModifier: _CONTROLLED,
}
REPEATED = frozenset(
    {Wish.FRAME_BACK, Wish.FRAME_ON, Wish.BACK, Wish.ON, Wish.FAR_BACK, Wish.FAR_ON, Wish.NEARER, Wish.FARTHER}
    | {Wish.PAGE_BACK, Wish.PAGE_ON}
)
"""A key that is held down asks again for these; for all others once."""


def wish_of(event: QKeyEvent) -> Wish | None:
    """What a key asks of the recording mode; None for the desk's own."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _BY_MODIFIER.get(modifiers, {}).get(Qt.Key(event.key()))
