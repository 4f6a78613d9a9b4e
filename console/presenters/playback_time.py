"""A date and time as people type it: "14:03", "14.03.20", "24/11 14:03", "24-11-2026 14:03:20"."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from widgets.common.figures import WIB
from widgets.playback.wording import time_of, us_of

_TYPED = re.compile(
    r"(?:(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}|\d{2}))?\s+)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
)


def moment_of(typed: str, now_us: int) -> int | None:
    """The moment in WIB that was typed, None where it is none or has not been yet.

    Without a date it is the last such time: yesterday's where today's is still to come. Without a year it is the last
    such day.
    """
    match = _TYPED.fullmatch(" ".join(typed.split()))
    if match is None:
        return None
    now = time_of(now_us).astimezone(WIB)
    named = {name: int(value) for name, value in match.groupdict().items() if value is not None}
    try:
        at = now.replace(
            year=_year(named.get("year", now.year)),
            month=named.get("month", now.month),
            day=named.get("day", now.day),
            hour=named["hour"],
            minute=named["minute"],
            second=named.get("second", 0),
            microsecond=0,
        )
        at = _last(at, now, named.keys())
    except ValueError:
        return None
    return us_of(at) if at <= now else None


def _last(at: datetime, now: datetime, parts: Collection[str]) -> datetime:
    """The last time that fits, where the date or the year was left out."""
    if at > now and "day" not in parts:
        return at - timedelta(days=1)
    if at > now and "year" not in parts:
        return at.replace(year=at.year - 1)
    return at


def _year(typed: int) -> int:
    return typed + 2000 if typed < 100 else typed
