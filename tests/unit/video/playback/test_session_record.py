"""What the room keeps of a session: early wishes are not lost, and old answers do not count."""

from dataclasses import replace

from video.playback.clock import SECOND_US, MediaClock
from video.playback.orders import Wish
from video.playback.reports import SessionReport
from video.playback.session_record import SessionRecord


def record_at(at_us: int = 0) -> SessionRecord:
    clock = MediaClock(at_us)
    return SessionRecord("desk", (), Wish(1, clock), clock)


def answer(record: SessionRecord, clock: MediaClock, settled: bool = True) -> SessionReport:
    return SessionReport("desk", record.wish.number, clock, record.wish.playing, False, settled, ())


def test_an_answer_to_an_older_wish_does_not_move_the_clock() -> None:
    record = record_at()
    old = answer(record, MediaClock(5))
    record.jump(2, 0.0, 90)
    record.take(old)
    assert (record.clock.anchor_us, record.settled) == (90, False)


def test_steps_before_the_answer_add_up_from_the_same_moment() -> None:
    record = record_at(40)
    record.take(answer(record, MediaClock(40)))
    record.step(2, 0.0, 1)
    record.step(3, 0.0, 1)
    assert (record.wish.steps, record.wish.clock.anchor_us) == (2, 40)
    record.take(answer(record, MediaClock(120)))
    record.step(4, 0.0, -1)
    assert (record.wish.steps, record.wish.clock.anchor_us) == (-1, 120)


def test_play_before_a_seek_was_answered_begins_at_the_sought_moment() -> None:
    record = record_at()
    record.jump(2, 0.0, 70)
    record.want(3, 0.0, rate=4.0, playing=True)
    assert (record.wish.clock.anchor_us, record.wish.jump, record.wish.playing) == (70, True, True)


def test_another_rate_in_play_goes_on_from_the_process_own_clock() -> None:
    record = record_at()
    record.want(2, 0.0, rate=1.0, playing=True)
    record.take(answer(record, MediaClock(0).started(0.0)))
    record.want(3, 2.0, rate=8.0)
    assert not record.wish.jump
    assert record.clock.position_us(3.0) == 2 * SECOND_US + 8 * SECOND_US


def test_a_seek_keeps_play_and_rate_and_a_step_stands_still() -> None:
    record = record_at()
    record.want(2, 0.0, rate=2.0, playing=True)
    record.jump(3, 0.0, 55)
    assert (record.wish.playing, record.wish.clock.rate) == (True, 2.0)
    record.step(4, 0.0, 1)
    assert (record.wish.playing, record.wish.clock.anchor_us) == (False, 55)


def test_a_new_process_goes_on_where_the_clock_stands_with_what_was_not_done() -> None:
    record = record_at()
    record.want(2, 0.0, playing=True)
    record.take(answer(record, MediaClock(0).started(0.0)))
    record.resume(3, 4.0)
    assert (record.wish.clock.anchor_us, record.wish.playing, record.wish.jump) == (4 * SECOND_US, True, True)
    record = record_at(10)
    record.step(2, 0.0, 3)
    record.resume(3, 1.0)
    assert (record.wish.clock.anchor_us, record.wish.steps) == (10, 3)


def test_a_process_that_stops_at_the_beginning_is_believed() -> None:
    record = record_at()
    record.want(2, 0.0, rate=-4.0, playing=True)
    record.take(replace(answer(record, MediaClock(0, rate=-4.0)), playing=False))
    assert not record.state(1.0).playing
