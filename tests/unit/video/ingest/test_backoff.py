"""Waits between attempts."""

from hypothesis import given
from hypothesis import strategies as st

from video.ingest.backoff import Backoff


def test_waits_double_from_the_floor_up_to_the_cap() -> None:
    backoff = Backoff(0.5, 15.0, 60.0, dice=lambda: 1.0)
    assert [backoff.next_wait_s(0.0) for _ in range(7)] == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]


def test_only_a_minute_of_pictures_starts_the_waits_over() -> None:
    backoff = Backoff(0.5, 15.0, 60.0, dice=lambda: 1.0)
    for _ in range(4):
        backoff.next_wait_s(0.0)
    assert backoff.next_wait_s(59.0) == 8.0
    assert backoff.next_wait_s(60.0) == 0.5


@given(st.floats(0, 1), st.integers(1, 20))
def test_jitter_never_takes_more_than_half_of_a_wait(dice: float, attempts: int) -> None:
    backoff = Backoff(0.5, 15.0, 60.0, dice=lambda: dice)
    waits = [backoff.next_wait_s(0.0) for _ in range(attempts)]
    assert min(waits) >= 0.25
    assert max(waits) <= 15.0
