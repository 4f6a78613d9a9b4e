"""Moments, lengths and speeds of recorded pictures as a person reads them."""

from datetime import UTC, datetime, timedelta

from resources.words import say
from widgets.common.figures import clock, day, decimal, span
from widgets.playback.values import SECOND_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRACTIONS = {0.25: "1/4", 0.5: "1/2"}


def time_of(at_us: int) -> datetime:
    """The moment as an aware time, exact to the microsecond."""
    return _EPOCH + timedelta(microseconds=at_us)


def us_of(at: datetime) -> int:
    """An aware time in microseconds. Raises TypeError for one without a zone."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(at_us: int, now_us: int) -> str:
    """The time with seconds in WIB, and the date where it is not today's: "Sen 23 Nov 14:03:54"."""
    at, now = time_of(at_us), time_of(now_us)
    return clock(at) if day(at) == day(now) and abs(now - at) < timedelta(days=2) else f"{day(at)} {clock(at)}"


def whole_moment(at_us: int) -> str:
    """Date and time with seconds, always both."""
    at = time_of(at_us)
    return f"{day(at)} {clock(at)}"


def length(us: int) -> str:
    return span(us / SECOND_US)


def speed(rate: float) -> str:
    """How fast and which way: "1/4 ×", "2 ×", "4 × mundur"."""
    size = abs(rate)
    words = f"{_FRACTIONS.get(size) or decimal(size, 0)} ×"
    return say("playback_desk.backwards", speed=words) if rate < 0 else words
