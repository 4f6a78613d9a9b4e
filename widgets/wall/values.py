"""What the wall shows, as frozen values; free of Qt, so that a presenter can make them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StreamCount:
    """How many cameras are live, frozen or late, and lost; None before any camera is known."""

    live: int
    frozen: int
    lost: int


@dataclass(frozen=True, slots=True)
class WallNumbers:
    """The row of figures; None where nothing is known, which is not the same as none."""

    critical: int | None = None
    open: int | None = None
    longest_s: float | None = None
    longest_over: bool = False
    streams: StreamCount | None = None
    in_time: float | None = None  # 0 to 1, of the tickets dispatched today


@dataclass(frozen=True, slots=True)
class Pushed:
    """Who put what on the wall, and why."""

    cameras: tuple[int, ...]  # their numbers
    by: str
    at: datetime
    ticket_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataAge:
    """From when the record's part of the wall is. `read_at` is None before the first reading."""

    read_at: datetime | None
    since: datetime  # when the wall began to wait, or was last up to date
    stale: bool
    why: str = ""  # a sentence, where another than the database's being away is known


@dataclass(frozen=True, slots=True)
class Day:
    """Minutes of congestion a quarter of an hour from midnight on; `usual` is empty where there is no history.

    None: nobody watched, and nobody can say.
    """

    today: tuple[float | None, ...] = ()
    usual: tuple[float | None, ...] = ()
