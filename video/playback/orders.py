"""What the room tells the playback process; each order says the whole wish for a session, so the newest is enough."""

from dataclasses import dataclass, field

from resources.redaction import ShownSafely
from video.events import CameraId
from video.frames import BlockName
from video.playback.clock import MediaClock


@dataclass(frozen=True, slots=True, repr=False)
class Recorder(ShownSafely):
    """Where a camera's older pictures are: an address with places for the time (`replay_url.py`), and its login."""

    url: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ViewOrder:
    """Where the pictures of one view go."""

    view: str
    block: BlockName


@dataclass(frozen=True, slots=True)
class CameraOrder:
    """One camera of a session. Segments are named by the millisecond they begin at; `slot` is on the page."""

    camera_id: CameraId
    slot: int
    views: tuple[ViewOrder, ...] = ()
    recorder: Recorder | None = None
    suspects: frozenset[int] = frozenset()
    passed_over: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a session is to stand: at the clock's position and rate, then `steps` frames further.

    A later wish has a higher `number`. Without `jump` it goes on from where the process's own clock is.
    """

    number: int
    clock: MediaClock
    playing: bool = False
    steps: int = 0
    jump: bool = True


@dataclass(frozen=True, slots=True)
class SessionOrder:
    session: str
    cameras: tuple[CameraOrder, ...]
    wish: Wish


@dataclass(frozen=True, slots=True)
class CloseSession:
    session: str


@dataclass(frozen=True, slots=True)
class TakeStill:
    session: str
    camera_id: CameraId
    request: int


@dataclass(frozen=True, slots=True)
class CloseProcess:
    """End; the process exits by itself."""


Order = SessionOrder | CloseSession | TakeStill | CloseProcess
