from datetime import UTC, datetime

import pytest

from video.playback.clock import MediaClock, to_time, to_us


def test_a_standing_clock_does_not_move() -> None:
    assert MediaClock(5_000_000, 1.0, 16.0).position_us(100.0) == 5_000_000


@pytest.mark.parametrize(
    ("rate", "moved_us"), [(1.0, 2_000_000), (0.25, 500_000), (16.0, 32_000_000), (-4.0, -8_000_000)]
)
def test_a_running_clock_moves_by_its_rate(rate: float, moved_us: int) -> None:
    clock = MediaClock(50_000_000, 0.0, rate).started(10.0)
    assert clock.position_us(12.0) == 50_000_000 + moved_us


def test_another_pace_begins_where_the_old_one_had_come_to() -> None:
    clock = MediaClock(0).started(0.0).paced(4.0, 3.0)
    assert (clock.position_us(3.0), clock.position_us(4.0)) == (3_000_000, 7_000_000)


def test_a_held_clock_stands_where_it_was_held_and_goes_on_from_there() -> None:
    held = MediaClock(0).started(0.0).held(3.0)
    assert held.position_us(9.0) == 3_000_000
    assert held.started(9.0).position_us(10.0) == 4_000_000


@pytest.mark.parametrize(
    ("rate", "running", "at_us", "expected_s"),
    [(2.0, True, 4_000_000, 2.0), (2.0, True, -1, 0.0), (-2.0, True, -4_000_000, 2.0), (1.0, False, 1, float("inf"))],
)
def test_how_long_it_takes_to_a_moment_follows_from_the_rate(
    rate: float, running: bool, at_us: int, expected_s: float
) -> None:
    assert MediaClock(0, 0.0, rate, running).until_s(at_us, 0.0) == expected_s


def test_a_time_goes_to_microseconds_and_back_and_needs_a_zone() -> None:
    at = datetime(2026, 11, 24, 14, 3, 0, 40_001, UTC)
    assert to_time(to_us(at)) == at
    with pytest.raises(TypeError):
        to_us(datetime(2026, 11, 24))  # noqa: DTZ001 - the missing zone is what is tested
