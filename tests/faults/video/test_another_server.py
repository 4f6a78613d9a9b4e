"""The same room against a server that is not ours: GStreamer's."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.camera_makes import from_file, gstreamer
from support.video_room import PASSWORD, USER, Room, until

from video.events import StreamState
from video.ingest.probe import probe

Start = Callable[[], tuple[ExitStack, int]]


@pytest.fixture
def start_gstreamer(clips: dict[str, Path]) -> Iterator[Start]:
    with ExitStack() as running:

        def start() -> tuple[ExitStack, int]:
            server = running.enter_context(ExitStack())
            return server, server.enter_context(gstreamer({"/cam": from_file(clips["long"], "h264")}, "basic"))

        yield start


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
    server.close()
    room.until(camera, StreamState.FROZEN, 4.0)
    _, other_port = start_gstreamer()
    room.put("1", f"rtsp://127.0.0.1:{other_port}/cam")  # as when an operator corrects the address
    room.until(camera, StreamState.LIVE, 10.0)


def test_a_camera_of_another_make_refuses_a_wrong_password(start_gstreamer: Start) -> None:
    _, port = start_gstreamer()
    assert probe(f"rtsp://127.0.0.1:{port}/cam", USER, "wrong").reason == "stream.reason.wrong_password"
    found = probe(f"rtsp://127.0.0.1:{port}/cam", USER, PASSWORD)
    assert (found.reason, found.width, found.auth_needed) == ("", 320, True)
