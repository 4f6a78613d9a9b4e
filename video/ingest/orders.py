"""What the supervisor tells a worker; each order says the whole wish for a camera, so the newest replaces the rest."""

from dataclasses import dataclass

from video.events import CameraId, CameraSource
from video.frames import BlockName


@dataclass(frozen=True, slots=True)
class ViewOrder:
    """Where the pictures of one view of a camera go."""

    view: str
    block: BlockName


@dataclass(frozen=True, slots=True)
class StreamOrder:
    """Take this camera's stream as said here; `slot` is its place on the pulse page."""

    source: CameraSource
    analysing: bool
    views: tuple[ViewOrder, ...]
    slot: int
    first_sequence: int
    recording: bool = False


@dataclass(frozen=True, slots=True)
class DropStream:
    camera_id: CameraId


@dataclass(frozen=True, slots=True)
class TakeStill:
    camera_id: CameraId
    request: int


@dataclass(frozen=True, slots=True)
class CloseWorker:
    """End; the process exits by itself."""


Order = StreamOrder | DropStream | TakeStill | CloseWorker
