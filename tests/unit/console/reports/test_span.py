"""Which stretch of time a report is about."""

from datetime import UTC, datetime, timedelta

import pytest
from support.shift_values import PLAN, SINCE, UNTIL, ZONE

from console.reports.span import BackwardSpan, LongSpan, NoTime, checked, last_finished, parse_local, shift_name


def test_the_last_finished_shift_is_the_one_before_the_running_one():
    last = last_finished(PLAN, UNTIL + timedelta(minutes=5))
    assert (last.name, last.starts_at, last.ends_at) == ("Siang", SINCE, UNTIL)
    assert last_finished(PLAN, UNTIL).name == "Siang"
    assert last_finished(PLAN, UNTIL - timedelta(seconds=1)).name == "Pagi"


def test_a_local_time_is_that_of_the_site():
    assert parse_local("2026-11-24T14:00", ZONE) == SINCE
    assert parse_local("2026-11-24 07:00+00:00", ZONE) == datetime(2026, 11, 24, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["kemarin", "", "2026-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "24/11/2026"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(NoTime):
        parse_local(text, ZONE)


def test_a_span_ends_after_it_begins_and_within_31_days():
    assert checked(SINCE, SINCE + timedelta(days=31)) == (SINCE, SINCE + timedelta(days=31))
    with pytest.raises(BackwardSpan):
        checked(SINCE, SINCE)
    with pytest.raises(LongSpan):
        checked(SINCE, SINCE + timedelta(days=31, seconds=1))


def test_a_span_is_named_only_where_it_is_just_one_shift():
    assert shift_name(PLAN, SINCE, UNTIL) == "Siang"
    assert shift_name(PLAN, SINCE, UNTIL + timedelta(hours=8)) == ""
    assert shift_name(PLAN, SINCE + timedelta(minutes=1), UNTIL) == ""
