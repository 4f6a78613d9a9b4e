"""Working days of a site: its hours, the nation's days off and its own, in its time zone.

Time is measured in working days, whatever their length: half of a Friday's hours is half a day, as half of a
Monday's is. So a deadline of three days that begins at 14.00 ends at 14.00, and one that begins on a Sunday ends when
the offices close.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from resources.calendars import NationalYear

Stretch = tuple[time, time]
_ANCHOR = 2020
"""Working days are numbered from this year's first; only differences mean something."""
_LAST_YEAR = 9000
_MICROSECOND = timedelta(microseconds=1)
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class DayKind(StrEnum):
    """What a site says of one of its days."""

    OFF = "off"  # closed here, whatever the nation does
    WORKING = "working"  # open here although the nation has the day off, or on a weekend


class Doubt(StrEnum):
    """Why a deadline may not be what it seems."""

    NO_DAYS = "no_days"  # of a year that it reaches into no holidays are known
    PROVISIONAL = "provisional"  # they are known from elsewhere than the decree


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day that the site decides on itself; it goes before the nation's."""

    id: UUID
    day: date
    kind: DayKind
    name: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The hours of each weekday, Monday first, from a local day on."""

    id: UUID
    since: date
    hours: tuple[str, ...]  # "07:30-12:00 13:00-16:00"; empty: closed


USUAL_HOURS = (*["07:30-12:00 13:00-16:00"] * 4, "07:30-11:30 13:00-16:30", "", "")
"""37 and a half hours a week without the rests, from 07.30: Perpres 21/2023, article 4."""


def stretches_of(hours: str) -> tuple[Stretch, ...]:
    """The stretches of one weekday; raises ValueError for what is none, overlaps or goes past midnight."""
    found: list[Stretch] = []
    for one in hours.split():
        if not _HOURS.fullmatch(one):
            raise ValueError(f"not hours: {one!r}")
        begin, end = (time.fromisoformat(part) for part in one.split("-"))
        if end <= begin or (found and begin < found[-1][1]):
            raise ValueError(f"hours that do not follow each other: {hours!r}")
        found.append((begin, end))
    return tuple(found)


class Calendar:
    """Measures working days and finds moments by them. Immutable to those who use it; it remembers what it counted."""

    def __init__(
        self,
        zone: tzinfo,
        years: Mapping[int, NationalYear],
        weeks: Sequence[WorkWeek],
        site_days: Iterable[SiteDay] = (),
    ) -> None:
        """`weeks` hold from their day on, the earliest also before it. Raises ValueError without a working weekday."""
        if not weeks or any(not any(map(stretches_of, week.hours)) or len(week.hours) != 7 for week in weeks):
            raise ValueError("a week needs seven days, and hours on one of them")
        self._zone = zone
        self._years = years
        self._weeks = sorted(weeks, key=_since)
        self._own = {one.day: one.kind for one in site_days}
        self._worked: dict[int, tuple[date, ...]] = {}
        self._before: dict[int, int] = {_ANCHOR: 0}
        self._spans: dict[date, tuple[tuple[datetime, datetime], ...]] = {}

    @property
    def zone(self) -> tzinfo:
        return self._zone

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The stretches in which the site works on that local day, in UTC; none where it does not."""
        known = self._spans.get(day)
        if known is None:
            known = self._spans[day] = self._hours(day)
        return known

    def between(self, begin: datetime, end: datetime) -> Fraction:
        """How many working days lie between two moments; negative where the second is the earlier."""
        return self._count(end) - self._count(begin)

    def after(self, begin: datetime, days: Fraction | int) -> datetime:
        """The first moment, not before `begin`, from which on `days` have passed; UTC."""
        return max(begin.astimezone(UTC), self._moment(self._count(begin) + days))

    def doubt(self, begin: datetime, end: datetime) -> Doubt | None:
        """Whether the days off between two moments are known: the worse of what is not."""
        first, last = begin.astimezone(self._zone).year, end.astimezone(self._zone).year
        years = range(first, last + 1)
        if any(year not in self._years for year in years):
            return Doubt.NO_DAYS
        return Doubt.PROVISIONAL if any(self._years[year].provisional for year in years) else None

    def _hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        kind = self._own.get(day)
        nation = self._years.get(day.year)
        if kind is DayKind.OFF or (kind is None and nation is not None and day in nation.days()):
            return ()
        week = self._week(day)
        hours = week.hours[day.weekday()]
        if kind is DayKind.WORKING and not hours:
            hours = next(one for one in week.hours if one)
        spans = [tuple(self._utc(day, at) for at in stretch) for stretch in stretches_of(hours)]
        # A stretch that the clocks' change swallowed is none.
        return tuple((begin, end) for begin, end in spans if begin < end)

    def _week(self, day: date) -> WorkWeek:
        held = [week for week in self._weeks if week.since <= day]
        return held[-1] if held else self._weeks[0]

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._zone).astimezone(UTC)

    def _days(self, year: int) -> tuple[date, ...]:
        known = self._worked.get(year)
        if known is None:
            first = date(year, 1, 1)
            whole = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
            known = self._worked[year] = tuple(day for day in whole if self.hours(day))
        return known

    def _days_before(self, year: int) -> int:
        """How many working days lie between the anchor and the begin of the year."""
        step = 1 if year > _ANCHOR else -1
        for one in range(_ANCHOR + step, year + step, step):
            if one not in self._before:
                counted = len(self._days(one - 1)) if step > 0 else -len(self._days(one))
                self._before[one] = self._before[one - step] + counted
        return self._before[year]

    def _count(self, at: datetime) -> Fraction:
        """Working days from the anchor until `at`, the part of a day by its hours."""
        moment = at.astimezone(UTC)
        day = at.astimezone(self._zone).date()
        days = self._days(day.year)
        whole = self._days_before(day.year) + bisect_left(days, day)
        spans = self.hours(day)
        if not spans:
            return Fraction(whole)
        gone = sum((max(timedelta(), min(moment, end) - begin) for begin, end in spans), timedelta())
        return whole + Fraction(gone // _MICROSECOND, _length(spans))

    def _moment(self, count: Fraction) -> datetime:
        """The first moment at which so much has passed: of a whole number, the end of the day before."""
        number = math.ceil(count) - 1
        year = _ANCHOR
        while self._days_before(year) > number:
            year -= 1
        while self._days_before(year) + len(self._days(year)) <= number:
            year += 1
            if year > _LAST_YEAR:
                raise ValueError("no working days for so long")
        spans = self.hours(self._days(year)[number - self._days_before(year)])
        left = math.ceil((count - number) * _length(spans)) * _MICROSECOND
        for begin, end in spans:
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return spans[-1][1]


def _length(spans: tuple[tuple[datetime, datetime], ...]) -> int:
    return sum((end - begin for begin, end in spans), timedelta()) // _MICROSECOND


def _since(week: WorkWeek) -> date:
    return week.since
