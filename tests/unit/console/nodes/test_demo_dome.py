"""The demo's dome: one a machine, at the port that the record names, whoever of several demos holds it."""

import socket

import pytest
from support.video_room import until

from console.clock import utc_now
from console.nodes import demo_dome
from console.nodes.demo import record_of
from console.nodes.demo_dome import DemoDome
from console.nodes.ptz import lens_of
from video.onvif.camera import OnvifCamera
from video.onvif.errors import Unreachable, WrongPassword
from video.onvif.values import Login
from video.synthetic.city import demo_city

LOGIN = Login("siaga", "rahasia-demo")
STREAMS = ("rtsp://127.0.0.1:8554/107/main", "rtsp://127.0.0.1:8554/107/sub")


@pytest.fixture
def domes():
    made = [DemoDome(), DemoDome()]
    yield made
    for one in made:
        one.close()


def ask(dome, login=LOGIN):
    return OnvifCamera(dome.address, login, utc_now=utc_now)


def test_one_camera_of_the_city_can_be_moved_and_has_no_zones():
    cameras = [record_of(one, 8554, "http://127.0.0.1:1/onvif/device_service") for one in demo_city()]
    movable = [one for one in cameras if one.ptz or one.onvif_url]
    assert [(one.number, one.ptz, bool(one.onvif_url), one.zones) for one in movable] == [(107, True, True, ())]


def test_it_is_reached_with_the_demos_camera_login_alone_and_moves_the_records_stream(domes):
    dome = domes[0]
    dome.start(0, LOGIN, STREAMS)
    camera = ask(dome)
    own = record_of(next(one for one in demo_city() if one.number == demo_dome.NUMBER), 8554, dome.address)
    profile = lens_of(camera.channels(), own.main_url)
    assert [one.name for one in camera.presets(profile)] == [name for name, _ in demo_dome.PRESETS]
    camera.close()
    stranger = ask(dome, Login("siaga", "lain"))
    with pytest.raises(WrongPassword):
        stranger.info()
    stranger.close()


def test_a_second_demo_uses_the_first_ones_and_takes_over_when_that_ends(domes):
    first, second = domes
    port = first.start(0, LOGIN, STREAMS)
    assert second.start(port, LOGIN, STREAMS) == port
    first.close()
    camera = ask(second)
    with pytest.raises(Unreachable):
        camera.info()
    second.revive()
    assert camera.info().model == "Demo dome"
    camera.close()


def test_a_port_that_a_stranger_has_is_left_to_it(domes):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        port = domes[0].start(taken, LOGIN, STREAMS)
        assert port not in (0, taken)
    camera = ask(domes[0])
    until(lambda: bool(camera.info().model), 2, "it answers")
    camera.close()
