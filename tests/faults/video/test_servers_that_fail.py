"""Cameras that die, stop, refuse or send rubbish."""

import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from support.video_room import PASSWORD, USER, Room, ServerProcess, until

from video.events import StreamState
from video.ingest.probe import probe

MakeRoom = Callable[..., Room]


@pytest.fixture
def silent_port() -> object:
    """A port that accepts and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_killed_server_is_lost_and_live_again_when_it_is_back(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room(stale_after_s=1.0, lost_after_s=2.5)
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (640, 360))
    room.until(camera, StreamState.LIVE)
    server.kill()
    room.until(camera, StreamState.FROZEN, 2.0)
    room.until(camera, StreamState.LOST, 3.0)
    assert room.health(camera).reason == "stream.reason.refused"
    server.start()
    room.until(camera, StreamState.LIVE, 5.0)
    assert room.health(camera).reconnects == 1
    assert room.health(camera).reason == ""


def test_a_server_that_stands_still_is_frozen_then_lost_then_live_again(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(stale_after_s=1.0, lost_after_s=2.5, read_timeout_s=1.5, open_timeout_s=1.5)
    camera = room.put("1", server.url("1/main"), server.url("1/sub"))
    room.supervisor.show(camera, "tile", (640, 360))
    room.until(camera, StreamState.LIVE)
    server.send(signal.SIGSTOP)
    room.until(camera, StreamState.FROZEN, 2.0)
    room.until(camera, StreamState.LOST, 3.0)
    until(lambda: room.health(camera).reason == "stream.reason.timed_out", 8.0, "a silent server timed out")
    server.send(signal.SIGCONT)
    room.until(camera, StreamState.LIVE, 8.0)
    after_lost = room.states(camera)[room.states(camera).index(StreamState.LOST) :]
    assert StreamState.LIVE in after_lost


def test_a_camera_without_pictures_says_why_and_harms_no_neighbour(
    server: ServerProcess, make_room: MakeRoom, tmp_path: Path, silent_port: int
) -> None:
    rubbish = tmp_path / "clip.mp4"
    rubbish.write_text("this is no video\n" * 500, "utf-8")
    cut_off = tmp_path / "cut.mp4"
    cut_off.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 20)
    room = make_room(open_timeout_s=1.5, lost_after_s=3.0)
    good = room.put("good", server.url("1/main"), server.url("1/sub"))
    bad = {
        room.put("password", server.url("1/main"), password="wrong"): "stream.reason.wrong_password",
        room.put("refused", f"rtsp://127.0.0.1:{free_port()}/1"): "stream.reason.refused",
        room.put("path", server.url("9/main")): "stream.reason.not_found",
        room.put("rubbish", str(rubbish)): "stream.reason.not_video",
        room.put("cut", str(cut_off)): "stream.reason.not_video",
        room.put("nowhere", str(tmp_path / "nowhere.mp4")): "stream.reason.not_found",
        room.put("scheme", "gopher://cam/1"): "stream.reason.bad_url",
        room.put("silent", f"rtsp://127.0.0.1:{silent_port}/1"): "stream.reason.timed_out",
    }
    for camera in (good, *bad):
        room.supervisor.show(camera, "tile", (320, 180))
    for camera, reason in bad.items():
        until(lambda c=camera, r=reason: room.health(c).reason == r, 8.0, f"{camera}: {room.health(camera)}")
    room.until(good, StreamState.LIVE)
    for camera in bad:
        room.until(camera, StreamState.LOST, 5.0)
    assert room.worker_of(good)
    assert all(StreamState.QUARANTINED not in room.states(camera) for camera in bad)


def test_a_sub_stream_that_does_not_exist_gives_way_to_the_main_one(server: ServerProcess, make_room: MakeRoom) -> None:
    room = make_room()
    camera = room.put("1", server.url("1/main"), server.url("9/none"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    assert room.health(camera).width == 1280


def test_no_password_reaches_a_log_a_fact_a_command_line_or_an_environment(
    server: ServerProcess, make_room: MakeRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room = make_room()
    camera = room.put("1", server.url("1/main"))
    wrong = room.put("2", server.url("1/main"), password=PASSWORD + "x")
    for one in (camera, wrong):
        room.supervisor.show(one, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    until(lambda: room.health(wrong).reason == "stream.reason.wrong_password", 8.0, "the refusal")
    worker = psutil.Process(room.worker_of(camera))
    seen = [caplog.text, repr(room.facts), repr(room.supervisor.health()), *worker.cmdline(), repr(worker.environ())]
    found = probe(server.url("1/main"), USER, PASSWORD + "x", timeout_s=5.0)
    assert found.reason == "stream.reason.wrong_password"
    seen.append(repr(found))
    assert [text for text in seen if PASSWORD in text or "Rahasia" in text] == []
