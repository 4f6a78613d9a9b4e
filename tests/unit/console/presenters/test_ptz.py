"""Who moves a camera: the hold in the record, the hand on the camera, and what ends either."""

from dataclasses import replace

import pytest
from support.small_site import small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.ptz import RENEW_EVERY_S, UNUSED_S, PtzPresenter
from console.presenters.ptz_values import REST, Look, Spot
from resources.words import Language, set_language
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.ptz import HOLD_S
from storage.service.commands import ReleasePtz, TakePtz
from storage.service.errors import PtzHeld, Unreachable
from video.onvif.errors import NoAnswer

RIGHT = (0.5, 0.0, 0.0)


class Hand:
    def __init__(self):
        self.until_s, self.told, self.closed, self.names = 0.0, [], False, ["Utara", "Selatan"]
        self.place, self.looked = Look(0.5, -0.25, 0.0), 0

    def allow_until(self, deadline_s):
        self.until_s = deadline_s

    def wish(self, speed):
        self.told.append(speed)

    def stop(self):
        self.told.append(REST)

    def spots(self):
        return tuple(Spot(name, name) for name in self.names)

    def go_to(self, spot):
        self.told.append(spot.name)

    def save(self, name, token):
        if token:
            self.names[self.names.index(token)] = name
        else:
            self.names.append(name)

    def remove(self, spot):
        self.names.remove(spot.token)

    def look(self):
        self.looked += 1
        if isinstance(self.place, Exception):
            raise self.place
        return self.place

    def go_home(self):
        self.told.append("home")

    def close(self):
        self.closed = True


class View:
    def __init__(self):
        self.holds, self.held, self.may_save, self.spots = {}, None, False, None
        self.asked, self.names, self.said, self.loud, self.errors, self.sign_ins = [], [], [], [], [], 0
        self.ended, self.looks = [], []

    def show_holds(self, holds):
        self.holds = {one: (line.name, line.mine) for one, line in holds.items()}

    def show_held(self, camera, *, may_save):
        self.held, self.may_save = camera, may_save

    def show_spots(self, spots):
        self.spots = spots

    def ask_reason(self, camera, name):
        self.asked.append((camera.number, name))

    def show_taken_over(self):
        self.asked.clear()

    def ask_preset(self, camera, spots):
        self.names.append((camera.number, [one.name for one in spots]))

    def show_look(self, look):
        self.looks.append(look)

    def show_ended(self, camera, words):
        self.ended.append((camera.number, words))

    def ask_sign_in(self):
        self.sign_ins += 1

    def say(self, words, *, loud=False):
        (self.loud if loud else self.said).append(words)

    def show_error(self, error):
        self.errors.append(error)


class Site:
    """Two operators and a supervisor over one record, with a clock; operator1 sits here."""

    def __init__(self):
        set_language(Language.INDONESIAN)
        self.site = small_site()
        self.rina = Person(new_id(), "supervisor1", "Rina", Role.SUPERVISOR)
        self.site.people[self.rina.id] = self.rina
        first = next(iter(self.site.cameras.values()))
        self.camera = replace(first, ptz=True, onvif_url="http://192.0.2.10/onvif")
        self.site.cameras[first.id] = self.camera
        self.now_s, self.hands, self.opening = 100.0, [], None
        self.view = View()
        jobs = ImmediateJobs()
        self.ptz = PtzPresenter(self.view, jobs, jobs, self._open, lambda: self.now_s)

    def _open(self, camera):
        if self.opening is not None:
            raise self.opening
        self.hands.append(Hand())
        return self.hands[-1]

    def sign_in(self, login="operator1"):
        self.record = self.site.person(login)
        self.ptz.begin(self.record, self.record.me())

    def other(self, login, command):
        """Somebody elsewhere does this; the feed tells it here."""
        record = self.site.person(login)
        before = record.feed_position()
        record.execute(command)
        self.ptz.changed(record.changes_since(before))

    def take(self):
        self.ptz.turn(self.camera)

    def seconds(self, count):
        for _ in range(round(count)):
            self.now_s += 1.0
            self.site.pass_time(1.0)
            self.ptz.tick()

    @property
    def hand(self):
        return self.hands[-1]

    @property
    def holder(self):
        holds = self.site.person("operator2").ptz_holds()
        return holds[0].holder if holds else None


@pytest.fixture
def site():
    made = Site()
    made.sign_in()
    return made


def taking(site, reason=""):
    return TakePtz(key=new_id(), camera_id=site.camera.id, reason=reason)


def test_a_key_takes_the_camera_and_the_same_key_lets_it_go(site):
    site.take()
    assert (site.holder, site.view.held) == ("operator1", site.camera)
    assert site.view.holds == {site.camera.id: ("Operator 1", True)}
    assert site.hand.until_s == 100.0 + HOLD_S
    assert [one.name for one in site.view.spots] == ["Utara", "Selatan"]
    site.take()
    assert (site.holder, site.view.held, site.view.holds) == (None, None, {})
    assert site.hand.closed


def test_a_wish_goes_to_the_camera_at_once_is_repeated_and_ends(site):
    site.take()
    site.ptz.move(RIGHT)
    site.ptz.repeat()
    site.ptz.move(REST)
    site.ptz.repeat()
    assert site.hand.told[-3:] == [RIGHT, RIGHT, REST]


def test_nothing_moves_without_a_hold(site):
    site.ptz.move(RIGHT)
    site.ptz.spots.go_to(1)
    site.ptz.spots.go_home()
    assert site.hands == []
    site.take()
    site.ptz.release()
    site.ptz.move(RIGHT)
    assert RIGHT not in site.hand.told


def test_a_hold_is_renewed_while_it_is_used_and_let_go_after_a_minute_without(site):
    site.take()
    for _ in range(9):
        site.ptz.move(RIGHT)
        site.ptz.move(REST)
        site.seconds(RENEW_EVERY_S)
    assert site.holder == "operator1"
    site.seconds(UNUSED_S)
    assert site.holder is None
    assert site.hand.closed
    assert "satu menit" in site.view.said[-1]
    assert site.view.ended == [(101, "PTZ: lepas, semenit diam")]


def test_an_operator_is_told_who_moves_it(site):
    site.other("operator2", taking(site))
    assert site.view.holds == {site.camera.id: ("Operator 2", False)}
    site.take()
    assert site.hands == []
    assert isinstance(site.view.errors[-1], PtzHeld)
    assert site.view.errors[-1].facts["name"] == "Operator 2"


def test_a_supervisor_is_asked_for_a_reason_and_takes_over_with_it(site):
    site.sign_in("supervisor1")
    site.other("operator2", taking(site))
    site.take()
    assert site.view.asked == [(101, "Operator 2")]
    assert site.holder == "operator2"
    site.ptz.take_over("Kecelakaan di simpang")
    assert (site.holder, site.view.asked, site.view.may_save) == ("supervisor1", [], True)


def test_whoever_is_taken_over_stops_at_once_and_is_told_who_and_why(site):
    site.take()
    site.ptz.move(RIGHT)
    site.other("supervisor1", taking(site, "Kecelakaan di simpang"))
    assert site.hand.told[-1] == REST
    assert site.hand.until_s == 0.0
    assert site.hand.closed
    assert site.view.held is None
    assert site.view.loud == ["Rina mengambil alih kamera 101: Kecelakaan di simpang"]
    assert site.holder == "supervisor1"


def test_anothers_hold_that_runs_out_is_seen_without_an_event(site):
    site.other("operator2", taking(site))
    site.seconds(HOLD_S - 2)
    assert site.view.holds != {}
    site.seconds(3)
    assert site.view.holds == {}


def test_a_database_that_is_gone_lets_the_camera_move_until_the_hold_runs_out(site, monkeypatch):
    site.take()

    def gone(*_):
        raise Unreachable

    monkeypatch.setattr(site.record, "execute", gone)
    monkeypatch.setattr(site.record, "ptz_holds", gone)
    site.seconds(HOLD_S - 2)
    site.ptz.move(RIGHT)
    assert site.hand.told[-1] == RIGHT
    site.seconds(3)
    assert site.hand.told[-1] == REST
    assert site.hand.closed
    assert "basis data" in site.view.loud[-1]
    assert site.view.ended == [(101, "PTZ: berhenti, hak habis")]
    assert site.view.holds == {}


def test_a_wish_after_the_end_of_the_hold_stops_even_before_the_next_second(site):
    site.take()
    site.ptz.move(RIGHT)
    site.now_s += HOLD_S + 0.1
    site.ptz.repeat()
    assert site.hand.told[-1] == REST


def test_a_camera_that_cannot_be_reached_is_given_back_with_its_reason(site):
    site.opening = NoAnswer(host="192.0.2.10", seconds=5)
    site.take()
    assert site.view.errors == [site.opening]
    assert (site.holder, site.view.held) == (None, None)


def test_a_driver_that_fails_is_told_and_its_wish_forgotten(site):
    site.take()
    site.ptz.move(RIGHT)
    error = NoAnswer(host="192.0.2.10", seconds=2)
    site.ptz.camera_failed(site.camera.id, error)
    before = len(site.hand.told)
    site.ptz.repeat()
    assert len(site.hand.told) == before
    assert site.view.errors == [error]


def test_numbers_lead_to_presets_and_a_number_without_one_says_so(site):
    site.take()
    site.ptz.spots.go_to(2)
    site.ptz.spots.go_home()
    assert site.hand.told[-2:] == ["Selatan", "home"]
    site.ptz.spots.go_to(7)
    assert "preset 7" in site.view.said[-1]


def test_only_a_supervisor_keeps_presets(site):
    site.take()
    site.ptz.offer_save()
    assert site.view.names == []
    site.ptz.end()
    site.sign_in("supervisor1")
    site.take()
    site.ptz.offer_save()
    assert site.view.names == [(101, ["Utara", "Selatan"])]
    site.ptz.spots.save("Lampu merah", "")
    assert [one.name for one in site.view.spots] == ["Utara", "Selatan", "Lampu merah"]


def test_a_supervisor_replaces_a_preset_and_takes_one_away(site):
    site.ptz.end()
    site.sign_in("supervisor1")
    site.take()
    site.ptz.spots.save("Pasar", "Selatan")
    assert [one.name for one in site.view.spots] == ["Utara", "Pasar"]
    assert "Pasar" in site.view.said[-1]
    site.ptz.spots.remove("Utara")
    assert [one.name for one in site.view.spots] == ["Pasar"]
    site.ptz.spots.remove("Utara")  # gone meanwhile: nothing is asked of the camera
    assert (site.hand.names, site.view.errors) == (["Pasar"], [])


def test_what_a_camera_answers_after_it_was_let_go_is_nobodys(site):
    site.take()
    site.ptz.release()
    site.ptz.spots.go_to(1)
    site.ptz.spots.save("Pasar", "")
    site.ptz.offer_save()
    assert (site.hand.names, site.view.names) == (["Utara", "Selatan"], [])


def test_where_it_looks_is_asked_each_second_while_it_is_in_hand(site):
    site.take()
    site.seconds(3)
    assert site.view.looks == [Look(0.5, -0.25, 0.0)] * 3
    site.ptz.release()
    site.seconds(3)
    assert len(site.view.looks) == 3


@pytest.mark.parametrize("answer", [None, NoAnswer(host="192.0.2.10", seconds=5)])
def test_a_camera_that_does_not_tell_where_it_looks_is_not_asked_again(site, answer):
    site.take()
    site.hand.place = answer
    site.seconds(4)
    assert (site.view.looks, site.hand.looked, site.view.errors) == ([None], 1, [])


def test_whoever_signs_out_lets_go(site):
    site.take()
    site.ptz.end()
    assert site.hand.closed
    assert site.holder is None


def test_taking_another_camera_gives_the_first_one_back(site):
    second = next(one for one in site.site.cameras.values() if one.number == 102)
    second = site.site.cameras[second.id] = replace(second, ptz=True)
    site.take()
    site.ptz.turn(second)
    assert site.hands[0].closed
    assert {hold.camera_id for hold in site.record.ptz_holds()} == {second.id}


def test_a_camera_that_loses_its_ptz_is_let_go(site):
    site.take()
    site.ptz.cameras_known((replace(site.camera, ptz=False),))
    assert site.view.held is None


def test_nobody_an_agency_and_a_fixed_camera_are_told_why_not(site):
    site.ptz.turn(replace(site.camera, ptz=False))
    assert "PTZ" in site.view.said[-1]
    site.ptz.end()
    site.take()
    assert site.view.sign_ins == 1
    site.sign_in("dishub1")
    site.take()
    assert "supervisor" in site.view.said[-1]
    assert site.hands == []


def test_letting_go_of_it_at_another_desk_ends_it_here_too(site):
    site.take()
    site.ptz.move(RIGHT)
    site.other("operator1", ReleasePtz(key=new_id(), camera_id=site.camera.id))
    assert site.hand.told[-1] == REST
    assert (site.view.held, site.holder) == (None, None)
    assert "tidak lagi memegangnya" in site.view.loud[-1]
    assert site.view.ended == [(101, "PTZ: berhenti, dilepas")]
