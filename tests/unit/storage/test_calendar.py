"""Working days: hours, days off, midnights and changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.storage.clock_values import at, calendar, own, week

from resources.calendars import national_years
from storage.model.calendar import Calendar, DayKind, Doubt, stretches_of

BERLIN = ZoneInfo("Europe/Berlin")
MICRO = timedelta(microseconds=1)
ROUND = ("00:00-12:00 12:00-23:59",) * 7
USUAL, SLEEPLESS = calendar(), calendar(BERLIN, (week(*ROUND),), years={})
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=1060)).map(FIRST.__add__)
DAYS = st.fractions(0, 70, max_denominator=10_000)


def test_three_days_from_an_afternoon_end_in_an_afternoon() -> None:
    assert USUAL.after(at("2026-11-23 14:00"), 3) == at("2026-11-26 14:00")


def test_what_begins_on_a_weekend_or_at_night_begins_when_the_offices_open() -> None:
    for begin in ("2026-11-21 10:00", "2026-11-22 23:59", "2026-11-23 03:00", "2026-11-23 07:30"):
        assert USUAL.after(at(begin), Fraction(1, 15)) == at("2026-11-23 08:00")
        assert USUAL.after(at(begin), 1) == at("2026-11-23 16:00")


def test_what_ends_with_the_week_ends_on_friday_and_not_on_monday() -> None:
    assert USUAL.after(at("2026-11-26 16:00"), 1) == at("2026-11-27 16:30")


@pytest.mark.parametrize(
    ("begin", "days", "due"),
    [
        ("2026-08-14 09:00", 1, "2026-08-18 09:00"),  # a Friday before Independence Day
        ("2026-12-23 10:00", 1, "2026-12-28 10:00"),  # joint leave, Christmas and a weekend
        ("2026-12-23 16:00", 3, "2026-12-30 16:00"),
        ("2025-08-15 10:00", 1, "2025-08-19 10:00"),  # the joint leave that was decreed in August
        ("2024-02-28 10:00", 1, "2024-02-29 10:00"),  # a leap day is worked
        ("2028-02-28 10:00", 2, "2028-03-01 10:00"),
    ],
)
def test_days_off_at_the_edge_of_a_deadline_move_it(begin: str, days: int, due: str) -> None:
    assert USUAL.after(at(begin), days) == at(due)


def test_a_day_that_would_have_been_the_last_becomes_the_sites_own_holiday() -> None:
    begin, due = at("2026-11-24 10:00"), date(2026, 11, 27)
    assert USUAL.after(begin, 3) == at("2026-11-27 10:00")
    assert calendar(days=(own(due),)).after(begin, 3) == at("2026-11-30 10:00")
    assert calendar(days=(own(date(2026, 11, 28)),)).after(begin, 3) == at("2026-11-27 10:00")


def test_a_day_off_that_the_site_works_on_counts() -> None:
    worked = calendar(days=(own(date(2026, 12, 24), DayKind.WORKING), own(date(2026, 12, 26), DayKind.WORKING)))
    assert worked.after(at("2026-12-23 10:00"), 2) == at("2026-12-26 10:00")


def test_hours_that_change_hold_from_their_day_on() -> None:
    short = calendar(weeks=(week(), week(*["08:00-12:00"] * 5, "", "", since=date(2026, 11, 25))))
    assert short.after(at("2026-11-24 11:15"), 1) == at("2026-11-25 10:00")
    assert short.between(at("2026-11-24 07:30"), at("2026-11-25 12:00")) == 2


def test_a_year_without_days_is_a_doubt_and_one_from_elsewhere_another() -> None:
    assert USUAL.doubt(at("2026-11-24 10:00"), at("2026-12-01 10:00")) is None
    assert USUAL.doubt(at("2026-12-24 10:00"), at("2027-01-04 10:00")) is Doubt.PROVISIONAL
    assert USUAL.doubt(at("2027-12-24 10:00"), at("2028-01-04 10:00")) is Doubt.NO_DAYS
    # In UTC it is still the old year, here it is not.
    assert USUAL.doubt(at("2028-01-01 01:00"), at("2028-01-01 01:00")) is Doubt.NO_DAYS


def test_the_nations_days_stand_in_their_own_year_with_their_source() -> None:
    assert {2025, 2026, 2027} <= set(national_years())
    for year, one in national_years().items():
        assert one.source
        assert {day.year for day in one.days()} == {year}
        assert not set(one.holidays) & set(one.joint_leave)
        assert {date(year, 1, 1), date(year, 8, 17), date(year, 12, 25)} <= set(one.holidays)
    assert [one.year for one in national_years().values() if one.provisional] == [2027]


def test_a_day_whose_clocks_are_changed_is_one_day() -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        begin = datetime.combine(day, datetime.min.time(), BERLIN)
        hours = SLEEPLESS.hours(day)
        long = sum((end - start for start, end in hours), timedelta())
        assert long == timedelta(hours=24 + (1 if day.month == 10 else -1), minutes=-1)
        assert SLEEPLESS.between(begin, begin + timedelta(days=1)) == 1
        noon = datetime(2026, day.month, day.day, 12, tzinfo=BERLIN)
        assert SLEEPLESS.between(begin, noon) == Fraction(
            (noon.astimezone(UTC) - begin.astimezone(UTC)) // MICRO, long // MICRO
        )


def test_hours_in_the_gap_of_the_clocks_change_are_none() -> None:
    night = calendar(BERLIN, (week(*["02:00-03:00"] * 7),), years={})
    assert night.hours(date(2026, 3, 28)) != ()
    for begin, end in night.hours(date(2026, 3, 29)):
        assert begin < end


@pytest.mark.parametrize("hours", ["7:30-16:00", "16:00-07:30", "08:00-12:00 11:00-15:00", "08:00-24:00", "siang"])
def test_hours_that_are_none_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        stretches_of(hours)


def test_a_week_without_any_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="seven days"):
        calendar(weeks=(week(*[""] * 7),))


@settings(max_examples=60, deadline=None)
@given(moment=MOMENTS, days=DAYS, one=st.sampled_from([USUAL, SLEEPLESS]))
def test_a_deadline_is_the_first_moment_at_which_its_days_have_passed(
    moment: datetime, days: Fraction, one: Calendar
) -> None:
    due = one.after(moment, days)
    assert due >= moment
    assert one.between(moment, due) >= days
    if days and due > moment:
        assert one.between(moment, due - timedelta(microseconds=1)) < days


@settings(max_examples=60, deadline=None)
@given(first=MOMENTS, second=MOMENTS, third=MOMENTS, one=st.sampled_from([USUAL, SLEEPLESS]))
def test_stretches_add_up_and_time_never_runs_back(
    first: datetime, second: datetime, third: datetime, one: Calendar
) -> None:
    assert one.between(first, second) + one.between(second, third) == one.between(first, third)
    assert one.between(min(first, second), max(first, second)) >= 0
    assert one.between(first, second) == -one.between(second, first)
