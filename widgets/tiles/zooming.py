"""A tile's hands on its zoom: wheel, drag and keys, and how large a picture it asks for meanwhile."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from video.events import StreamHealth
from widgets.tiles.zoom import Zoom, wanted_px

NOTCH = 1.25
"""How much nearer one notch of the wheel or one press of a key leads."""
_NOTCH_ANGLE = 120.0
_KEY_SHARE = 0.25
_UNKNOWN_PX = (1920, 1080)
"""What is asked for at most while nobody knows how large the main stream is."""
_LARGEST_PX = (3840, 2160)
_NEARER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_MOVES = {
    Qt.Key.Key_Left: (-_KEY_SHARE, 0.0),
    Qt.Key.Key_Right: (_KEY_SHARE, 0.0),
    Qt.Key.Key_Up: (0.0, -_KEY_SHARE),
    Qt.Key.Key_Down: (0.0, _KEY_SHARE),
}
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Zooming:
    """What part of its picture one tile shows. Each act returns whether it was one, and so whether to repaint."""

    def __init__(self) -> None:
        self.zoom = Zoom()
        self._sizes: set[tuple[int, int]] = set()
        self._from: QPointF | None = None

    @property
    def on(self) -> bool:
        return self.zoom.on

    @property
    def dragging(self) -> bool:
        return self._from is not None

    def forget(self) -> None:
        """Another camera: its picture is whole, and its size unknown."""
        self.zoom, self._from = Zoom(), None
        self._sizes.clear()

    def reset(self) -> bool:
        """Back to the whole picture."""
        before, self.zoom, self._from = self.zoom, Zoom(), None
        return before.on

    def learn(self, health: StreamHealth) -> bool:
        """Take note of the decoded picture's size; whether that changes what a zoomed tile asks for."""
        size = (health.width, health.height)
        if health.width <= 0 or size in self._sizes:
            return False
        self._sizes.add(size)
        return self.zoom.on

    def size_px(self, room: tuple[int, int], *, has_sub: bool) -> tuple[int, int]:
        """How large a picture to ask for, in device pixels; `has_sub`: what was seen may be the small stream."""
        if not self.zoom.on:
            return room
        largest = max(self._sizes, default=(0, 0))
        if not self._sizes or (has_sub and len(self._sizes) == 1):
            largest = max(largest, _UNKNOWN_PX)
        return wanted_px(room, self.zoom, min(largest, _LARGEST_PX))

    # --- hands ---

    def wheel(self, angle: float, at: QPointF, view: QRectF) -> bool:
        """`angle` in Qt's eighths of a degree; what is under the pointer stays there."""
        if view.isEmpty() or not angle:
            return False
        x, y = (at.x() - view.x()) / view.width(), (at.y() - view.y()) / view.height()
        return self._become(self.zoom.by(NOTCH ** (angle / _NOTCH_ANGLE), x, y))

    def press(self, at: QPointF) -> bool:
        """Take hold of a zoomed picture."""
        self._from = at if self.zoom.on else None
        return self.dragging

    def drag(self, at: QPointF, view: QRectF) -> bool:
        """The picture follows the hand."""
        if self._from is None or view.isEmpty():
            return False
        moved, self._from = at - self._from, at
        return self._become(self.zoom.moved(-moved.x() / view.width(), -moved.y() / view.height()))

    def release(self) -> None:
        self._from = None

    def key(self, event: QKeyEvent) -> bool | None:
        """None for a key that is not the zoom's; Shift and an arrow are only while it is on."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers & _CTRL and key in _NEARER:  # a plus may need Shift
            return self._become(self.zoom.by(NOTCH))
        if modifiers == _CTRL and key == Qt.Key.Key_Minus:
            return self._become(self.zoom.by(1 / NOTCH))
        if modifiers == _CTRL and key == Qt.Key.Key_0:
            return self.reset()
        if modifiers == _SHIFT and key in _MOVES and self.zoom.on:
            return self._become(self.zoom.moved(*_MOVES[key]))
        return None

    def _become(self, zoom: Zoom) -> bool:
        before, self.zoom = self.zoom, zoom
        return before != zoom
