"""Who moves a camera, whichever implementation answers."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.demo_values import NOBODY

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.ptz import HOLD_S, PtzHold
from storage.service.commands import ReleasePtz, TakePtz
from storage.service.errors import Forbidden, Invalid, NotFound, PtzHeld
from storage.service.record import Outcome


def movable(city: City) -> UUID:
    """A new camera that can be moved."""
    camera = added(city)
    city.person("supervisor1").execute(saving(replace(camera, ptz=True)))
    return camera.id


def take(city: City, camera_id: UUID, by: str = "operator1", reason: str = "") -> Outcome:
    return city.person(by).execute(TakePtz(key=new_id(), camera_id=camera_id, reason=reason))


def give_back(city: City, camera_id: UUID, by: str = "operator1") -> Outcome:
    return city.person(by).execute(ReleasePtz(key=new_id(), camera_id=camera_id))


def hold_of(city: City, camera_id: UUID) -> PtzHold | None:
    return next((hold for hold in city.operator.ptz_holds() if hold.camera_id == camera_id), None)


def news(outcome: Outcome) -> list[tuple[Kind, UUID, int]]:
    return [(change.kind, change.id, change.version) for change in outcome.changes]


class PtzContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("login", ["operator1", "supervisor1", "administrator1"])
    def test_who_takes_a_free_camera_holds_it_for_a_while(self, city: City, login: str) -> None:
        camera = movable(city)
        assert news(take(city, camera, login)) == [(Kind.PTZ, camera, 1)]
        hold, me = hold_of(city, camera), city.person(login).me()
        assert hold is not None
        assert (hold.holder, hold.holder_name) == (login, me.name)
        assert hold.until - hold.since == timedelta(seconds=HOLD_S)
        assert (hold.taken_from, hold.reason) == ("", "")

    def test_the_holder_renews_and_nobody_needs_to_hear_of_it(self, city: City) -> None:
        camera = movable(city)
        take(city, camera)
        first = hold_of(city, camera)
        city.let_pass(0.02)
        assert news(take(city, camera)) == []
        second = hold_of(city, camera)
        assert first is not None
        assert second is not None
        assert second.since == first.since
        assert second.until > first.until

    def test_another_operator_is_told_who_holds_it_and_until_when(self, city: City) -> None:
        camera = movable(city)
        take(city, camera)
        held = hold_of(city, camera)
        assert held is not None
        with pytest.raises(PtzHeld) as refused:
            take(city, camera, "operator2", reason="Perlu sekarang")
        local = held.until + timedelta(hours=7)
        assert refused.value.facts == {"name": "Operator 1", "until": f"{local:%H:%M:%S}"}
        assert hold_of(city, camera) == held

    @pytest.mark.parametrize("login", ["supervisor1", "administrator1"])
    def test_a_supervisor_or_administrator_takes_over_and_says_why(self, city: City, login: str) -> None:
        camera = movable(city)
        take(city, camera)
        with pytest.raises(PtzHeld):
            take(city, camera, login, reason=" \n")
        assert news(take(city, camera, login, reason="Kebakaran di pasar")) == [(Kind.PTZ, camera, 2)]
        hold = hold_of(city, camera)
        assert hold is not None
        assert (hold.holder, hold.taken_from, hold.reason) == (login, "Operator 1", "Kebakaran di pasar")
        with pytest.raises(PtzHeld) as refused:
            take(city, camera)
        assert refused.value.facts["name"] == city.person(login).me().name

    def test_who_loses_a_camera_hears_of_it(self, city: City) -> None:
        camera = movable(city)
        take(city, camera)
        before = city.operator.feed_position()
        take(city, camera, "supervisor1", reason="Kebakaran")
        assert [(c.kind, c.id, c.actor) for c in city.operator.changes_since(before)] == [
            (Kind.PTZ, camera, "supervisor1")
        ]

    def test_a_reason_too_long_leaves_the_hold_where_it_is(self, city: City) -> None:
        camera = movable(city)
        take(city, camera)
        held = hold_of(city, camera)
        with pytest.raises(Invalid) as refused:
            take(city, camera, "supervisor1", reason="x" * 501)
        assert refused.value.facts["field"] == "reason"
        assert hold_of(city, camera) == held

    def test_a_hold_that_was_given_back_is_free_and_keeps_no_trace_of_its_taking_over(self, city: City) -> None:
        camera = movable(city)
        take(city, camera)
        take(city, camera, "supervisor1", reason="Kebakaran")
        assert news(give_back(city, camera, "supervisor1")) == [(Kind.PTZ, camera, 3)]
        assert hold_of(city, camera) is None
        assert news(take(city, camera, "operator2")) == [(Kind.PTZ, camera, 4)]
        hold = hold_of(city, camera)
        assert hold is not None
        assert (hold.holder, hold.taken_from, hold.reason) == ("operator2", "", "")

    def test_giving_back_what_one_does_not_hold_changes_nothing(self, city: City) -> None:
        camera = movable(city)
        assert news(give_back(city, camera)) == []
        take(city, camera)
        held = hold_of(city, camera)
        assert news(give_back(city, camera, "operator2")) == []
        assert hold_of(city, camera) == held

    def test_a_camera_that_cannot_be_moved_or_is_off_is_not_held(self, city: City) -> None:
        still, off = added(city), added(city)
        city.person("supervisor1").execute(saving(replace(off, ptz=True, enabled=False)))
        for camera in (still, off):
            with pytest.raises(Invalid) as refused:
                take(city, camera.id)
            assert refused.value.facts["field"] == "ptz"

    def test_a_camera_that_is_not_there_is_not_found(self, city: City) -> None:
        with pytest.raises(NotFound):
            take(city, NOBODY)
        with pytest.raises(NotFound):
            give_back(city, NOBODY)

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "auditor1", "intake1"])
    def test_others_move_no_camera(self, city: City, login: str) -> None:
        camera = movable(city)
        with pytest.raises(Forbidden):
            take(city, camera, login)
        with pytest.raises(Forbidden):
            give_back(city, camera, login)
        assert hold_of(city, camera) is None

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "intake1"])
    def test_an_agency_the_wall_and_the_intake_do_not_see_who_moves_cameras(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).ptz_holds()

    def test_holds_are_told_by_their_cameras_numbers(self, city: City) -> None:
        cameras = [movable(city) for _ in range(3)]
        for camera in reversed(cameras):
            take(city, camera)
        held = [hold.camera_id for hold in city.person("auditor1").ptz_holds()]
        assert [camera for camera in held if camera in cameras] == cameras
