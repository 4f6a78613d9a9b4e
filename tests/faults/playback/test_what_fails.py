"""Processes that are killed and crash, files that are purged, damaged and still written, and a console that ends."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.playback_room import SESSION, PlayedRoom, at
from support.ring import BEGIN_US, clip, pieces, shifted, write_ring, write_segment
from support.video_room import until

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


def test_damaged_files_are_gaps_and_their_neighbours_play(tmp_path: Path, make_room: MakeRoom) -> None:
    header, records = clip(150)
    parts = pieces(shifted(records, BEGIN_US), 2_000_000)
    write_segment(tmp_path, "a", header, parts[0])
    garbage = [replace(one, payload=os.urandom(len(one.payload))) for one in parts[1]]
    write_segment(tmp_path, "a", header, garbage)
    write_segment(tmp_path, "a", header, parts[2])
    (tmp_path / "b" / "2026-09-21").mkdir(parents=True)
    (tmp_path / "b" / "2026-09-21" / f"{BEGIN_US // 1000}-{BEGIN_US // 1000 + 4000}.seg").write_bytes(os.urandom(9000))
    room = make_room(tmp_path)
    room.open("a b", 40)
    room.play(2)
    room.until_past(102, "a")
    assert room.camera("b").condition is Condition.END
    assert causes(room) == []


def test_a_file_that_is_purged_while_it_plays_is_played_to_its_end(tmp_path: Path, make_room: MakeRoom) -> None:
    paths = write_ring(tmp_path, "a", clip(150), segment_s=2)
    room = make_room(tmp_path)
    room.open("a", 30)
    room.play(1)
    room.until_past(32)
    for path in paths[:2]:
        path.unlink()
    room.until_past(46)
    room.until_past(100, within_s=3.0)
    room.seek(10)
    room.until_past(100)


class Recording:
    """Writes a clip's frames into a .part as they come, from frame 50 on."""

    def __init__(self, root: Path) -> None:
        header, records = clip(250)
        self._records = shifted(records, BEGIN_US)
        self._path = write_segment(root, "a", header, self._records[:50], whole=False)
        self._stop = threading.Event()
        self.began_s = time.monotonic()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        written = 50
        with self._path.open("ab", 0) as file:
            while written < len(self._records) and not self._stop.wait(0.2):
                due = min(len(self._records), 50 + round((time.monotonic() - self.began_s) * 25))
                file.write(b"".join(record.pack() for record in self._records[written:due]))
                written = due


def test_instant_replay_comes_to_the_live_end_waits_there_and_follows_what_is_written(
    tmp_path: Path, make_room: MakeRoom
) -> None:
    recording = Recording(tmp_path)
    try:
        room = make_room(tmp_path, resume_after_s=0.6)
        room.open("a", 0)
        room.play(4)
        until(lambda: room.state.waiting, 6.0, "the live end")
        assert room.camera("a").condition is Condition.END
        assert (room.state.rate, room.state.playing) == (1.0, True)
        ended = room.shown("a") or 0
        assert ended > 45
        room.until_past(ended + 5, within_s=3.0)
        live = 50 + (time.monotonic() - recording.began_s) * 25
        assert live - 40 < (room.shown("a") or 0) <= live
    finally:
        recording.close()


def test_a_moment_after_the_end_shows_the_last_frame(make_room: MakeRoom) -> None:
    room = make_room()
    room.open("a reordered nothing", 900)
    room.until_shown(499, "a")
    room.until_shown(149, "reordered")
    for camera in room.cameras:
        room.until_condition(camera, Condition.END)
    room.step(-1)
    room.until_shown(498, "a")


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


@pytest.mark.parametrize("rate", [0.0, 3.0, -0.5, 32.0])
def test_a_rate_that_is_none_is_refused(make_room: MakeRoom, rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        make_room().play(rate)


def test_two_sessions_stand_at_moments_of_their_own(make_room: MakeRoom) -> None:
    room = make_room()
    room.open("a", 40)
    room.room.open("wall", room.cameras, room.state.position)
    room.seek(80)
    room.until_shown(80)
    other = room.room.state("wall")
    assert other is not None
    assert (other.position.timestamp() * 1e6, room.frame) == (at(40), 80)
