"""The media clock of a session: a position in recorded time as a function of the monotonic clock."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, -1.0, -2.0, -4.0, -8.0, -16.0)
SECOND_US = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    """UTC microseconds. Raises TypeError for a time without a zone."""
    return (at - _EPOCH) // _MICROSECOND


def to_time(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)


@dataclass(frozen=True, slots=True)
class MediaClock:
    """`anchor_us` (UTC, microseconds) was the position at `since_s` of the monotonic clock, which processes share.

    `rate` is recorded seconds a second, negative for backwards; it counts while `running` alone.
    """

    anchor_us: int
    since_s: float = 0.0
    rate: float = 1.0
    running: bool = False

    def position_us(self, now_s: float) -> int:
        if not self.running:
            return self.anchor_us
        return self.anchor_us + round(self.rate * (now_s - self.since_s) * SECOND_US)

    def started(self, now_s: float) -> "MediaClock":
        """Running from where it stands; a running one is left as it is."""
        return self if self.running else replace(self, since_s=now_s, running=True)

    def held(self, now_s: float) -> "MediaClock":
        """Standing where it is now."""
        return replace(self, anchor_us=self.position_us(now_s), since_s=now_s, running=False)

    def moved(self, at_us: int, now_s: float) -> "MediaClock":
        """At another position, and running or not as before."""
        return replace(self, anchor_us=at_us, since_s=now_s)

    def paced(self, rate: float, now_s: float) -> "MediaClock":
        """Going on from where it is now at another rate."""
        return replace(self, anchor_us=self.position_us(now_s), since_s=now_s, rate=rate)

    def until_s(self, at_us: int, now_s: float) -> float:
        """Seconds until the clock stands at `at_us`; 0 where it has passed, infinite where it never will."""
        away_us = at_us - self.position_us(now_s)
        if away_us == 0 or away_us * self.rate < 0:
            return 0.0
        return away_us / SECOND_US / self.rate if self.running else float("inf")
