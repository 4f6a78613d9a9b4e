"""Stills that were asked for."""

import pytest

from video.events import CameraId
from video.ingest.reports import StillTaken
from video.ingest.still_desk import NoStill, StillDesk

ONE, OTHER = CameraId("1"), CameraId("2")


def test_an_answer_reaches_who_asked_and_nobody_else() -> None:
    desk = StillDesk()
    first, second = desk.ask(ONE), desk.ask(OTHER)
    (_, asked_first), (number, _) = desk.unsent()
    assert asked_first == ONE
    desk.answer(StillTaken(number, b"jpeg"))
    assert second.result(0) == b"jpeg"
    assert not first.done()
    assert desk.unsent() == []


def test_a_lost_worker_fails_what_it_was_asked_and_not_what_it_was_not() -> None:
    desk = StillDesk()
    sent = desk.ask(ONE)
    desk.unsent()
    unsent = desk.ask(ONE)
    elsewhere = desk.ask(OTHER)
    desk.fail([ONE])
    assert isinstance(sent.exception(0), NoStill)
    assert not unsent.done()
    assert not elsewhere.done()


def test_closing_leaves_nobody_waiting() -> None:
    desk = StillDesk()
    future = desk.ask(ONE)
    desk.close()
    with pytest.raises(NoStill):
        future.result(0)


def test_an_answer_that_nobody_waits_for_is_no_error() -> None:
    desk = StillDesk()
    desk.answer(StillTaken(99, b"late"))
    assert desk.unsent() == []
