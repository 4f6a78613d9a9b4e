"""What an operator does with a recording, with a real process and the numbers that are burnt into the pictures."""

import time

import cv2
import numpy as np
import pytest
from support.playback_room import SESSION, PlayedRoom, at, stamped
from support.video_room import until

from video.events import CameraId
from video.playback.clock import to_us
from video.playback.state import Condition
from video.playback.still_desk import NoPlaybackStill
from video.synthetic.framecode import read_frame_number

CODECS = "a reordered h265 mjpeg size"


@pytest.mark.parametrize("frame", [60, 99, 100, 101, 124])
def test_a_moment_is_shown_to_the_frame_by_all_cameras_whatever_their_codec_and_size(
    room: PlayedRoom, frame: int
) -> None:
    room.open(CODECS, 10)
    room.seek(frame + 0.5)
    room.until_shown(frame)
    assert [round(stamped(room.picture(name)), 1) for name in room.cameras] == [frame] * 5  # type: ignore[arg-type]


def test_steps_go_frame_by_frame_in_both_directions_over_key_frames_and_segments(room: PlayedRoom) -> None:
    room.open(f"reordered {CODECS.replace('reordered ', '')}", 98)
    for frames, stands in ((1, 99), (1, 100), (1, 101), (-1, 100), (-1, 99), (-30, 69), (7, 76), (-1, 75), (-1, 74)):
        room.step(frames)
        room.until_shown(stands)
        until(lambda here=stands: room.frame == here, 1.0, "the position is that of the frame")
    for _ in range(5):
        room.step(1)
    room.until_shown(79)


def test_cameras_run_in_step_within_a_frame_of_each_other_and_of_the_clock(room: PlayedRoom) -> None:
    room.open("a b", 20)
    room.play()
    room.until_past(21)
    same = whole = 0
    deadline_s = time.monotonic() + 1.2
    while time.monotonic() < deadline_s:
        first, other, again = room.shown("a"), room.shown("b"), room.shown("a")
        position = room.frame
        if first == again and first is not None and other is not None:
            whole += 1
            same += first == other
            assert abs(first - other) <= 1
            assert -1 < position - first < 6
        time.sleep(0.01)
    assert whole > 30
    assert same > 0.8 * whole


@pytest.mark.parametrize(("rate", "at_least"), [(0.25, 0.2), (2.0, 1.8), (4.0, 3.5), (16.0, 12.0)])
def test_the_picture_keeps_to_the_rate(room: PlayedRoom, rate: float, at_least: float) -> None:
    room.open("a b", 0)
    room.until_shown(0)
    room.play(rate)
    room.until_past(0)
    began_s, before = time.monotonic(), room.shown("a") or 0
    until(lambda: (room.shown("a") or 0) >= min(before + 12 * rate, 450), 4.0, "half a second of play")
    moved = (room.shown("a") or 0) - before
    assert moved / 25 / (time.monotonic() - began_s) > at_least * 0.6
    assert room.state.rate == rate
    assert room.camera("a").fps > 0


def test_backwards_it_goes_by_key_frames_and_stops_at_the_beginning(room: PlayedRoom) -> None:
    room.open("a b", 110)
    room.until_shown(110)
    room.play(-8)
    seen: list[int] = []

    def noted() -> bool:
        shown = room.shown("a")
        if shown is not None and shown != 110 and shown not in seen:
            seen.append(shown)
        return not room.state.playing

    until(noted, 5.0, "the beginning")
    assert seen == [100, 75, 50, 25, 0]
    assert room.frame == 0
    room.play(1)
    room.until_past(5)


def test_a_camera_without_a_recording_says_so_and_until_when_while_the_others_go_on(room: PlayedRoom) -> None:
    room.open("a gap", 90)
    room.play(4)
    room.until_condition("gap", Condition.GAP)
    assert to_us(room.camera("gap").until) == at(250)  # type: ignore[arg-type]
    until(lambda: room.shown("gap") is None, 2.0, "no picture of another moment")  # it travels apart from the state
    room.until_past(120, "a")
    room.until_condition("gap", Condition.PLAYING)
    room.until_past(255, "gap")


def test_where_no_camera_has_a_recording_the_clock_goes_to_the_next_one_that_has(room: PlayedRoom) -> None:
    room.open("gap gap2", 90)
    room.play(1)
    assert room.until_past(251, "gap") < 2.0
    assert room.camera("gap2").condition is Condition.GAP
    room.pause()
    room.seek(280)
    room.play(-4)
    until(lambda: (room.shown("gap") or 999) <= 75, 4.0, "over the gap backwards")


def test_a_seek_into_a_gap_shows_no_picture_and_a_step_leads_out_of_it(room: PlayedRoom) -> None:
    room.open("gap", 50)
    room.until_shown(50)
    for step, stands in ((1, 250), (-1, 99)):
        room.seek(150)
        room.until_condition("gap", Condition.GAP)
        until(lambda: room.shown("gap") is None, 2.0, "no picture of another moment")
        room.step(step)
        room.until_shown(stands)


def test_of_many_seeks_the_newest_wins_and_key_frames_show_on_the_way(room: PlayedRoom) -> None:
    room.open("a b", 0)
    room.until_shown(0)
    seen = set()
    for frame in range(5, 480, 5):
        room.seek(frame)
        seen.add(room.shown("a"))
        time.sleep(0.004)
    room.seek(333)
    room.until_shown(333, within_s=2.0)
    assert len(seen) > 3


def test_another_size_and_another_camera_show_the_moment_at_once_while_it_stands(room: PlayedRoom) -> None:
    room.open("a", 60)
    room.until_shown(60)
    room.room.show(SESSION, CameraId("a"), "tile", (640, 360))
    until(lambda: (picture := room.picture("a")) is not None and picture.width == 640, 2.0, "the larger picture")
    assert room.shown("a") == 60
    room.room.set_cameras(SESSION, (CameraId("b"), CameraId("a")))
    room.room.show(SESSION, CameraId("b"), "tile", (320, 180))
    room.until_shown(60, "a", "b")


def test_a_still_has_the_full_size_and_the_exact_time_of_what_is_shown(room: PlayedRoom) -> None:
    room.open("size gap", 123)
    room.until_shown(123, "size")
    still = room.room.still(SESSION, CameraId("size")).result(3)
    picture = cv2.imdecode(np.frombuffer(still.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert (picture.shape, read_frame_number(picture), to_us(still.at)) == ((360, 640, 3), 123, at(123))
    room.until_condition("gap", Condition.GAP)
    with pytest.raises(NoPlaybackStill):
        room.room.still(SESSION, CameraId("gap")).result(3)
    with pytest.raises(NoPlaybackStill):
        room.room.still("no such session", CameraId("a")).result(3)


def test_play_and_pause_keep_the_moment(room: PlayedRoom) -> None:
    room.open("a b", 30)
    room.play(1)
    room.until_past(35)
    room.pause()
    until(lambda: room.shown("a") == room.shown("b") == int(room.frame), 2.0, "all stand at the position")
    before = room.frame
    room.play(2)
    room.until_past(before)
    assert room.frame > before
