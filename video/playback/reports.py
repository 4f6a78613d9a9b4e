"""What the playback process tells the room, when something changed and four times a second."""

from dataclasses import dataclass

from video.events import CameraId
from video.ingest.reports import Logged
from video.playback.clock import MediaClock
from video.playback.state import Condition

__all__ = ["CameraFigures", "Logged", "PlaybackReport", "SessionReport", "StillTaken"]


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """One camera of a session; times in UTC microseconds."""

    condition: Condition = Condition.LOADING
    until_us: int | None = None
    shown_us: int | None = None
    fps: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SessionReport:
    """`number` is the wish that the clock answers; `settled` once its steps are done and all cameras have arrived."""

    session: str
    number: int
    clock: MediaClock
    playing: bool
    waiting: bool
    settled: bool
    cameras: tuple[tuple[CameraId, CameraFigures], ...]


@dataclass(frozen=True, slots=True)
class StillTaken:
    """The answer to TakeStill; `jpeg` is None where nothing is shown."""

    request: int
    jpeg: bytes | None
    at_us: int = 0


@dataclass(frozen=True, slots=True)
class PlaybackReport:
    """`handled` counts the orders taken so far; `stuck`: a thread has been in one call of libav for too long."""

    handled: int
    sessions: tuple[SessionReport, ...] = ()
    stills: tuple[StillTaken, ...] = ()
    logs: tuple[Logged, ...] = ()
    stuck: bool = False
