"""A found device is asked for its cameras with the given login; who has left ends the question."""

import pytest
from support.onvif_dome import dome
from support.onvif_server import PASSWORD, USER

from console.nodes.onvif_import import NotAskedAnyMore, ask_device
from console.presenters.camera_find import Answered, CameraLogin, Going
from video.onvif.errors import Unreachable, WrongPassword

LOGIN = CameraLogin(USER, PASSWORD)


@pytest.fixture
def server():
    made = dome("rtsp://127.0.0.1:8554/main", "rtsp://127.0.0.1:8554/sub")
    yield made
    made.close()


def test_a_device_tells_its_camera_with_both_streams_and_that_it_moves(server):
    found = ask_device(Answered("uuid:1", (server.place,), "127.0.0.1"), LOGIN, Going())
    assert found.name == "Siaga Kubah 2"
    assert found.address.startswith("http://127.0.0.1:")
    (one,) = found.channels
    assert (one.main_url, one.sub_url) == ("rtsp://127.0.0.1:8554/main", "rtsp://127.0.0.1:8554/sub")
    assert (one.main, one.sub, one.ptz) == ("H264 1920×1080 25/dtk", "H264 640×360 25/dtk", True)


def test_the_address_that_answers_is_taken(server):
    device = Answered("uuid:1", ("http://127.0.0.1:9/onvif", server.place), "127.0.0.1")
    assert ask_device(device, LOGIN, Going()).channels


def test_a_wrong_password_is_told_as_such(server):
    with pytest.raises(WrongPassword):
        ask_device(Answered("uuid:1", (server.place,), "127.0.0.1"), CameraLogin(USER, "salah"), Going())


def test_a_device_that_is_not_there_is_told_as_such():
    with pytest.raises(Unreachable):
        ask_device(Answered("uuid:1", ("http://127.0.0.1:9/onvif",), "127.0.0.1"), LOGIN, Going())


def test_nobody_is_asked_for_who_has_left(server):
    with pytest.raises(NotAskedAnyMore):
        ask_device(Answered("uuid:1", (server.place,), "127.0.0.1"), LOGIN, Going(on=False))
    assert server.asked == []
