"""Logins: by the camera's clock, wrong ones, and that nothing of them is told on."""

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest
from support.onvif_server import PASSWORD, USER, CameraServer, fault, services

from video.onvif.camera import OnvifCamera
from video.onvif.errors import (
    ClockDiffers,
    LoginNeeded,
    OnvifError,
    Refused,
    RightsMissing,
    WrongPassword,
)
from video.onvif.values import DeviceInfo, Login

Make = Callable[..., OnvifCamera]
INFO = (
    "<tds:GetDeviceInformationResponse><tds:Manufacturer>Acme</tds:Manufacturer><tds:Model>PTZ\x0a9</tds:Model>"
    "<tds:FirmwareVersion>1.2</tds:FirmwareVersion><tds:SerialNumber>S1</tds:SerialNumber>"
    "<tds:HardwareId>H</tds:HardwareId></tds:GetDeviceInformationResponse>"
)


@pytest.fixture(autouse=True)
def _knows_itself(server: CameraServer) -> None:
    server.answers["GetDeviceInformation"] = INFO


@pytest.mark.parametrize("years", [0, -20, 13])
def test_a_camera_whose_clock_is_wrong_by_years_takes_the_login(server: CameraServer, camera: Make, years: int) -> None:
    server.clock = timedelta(days=365 * years)
    assert camera().info() == DeviceInfo("Acme", "PTZ 9", "1.2", "S1")
    assert [asked.logged_in for asked in server.asked if asked.operation == "GetDeviceInformation"] == [True]


def test_the_difference_of_the_clocks_is_told(server: CameraServer, camera: Make) -> None:
    server.clock = timedelta(minutes=-90)
    offset = camera().clock_offset()
    assert offset is not None
    assert abs(offset - server.clock) < timedelta(seconds=3)


def test_a_camera_that_calls_its_local_time_utc_takes_the_login_at_the_second_try(
    server: CameraServer, camera: Make
) -> None:
    server.told_clock = timedelta(hours=7)
    one = camera()
    one.info()
    one.info()
    assert [asked.logged_in for asked in server.asked if asked.operation == "GetDeviceInformation"] == [
        False,
        True,
        True,
    ]


def test_a_camera_that_wants_a_login_even_for_its_time_is_told_ours(server: CameraServer, camera: Make) -> None:
    server.tells_time = False
    one = camera()
    assert one.info().model == "PTZ 9"
    assert one.clock_offset() is None


def test_a_camera_whose_clock_jumped_in_between_is_asked_for_it_again(server: CameraServer, camera: Make) -> None:
    one = camera()
    one.info()
    server.clock = timedelta(days=-400)
    assert one.info().model == "PTZ 9"


def test_a_wrong_password_is_named_as_such_and_tried_once(server: CameraServer, camera: Make) -> None:
    with pytest.raises(WrongPassword):
        camera("falsch").info()
    assert server.operations().count("GetDeviceInformation") == 1


def test_a_refused_login_with_a_wrong_clock_names_both(server: CameraServer, camera: Make) -> None:
    server.clock = timedelta(hours=2)
    with pytest.raises(ClockDiffers) as refused:
        camera("falsch").info()
    assert refused.value.facts["minutes"] in (119, 120, 121)


def test_a_camera_that_wants_a_login_says_so_to_who_gives_none(camera: Make) -> None:
    with pytest.raises(LoginNeeded):
        camera("", "").info()


def test_a_login_that_may_not_do_this_is_not_called_wrong(server: CameraServer, camera: Make) -> None:
    server.answers["GetServices"] = services(server, "ptz")
    server.answers["SetPreset"] = fault("NotAuthorized", "Sender not authorized")
    with pytest.raises(RightsMissing):
        camera().set_preset("main", "Gerbang")


def test_a_refusal_in_words_alone_is_understood(server: CameraServer, camera: Make) -> None:
    server.answers["GetDeviceInformation"] = fault("Failed", "Wsse authorized time check failed.")
    with pytest.raises(WrongPassword):
        camera().info()


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_login_by_http_digest_is_answered_and_kept(server: CameraServer, camera: Make, algorithm: str) -> None:
    server.http_login = algorithm
    one = camera()
    one.info()
    one.info()
    assert [asked.logged_in for asked in server.asked if asked.operation == "GetDeviceInformation"] == [
        False,
        True,
        True,
    ]


def test_no_password_is_sent_to_who_asks_for_it_in_clear(server: CameraServer, camera: Make) -> None:
    server.http_login = "Basic"
    with pytest.raises(WrongPassword):
        camera().info()
    assert all(asked.authorization == "" and PASSWORD not in asked.body for asked in server.asked)


def test_no_error_nor_log_holds_a_login_or_what_the_camera_said(
    server: CameraServer, camera: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers["GetDeviceInformation"] = fault("Oops", f"bad request of {USER} with {PASSWORD}")
    errors: list[OnvifError] = []
    for password in (PASSWORD, "geheim-falsch"):
        with pytest.raises(OnvifError) as failed:
            camera(password).info()
        errors.append(failed.value)
    assert isinstance(errors[0], Refused)
    told = caplog.text + "".join(
        "".join(traceback.format_exception(error)) + repr(error) + str(error.facts) for error in errors
    )
    assert "Oops" in told
    assert not [word for word in (PASSWORD, USER, "geheim-falsch") if word in told]
    assert repr(Login(USER, PASSWORD)) == "Login()"
