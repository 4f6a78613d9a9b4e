"""How cameras are dialled: not all at once, again and again, and with a device that is not there."""

import socket
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from support.video_room import Room, ServerProcess, until

from video.events import StreamState

MakeRoom = Callable[..., Room]


class SilentNvr:
    """Accepts, says nothing, and counts who dials at the same time."""

    def __init__(self) -> None:
        self.most_at_once = self.dials = 0
        self._open: dict[socket.socket, float] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.port = self._listener.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                caller, _ = self._listener.accept()
                caller.setblocking(False)
                self._open[caller] = monotonic()
                self.dials += 1
            except TimeoutError:
                pass  # nobody dialled in this round
            for one in tuple(self._open):
                if self._left(one):
                    del self._open[one]
                    one.close()
            self.most_at_once = max(self.most_at_once, len(self._open))

    @staticmethod
    def _left(caller: socket.socket) -> bool:
        try:
            return caller.recv(4096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        for one in (*self._open, self._listener):
            one.close()


@pytest.fixture
def nvr() -> Iterator[SilentNvr]:
    silent = SilentNvr()
    yield silent
    silent.close()


def test_many_cameras_of_one_host_are_dialled_a_few_at_a_time_over_all_workers(
    nvr: SilentNvr, make_room: MakeRoom
) -> None:
    room = make_room(workers=2, opens_per_host=2, open_timeout_s=0.7, spare_worker=0)
    cameras = [room.put(str(number), f"rtsp://127.0.0.1:{nvr.port}/{number}") for number in range(6)]
    until(lambda: len({room.worker_of(camera) for camera in cameras} - {0}) == 2, 8.0, "two workers")
    for camera in cameras:
        until(lambda c=camera: room.health(c).reason == "stream.reason.timed_out", 15.0, f"{camera} had its turn")
    assert nvr.dials >= 6
    assert nvr.most_at_once == 2


def test_a_camera_that_is_absent_at_the_start_waits_and_is_live_when_it_comes(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    url = server.url("1/main")
    server.kill()
    room = make_room()
    camera = room.put("1", url)
    room.supervisor.show(camera, "tile", (320, 180))
    until(lambda: room.health(camera).reason == "stream.reason.refused", 8.0, "it is told why")
    assert room.health(camera).state is StreamState.WAITING
    server.start()
    assert room.until(camera, StreamState.LIVE, 6.0) < 5.0


@pytest.mark.parametrize("device", ["cuda", "vaapi"])
def test_a_device_that_is_not_there_costs_no_picture_and_is_said(
    server: ServerProcess, make_room: MakeRoom, device: str
) -> None:
    room = make_room(hardware=device)
    camera = room.put("1", server.url("1/main"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    health = room.health(camera)
    if health.decoder == device:  # this machine has one
        assert not health.hardware_fallback
    else:
        assert (health.decoder, health.hardware_fallback) == ("software", True)
    assert room.health(camera).reconnects == 0


def test_beyond_the_sessions_software_decodes_and_that_is_no_fallback(
    server: ServerProcess, make_room: MakeRoom
) -> None:
    room = make_room(hardware="cuda", hardware_sessions=0)
    camera = room.put("1", server.url("1/main"))
    room.supervisor.show(camera, "tile", (320, 180))
    room.until(camera, StreamState.LIVE)
    assert (room.health(camera).decoder, room.health(camera).hardware_fallback) == ("software", False)
