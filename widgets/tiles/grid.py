"""The grid of tiles: one, four, nine or sixteen, one of them maximised at will."""

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.errors import SiagaError
from storage.model.cameras import Camera
from video.events import Analysis, CameraId, FrameStamp, StreamHealth
from widgets import theme
from widgets.common.signals import Sent
from widgets.theme import Role
from widgets.tiles.picture import Pixels
from widgets.tiles.tile import CameraTile

GRIDS = (1, 4, 9, 16)
GAP_PX = 2
RESIZED_AFTER_MS = 150
"""A window being dragged larger must not have every stream scaled anew at each step."""


class NoSuchGrid(SiagaError):
    """A grid that is not one of GRIDS, or a slot outside the sixteen; facts: n."""

    word = "errors.unexpected"


class TileGrid(QWidget):
    """Sixteen slots, of which the first 1, 4, 9 or 16 are seen; the others keep their cameras.

    Tiles are 16:9 and lie in one block in the middle, `GAP_PX` apart. `tile_resized(slot, width, height)` tells, in
    device pixels and after `RESIZED_AFTER_MS` of rest, the picture that every seen tile wants, where that is new: its
    room, and more while it is zoomed.
    """

    camera_dropped = Sent[int, str]()
    tile_selected = Sent[int]()
    tile_activated = Sent[int]()
    tile_resized = Sent[int, int, int]()
    menu_requested = Sent[int, QPoint]()
    clear_requested = Sent[int]()
    maximised_changed = Sent[int]()

    def __init__(self, parent: QWidget | None = None, make_tile: type[CameraTile] = CameraTile) -> None:
        super().__init__(parent)
        self._n = 9
        self._maximised: int | None = None
        self._selected: int | None = None
        self._told: dict[int, tuple[int, int]] = {}
        self._tiles = [make_tile(slot, self) for slot in range(GRIDS[-1])]
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESIZED_AFTER_MS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self._rest.timeout.connect(self._tell_sizes)
        for tile in self._tiles:
            tile.selected.connect(self._on_selected)
            tile.activated.connect(self._on_activated)
            tile.menu_requested.connect(self.menu_requested)
            tile.camera_dropped.connect(self.camera_dropped)
            tile.zoomed.connect(self._on_zoomed)

    # --- values in ---

    @property
    def grid_size(self) -> int:
        return self._n

    @property
    def selected_slot(self) -> int | None:
        return self._selected

    @property
    def maximised_slot(self) -> int | None:
        return self._maximised

    def set_grid(self, n: int) -> None:
        """See the first `n` slots; ends maximising. Raises NoSuchGrid."""
        if n not in GRIDS:
            raise NoSuchGrid(n=n)
        self._n = n
        if self._selected is not None and self._selected >= n:
            self.select(None)
        if self._maximised is not None:
            self._maximised = None
            self.maximised_changed.emit(-1)
        self._arrange()

    def assign(self, slot: int, camera: Camera | None) -> None:
        """Show a camera in a slot, or nothing. Raises NoSuchGrid."""
        self.tile(slot).set_camera(camera)
        self._told.pop(slot, None)
        self._rest.start()

    def assignments(self) -> tuple[CameraId | None, ...]:
        """The camera of each of the sixteen slots."""
        return tuple(tile.camera_id for tile in self._tiles)

    def tile(self, slot: int) -> CameraTile:
        """Raises NoSuchGrid for a slot that there is not."""
        if not 0 <= slot < len(self._tiles):
            raise NoSuchGrid(n=slot)
        return self._tiles[slot]

    def camera_at(self, slot: int) -> Camera | None:
        return self.tile(slot).camera

    def tiles_of(self, camera_id: CameraId) -> tuple[CameraTile, ...]:
        """All tiles that hold this camera, seen or not."""
        return tuple(tile for tile in self._tiles if tile.camera_id == camera_id)

    def visible_slots(self) -> tuple[int, ...]:
        """The slots that are seen now, in order."""
        return (self._maximised,) if self._maximised is not None else tuple(range(self._n))

    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None:
        """A frame for every tile that shows the camera; as CameraTile.set_picture."""
        for tile in self.tiles_of(camera_id):
            tile.set_picture(pixels, stamp)

    def set_health(self, health: StreamHealth) -> None:
        for tile in self.tiles_of(health.camera_id):
            tile.set_health(health)

    def set_analysis(self, analysis: Analysis) -> None:
        for tile in self.tiles_of(analysis.camera_id):
            tile.set_analysis(analysis)

    def set_overlays_shown(self, shown: bool) -> None:
        for tile in self._tiles:
            tile.set_overlays_shown(shown)

    def painted(self, camera_id: CameraId) -> int:
        """How many newer frames of this camera were painted, on all its tiles."""
        return sum(tile.painted for tile in self.tiles_of(camera_id))

    def sizes_px(self) -> dict[int, tuple[int, int]]:
        """The room for a picture of each slot that is seen, in device pixels."""
        return {slot: self._tiles[slot].picture_size_px() for slot in self.visible_slots()}

    def select(self, slot: int | None) -> None:
        """Put the selection on a slot, without telling; None takes it away."""
        self._selected = slot
        for tile in self._tiles:
            tile.set_selected(tile.slot == slot)

    def maximise(self, slot: int) -> None:
        """Give one slot all the room. Raises NoSuchGrid."""
        self.tile(slot)
        if self._maximised != slot:
            self._maximised = slot
            self._arrange()
            self.maximised_changed.emit(slot)

    def restore(self) -> None:
        """Back to the grid."""
        if self._maximised is not None:
            self._maximised = None
            self._arrange()
            self.maximised_changed.emit(-1)

    # --- geometry ---

    def _arrange(self) -> None:
        seen = self.visible_slots()
        side = 1 if self._maximised is not None else round(self._n**0.5)
        for slot, rect in zip(seen, cells(self.size().width(), self.size().height(), side), strict=True):
            self._tiles[slot].setGeometry(rect)
        # Show first, hide after: a tile that has the keyboard must not lose it to the next in line.
        for slot in seen:
            self._tiles[slot].show()
        for tile in self._tiles:
            if tile.slot not in seen:
                tile.hide()
        self._rest.start()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.WINDOW))

    @Slot()
    def _tell_sizes(self) -> None:
        sizes = self.sizes_px()
        self._told = {slot: size for slot, size in self._told.items() if slot in sizes}
        for slot, size in sizes.items():
            if self._told.get(slot) != size:
                self._told[slot] = size
                self.tile_resized.emit(slot, *size)

    # --- hands ---

    @Slot(int)
    def _on_selected(self, slot: int) -> None:
        if slot != self._selected:
            self.select(slot)
            self.tile_selected.emit(slot)

    @Slot(int)
    def _on_zoomed(self, _slot: int) -> None:
        """A wheel that turns must not have the stream scaled anew at each notch."""
        self._rest.start()

    @Slot(int)
    def _on_activated(self, slot: int) -> None:
        if self._maximised == slot:
            self.restore()
        elif self._tiles[slot].camera is not None and self._n > 1:
            self.maximise(slot)
        self.tile_activated.emit(slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        side = round(self._n**0.5)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -side,
            Qt.Key.Key_Down: side,
        }
        if key in steps and self._maximised is None:
            self._step(steps[Qt.Key(key)], side)
        elif key == Qt.Key.Key_Escape and self._maximised is not None:
            self.restore()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._selected is not None:
            self.clear_requested.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int, side: int) -> None:
        at = self._selected if self._selected is not None else 0
        to = at + step
        leaves_row = abs(step) == 1 and to // side != at // side
        if 0 <= to < self._n and not leaves_row:
            self._tiles[to].setFocus(Qt.FocusReason.OtherFocusReason)


def cells(width: int, height: int, side: int) -> tuple[QRect, ...]:
    """`side` x `side` equal 16:9 cells in the middle of the room, GAP_PX apart, row by row."""
    gaps = GAP_PX * (side - 1)
    cell_w = min((width - gaps) // side, (height - gaps) // side * 16 // 9)
    cell_w = max(1, cell_w)
    cell_h = max(1, round(cell_w * 9 / 16))
    left = max(0, (width - side * cell_w - gaps) // 2)
    top = max(0, (height - side * cell_h - gaps) // 2)
    return tuple(
        QRect(left + column * (cell_w + GAP_PX), top + row * (cell_h + GAP_PX), cell_w, cell_h)
        for row in range(side)
        for column in range(side)
    )
