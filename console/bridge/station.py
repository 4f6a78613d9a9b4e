"""The station's node on a thread of its own, with what it learns as Qt signals."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from console.bridge.ticker import Ticker
from console.nodes.station import StationNode, Video
from storage.service.record import StationRecord
from video.events import Sighting

EVERY_S = 2.0


class StationBridge(QObject):
    """Owns the node and its thread."""

    cameras_known = Signal(tuple)  # of storage.model.cameras.Camera
    status_changed = Signal(object)  # StationStatus

    def __init__(
        self,
        connect: Callable[[], StationRecord],
        *,
        clock: Callable[[], datetime],
        lease_s: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connect = connect
        self._clock = clock
        self._lease_s = lease_s
        self.node: StationNode | None = None
        self._ticker: Ticker | None = None

    def start(self, video: Video) -> None:
        self.node = StationNode(
            self._connect,
            video,
            clock=self._clock,
            lease_s=self._lease_s,
            on_cameras=self.cameras_known.emit,
            on_status=self.status_changed.emit,
        )
        self._ticker = Ticker("siaga-station", self.node.tick, every_s=EVERY_S)
        self._ticker.start()

    def sighted(self, sighting: Sighting) -> None:
        """From the video room's thread."""
        if self.node is not None:
            self.node.sighted(sighting)

    def look_now(self) -> None:
        """The record changed: do the next round at once."""
        if self._ticker is not None:
            self._ticker.poke()

    def close(self) -> None:
        if self._ticker is not None:
            self._ticker.close()
        if self.node is not None:
            self.node.close()
