"""Only what somebody needs is decoded, and a change of need never blanks a tile."""

from collections.abc import Callable
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest
from support.video_room import PASSWORD, USER, Room, ServerProcess, until

from video.events import CameraId, StreamState
from video.ingest.facts import Analysed, PictureReady
from video.ingest.probe import probe
from video.ingest.still_desk import NoStill

MakeRoom = Callable[..., Room]


def test_a_hidden_camera_is_received_and_shows_at_once_in_the_middle_of_a_group(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room()
    camera = room.put("3", server.url("3/rare"))
    room.until(camera, StreamState.RECEIVING)
    until(lambda: room.health(camera).width == 320, 8.0, "a key frame proves a picture")
    assert room.health(camera).decoded == 0
    room.supervisor.show(camera, "tile", (320, 180))
    until(lambda: room.sequence(camera) > 0, 1.0, "a picture long before the next key frame in 4 s")
    room.until(camera, StreamState.LIVE, 1.0)
    assert PictureReady(camera, "tile") in room.facts
    room.supervisor.hide(camera, "tile")
    assert room.supervisor.reader(camera, "tile") is None
    room.until(camera, StreamState.RECEIVING, 2.0)
    decoded = room.health(camera).decoded
    room.supervisor.show(camera, "tile", (160, 90))
    until(lambda: room.health(camera).decoded > decoded, 2.0, "decoding again")


def test_a_tile_that_grows_changes_to_the_main_stream_without_a_gap(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (480, 270))
    room.until(camera, StreamState.LIVE)
    assert room.health(camera).width == 640
    told = len(room.states(camera))
    reader = room.supervisor.reader(camera, "tile")
    assert reader is not None
    room.supervisor.show(camera, "tile", (1280, 720))
    ages: list[float] = []

    def grown() -> bool:
        ages.append(room.health(camera).age_s or 0.0)
        return room.health(camera).width == 1280

    until(grown, 6.0, "the main stream")
    assert max(ages) < 1.0
    assert room.states(camera)[told:] == []
    picture = reader.newest()
    assert picture is not None
    assert (picture.width, picture.height) == (1280, 720)


def test_one_camera_is_shown_in_two_views_of_their_own_size(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "desk", (320, 320))
    room.supervisor.show(camera, "wall", (640, 360))
    until(lambda: room.sequence(camera, "desk") and room.sequence(camera, "wall"), 8.0, "both views")
    sizes = set()
    for view in ("desk", "wall"):
        reader = room.supervisor.reader(camera, view)
        picture = reader.newest() if reader is not None else None
        assert picture is not None
        sizes.add((picture.width, picture.height))
    assert sizes == {(320, 180), (640, 360)}


def test_a_file_is_played_by_its_own_time_and_goes_on_over_its_end(clips: dict[str, Path], make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("file", str(clips["sub"]))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    first = room.health(camera).decoded
    took_s = until(lambda: room.health(camera).decoded >= first + 125, 8.0, "five seconds of a clip of four")
    assert took_s == pytest.approx(5.0, abs=0.8)
    assert room.health(camera).reconnects == 0
    assert room.states(camera)[-1] is StreamState.LIVE


def test_stream_time_runs_on_over_the_end_of_a_file_with_reordered_frames(
    clips: dict[str, Path], make_room: MakeRoom
) -> None:
    room = make_room()
    camera = room.put("file", str(clips["reordered"]), analyse=True)
    until(lambda: room.health(camera).decoded > 120, 12.0, "two rounds of a clip of two seconds and some more")
    stamps = [fact.analysis.stamp for fact in room.facts if isinstance(fact, Analysed)]
    assert max(other.pts_s - one.pts_s for one, other in pairwise(stamps)) < 0.8
    assert min(other.pts_s - one.pts_s for one, other in pairwise(stamps)) > 0.02
    assert stamps[-1].pts_s == pytest.approx(stamps[-1].arrival_s, abs=1.0)


def test_an_analysed_camera_gives_readings_while_hidden_and_none_once_the_lease_is_gone(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("1/sub"), analyse=True)
    until(lambda: len([fact for fact in room.facts if isinstance(fact, Analysed)]) > 10, 8.0, "readings")
    stamps = [fact.analysis.stamp for fact in room.facts if isinstance(fact, Analysed)]
    assert all(one.sequence < other.sequence and one.pts_s < other.pts_s for one, other in pairwise(stamps))
    assert room.supervisor.analysis(camera) is not None
    room.supervisor.set_analysing(camera, False)
    assert room.supervisor.analysis(camera) is None
    room.until(camera, StreamState.RECEIVING, 3.0)
    assert room.supervisor.analysis(camera) is None


def test_a_still_is_a_small_jpeg_of_the_full_decoded_size(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    jpeg = room.supervisor.still(camera).result(5)
    assert len(jpeg) <= 200_000
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (720, 1280, 3)


def test_a_hidden_camera_gives_a_still_and_an_unknown_one_an_error(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.until(camera, StreamState.RECEIVING)
    assert room.supervisor.still(camera).result(5)[:2] == b"\xff\xd8"
    nobody: Future[bytes] = room.supervisor.still(CameraId("nobody"))
    with pytest.raises(NoStill):
        nobody.result(5)


def test_putting_and_dropping_cameras_again_and_again_leaks_no_descriptor(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(spare_worker=0)
    keeper = room.put("2", server.url("2/sub"))
    room.until(keeper, StreamState.RECEIVING)
    here, there = psutil.Process(), psutil.Process(room.worker_of(keeper))
    threads = there.num_threads()
    settled = (0, 0)
    for round_number in range(8):
        camera = room.put("1", server.url("1/sub"))
        room.supervisor.show(camera, "tile", (320, 180))
        room.until(camera, StreamState.LIVE)
        room.supervisor.drop_camera(camera)
        until(lambda: room.supervisor.reader(CameraId("1"), "tile") is None, 2.0, "the view is gone")
        until(lambda: there.num_threads() <= threads, 4.0, "the feed's thread has ended")
        if round_number == 1:
            settled = (here.num_fds(), there.num_fds())
    # What is still being closed may be counted in `settled`; six rounds that leak one each are above it.
    until(lambda: here.num_fds() <= settled[0], 4.0, "the console has its descriptors back")
    until(lambda: there.num_fds() <= settled[1], 4.0, "the worker has its descriptors back")


def test_a_probe_measures_what_a_camera_gives(server: ServerProcess) -> None:
    found = probe(server.url("1/main"), USER, PASSWORD)
    assert (found.reason, found.codec, found.width, found.height) == ("", "h264", 1280, 720)
    assert found.fps == pytest.approx(25.0, abs=0.5)
    assert found.kbps > 10
    assert 0 < found.first_frame_s < 3
    assert (found.transport, found.auth_needed) == ("tcp", True)
