"""The same room against a server that is not ours: GStreamer's."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.require import require
from support.video_room import PASSWORD, USER, Room, until

from video.events import StreamState
from video.ingest.probe import probe

SYSTEM_PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).with_name("gstreamer_server.py")
ASK = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"

Start = Callable[[], tuple[subprocess.Popen[str], int]]


@pytest.fixture
def start_gstreamer(clips: dict[str, Path]) -> Iterator[Start]:
    there = SYSTEM_PYTHON.exists()
    there = there and subprocess.run([SYSTEM_PYTHON, "-c", ASK], capture_output=True, check=False).returncode == 0
    require(there, "GStreamer's RTSP server is not installed")
    running: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], int]:
        command = [str(SYSTEM_PYTHON), str(SCRIPT), str(clips["long"]), USER, PASSWORD]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        running.append(server)
        assert server.stdout is not None
        return server, int(server.stdout.readline())

    yield start
    for server in running:
        server.kill()
        server.communicate()


def test_a_camera_of_another_make_is_live_lost_and_live_again(
    start_gstreamer: Start, make_room: Callable[..., Room]
) -> None:
    server, port = start_gstreamer()
    room = make_room(stale_after_s=1.5)
    camera = room.put("1", f"rtsp://127.0.0.1:{port}/cam")
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE, 10.0)
    decoded = room.health(camera).decoded
    took_s = until(lambda: room.health(camera).decoded >= decoded + 50, 5.0, "two seconds of pictures")
    assert took_s == pytest.approx(2.0, abs=0.6)
    delay_s = room.health(camera).delay_s
    assert delay_s is not None
    assert delay_s < 0.5
    server.kill()
    room.until(camera, StreamState.FROZEN, 4.0)
    _, other_port = start_gstreamer()
    room.put("1", f"rtsp://127.0.0.1:{other_port}/cam")  # as when an operator corrects the address
    room.until(camera, StreamState.LIVE, 10.0)


def test_a_camera_of_another_make_refuses_a_wrong_password(start_gstreamer: Start) -> None:
    _, port = start_gstreamer()
    assert probe(f"rtsp://127.0.0.1:{port}/cam", USER, "wrong").reason == "stream.reason.wrong_password"
    found = probe(f"rtsp://127.0.0.1:{port}/cam", USER, PASSWORD)
    assert (found.reason, found.width, found.auth_needed) == ("", 320, True)
