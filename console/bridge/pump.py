"""From the picture store to the tiles of one window: one timer, and only what changed is painted."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from resources.errors import SiagaError
from video.events import CameraId, FrameStamp
from video.frames.reader import PictureReader
from widgets.tiles.picture import Pixels
from widgets.tiles.tile import CameraTile

TICK_MS = 20
"""Twice the rate of a 25 fps camera, so that a new frame waits 20 ms at the most."""


class Pictures(Protocol):
    """The part of the video supervisor that a window needs."""

    def show(self, camera_id: CameraId, view: str, size: tuple[int, int]) -> None: ...
    def hide(self, camera_id: CameraId, view: str) -> None: ...
    def reader(self, camera_id: CameraId, view: str) -> PictureReader | None: ...


class Tiles(Protocol):
    """The part of a grid or of the wall's pictures that is filled."""

    def visible_slots(self) -> tuple[int, ...]: ...
    def tile(self, slot: int) -> CameraTile: ...
    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None: ...


class GridPump(QObject):
    """Asks the video room for what the grid shows, at the size it is shown, and hands over new pictures."""

    failed = Signal(object)  # SiagaError

    def __init__(self, grid: Tiles, pictures: Pictures, view: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._pictures = pictures
        self._view = view
        self._shown: dict[CameraId, tuple[int, int]] = {}
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._timer.start()
        self.sync()

    def close(self) -> None:
        self._timer.stop()
        for camera_id in self._shown:
            self._pictures.hide(camera_id, self._view)
        self._shown.clear()

    @Slot()
    def sync(self) -> None:
        """Make what the video room decodes equal to what the grid shows now; nothing before start and after close."""
        if not self._timer.isActive():
            return
        wanted: dict[CameraId, tuple[int, int]] = {}
        for slot in self._grid.visible_slots():
            tile = self._grid.tile(slot)
            if tile.camera_id is not None:  # shown twice: the larger one decides
                wanted[tile.camera_id] = max(wanted.get(tile.camera_id, (0, 0)), tile.picture_size_px())
        for camera_id in self._shown.keys() - wanted.keys():
            self._pictures.hide(camera_id, self._view)
        before, self._shown = self._shown, {}
        for camera_id, size in wanted.items():
            if before.get(camera_id) == size or self._show(camera_id, size):
                self._shown[camera_id] = size

    def _show(self, camera_id: CameraId, size: tuple[int, int]) -> bool:
        """Whether there is room: a machine without it keeps the other pictures, says so, and is asked again."""
        if min(size) <= 0:
            return False
        try:
            self._pictures.show(camera_id, self._view, size)
        except SiagaError as error:
            self.failed.emit(error)
            return False
        return True

    @Slot()
    def _tick(self) -> None:
        for camera_id in self._shown:
            reader = self._pictures.reader(camera_id, self._view)
            picture = reader.poll() if reader is not None else None
            if picture is not None:
                self._grid.set_picture(camera_id, picture.pixels, picture.stamp)
