"""A window of any number of tiles on the real video room: supervisor, workers, pump and tiles, without a record.

The desk shows sixteen tiles at most; what 36 or 64 cameras cost is asked of the same parts in a plain window.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from benchmarks.meters import wait
from console.bridge.pump import GridPump
from console.bridge.video import VideoBridge
from console.commands.offscreen import use_offscreen
from console.commands.run_qt import make_application
from storage.model.cameras import Camera
from storage.model.ids import new_id
from video.events import Analysis, CameraId, CameraSource, FrameStamp, Sighting, StreamHealth, StreamState
from video.ingest.settings import VideoSettings
from widgets.tiles.grid import cells
from widgets.tiles.picture import Pixels
from widgets.tiles.tile import CameraTile

VIEW = "tile"
SIZE = (1920, 1080)
_UP_WITHIN_S = 90.0


class TileWall(QWidget):
    """Tiles in equal cells, one of which can have all the room."""

    def __init__(self, cameras: list[Camera]) -> None:
        super().__init__()
        self._tiles = [CameraTile(slot, self) for slot in range(len(cameras))]
        self.maximised: int | None = None
        self._of: dict[CameraId, CameraTile] = {}
        for tile, camera in zip(self._tiles, cameras, strict=True):
            tile.set_camera(camera)
            self._of[CameraId(str(camera.id))] = tile

    def maximise(self, slot: int | None) -> None:
        self.maximised = slot
        self._arrange()

    def visible_slots(self) -> tuple[int, ...]:
        return tuple(range(len(self._tiles))) if self.maximised is None else (self.maximised,)

    def tile(self, slot: int) -> CameraTile:
        return self._tiles[slot]

    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None:
        self._of[camera_id].set_picture(pixels, stamp)

    def set_health(self, health: StreamHealth) -> None:
        if (tile := self._of.get(health.camera_id)) is not None:
            tile.set_health(health)

    def set_analysis(self, analysis: Analysis) -> None:
        if (tile := self._of.get(analysis.camera_id)) is not None:
            tile.set_analysis(analysis)

    def painted(self) -> list[int]:
        return [tile.painted for tile in self._tiles]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        seen = self.visible_slots()
        rects = cells(self.width(), self.height(), round(len(seen) ** 0.5 + 0.49))
        for slot, rect in zip(seen, rects, strict=False):
            self._tiles[slot].setGeometry(rect)
        for tile in self._tiles:
            tile.setVisible(tile.slot in seen)


class TileRoom:
    """The window, what feeds it, and the processes that it all costs."""

    def __init__(self, sources: list[CameraSource], settings: VideoSettings) -> None:
        cameras = [Camera(new_id(), 101 + n, f"Kamera {n}", source.main_url) for n, source in enumerate(sources)]
        self.bridge = VideoBridge(settings, _nobody)
        self.wall = TileWall(cameras)
        self.pump = GridPump(self.wall, self.bridge.supervisor, VIEW)
        self.bridge.health_changed.connect(self.wall.set_health)
        self.bridge.analysed.connect(self.wall.set_analysis)
        self._sources = [_named(source, camera) for source, camera in zip(sources, cameras, strict=True)]

    def start(self) -> None:
        """Returns when every tile has painted."""
        self.bridge.start()
        for source in self._sources:
            self.bridge.supervisor.put_camera(source)
        self.wall.resize(*SIZE)
        self.wall.show()
        self.pump.start()
        for _ in range(round(_UP_WITHIN_S / 0.1)):
            if all(count > 0 for count in self.wall.painted()):
                return
            wait(0.1)
        raise TimeoutError(f"tiles without a picture: {self.wall.painted().count(0)}")

    def close(self) -> None:
        self.pump.close()
        self.bridge.close()
        self.wall.close()

    def processes(self) -> list[psutil.Process]:
        """This one and the workers."""
        workers = self.bridge.supervisor.workers()
        return [psutil.Process(os.getpid()), *(psutil.Process(pid) for pid in workers)]

    def live(self) -> int:
        states = self.bridge.supervisor.health().values()
        return sum(health.state in (StreamState.LIVE, StreamState.RECEIVING) for health in states)


@contextmanager
def a_tile_room(sources: list[CameraSource], folder: Path, settings: VideoSettings) -> Iterator[TileRoom]:
    use_offscreen(folder)
    make_application()
    room = TileRoom(sources, settings)
    try:
        room.start()
        yield room
    finally:
        room.close()


def _named(source: CameraSource, camera: Camera) -> CameraSource:
    login = (source.username, source.password)
    return CameraSource(
        CameraId(str(camera.id)),
        source.main_url,
        source.sub_url,
        *login,
        source.zones,
        source.analyse,
        record=source.record,
    )


def _nobody(sighting: Sighting) -> None:
    """Sightings are counted by nobody here."""
