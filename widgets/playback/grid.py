"""Recorded pictures in the grid of the live ones, or beside one of them."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, CameraId, FrameStamp, StreamHealth
from widgets import theme
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.playback.tile import RecordedTile
from widgets.playback.values import TilePlace
from widgets.theme import Role
from widgets.tiles.grid import GAP_PX, RESIZED_AFTER_MS, TileGrid
from widgets.tiles.picture import Pixels
from widgets.tiles.tile import CameraTile

_PASSED_ON = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class RecordedGrid(TileGrid):
    """A grid of recorded tiles. Left and right are the timeline's; up and down go to the camera before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, RecordedTile)

    def mirror(self, size: int, cameras: tuple[Camera | None, ...]) -> None:
        """Show `size` tiles with these cameras; only what differs is set anew."""
        if size != self.grid_size:
            self.set_grid(size)
        for slot, camera in enumerate(cameras):
            if self.tile(slot).camera != camera:
                self.assign(slot, camera)

    def set_place(self, camera_id: CameraId, place: TilePlace) -> None:
        for tile in self.tiles_of(camera_id):
            if isinstance(tile, RecordedTile):
                tile.set_place(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PASSED_ON:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        """To the next tile with a camera; a large picture changes with it."""
        slots = [slot for slot in range(self.grid_size) if self.camera_at(slot) is not None]
        if not slots:
            return
        at = slots.index(self.selected_slot) if self.selected_slot in slots else -step
        slot = slots[(at + step) % len(slots)]
        if self.maximised_slot is not None:
            self.maximise(slot)
        self.tile(slot).setFocus(Qt.FocusReason.OtherFocusReason)


class Pair(WordedWidget):
    """One camera twice: live on the left, a minute ago on the right; one over the other where it is narrow.

    Implements what a pump fills, for the recorded side; `live` is filled by another one. `tile_resized` tells that
    the room changed and rests.
    """

    tile_resized = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.live = CameraTile(0, self)
        self.recorded = RecordedTile(0, self)
        for tile in (self.live, self.recorded):
            tile.setAcceptDrops(False)
            tile.zoomed.connect(self._zoomed)
        self.retranslate()
        self.setMinimumSize(320, 180)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESIZED_AFTER_MS)
        self._rest.timeout.connect(self._rested)

    def retranslate(self) -> None:
        self.live.set_note(say("playback_desk.pair_live").upper())

    def set_camera(self, camera: Camera | None) -> None:
        self.live.set_camera(camera)
        self.recorded.set_camera(camera)

    def set_place(self, camera_id: CameraId, place: TilePlace) -> None:
        if camera_id == self.recorded.camera_id:
            self.recorded.set_place(place)

    def set_health(self, health: StreamHealth) -> None:
        if health.camera_id == self.live.camera_id:
            self.live.set_health(health)

    def set_analysis(self, analysis: Analysis) -> None:
        if analysis.camera_id == self.live.camera_id:
            self.live.set_analysis(analysis)

    def visible_slots(self) -> tuple[int, ...]:
        return (0,)

    def tile(self, slot: int) -> CameraTile:
        return self.recorded

    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None:
        if camera_id == self.recorded.camera_id:
            self.recorded.set_picture(pixels, stamp)

    @Slot(int)
    def _zoomed(self, _slot: int) -> None:
        self._rest.start()

    @Slot()
    def _rested(self) -> None:
        self.tile_resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        beside = (width - GAP_PX) // 2
        # Side by side, or one over the other: whichever gives the larger pictures.
        if min(beside / 16, height / 9) >= min(width / 16, (height - GAP_PX) / 2 / 9):
            self.live.setGeometry(0, 0, beside, height)
            self.recorded.setGeometry(beside + GAP_PX, 0, width - beside - GAP_PX, height)
        else:
            half = (height - GAP_PX) // 2
            self.live.setGeometry(0, 0, width, half)
            self.recorded.setGeometry(0, half + GAP_PX, width, height - half - GAP_PX)
        self._rest.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.WINDOW))


class LiveSide:
    """The live tile of a pair, as what a pump fills."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def visible_slots(self) -> tuple[int, ...]:
        return (0,)

    def tile(self, slot: int) -> CameraTile:
        return self._pair.live

    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None:
        if camera_id == self._pair.live.camera_id:
            self._pair.live.set_picture(pixels, stamp)
