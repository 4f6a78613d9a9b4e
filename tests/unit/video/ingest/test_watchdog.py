"""Packets without pictures."""

import pytest

from video.ingest.backlog import Backlog
from video.ingest.watchdog import FrameWatchdog, Patience

PATIENCE = Patience(10.0, 30.0, 60.0)


def gives_up_after(needed: bool, key_at_s: float | None, picture_at_s: float | None = None) -> float | None:
    """Seconds until it gives up on a packet each half second, in two minutes."""
    watchdog = FrameWatchdog(PATIENCE)
    for half in range(240):
        now_s = half / 2
        key, picture = now_s == key_at_s, now_s == picture_at_s
        if watchdog.gives_up(1000.0 + now_s, needed=needed, key=key, picture=picture):
            return now_s
    return None


@pytest.mark.parametrize(
    ("needed", "key_at_s", "picture_at_s", "expected_s"),
    [
        (True, 0.0, None, 10.5),
        (True, None, None, 30.5),
        (True, 20.0, None, 30.5),
        (True, 0.0, 8.0, 38.5),
        (False, 0.0, None, 60.5),
    ],
)
def test_packets_without_pictures_end_a_connection(
    needed: bool, key_at_s: float | None, picture_at_s: float | None, expected_s: float
) -> None:
    assert gives_up_after(needed, key_at_s, picture_at_s) == expected_s


def test_a_camera_that_is_shown_after_an_hour_is_given_its_time() -> None:
    watchdog = FrameWatchdog(PATIENCE)
    watchdog.gives_up(0.0, needed=False, key=True, picture=True)
    assert not watchdog.gives_up(55.0, needed=True, key=False, picture=False)
    assert not watchdog.gives_up(84.0, needed=True, key=False, picture=False)
    assert watchdog.gives_up(86.0, needed=True, key=False, picture=False)


def test_a_reader_without_time_is_never_thought_nearer_than_it_is() -> None:
    backlog = Backlog()
    assert backlog.delay_s(0.02, 100.0) == 0.0
    behind_s = [backlog.delay_s(0.0001, 100.0 + number * 0.05) for number in range(1, 41)]
    true_s = [number * 0.01 for number in range(1, 41)]  # a reader 20 % too slow
    assert all(guess_s >= so_s for guess_s, so_s in zip(behind_s, true_s, strict=True))
    assert behind_s[-1] > 1.0
    assert backlog.delay_s(0.02, 103.0) == 0.0
