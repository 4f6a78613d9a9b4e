"""What a person asks for when tickets are looked for: a span of days, and a filter in one sentence."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from resources.words import say
from storage.model.search import TicketFilter
from widgets.common.figures import WIB

_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")


class Span(StrEnum):
    """When the tickets were opened."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    RANGE = "range"  # two days, both counted


DAYS = {Span.TODAY: 1, Span.WEEK: 7, Span.MONTH: 30}


def date_of(text: str, today: date) -> date | None:
    """A day as it is typed: "24/11", "24-11-2026", "24.11.26"; None for anything else. Without a year, the last one."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    said = int(found[3]) if found[3] else today.year
    year = said + 2000 if said < 100 else said
    try:
        day = date(year, int(found[2]), int(found[1]))
        return day.replace(year=year - 1) if not found[3] and day > today else day
    except ValueError:
        return None  # no such day


def begin_of(day: date) -> datetime:
    """Midnight at the site."""
    return datetime.combine(day, time(), WIB)


def end_of(day: date) -> datetime:
    """The midnight after it, which is counted no more."""
    return begin_of(day + timedelta(days=1))


def date_words(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def span_of(wanted: TicketFilter) -> Span:
    """Which of the spans a filter has."""
    by_days = {days: span for span, days in DAYS.items()}
    if wanted.days in by_days:
        return by_days[wanted.days]
    return Span.RANGE if wanted.since is not None or wanted.until is not None else Span.ANY


def span_word(span: Span) -> str:
    return say(f"find.span.{span.value}")
