"""How the shift's facts are counted."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.model import counting
from storage.model.shift_facts import Distribution

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEN = timedelta(minutes=10)


def after(*seconds: float) -> list[datetime]:
    return [NOON + timedelta(seconds=second) for second in seconds]


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [([7], 7, 7), ([1, 2], 1, 2), (range(1, 11), 5, 9), (range(1, 12), 6, 10), (range(1, 101), 50, 90)],
)
def test_a_percentile_is_a_value_that_was_measured(values, median, p90):
    spread = counting.distribution(map(float, values), ())
    assert (spread.median_s, spread.p90_s, spread.longest_s) == (median, p90, max(values))


def test_a_value_on_the_limit_is_within_it():
    assert counting.distribution([59.0, 60.0, 60.001], (60.0, 300.0)).within == ((60.0, 2), (300.0, 3))


def test_nothing_measured_has_no_percentiles():
    assert counting.distribution([], (60.0,)) == Distribution(within=((60.0, 0),))


def test_what_came_as_often_stands_by_name():
    assert counting.most_first(["polri", "dishub", "polri", "damkar"]) == (("polri", 2), ("damkar", 1), ("dishub", 1))


def test_ten_minutes_later_belongs_to_the_next_ten_minutes():
    assert counting.busiest(after(0, 599.9, 600), TEN) == 2
    assert counting.busiest(after(0, 0, 1, 599, 5000), TEN) == 4
    assert counting.busiest([], TEN) == 0


def test_a_minute_is_counted_once_however_many_say_it():
    first, second, third = after(0, 60), after(30, 90), after(200, 260)
    assert counting.merged([tuple(third), tuple(second), tuple(first)]) == [tuple(after(0, 90)), tuple(third)]


def test_stretches_are_whole_but_for_the_span_they_touch():
    hour = timedelta(hours=1)
    since, until = NOON + timedelta(minutes=20), NOON + timedelta(hours=2, minutes=5)
    assert counting.stretches(since, until, NOON, hour) == (NOON, NOON + hour, NOON + 2 * hour)
    assert counting.stretches(NOON, NOON + hour, NOON, hour) == (NOON,)
    assert counting.stretches(NOON, NOON, NOON, hour) == ()


def test_days_before_anything_was_seen_are_not_usual():
    days = [NOON - timedelta(days=n) for n in range(1, 8)]
    assert counting.usual_days(NOON, NOON - timedelta(days=90)) == tuple(days)
    assert counting.usual_days(NOON, NOON - timedelta(days=1, hours=3)) == tuple(days[:2])
    assert counting.usual_days(NOON, NOON) == ()


def test_the_mean_of_days_is_taken_quarter_by_quarter():
    assert counting.mean_day([[0.0, 15.0], [10.0, 15.0]]) == (5.0, 15.0)
