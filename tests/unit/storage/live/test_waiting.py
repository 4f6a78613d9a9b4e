"""How the feed waits: for whoever wakes it, and longer each time for a server that is gone."""

import time

import pytest

from storage.live.line import Waker
from storage.live.listener import FeedListener, FeedState, _pause_s


def test_a_wait_that_was_woken_before_it_began_does_not_wait():
    waker = Waker()
    for _ in range(100_000):  # more than a socket's buffer holds
        waker.wake()
    before = time.monotonic()
    waker.wait(30)
    assert time.monotonic() - before < 10
    waker.close()


def test_one_wake_ends_one_wait():
    waker = Waker()
    waker.wake()
    waker.wait(30)
    before = time.monotonic()
    waker.wait(0.05)
    assert time.monotonic() - before >= 0.04
    waker.close()


def test_the_pause_grows_to_ten_seconds_and_is_never_the_same_for_all():
    assert all(0.1 <= _pause_s(0) <= 0.2 for _ in range(50))
    assert all(5.0 <= _pause_s(failures) <= 10.0 for failures in (8, 50, 100_000))
    assert len({_pause_s(3) for _ in range(20)}) > 1


def test_a_feed_that_never_started_closes_twice_and_says_where_it_stood():
    def never(*_: object) -> object:
        pytest.fail("nobody may be called")

    feed = FeedListener(never, never, never, never, after=7)  # type: ignore[arg-type]
    feed.close()
    feed.close()
    assert feed.state == FeedState(connected=False, last_heard=None, position=7)
