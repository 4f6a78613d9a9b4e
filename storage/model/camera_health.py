"""How well each camera did, hour by hour, as the station that analyses it counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CameraHour:
    """What was counted of one camera within one hour (`hour` is its beginning, UTC). Seconds unless said otherwise.

    As written it is what came since the last writing, and the record adds it up; as read it is the whole hour.
    """

    camera_id: UUID
    hour: datetime
    watched_s: float = 0.0  # how long the station looked after the camera; below 3600 nobody knows the rest
    lost_s: float = 0.0  # waiting, lost or in quarantine
    frozen_s: float = 0.0
    late_s: float = 0.0
    reconnects: int = 0
    delay_s: float = 0.0  # the longest
    bytes: int = 0  # received; the bitrate is 8 * bytes / (watched_s - lost_s)
    tampered_s: float = 0.0  # covered, dark or turned away


@dataclass(frozen=True, slots=True)
class CameraTrouble:
    """One camera's hours added up; `trouble_s` orders the page, the worst first."""

    camera_id: UUID
    watched_s: float
    lost_s: float
    frozen_s: float
    late_s: float
    reconnects: int
    delay_s: float
    bytes: int
    tampered_s: float

    @property
    def trouble_s(self) -> float:
        """Seconds without a picture that may be believed; late counts half, since there is a picture."""
        return self.lost_s + self.frozen_s + self.tampered_s + self.late_s / 2

    @property
    def kbit_s(self) -> float | None:
        """Mean bitrate while it came, in kbit/s; None where it never did."""
        came_s = self.watched_s - self.lost_s
        return self.bytes * 8 / 1000 / came_s if came_s > 1 and self.bytes else None


def worst_first(troubles: Iterable[CameraTrouble]) -> tuple[CameraTrouble, ...]:
    """By trouble; of equals the one that was watched least, then in the order given."""
    return tuple(sorted(troubles, key=_badness))


def _badness(one: CameraTrouble) -> tuple[float, float]:
    return -one.trouble_s, one.watched_s
