"""The sender's own clock."""

import pytest

from video.ingest.sender_clock import SenderClock

STEP_S = 0.04


def play(clock: SenderClock, now_s: float, wall_s: float, pts_s: float, seconds: float = 4.0) -> float:
    """A steady stream; the delay of its last packet."""
    delay_s = 0.0
    for number in range(round(seconds / STEP_S)):
        at_s = number * STEP_S
        delay_s = clock.delay_s(wall_s + at_s, pts_s + at_s, now_s + at_s)
    return delay_s


@pytest.mark.parametrize("wrong_by_s", [0.0, -3_600.0, 1e8])
def test_a_clock_that_is_wrong_is_no_delay(wrong_by_s: float) -> None:
    assert play(SenderClock(), 100.0, 1.8e9 + wrong_by_s, 7.0) == pytest.approx(0.0, abs=1e-3)


def test_a_connection_that_comes_back_five_seconds_behind_is_behind_from_its_first_packet() -> None:
    clock = SenderClock()
    play(clock, 100.0, 1.8e9, 7.0)
    clock.reconnected()
    assert clock.delay_s(1.8e9 + 10.0, 0.0, 115.0) == pytest.approx(5.0, abs=0.01)


def test_a_clock_that_is_set_while_the_stream_runs_is_no_delay() -> None:
    clock = SenderClock()
    play(clock, 100.0, 1.8e9, 7.0)
    assert play(clock, 104.0, 1.8e9 + 4.0 - 30.0, 11.0) == pytest.approx(0.0, abs=0.01)
    assert play(clock, 108.0, 1.8e9 + 8.0 + 20.0, 15.0) == pytest.approx(0.0, abs=0.01)


def test_a_stream_time_that_starts_over_moves_no_zero() -> None:
    clock = SenderClock()
    play(clock, 100.0, 1.8e9, 7_000.0)
    zero_s = clock.zero_s
    assert play(clock, 106.0, 1.8e9 + 4.0, 0.0) == pytest.approx(2.0, abs=0.01)
    assert clock.zero_s == pytest.approx(zero_s, abs=0.01)


def test_over_a_reconnect_an_hour_is_a_clock_that_was_set_and_no_delay() -> None:
    clock = SenderClock()
    play(clock, 100.0, 1.8e9, 7.0)
    clock.reconnected()
    assert clock.delay_s(1.8e9 - 3_600.0, 0.0, 110.0) == pytest.approx(0.0, abs=0.01)


def test_the_zero_tells_how_far_the_two_walls_are_apart() -> None:
    clock = SenderClock()
    assert clock.zero_s is None
    play(clock, 100.0, 1.8e9, 7.0)
    assert clock.zero_s == pytest.approx(100.0 - 1.8e9, abs=0.01)
