"""The wall clock, in the one place that may read it; everything else is handed a clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (this is the clock that the rest is handed)
