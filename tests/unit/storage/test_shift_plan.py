from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model.shifts import ShiftPlan

JAKARTA = ZoneInfo("Asia/Jakarta")
THREE = ShiftPlan((("Pagi", time(6)), ("Siang", time(14)), ("Malam", time(22))), JAKARTA)
ONE = ShiftPlan((("Harian", time(8)),), JAKARTA)
TWO = ShiftPlan((("Siang", time(7)), ("Malam", time(19))), JAKARTA)
FOUR = ShiftPlan((("Dini", time(0)), ("Pagi", time(6)), ("Siang", time(12)), ("Malam", time(18))), JAKARTA)


def local(day, hour, minute=0, second=0, micro=0):
    return datetime(2026, 11, day, hour, minute, second, micro, JAKARTA)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (local(24, 6), "Pagi"),
        (local(24, 13, 59, 59, 999_999), "Pagi"),
        (local(24, 14), "Siang"),
        (local(24, 21, 59, 59), "Siang"),
        (local(24, 22), "Malam"),
        (local(24, 0), "Malam"),
        (local(24, 5, 59, 59, 999_999), "Malam"),
    ],
)
def test_a_shift_begins_on_its_minute_and_ends_before_the_next(moment, name):
    span = THREE.at(moment)
    assert span.name == name
    assert span.starts_at <= moment < span.ends_at


def test_the_night_shift_goes_over_midnight_and_belongs_to_the_day_it_began():
    before, after = THREE.at(local(24, 23, 59, 59)), THREE.at(local(25, 0, 0, 1))
    assert before == after
    assert (before.starts_at, before.ends_at) == (local(24, 22), local(25, 6))


def test_a_moment_is_judged_by_the_sites_zone_and_not_by_its_own():
    """22:30 UTC on the 23rd is 05:30 WIB on the 24th: still the night."""
    assert THREE.at(datetime(2026, 11, 23, 22, 30, tzinfo=UTC)).starts_at == local(23, 22)
    assert THREE.at(datetime(2026, 11, 23, 23, 0, tzinfo=UTC)).starts_at == local(24, 6)


def test_one_shift_a_day_lasts_the_whole_day():
    span = ONE.at(local(24, 7, 59))
    assert (span.name, span.starts_at, span.ends_at) == ("Harian", local(23, 8), local(24, 8))


def test_two_and_four_shifts_fill_the_day():
    assert [(s.name, s.ends_at - s.starts_at) for s in TWO.of_day(date(2026, 11, 24))] == [
        ("Siang", timedelta(hours=12)),
        ("Malam", timedelta(hours=12)),
    ]
    assert FOUR.at(local(24, 0)).name == "Dini"
    assert [s.ends_at - s.starts_at for s in FOUR.of_day(date(2026, 11, 24))] == [timedelta(hours=6)] * 4


@pytest.mark.parametrize("plan", [ONE, TWO, THREE, FOUR], ids=["one", "two", "three", "four"])
@given(microseconds=st.integers(0, 6 * 365 * 86_400_000_000))
def test_every_moment_lies_in_one_shift_and_the_next_begins_where_it_ends(plan, microseconds):
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    span = plan.at(moment)
    assert span.starts_at <= moment < span.ends_at
    assert plan.at(span.ends_at).starts_at == span.ends_at
    assert plan.at(span.ends_at - timedelta(microseconds=1)) == span
