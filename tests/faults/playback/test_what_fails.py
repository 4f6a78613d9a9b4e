"""Processes that are killed and crash, and the room that goes on."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from support.playback_room import SESSION, PlayedRoom
from support.ring import BEGIN_US
from support.video_room import until

from video.events import CameraId
from video.frames.memory import PREFIX
from video.playback.entry import run_playback
from video.playback.page import Guard
from video.playback.state import Condition, PlaybackProcessLost

MakeRoom = Callable[..., PlayedRoom]


def causes(room: PlayedRoom) -> list[str]:
    return [fact.cause for fact in room.facts if isinstance(fact, PlaybackProcessLost)]


def test_a_killed_process_is_replaced_and_playback_goes_on_where_it_was(make_room: MakeRoom) -> None:
    room = make_room()
    room.open("a b", 50)
    room.play(1)
    room.until_past(60)
    killed = room.room.pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: room.room.pid not in (0, killed), 3.0, "another process")
    stood = room.frame
    room.until_past(stood, within_s=4.0)
    assert stood < (room.shown("a") or 0) < stood + 40
    assert causes(room) == ["playback.process.killed"]
    assert not psutil.pid_exists(killed)


def test_a_hung_process_is_replaced(make_room: MakeRoom) -> None:
    room = make_room(hung_after_s=0.5)
    room.open("a", 50)
    room.until_shown(50)
    os.kill(room.room.pid, signal.SIGSTOP)
    until(lambda: causes(room) == ["playback.process.hung"], 4.0, "the loss is noticed")
    room.step(1)
    room.until_shown(51)


POISONED = BEGIN_US // 1000 + 4_000


def run_with_poison(*arguments: Any) -> None:
    """The real process with a decoder that crashes on one segment, as libav does on some streams."""
    marked = Guard.decoding

    @contextmanager
    def decoding(self: Guard, slot: int, segment: int, suspect: bool) -> Iterator[None]:
        with marked(self, slot, segment, suspect):
            if segment == POISONED and slot == 0:
                signal.pthread_kill(threading.get_ident(), signal.SIGSEGV)  # at once, in this thread
            yield

    Guard.decoding = decoding  # type: ignore[method-assign]
    run_playback(*arguments)


def test_a_segment_that_crashes_the_process_twice_is_passed_over_as_a_gap(root: Path, make_room: MakeRoom) -> None:
    room = make_room(run=run_with_poison)
    room.open("a b", 90)
    room.play(1)
    until(lambda: len(causes(room)) == 2, 8.0, "two crashes")
    room.until_condition("a", Condition.GAP)
    room.until_past(105, "b")
    assert room.camera("b").condition is Condition.PLAYING
    room.seek(198)
    room.until_past(200)
    assert causes(room) == ["playback.process.crashed"] * 2


def test_the_process_begins_with_the_first_session_and_ends_after_the_last(make_room: MakeRoom) -> None:
    room = make_room(linger_s=0.2)
    assert room.room.pid == 0
    room.open("a", 5)
    room.until_shown(5)
    pid = room.room.pid
    room.room.close_session(SESSION)
    assert room.room.state(SESSION) is None
    until(lambda: room.room.pid == 0 and not psutil.pid_exists(pid), 4.0, "the end of the process")
    room.open("a", 7)
    room.until_shown(7)
    assert causes(room) == []


def test_sessions_that_come_and_go_with_stills_leave_no_thread_and_no_frames(make_room: MakeRoom) -> None:
    room = make_room(linger_s=20)

    def once(frame: int) -> psutil.Process:
        room.open("a b", frame)
        room.until_shown(frame)
        assert room.room.still(SESSION, CameraId("a")).result(5).jpeg
        process = psutil.Process(room.room.pid)
        room.room.close_session(SESSION)
        return process

    process = once(40)
    until(lambda: process.num_threads() <= 3, 4.0, "the end of the session's threads")
    before = process.num_threads(), process.num_fds(), process.memory_info().rss
    for number in range(8):
        once(45 + number)
    until(lambda: process.num_threads() <= before[0], 4.0, "the end of all sessions' threads")
    assert process.num_fds() == before[1]
    assert process.memory_info().rss < before[2] + 40_000_000


def test_a_room_that_is_closed_takes_no_more_memory(root: Path, make_room: MakeRoom) -> None:
    room = make_room()
    room.open("a", 5)
    room.room.close()
    room.room.show(SESSION, CameraId("a"), "late", (320, 180))
    room.open("b", 5)
    assert list(Path("/dev/shm").glob(f"{PREFIX}{os.getpid()}_*")) == []
