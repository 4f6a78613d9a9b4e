"""The site's time zone by its name, also where the system has no time-zone files."""

from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIXED = {
    "Asia/Jakarta": timezone(timedelta(hours=7), "WIB"),
    "Asia/Makassar": timezone(timedelta(hours=8), "WITA"),
    "Asia/Jayapura": timezone(timedelta(hours=9), "WIT"),
}
"""Indonesia's zones, which have had no other offset since 1988."""


def zone_named(name: str) -> tzinfo:
    """The zone; raises ZoneInfoNotFoundError for one that neither the system nor this program knows."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        if name in _FIXED:
            return _FIXED[name]
        raise
