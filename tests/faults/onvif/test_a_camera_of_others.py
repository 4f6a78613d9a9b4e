"""The simulator is found, asked and moved; the camera in memory and the demo's dome do the same (their contract)."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.onvif_server import PASSWORD, USER
from support.video_room import until

import main
from resources.words import language, set_language
from video.onvif.camera import OnvifCamera
from video.onvif.discovery import find_devices, reach
from video.onvif.dome import DomeServer
from video.onvif.driver import PtzDriver
from video.onvif.errors import LoginNeeded, NotOffered, OnvifError, Refused, Unreachable, WrongPassword
from video.onvif.settings import OnvifSettings
from video.onvif.testing import FakeCamera
from video.onvif.values import Login, Velocity

from .conftest import now, open_camera

SEARCH = OnvifSettings(search_s=1.0)


STREAMS = ("rtsp://127.0.0.1:8554/107/main", "rtsp://127.0.0.1:8554/107/sub")


@pytest.fixture
def dome() -> Iterator[DomeServer]:
    made = DomeServer(STREAMS, Login(USER, PASSWORD), presets=(("Gerbang", (-0.5, 0.0, 0.0)),), utc_now=now)
    made.start()
    yield made
    made.close()


@pytest.fixture(params=["simulator", "memory", "dome"])
def camera(request: pytest.FixtureRequest) -> Iterator[OnvifCamera | FakeCamera]:
    if request.param == "memory":
        made: OnvifCamera | FakeCamera = FakeCamera(time.monotonic)
    elif request.param == "dome":
        made = open_camera(request.getfixturevalue("dome").address)
    else:
        made = open_camera(request.getfixturevalue("simulator"))
    made.go_home(ptz(made))
    yield made
    made.stop(ptz(made))
    made.close()


def ptz(camera: OnvifCamera | FakeCamera) -> str:
    return camera.channels()[0].ptz_profile


def stands(camera: OnvifCamera | FakeCamera) -> bool:
    """By where it looks: the simulator leaves the word for it out of its answer."""
    before = camera.ptz_status(ptz(camera))
    time.sleep(0.1)
    return camera.ptz_status(ptz(camera)) == before and not before.moving


def test_one_lens_with_main_and_sub_is_one_channel_that_can_be_moved(camera: OnvifCamera | FakeCamera) -> None:
    (channel,) = camera.channels()
    assert camera.can_move()
    assert channel.ptz_profile
    assert channel.main.width >= 2 * channel.sub.width > 0 if channel.sub else False
    assert channel.main_url.startswith("rtsp://")
    assert channel.sub_url.startswith("rtsp://")
    assert channel.sub_url != channel.main_url
    assert {channel.main, channel.sub} <= set(camera.profiles())
    assert camera.info().model


def test_it_moves_until_it_is_stopped(camera: OnvifCamera | FakeCamera) -> None:
    profile = ptz(camera)
    camera.move(profile, Velocity(pan=0.5, tilt=-0.5, zoom=0.5), 1.0)
    until(lambda: (camera.ptz_status(profile).pan or 0.0) > 0.02, 2, "it looks elsewhere")
    camera.stop(profile)
    status = camera.ptz_status(profile)
    assert stands(camera)
    assert status.tilt is not None
    assert status.tilt < 0


def test_a_place_that_was_kept_is_found_again(camera: OnvifCamera | FakeCamera) -> None:
    profile = ptz(camera)
    camera.move(profile, Velocity(pan=1.0), 1.0)
    until(lambda: (camera.ptz_status(profile).pan or 0.0) > 0.02, 2, "it looks elsewhere")
    camera.stop(profile)
    kept = camera.ptz_status(profile).pan
    token = camera.set_preset(profile, 'Gerbang <utara> & "pasar"')
    assert token in {preset.token for preset in camera.presets(profile)}
    camera.go_home(profile)
    assert camera.ptz_status(profile).pan == 0.0
    camera.go_to_preset(profile, token)
    assert camera.ptz_status(profile).pan == pytest.approx(kept)


@pytest.mark.parametrize("camera", ["memory", "dome"], indirect=True)  # the simulator takes nothing away
def test_a_place_takes_anothers_place_and_is_taken_away(camera: OnvifCamera | FakeCamera) -> None:
    profile = ptz(camera)
    before = camera.presets(profile)
    token = camera.set_preset(profile, "Gerbang utara")
    camera.move(profile, Velocity(pan=1.0), 1.0)
    until(lambda: (camera.ptz_status(profile).pan or 0.0) > 0.02, 2, "it looks elsewhere")
    camera.stop(profile)
    pan = camera.ptz_status(profile).pan
    assert camera.set_preset(profile, "Pasar", token) == token
    assert [one.name for one in camera.presets(profile)] == [*(one.name for one in before), "Pasar"]
    camera.go_home(profile)
    camera.go_to_preset(profile, token)
    assert camera.ptz_status(profile).pan == pytest.approx(pan, abs=1e-3)
    camera.remove_preset(profile, token)
    assert camera.presets(profile) == before
    for act in (camera.go_to_preset, camera.remove_preset):
        with pytest.raises(Refused):
            act(profile, token)


def test_a_dome_gives_its_streams_and_goes_to_a_preset_that_it_was_made_with(dome: DomeServer) -> None:
    camera = open_camera(dome.address)
    (channel,) = camera.channels()
    assert (channel.main_url, channel.sub_url) == STREAMS
    (preset,) = camera.presets(channel.ptz_profile)
    camera.go_to_preset(channel.ptz_profile, preset.token)
    assert camera.ptz_status(channel.ptz_profile).pan == -0.5
    with pytest.raises(Refused):
        camera.presets("none")
    camera.close()


def test_a_dome_closes_while_somebody_is_connected_and_frees_its_port(dome: DomeServer) -> None:
    camera, port = open_camera(dome.address), dome.port
    assert camera.info().model
    begun = time.monotonic()
    dome.close()
    assert time.monotonic() - begun < 2
    with pytest.raises(Unreachable):
        camera.info()
    camera.close()
    again = DomeServer(STREAMS, Login(USER, PASSWORD), port=port, utc_now=now)
    again.start()
    assert again.port == port
    again.close()


def test_the_driver_moves_it_and_closing_stops_it(camera: OnvifCamera | FakeCamera) -> None:
    profile = ptz(camera)
    own: OnvifCamera | FakeCamera = camera
    if isinstance(camera, OnvifCamera):
        own = open_camera(camera.address)
    failures: list[Exception] = []
    driver = PtzDriver(own, profile, failed=failures.append)
    driver.start()
    driver.wish(Velocity(pan=-1.0))
    until(lambda: (camera.ptz_status(profile).pan or 0.0) < -0.02, 2, "it moves")
    driver.close()
    assert stands(camera)
    assert failures == []


def test_an_act_that_the_simulator_does_not_know_is_not_offered(simulator: str) -> None:
    camera = open_camera(simulator)
    with pytest.raises(NotOffered):
        camera.remove_preset(ptz(camera), "home")
    camera.close()


@pytest.mark.parametrize(("login", "error"), [(Login(USER, "falsch"), WrongPassword), (Login(), LoginNeeded)])
@pytest.mark.parametrize("place", ["simulator", "dome"])
def test_other_logins_are_refused(
    place: str, login: Login, error: type[OnvifError], request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(place)
    camera = OnvifCamera(found.address if isinstance(found, DomeServer) else found, login, utc_now=now)
    with pytest.raises(error):
        camera.profiles()
    camera.close()


def test_the_simulator_answers_a_search_and_is_reached_where_it_says(simulator: str) -> None:
    found = [one for one in find_devices(SEARCH) if any(simulator in address for address in one.addresses)]
    assert [one.name for one in found] == ["Simpang"]
    assert reach(found[0].addresses, utc_now=now) == f"http://{simulator}/onvif/device_service"


@pytest.fixture
def _own_words() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.mark.usefixtures("_own_words")
def test_the_commands_show_what_is_there(
    simulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = ["--settings", str(tmp_path / "none.toml"), "--lang", "en", "onvif"]
    assert main.main([*begin, "find", "--seconds", "1"]) == 0
    assert "Simpang" in capsys.readouterr().out
    monkeypatch.setenv("SIAGA_CAMERA_PASSWORD", PASSWORD)
    assert main.main([*begin, "show", simulator, "--username", USER]) == 0
    shown = capsys.readouterr().out
    for words in ("VirtualCam-1", "640 x 360", "320 x 180", "Main: rtsp://127.0.0.1:", "Can be moved", "Preset: Home"):
        assert words in shown
    monkeypatch.setenv("SIAGA_CAMERA_PASSWORD", "falsch-9")
    assert main.main([*begin, "show", simulator, "--username", USER]) == 2
    refused = capsys.readouterr()
    assert "does not accept" in refused.err
    assert "falsch-9" not in refused.out + refused.err
