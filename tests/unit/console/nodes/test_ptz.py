"""A camera in hand: found by its record, asked with the station's login, and moved no longer than it is held."""

import time

import pytest
from support.small_site import camera
from support.video_room import until

from console.nodes.ptz import HoldEnded, NoAddress, NoLogin, PtzNode, lens_of
from console.presenters.ptz_values import REST, Look, Spot
from video.events import CameraId, CameraSource
from video.onvif.errors import NoPtz, Refused, Unreachable
from video.onvif.settings import OnvifSettings
from video.onvif.testing import FakeCamera
from video.onvif.values import STILL, Channel, Profile, PtzStatus, Velocity

QUICK = OnvifSettings(renew_every_s=0.1, wish_lasts_s=0.4, change_every_s=0.02)
DOME = camera(101, onvif_url="http://192.0.2.10/onvif/device_service", ptz=True)
RIGHT = (0.5, 0.0, 0.0)


class Room:
    """A node over cameras in memory: one for what waits, one for what moves."""

    def __init__(self):
        self.made, self.logins, self.failed, self.hands = [], [], [], []
        source = CameraSource(CameraId(str(DOME.id)), DOME.main_url, username="kamera", password="rahasia")
        self.sources = {DOME.id: source}
        self.fails_with = None
        self.node = PtzNode(self.sources.get, lambda *what: self.failed.append(what), QUICK, self._make)

    def _make(self, address, login):
        self.logins.append((address, login.username, login.password))
        made = FakeCamera(time.monotonic)
        made.fails_with = self.fails_with
        self.made.append(made)
        return made

    def open(self, seconds=5.0):
        hand = self.node.open_hand(DOME)
        hand.allow_until(time.monotonic() + seconds)
        self.hands.append(hand)
        return hand

    @property
    def told(self):
        return [velocity for _, velocity in self.made[1].told]


@pytest.fixture
def room():
    made = Room()
    yield made
    for hand in made.hands:
        hand.close()


def test_a_hand_is_opened_with_the_stations_login_and_moves_and_stops(room):
    hand = room.open()
    assert room.logins == [(DOME.onvif_url, "kamera", "rahasia")] * 2
    hand.wish(RIGHT)
    until(lambda: Velocity(pan=0.5) in room.told, 2.0, "it moves")
    hand.stop()
    until(lambda: room.told[-1] == STILL, 2.0, "it stops")
    hand.close()
    assert [one.closed for one in room.made] == [True, True]


def test_nothing_moves_after_the_hold_has_run_out(room):
    hand = room.open(seconds=-1.0)
    hand.wish(RIGHT)
    for act in (
        hand.go_home,
        lambda: hand.go_to(Spot("1", "Utara")),
        lambda: hand.save("Utara", ""),
        lambda: hand.remove(Spot("1", "Utara")),
    ):
        with pytest.raises(HoldEnded):
            act()
    hand.close()
    assert [one for one in room.told if not one.still] == []


def test_a_move_under_way_is_stopped_by_the_first_wish_after_the_hold(room):
    hand = room.open()
    hand.wish(RIGHT)
    until(lambda: Velocity(pan=0.5) in room.told, 2.0, "it moves")
    hand.allow_until(0.0)
    hand.wish(RIGHT)
    until(lambda: room.told[-1] == STILL, 2.0, "it stops")


def test_presets_are_kept_gone_to_replaced_and_taken_away(room):
    hand = room.open()
    hand.save("Lampu merah", "")
    (spot,) = hand.spots()
    assert spot.name == "Lampu merah"
    hand.go_to(spot)
    hand.go_home()
    hand.save("Pasar", spot.token)
    (replaced,) = hand.spots()
    assert (replaced.token, replaced.name) == (spot.token, "Pasar")
    hand.remove(replaced)
    assert hand.spots() == ()
    with pytest.raises(Refused):
        hand.remove(replaced)


def test_where_it_looks_is_told_as_a_share_and_not_at_all_in_units_of_its_own(room, monkeypatch):
    hand = room.open()
    assert hand.look() == Look(0.0, 0.0, 0.0)
    for told in (PtzStatus(), PtzStatus(pan=181.0, tilt=4.0, zoom=0.0)):
        monkeypatch.setattr(FakeCamera, "ptz_status", lambda self, profile, told=told: told)
        assert hand.look() is None


def test_profiles_are_asked_once_for_a_camera(room, monkeypatch):
    asked = []
    monkeypatch.setattr(FakeCamera, "channels", lambda self: asked.append(self) or (_channel("/101", "main"),))
    room.open().close()
    room.open().close()
    assert len(asked) == 1


def test_what_a_camera_fails_with_is_told_with_its_number(room):
    hand = room.open()
    room.made[1].fails_with = Unreachable(host="192.0.2.10")
    hand.wish(RIGHT)
    until(lambda: room.failed != [], 2.0, "the failure is told")
    assert room.failed[0][0] == DOME.id
    assert isinstance(room.failed[0][1], Unreachable)


def test_a_camera_that_cannot_be_reached_leaves_nothing_open(room):
    room.fails_with = Unreachable(host="192.0.2.10")
    with pytest.raises(Unreachable):
        room.node.open_hand(DOME)
    assert [one.closed for one in room.made] == [True]


def test_without_address_or_login_it_says_which(room):
    with pytest.raises(NoAddress):
        room.node.open_hand(camera(102, ptz=True))
    room.sources.clear()
    with pytest.raises(NoLogin):
        room.node.open_hand(DOME)


def test_a_lens_that_cannot_be_moved_is_said_and_asked_again_later(room, monkeypatch):
    monkeypatch.setattr(FakeCamera, "channels", lambda self: (_channel("/101", ""),))
    with pytest.raises(NoPtz):
        room.node.open_hand(DOME)
    monkeypatch.setattr(FakeCamera, "channels", lambda self: (_channel("/101", "main"),))
    room.open().wish(REST)


def _channel(path, profile):
    return Channel("lens", Profile("main"), f"rtsp://192.0.2.10{path}", ptz_profile=profile)


def test_of_several_lenses_the_one_that_sends_this_stream_is_moved_and_none_is_guessed():
    two = (_channel("/1", "first"), _channel("/2", "second"))
    assert lens_of(two, "rtsp://10.0.0.1:8554/2") == "second"
    assert lens_of(two, "rtsp://10.0.0.1:8554/relay") == ""
    assert lens_of(two[:1], "rtsp://10.0.0.1:8554/relay") == "first"
