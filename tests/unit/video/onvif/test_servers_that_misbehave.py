"""What answers may be anything: every call ends in its time, with words."""

import socket
import time
from collections.abc import Callable

import pytest
from support.onvif_server import CameraServer, envelope, fault, services

from video.onvif.camera import OnvifCamera
from video.onvif.errors import (
    CameraFailed,
    NoAnswer,
    NoPtz,
    NoReplay,
    NotOffered,
    NotOnvif,
    OnvifError,
    Refused,
    Unreachable,
)
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login

Make = Callable[..., OnvifCamera]


def says(text: str, status: str = "200 OK") -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(text.encode())}\r\n\r\n"
        connection.sendall(head.encode() + text.encode())

    return answer


def drips(head: str, each_s: float = 0.05) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head.encode())
        until_s = time.monotonic() + 3
        while time.monotonic() < until_s:
            try:
                connection.sendall(b" ")
            except OSError:
                return
            time.sleep(each_s)

    return answer


@pytest.mark.parametrize(
    "head", ["HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 200", "HTTP/1.1 100 C\r\nA:"]
)
def test_an_answer_that_drips_ends_with_the_time_of_the_call(server: CameraServer, camera: Make, head: str) -> None:
    server.raw = drips(head)
    began_s = time.monotonic()
    with pytest.raises(NoAnswer):
        camera(timeout_s=0.3).info()
    assert time.monotonic() - began_s < 1.0


def test_a_server_that_says_nothing_ends_with_the_time_of_the_call() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        one = OnvifCamera(place, Login(), OnvifSettings(timeout_s=0.3), utc_now=_never)
        with pytest.raises(NoAnswer):
            one.info()
        one.close()


def _never() -> None:  # no login, no clock
    raise AssertionError


def test_nobody_there_is_unreachable(server: CameraServer, camera: Make) -> None:
    server.close()
    with pytest.raises(Unreachable) as failed:
        camera().info()
    assert failed.value.facts == {"host": server.place}


@pytest.mark.parametrize(
    "raw",
    [
        says("<html>hello</html>"),
        says("x" * 2000),
        says("", "204 No Content"),
        says("", "404 Not Found"),
        says(envelope("<tds:SomethingElseResponse/>")),
        says("<a/>"),
        says('<!DOCTYPE a [<!ENTITY b "c">]>' + envelope("<tds:GetDeviceInformationResponse/>")),
    ],
)
def test_what_speaks_no_onvif_is_told_apart(server: CameraServer, camera: Make, raw: Callable[..., None]) -> None:
    server.raw = raw
    with pytest.raises(NotOnvif):
        camera().info()


def test_a_huge_answer_is_not_read_to_its_end(server: CameraServer, camera: Make) -> None:
    server.raw = says(envelope(" " * 50_000))
    with pytest.raises(NotOnvif):
        camera(answer_bytes=10_000).info()


def test_a_connection_that_breaks_in_the_answer_is_unreachable(server: CameraServer, camera: Make) -> None:
    def breaks(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")
        connection.shutdown(socket.SHUT_RDWR)

    server.raw = breaks
    with pytest.raises(Unreachable):
        camera().info()


def test_a_redirect_is_not_followed(server: CameraServer, camera: Make) -> None:
    other = CameraServer()

    def elsewhere(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 307 X\r\nLocation: http://{other.place}/\r\nContent-Length: 0\r\n\r\n".encode())

    server.raw = elsewhere
    with pytest.raises(NotOnvif):
        camera().info()
    other.close()
    assert other.connections == 0


def test_a_failure_of_the_camera_itself_is_told_with_its_status(server: CameraServer, camera: Make) -> None:
    server.answers["GetDeviceInformation"] = "<Fault"  # answered with status 500, and no XML
    with pytest.raises(CameraFailed) as failed:
        camera().info()
    assert failed.value.facts["status"] == 500


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (fault("ActionNotSupported"), NotOffered),
        (fault("Failed", "Action not supported: x"), NotOffered),
        (fault("InvalidArgVal"), Refused),
        (fault("<b>1</b>"), Refused),
    ],
)
def test_a_fault_is_told_by_its_kind(server: CameraServer, camera: Make, said: str, error: type[OnvifError]) -> None:
    server.answers["GetDeviceInformation"] = said
    with pytest.raises(error):
        camera().info()


def test_a_camera_without_a_service_says_which(server: CameraServer, camera: Make) -> None:
    server.answers["GetServices"] = services(server, "media")
    one = camera()
    assert not one.can_move()
    with pytest.raises(NoPtz):
        one.stop("main")
    with pytest.raises(NoReplay):
        one.replay_url("recording")
    with pytest.raises(NoReplay):
        one.recordings()


def test_one_connection_serves_many_calls_and_a_dropped_one_is_dialled_again(
    server: CameraServer, camera: Make
) -> None:
    server.answers["GetServices"] = services(server, "ptz")
    server.answers["GotoHomePosition"] = "<tptz:GotoHomePositionResponse/>"
    one = camera()
    for _ in range(5):
        one.go_home("main")
    assert server.connections == 1
    server.ends_connections = True
    for _ in range(3):
        one.go_home("main")
    assert server.operations().count("GotoHomePosition") == 8


def test_a_new_preset_is_not_made_twice_by_a_connection_that_breaks(server: CameraServer, camera: Make) -> None:
    server.answers["GetServices"] = services(server, "ptz")
    one = camera()
    one.can_move()
    server.raw = _hangs_up
    with pytest.raises(Unreachable):
        one.set_preset("main", "Gerbang")
    assert server.operations().count("SetPreset") == 1


def _hangs_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)
