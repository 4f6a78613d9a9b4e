"""Files that are damaged, purged and still written, and the ends of what is recorded."""

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.playback_room import PlayedRoom, at
from support.ring import BEGIN_US, clip, pieces, shifted, write_ring, write_segment
from support.video_room import until

from video.playback.state import Condition


def test_damaged_files_are_gaps_and_their_neighbours_play(root: Path, room: PlayedRoom) -> None:
    header, records = clip(150)
    parts = pieces(shifted(records, BEGIN_US), 2_000_000)
    write_segment(root, "cut", header, parts[0])
    garbage = [replace(one, payload=os.urandom(len(one.payload))) for one in parts[1]]
    write_segment(root, "cut", header, garbage)
    write_segment(root, "cut", header, parts[2])
    (root / "noise" / "2026-09-21").mkdir(parents=True)
    (root / "noise" / "2026-09-21" / f"{BEGIN_US // 1000}-{BEGIN_US // 1000 + 4000}.seg").write_bytes(os.urandom(9000))
    room.open("cut noise", 40)
    room.play(2)
    room.until_past(102, "cut")
    assert room.camera("noise").condition is Condition.END


def test_a_file_that_is_purged_while_it_plays_is_played_to_its_end(root: Path, room: PlayedRoom) -> None:
    paths = write_ring(root, "purged", clip(150), segment_s=2)
    room.open("purged", 30)
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
        self._path = write_segment(root, "live", header, self._records[:50], whole=False)
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
    root: Path, room: PlayedRoom
) -> None:
    recording = Recording(root)
    try:
        room.open("live", 0)
        room.play(4)
        until(lambda: room.state.waiting, 6.0, "the live end")
        assert room.camera("live").condition is Condition.END
        assert (room.state.rate, room.state.playing) == (1.0, True)
        ended = room.shown("live") or 0
        assert ended > 45
        room.until_past(ended + 5, within_s=3.0)
        live = 50 + (time.monotonic() - recording.began_s) * 25
        assert live - 40 < (room.shown("live") or 0) <= live
    finally:
        recording.close()


def test_a_moment_after_the_end_shows_the_last_frame(room: PlayedRoom) -> None:
    room.open("a reordered nothing", 900)
    room.until_shown(499, "a")
    room.until_shown(149, "reordered")
    for camera in room.cameras:
        room.until_condition(camera, Condition.END)
    room.step(-1)
    room.until_shown(498, "a")


@pytest.mark.parametrize("rate", [0.0, 3.0, -0.5, 32.0])
def test_a_rate_that_is_none_is_refused(room: PlayedRoom, rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        room.play(rate)


def test_two_sessions_stand_at_moments_of_their_own(room: PlayedRoom) -> None:
    room.open("a", 40)
    room.room.open("wall", room.cameras, room.state.position)
    room.seek(80)
    room.until_shown(80)
    other = room.room.state("wall")
    assert other is not None
    assert (other.position.timestamp() * 1e6, room.frame) == (at(40), 80)
