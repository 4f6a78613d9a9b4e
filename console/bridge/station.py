"""The station's node on a thread of its own, with what it learns as Qt signals."""

import platform
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console.bridge.ticker import Ticker
from console.nodes.audit_heads import AuditHeadNode
from console.nodes.recording import cause_of
from console.nodes.station import StationNode, Video
from console.settings import Settings
from console.windows.status import RecordingFigure, RecordingState
from storage.service.record import StationRecord
from video.events import CameraId, CameraSource, Sighting
from video.playback.orders import Recorder as RecorderLogin
from video.recording.apart import KeeperApart
from video.recording.keeper import RingKeeper, RingLimits, RingState, RingStatus

EVERY_S = 2.0
_GB = 1_000_000_000
_FIGURES = {
    RingState.GOOD: RecordingState.GOOD,
    RingState.ELSEWHERE: RecordingState.GOOD,
    RingState.SHORT: RecordingState.SHORT,
    RingState.STOPPED: RecordingState.STOPPED,
}


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
        keeper: RingKeeper | None = None,
        on_recorder: Callable[[CameraId, RecorderLogin | None], None] | None = None,
        serves: bool = True,
        heads: AuditHeadNode | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connect = connect
        self._clock = clock
        self._lease_s = lease_s
        self._keeper = keeper
        self._on_recorder = on_recorder
        self._serves = serves
        self._heads = heads
        self.node: StationNode | None = None
        self._ticker: Ticker | None = None

    def start(self, video: Video) -> None:
        keeper = KeeperApart(self._keeper) if self._keeper is not None else None
        if keeper is not None:
            keeper.start()
        self.node = StationNode(
            self._connect,
            video,
            clock=self._clock,
            lease_s=self._lease_s,
            on_cameras=self.cameras_known.emit,
            on_status=self.status_changed.emit,
            keeper=keeper,
            disk=platform.node(),
            on_recorder=self._on_recorder,
            serves=self._serves,
            heads=self._heads,
        )
        self._ticker = Ticker("siaga-station", self.node.tick, every_s=EVERY_S)
        self._ticker.start()

    def sighted(self, sighting: Sighting) -> None:
        """From the video room's thread."""
        if self.node is not None:
            self.node.sighted(sighting)

    def source(self, camera_id: UUID) -> CameraSource | None:
        """Where a camera is asked, with the login that only a station may hold; from any thread."""
        return self.node.source(camera_id) if self.node is not None else None

    def hold(self, spans: tuple[tuple[str, int, int], ...]) -> AbstractContextManager[object]:
        """Keep recordings from being deleted while they are copied; from the export's thread."""
        return self.node.hold(spans) if self.node is not None else nullcontext()

    def look_now(self) -> None:
        """The record changed: do the next round at once."""
        if self._ticker is not None:
            self._ticker.poke()

    def close(self) -> None:
        if self._ticker is not None:
            self._ticker.close()
        if self.node is not None:
            self.node.close()


def keeper_of(settings: Settings) -> RingKeeper | None:
    """Who keeps this station's recordings; None where it records nothing."""
    folder = settings.ring_dir
    if folder is None:
        return None
    limits = RingLimits(
        quota_bytes=round(settings.recording_quota_gb * _GB),
        keep_free_bytes=round(settings.recording_keep_free_gb * _GB),
        keep_free_share=settings.recording_keep_free_percent / 100,
        promised=timedelta(minutes=settings.recording_minutes),
        most_days=settings.recording_days,
    )
    return RingKeeper(folder, limits)


def figure_of(status: RingStatus | None) -> RecordingFigure:
    """The ring as the status bar tells it."""
    if status is None:
        return RecordingFigure(RecordingState.OFF)
    return RecordingFigure(_FIGURES[status.state], status.days_left, cause_of(status.trouble))
