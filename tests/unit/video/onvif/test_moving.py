"""What a camera is sent to move it, and what is tried where it refuses."""

from collections.abc import Callable

import pytest
from support.onvif_server import CameraServer, fault, services

from video.onvif.camera import OnvifCamera
from video.onvif.errors import NotOnvif, Refused
from video.onvif.values import STILL, Velocity

Make = Callable[..., OnvifCamera]
MOVED = "<ContinuousMoveResponse/>"


@pytest.fixture(autouse=True)
def _can_be_moved(server: CameraServer) -> None:
    server.answers |= {
        "GetServices": services(server, "ptz"),
        "ContinuousMove": MOVED,
        "Stop": "<StopResponse/>",
    }


def sent(server: CameraServer, operation: str = "ContinuousMove") -> list[str]:
    return [asked.body for asked in server.asked if asked.operation == operation]


@pytest.mark.parametrize(("lasts_s", "said"), [(0.2, "PT1S"), (1.0, "PT1S"), (1.1, "PT2S")])
def test_a_move_never_goes_without_its_time_in_whole_seconds(
    server: CameraServer, camera: Make, lasts_s: float, said: str
) -> None:
    camera().move("p<1>", Velocity(pan=9, tilt=-0.25), lasts_s)
    (body,) = sent(server)
    assert f"<o:Timeout>{said}</o:Timeout>" in body
    assert '<tt:PanTilt x="1.000" y="-0.250"/><tt:Zoom x="0.000"/>' in body
    assert "<o:ProfileToken>p&lt;1&gt;</o:ProfileToken>" in body


@pytest.mark.parametrize(
    ("has_not", "velocity", "kept"), [("Zoom", Velocity(pan=1), "PanTilt"), ("PanTilt", Velocity(zoom=1), "Zoom")]
)
def test_an_axis_that_the_camera_has_not_is_left_out_from_then_on(
    server: CameraServer, camera: Make, has_not: str, velocity: Velocity, kept: str
) -> None:
    server.answers["ContinuousMove"] = lambda body: fault("SpaceNotSupported") if f"tt:{has_not} " in body else MOVED
    one = camera()
    one.move("p", velocity, 1.0)
    one.move("p", velocity, 1.0)
    assert [(has_not in body, kept in body) for body in sent(server)] == [(True, True), (False, True), (False, True)]
    with pytest.raises(Refused):
        one.move("p", Velocity(1, 1, 1), 1.0)


def test_a_camera_that_knows_no_stop_is_sent_a_move_without_speed(server: CameraServer, camera: Make) -> None:
    server.answers["Stop"] = fault("ActionNotSupported")
    one = camera()
    one.stop("p")
    one.stop("p")
    assert len(sent(server, "Stop")) == 1
    assert all('x="0.000" y="0.000"/><tt:Zoom x="0.000"' in body for body in sent(server))
    assert len(sent(server)) == 2


def test_a_camera_that_refuses_every_move_says_so(server: CameraServer, camera: Make) -> None:
    server.answers["ContinuousMove"] = fault("MoveNotAllowed")
    with pytest.raises(Refused) as refused:
        camera().move("p", STILL, 1.0)
    assert refused.value.facts["code"] == "MoveNotAllowed"


def test_a_preset_is_kept_anew_or_in_place_of_another(server: CameraServer, camera: Make) -> None:
    server.answers["SetPreset"] = "<SetPresetResponse><PresetToken> 7 </PresetToken></SetPresetResponse>"
    server.answers["RemovePreset"] = "<RemovePresetResponse/>"
    server.answers["GotoPreset"] = "<GotoPresetResponse/>"
    server.answers["SetHomePosition"] = "<SetHomePositionResponse/>"
    one = camera()
    assert one.set_preset("p", "Gerbang <1>") == "7"
    assert one.set_preset("p", "Gerbang", "7") == "7"
    one.go_to_preset("p", "7")
    one.remove_preset("p", "7")
    one.set_home("p")
    assert ["PresetToken" in body for body in sent(server, "SetPreset")] == [False, True]
    assert "<o:PresetName>Gerbang &lt;1&gt;</o:PresetName>" in sent(server, "SetPreset")[0]
    assert "<o:PresetToken>7</o:PresetToken>" in sent(server, "RemovePreset")[0]


def test_a_kept_preset_without_its_token_is_an_unreadable_answer(server: CameraServer, camera: Make) -> None:
    server.answers["SetPreset"] = "<SetPresetResponse/>"
    with pytest.raises(NotOnvif):
        camera().set_preset("p", "Gerbang")
