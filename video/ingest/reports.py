"""What a worker tells the supervisor, several times a second and in one piece."""

from dataclasses import dataclass

from video.events import CameraId, FrameStamp
from video.ingest.facts import Analysed, PictureReady, Sighted
from video.ingest.health import StreamFigures


@dataclass(frozen=True, slots=True)
class StillTaken:
    """The answer to TakeStill; `jpeg` is None where no frame came in time."""

    request: int
    jpeg: bytes | None
    stamp: FrameStamp | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A log record of the worker, redacted there."""

    level: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """`handled` counts the orders taken so far; `stuck` names streams that hang inside libav."""

    handled: int
    figures: tuple[tuple[CameraId, StreamFigures], ...] = ()
    facts: tuple[Analysed | Sighted | PictureReady | StillTaken | Logged, ...] = ()
    stuck: tuple[CameraId, ...] = ()
