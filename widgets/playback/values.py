"""What the recording mode shows: stretches, marks and moments. Times are UTC in microseconds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from storage.model.tickets import Priority
from video.events import CameraId

Us = NewType("Us", int)
"""A moment or a length in microseconds; not an int for Qt, whose own has 32 bits."""

SECOND_US = 1_000_000
RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""The speeds of playing, either way."""


class MarkKind(StrEnum):
    ALARM = "alarm"
    BOOKMARK = "bookmark"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that somebody or something pointed at; an alarm may last until `until_us`."""

    kind: MarkKind
    at_us: int
    text: str
    until_us: int | None = None
    priority: Priority | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One camera's line of time. `motion` is (moment, 0 to 255), in order.

    `elsewhere` names the station that records the camera now, where that is another one than this machine's.
    """

    camera_id: CameraId
    number: int
    name: str
    spans: tuple[tuple[int, int], ...] = ()
    motion: tuple[tuple[int, int], ...] = ()
    marks: tuple[Mark, ...] = ()
    locks: tuple[tuple[int, int], ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked range; either end may be missing yet."""

    since_us: int | None = None
    until_us: int | None = None

    @property
    def whole(self) -> tuple[int, int] | None:
        """Both ends, where both are there and in order."""
        if self.since_us is None or self.until_us is None or self.since_us >= self.until_us:
            return None
        return self.since_us, self.until_us


class Place(StrEnum):
    """What a camera's recording has at the moment shown."""

    LOADING = "loading"
    SHOWN = "shown"
    GAP = "gap"  # nothing was recorded then
    ELSEWHERE = "elsewhere"  # nothing lies here: another station records it
    END = "end"  # as far as is recorded
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TilePlace:
    """One camera's place; `reason` is a finished sentence, or empty."""

    place: Place = Place.LOADING
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transport:
    """Where playing stands: `rate` is negative when it runs backwards."""

    at_us: int
    rate: float = 1.0
    playing: bool = False


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is: 0 to 1, and the camera that is being written."""

    share: float
    camera: str = ""


@dataclass(frozen=True, slots=True)
class ExportDone:
    """Evidence that lies complete: where, and what to compare it with; `noted` once its row is written."""

    folder: str
    key_fingerprint: str
    files: int
    bytes: int
    gaps_s: float
    noted: bool = True
