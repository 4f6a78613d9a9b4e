"""Pictures from a recorder, by its RTSP address with a time."""

from collections.abc import Iterator

import pytest
from support.playback_room import SESSION, PlayedRoom
from support.ring import clip, write_ring
from support.video_room import PASSWORD, USER, make_clip, until

from video.events import CameraId
from video.playback.orders import Recorder
from video.playback.state import Condition
from video.synthetic.server import RtspServer

N = CameraId("nvr")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RtspServer]:
    clip_file = make_clip(tmp_path_factory.mktemp("nvr") / "clip.mp4", (320, 180), 8)
    server = RtspServer({"nvr/1": clip_file}, username=USER, password=PASSWORD)
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def one_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedRoom]:
    """The ring holds six seconds of camera a and the first two of camera nvr, whose recorder has the rest."""
    folder = tmp_path_factory.mktemp("ring")
    write_ring(folder, "a", clip(150))
    write_ring(folder, "nvr", clip(50))
    room = PlayedRoom(folder, open_timeout_s=2.0, read_timeout_s=1.0)
    yield room
    room.room.close()


@pytest.fixture
def played(server: RtspServer, one_room: PlayedRoom) -> PlayedRoom:
    address = server.url("nvr/1") + "?starttime={since}&endtime={until}"
    one_room.room.set_recorder(N, Recorder(address, USER, PASSWORD))
    one_room.room.close_session(SESSION)
    return one_room


def stamp(room: PlayedRoom) -> float | None:
    shown = room.camera("nvr").shown_at
    return shown.timestamp() if shown is not None else None


def test_what_the_ring_does_not_hold_comes_from_the_recorder_beside_the_ring(played: PlayedRoom) -> None:
    played.open("a nvr", 75)
    until(lambda: stamp(played) is not None, 8.0, "a picture of the recorder, standing")
    assert stamp(played) == pytest.approx(played.state.position.timestamp(), abs=0.2)
    played.play(1)
    began = played.state.position.timestamp()
    until(lambda: (stamp(played) or 0) > began + 0.8, 8.0, "it plays")
    assert played.camera("nvr").condition is Condition.PLAYING
    assert stamp(played) == pytest.approx(played.state.position.timestamp(), abs=0.5)
    played.pause()
    stood = stamp(played)
    played.play(2)
    until(lambda: played.camera("nvr").reason == "playback.reason.recorder_speed", 3.0, "only at normal speed")
    assert played.camera("a").condition is Condition.PLAYING
    played.pause()
    played.seek(30)
    played.until_shown(30)
    assert stood is not None
    assert stamp(played) is not None


def test_a_recorder_that_does_not_answer_fails_with_its_reason_and_the_others_play(
    played: PlayedRoom, server: RtspServer
) -> None:
    played.room.set_recorder(N, Recorder(server.url("nvr/1") + "?{since}", USER, "wrong"))
    played.open("a nvr", 75)
    played.until_condition("nvr", Condition.FAILED)
    assert played.camera("nvr").reason == "stream.reason.wrong_password"
    played.play(1)
    played.until_past(80, "a", within_s=3.0)
    played.room.set_recorder(N, Recorder("rtsp://127.0.0.1/live"))
    played.seek(75)
    until(lambda: played.camera("nvr").reason == "playback.error.bad_replay_url", 3.0, "no place for a time")


def test_no_login_is_shown_by_what_is_told(played: PlayedRoom) -> None:
    played.open("nvr", 75)
    until(lambda: stamp(played) is not None, 8.0, "a picture")
    assert PASSWORD not in repr(played.facts) + repr(played.room.state(SESSION)) + repr(Recorder("", USER, PASSWORD))
