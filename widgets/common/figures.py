"""Numbers and times as a person reads them: decimal comma in Indonesian, WIB on the clock, widths that stay."""

from datetime import datetime, timedelta, timezone

from resources.words import Language, language, say

WIB = timezone(timedelta(hours=7), "WIB")
"""Asia/Jakarta, which has had no other offset since 1964; a fixed one needs no time-zone files on Windows."""


def decimal(value: float, places: int = 1) -> str:
    """The number with `places` decimals and the language's decimal sign."""
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if language() is Language.INDONESIAN else text


def span(seconds: float) -> str:
    """A length of time in words, its two largest parts: "5 s", "2 m 14 s", "1 j 05 m"."""
    whole = max(0, int(seconds))
    if whole < 60:
        return say("widgets.span.seconds", s=whole)
    if whole < 3600:
        return say("widgets.span.minutes", m=whole // 60, s=f"{whole % 60:02d}")
    if whole < 86400:
        return say("widgets.span.hours", h=whole // 3600, m=f"{whole % 3600 // 60:02d}")
    return say("widgets.span.days", n=whole // 86400)


def age(seconds: float) -> str:
    """How long ago, for a column: "08:12" under an hour, then as `span`."""
    whole = max(0, int(seconds))
    return f"{whole // 60:02d}:{whole % 60:02d}" if whole < 3600 else span(whole)


def clock(at: datetime, *, seconds: bool = True) -> str:
    """The time of day in WIB: "14:03:54". Raises ValueError for a time without a zone."""
    return _local(at).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(at: datetime) -> str:
    """The date in words: "Sel 24 Nov"."""
    here = _local(at)
    weekdays = say("widgets.calendar.weekdays").split()
    months = say("widgets.calendar.months").split()
    return f"{weekdays[here.weekday()]} {here.day} {months[here.month - 1]}"


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time for a person needs its zone")
    return at.astimezone(WIB)
