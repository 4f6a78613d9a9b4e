"""What a session of playback shows, and the facts about it, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from video.events import CameraId


class Condition(StrEnum):
    """What an operator may believe of a camera's picture in playback."""

    LOADING = "loading"  # nothing to show yet
    PLAYING = "playing"  # the picture belongs to the position, also while it stands
    GAP = "gap"  # nothing was recorded at this moment
    END = "end"  # nothing later has been recorded yet; backwards: nothing earlier
    FAILED = "failed"  # with a reason


@dataclass(frozen=True, slots=True)
class CameraPlayback:
    """One camera. `until` is where a gap ends, in the direction of play; `reason` a key of resources/words or empty."""

    condition: Condition = Condition.LOADING
    until: datetime | None = None
    shown_at: datetime | None = None  # the time of the picture that is shown
    fps: float = 0.0  # pictures shown in the last second of the viewer's time
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """A session at the time of the call. `waiting`: it plays, and waits at the end of what is recorded."""

    session: str
    position: datetime
    rate: float
    playing: bool
    waiting: bool = False
    cameras: Mapping[CameraId, CameraPlayback] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaybackStill:
    """JPEG of a shown frame at its full size, and the frame's exact time."""

    jpeg: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaybackChanged:
    """A session's rate, play, position by a jump, or a camera's condition changed; not told for time going by."""

    state: PlaybackState


@dataclass(frozen=True, slots=True)
class PlaybackProcessLost:
    """The playback process ended and is replaced; `cause` is a key of resources/words."""

    cause: str


PlaybackFact = PlaybackChanged | PlaybackProcessLost
