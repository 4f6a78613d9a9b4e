"""Cameras of the network: asked with one login, numbered, and saved only when a person says so."""

from dataclasses import replace

import pytest
from support.small_site import camera, small_site

from console.presenters.camera_find import Answered, CameraFindPresenter, DeviceAnswer, OfferedChannel
from console.presenters.jobs import ImmediateJobs
from resources.errors import SiagaError
from storage.model.ids import new_id
from storage.service.commands import SaveCamera
from widgets.cameras.find_values import ChannelState, DeviceState, FindWish

WISH = FindWish("admin", "rahasia", "Terminal")


class View:
    def __init__(self):
        self.state, self.errors, self.may = None, [], None

    def show_found(self, state):
        self.state = state

    def show_find_error(self, error):
        self.errors.append(error)

    def show_may_find(self, allowed):
        self.may = allowed


class LaterJobs:
    """Work is done when the test says so."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done))

    def run(self):
        work, done = self.waiting.pop(0)
        done(work())


class Refuses(SiagaError):
    word = "onvif.error.wrong_password"

    def __init__(self):
        super().__init__(host="10.0.0.2")


class Desk:
    def __init__(self, login="administrator1", hands=None):
        self.site, self.view = small_site(), View()
        self.record = self.site.person(login)
        self.logins = []
        hands = hands or (ImmediateJobs(), ImmediateJobs())
        self.presenter = CameraFindPresenter(self.view, ImmediateJobs(), hands, self._search, self._ask)
        self.presenter.begin(self.record, self.record.me())

    def _search(self):
        return tuple(Answered(f"uuid:{n}", (f"http://10.0.0.{n}/onvif",), f"10.0.0.{n}", f"Dev {n}") for n in (1, 2, 3))

    def _ask(self, device, login, going):
        self.logins.append((device.host, login.username, login.password))
        if device.host == "10.0.0.2" and login.password == "rahasia":
            raise Refuses
        lenses = 2 if device.host == "10.0.0.3" else 1
        channels = [
            OfferedChannel(f"rtsp://{device.host}/{n}", "H264 1920×1080", f"rtsp://{device.host}/{n}s", "H264", n == 1)
            for n in range(lenses)
        ]
        return DeviceAnswer(device.addresses[0], "", tuple(channels))

    def devices(self):
        return {one.host: one for one in self.view.state.devices}

    def found(self, *hosts):
        self.presenter.search()
        for host in hosts:
            self.presenter.choose(self.devices()[host].key, True)
        return self

    def saved(self):
        return {one.number: one for one in self.record.cameras() if one.number > 102}


@pytest.fixture
def desk():
    return Desk()


def test_a_search_lists_who_answered_and_which_the_record_knows(desk):
    standing = camera(105, onvif_url="http://10.0.0.2/onvif/device_service")
    desk.site.cameras[standing.id] = standing
    desk.presenter.search()
    assert [(one.host, one.known, one.is_chosen) for one in desk.view.state.devices] == [
        ("10.0.0.1", (), False),
        ("10.0.0.2", (105,), False),
        ("10.0.0.3", (), False),
    ]
    desk.presenter.search()
    assert len(desk.view.state.devices) == 3, "another search does not list a device twice"


def test_only_chosen_devices_are_asked_and_nothing_is_saved(desk):
    desk.found("10.0.0.1", "10.0.0.3").presenter.ask(WISH)
    assert desk.logins == [("10.0.0.1", "admin", "rahasia"), ("10.0.0.3", "admin", "rahasia")]
    assert [len(one.channels) for one in desk.view.state.devices] == [1, 0, 2]
    assert [one.camera.number for one in desk.view.state.to_save] == [103, 104, 105]
    assert desk.saved() == {}


def test_a_refused_login_is_told_in_its_row_and_another_one_can_be_tried(desk):
    desk.found("10.0.0.1", "10.0.0.2").presenter.ask(WISH)
    refused = desk.devices()["10.0.0.2"]
    assert refused.state is DeviceState.FAILED
    assert "10.0.0.2 tidak menerima" in refused.sentence
    desk.presenter.ask(replace(WISH, password="lain"))
    assert desk.devices()["10.0.0.2"].state is DeviceState.READY
    assert [host for host, *_ in desk.logins].count("10.0.0.1") == 1, "who has answered is not asked again"


def test_cameras_are_saved_with_streams_login_group_and_free_numbers(desk):
    taken = camera(104)
    desk.site.cameras[taken.id] = taken
    desk.found("10.0.0.3").presenter.ask(WISH)
    desk.presenter.save(replace(WISH, first_number=103))
    first, second = desk.saved()[103], desk.saved()[105]
    assert (first.name, first.sub_url, first.group, first.ptz) == ("Dev 3 1", "rtsp://10.0.0.3/0s", "Terminal", False)
    assert (second.onvif_url, second.ptz) == ("http://10.0.0.3/onvif", True)
    assert desk.site.secrets[first.id].password == "rahasia"
    assert [one.state for one in desk.devices()["10.0.0.3"].channels] == [ChannelState.SAVED] * 2
    assert desk.view.state.saved == 2


def test_a_camera_that_stands_in_the_record_is_not_ticked(desk):
    standing = replace(camera(105), main_url="rtsp://10.0.0.3/1")
    desk.site.cameras[standing.id] = standing
    desk.found("10.0.0.3").presenter.ask(WISH)
    assert [(one.known, one.is_chosen) for one in desk.devices()["10.0.0.3"].channels] == [(0, True), (105, False)]


def test_a_number_that_was_taken_meanwhile_is_told_and_the_next_try_has_a_free_one(desk):
    desk.found("10.0.0.1").presenter.ask(WISH)
    desk.record.execute(SaveCamera(key=new_id(), camera=replace(camera(103), version=0)))
    desk.presenter.save(WISH)
    (channel,) = desk.devices()["10.0.0.1"].channels
    assert channel.state is ChannelState.REFUSED
    assert channel.sentence
    desk.presenter.save(WISH)
    assert desk.saved()[104].main_url == "rtsp://10.0.0.1/0"


def test_an_address_that_a_person_knows_is_a_device_too(desk):
    desk.presenter.add("10.9.0.5:8080")
    (device,) = desk.view.state.devices
    assert (device.host, device.is_chosen) == ("10.9.0.5", True)
    desk.presenter.ask(WISH)
    assert desk.view.state.to_save[0].camera.name == "10.9.0.5"


def test_several_devices_are_asked_side_by_side():
    hands = LaterJobs(), LaterJobs()
    desk = Desk(hands=hands)
    desk.presenter.search()
    hands[0].run()
    for one in desk.view.state.devices:
        desk.presenter.choose(one.key, True)
    desk.presenter.ask(replace(WISH, password="lain"))
    assert [len(hand.waiting) for hand in hands] == [1, 1]
    assert [one.state for one in desk.view.state.devices] == [DeviceState.ASKING, DeviceState.ASKING, DeviceState.FOUND]
    hands[1].run()
    assert (desk.view.state.asked, desk.view.state.to_ask) == (1, 3)
    assert desk.devices()["10.0.0.3"].state is DeviceState.ASKING


def test_a_stopped_round_takes_no_late_answer():
    hands = (LaterJobs(),)
    desk = Desk(hands=hands)
    desk.presenter.search()
    hands[0].run()
    desk.presenter.choose(desk.devices()["10.0.0.1"].key, True)
    desk.presenter.ask(WISH)
    desk.presenter.stop()
    hands[0].run()
    assert desk.devices()["10.0.0.1"].state is DeviceState.FOUND
    assert not desk.view.state.is_busy


def test_a_closed_page_forgets_devices_and_logins(desk):
    desk.found("10.0.0.1").presenter.ask(WISH)
    desk.presenter.forget()
    assert desk.view.state.devices == ()
    assert "rahasia" not in repr(vars(desk.presenter))


def test_a_wish_shows_no_login():
    assert "rahasia" not in repr(WISH)
    assert "admin" not in repr(WISH)


def test_an_operator_finds_nothing():
    desk = Desk("operator1")
    desk.presenter.search()
    assert desk.view.may is False
    assert desk.view.state.devices == ()
