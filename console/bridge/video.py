"""The video room as Qt sees it: health and overlays at a calm rate, stills as a signal."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.settings import Settings
from resources.errors import SiagaError
from video.events import CameraId, Sighting, StreamHealth
from video.ingest.facts import Fact, Sighted
from video.ingest.settings import VideoSettings
from video.ingest.supervisor import VideoSupervisor

HEALTH_MS = 250
OVERLAYS_MS = 200


class VideoBridge(QObject):
    """Owns the supervisor; what it learns comes out as signals on the GUI thread."""

    health_changed = Signal(object)  # StreamHealth
    analysed = Signal(object)  # Analysis
    still_taken = Signal(str, bytes)
    still_failed = Signal(str, object)  # camera id, SiagaError

    def __init__(
        self, settings: VideoSettings, on_sighting: Callable[[Sighting], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_sighting = on_sighting
        self.supervisor = VideoSupervisor(settings, self._on_fact)
        self.health: Mapping[CameraId, StreamHealth] = {}
        self._drawn: dict[CameraId, int] = {}
        self._health_timer = QTimer(self, interval=HEALTH_MS)
        self._health_timer.timeout.connect(self._tell_health)
        self._overlay_timer = QTimer(self, interval=OVERLAYS_MS)
        self._overlay_timer.timeout.connect(self._tell_overlays)

    def start(self) -> None:
        self.supervisor.start()
        self._health_timer.start()
        self._overlay_timer.start()

    def close(self) -> None:
        self._health_timer.stop()
        self._overlay_timer.stop()
        self.supervisor.close()

    def take_still(self, camera_id: CameraId) -> None:
        """Ask for the newest frame as a JPEG; `still_taken` or `still_failed` answers."""
        self.supervisor.still(camera_id).add_done_callback(partial(self._still_ended, camera_id))

    def _on_fact(self, fact: Fact) -> None:
        if isinstance(fact, Sighted):
            self._on_sighting(fact.sighting)

    def _still_ended(self, camera_id: CameraId, future: "Future[bytes]") -> None:
        error = future.exception()
        if error is None:
            self.still_taken.emit(camera_id, future.result())
        else:
            self.still_failed.emit(camera_id, error if isinstance(error, SiagaError) else SiagaError(str(error)))

    @Slot()
    def _tell_health(self) -> None:
        self.health = self.supervisor.health()
        for health in self.health.values():
            self.health_changed.emit(health)

    @Slot()
    def _tell_overlays(self) -> None:
        for camera_id in self.health:
            analysis = self.supervisor.analysis(camera_id)
            if analysis is not None and self._drawn.get(camera_id) != analysis.stamp.sequence:
                self._drawn[camera_id] = analysis.stamp.sequence
                self.analysed.emit(analysis)


def pace_of(settings: Settings) -> VideoSettings:
    """How often this site dials a camera that is gone, what decodes its pictures, and where it records."""
    return VideoSettings(
        backoff_floor_s=settings.reconnect_floor_s,
        backoff_cap_s=settings.reconnect_cap_s,
        opens_per_host=settings.dials_per_host,
        hardware=settings.hardware_decoding,
        hardware_sessions=settings.hardware_sessions,
        recording_dir=str(settings.ring_dir or ""),
    )
