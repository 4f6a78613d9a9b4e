"""Crews and vehicles: each agency's own, and what they do follows the assignments that they are on."""

from dataclasses import replace
from uuid import UUID

import pytest
from unit.storage.city import City

from storage.model.crews import Unit, UnitKind, UnitStatus
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Act
from storage.service.commands import SaveUnit, SendUnit
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale


def a_unit(city: City, agency: str = "dishub", **fields: object) -> Unit:
    unit = Unit(new_id(), city.agencies[agency], f"Dishub {new_id().hex[-6:]}", UnitKind.VEHICLE)
    return replace(unit, **fields)  # type: ignore[arg-type]


def saved(city: City, unit: Unit, by: str = "supervisor1") -> Unit:
    city.person(by).execute(SaveUnit(key=new_id(), unit=unit))
    return seen(city, unit.id)


def seen(city: City, unit_id: UUID, by: str = "operator1") -> Unit:
    return next(one for one in city.person(by).units() if one.id == unit_id)


def part_of(city: City, ticket: UUID) -> UUID:
    return city.detail(ticket).ticket.assignments[-1].id


def send(city: City, unit: Unit, assignment: UUID, by: str = "operator1") -> None:
    city.person(by).execute(SendUnit(key=new_id(), unit_id=unit.id, assignment_id=assignment))


class CrewsContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_unit_is_kept_as_it_was_given_and_begins_available(self, city: City) -> None:
        unit = a_unit(city)
        kept = saved(city, unit)
        assert kept.since is not None
        assert replace(kept, since=None) == replace(unit, version=1)
        with pytest.raises(AlreadyTaken):
            saved(city, a_unit(city, call_sign=unit.call_sign.upper()))
        with pytest.raises(Stale):
            saved(city, replace(kept, version=9))
        with pytest.raises(Invalid):
            saved(city, a_unit(city, call_sign=" "))

    def test_an_agency_keeps_its_own_and_sees_no_other(self, city: City) -> None:
        mine, theirs = saved(city, a_unit(city), "dishub1"), saved(city, a_unit(city, "polri"))
        dishub = city.person("dishub1")
        assert mine.id in {one.id for one in dishub.units()}
        assert theirs.id not in {one.id for one in dishub.units()}
        assert saved(city, replace(mine, status=UnitStatus.OFF_DUTY), "dishub1").status is UnitStatus.OFF_DUTY
        with pytest.raises(Forbidden):
            dishub.execute(SaveUnit(key=new_id(), unit=a_unit(city, "polri")))
        with pytest.raises(NotFound):
            dishub.execute(SaveUnit(key=new_id(), unit=replace(theirs, status=UnitStatus.OFF_DUTY)))

    @pytest.mark.parametrize("login", ["operator1", "wall1", "auditor1"])
    def test_who_keeps_no_units_changes_none(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).execute(SaveUnit(key=new_id(), unit=a_unit(city)))

    def test_its_status_follows_the_acts_of_its_assignment_to_the_end(self, city: City) -> None:
        ticket, unit = city.open("dishub"), saved(city, a_unit(city))
        send(city, unit, part_of(city, ticket))
        now = seen(city, unit.id)
        assert (now.status, [task.ticket_id for task in now.tasks]) == (UnitStatus.DISPATCHED, [ticket])
        last = city.detail(ticket).timeline[-1]
        assert (last.act, dict(last.facts)) == ("send_unit", {"agency": "Dishub", "crew": unit.call_sign})
        for act, status in (
            (Act.ACCEPT, UnitStatus.DISPATCHED),
            (Act.SET_OUT, UnitStatus.UNDER_WAY),
            (Act.ARRIVE, UnitStatus.ON_SCENE),
            (Act.COMPLETE, UnitStatus.AVAILABLE),
        ):
            city.act(ticket, act, of="dishub")
            assert seen(city, unit.id).status is status
        assert seen(city, unit.id).tasks == ()

    def test_a_declined_or_handed_on_task_sets_its_units_free(self, city: City) -> None:
        ticket, unit = city.open("dishub"), saved(city, a_unit(city))
        send(city, unit, part_of(city, ticket), "dishub1")
        city.act(ticket, Act.PROPOSE_TRANSFER, of="dishub", to="polri", text="Jalan nasional")
        assert seen(city, unit.id).status is UnitStatus.DISPATCHED
        city.act(ticket, Act.ACCEPT_TRANSFER)
        assert seen(city, unit.id).status is UnitStatus.AVAILABLE

    def test_of_several_tasks_the_furthest_tells_its_status(self, city: City) -> None:
        first, second, unit = city.open("dishub"), city.open("dishub"), saved(city, a_unit(city))
        for ticket in (first, second):
            send(city, unit, part_of(city, ticket))
        for act in (Act.ACCEPT, Act.SET_OUT):
            city.act(first, act, of="dishub")
        now = seen(city, unit.id)
        assert (now.status, len(now.tasks)) == (UnitStatus.UNDER_WAY, 2)
        city.act(first, Act.COMPLETE, of="dishub")
        assert seen(city, unit.id).status is UnitStatus.DISPATCHED

    def test_a_unit_goes_only_where_its_agency_does(self, city: City) -> None:
        unit, theirs = saved(city, a_unit(city)), part_of(city, city.open("polri"))
        with pytest.raises(Invalid):
            send(city, unit, theirs)
        own = part_of(city, city.open("dishub"))
        with pytest.raises(Forbidden):
            send(city, unit, own, "damkar1")
        with pytest.raises(Forbidden):
            send(city, unit, own, "wall1")
        off = saved(city, replace(unit, status=UnitStatus.OUT_OF_SERVICE))
        with pytest.raises(Invalid):
            send(city, off, own)

    def test_it_is_sent_once_and_to_no_ended_task(self, city: City) -> None:
        ticket, unit = city.open("dishub"), saved(city, a_unit(city))
        part = part_of(city, ticket)
        send(city, unit, part)
        with pytest.raises(AlreadyTaken):
            send(city, unit, part)
        city.act(ticket, Act.DECLINE, of="dishub", text="Tidak ada unit")
        with pytest.raises(NotAllowedNow):
            send(city, unit, part)

    def test_a_unit_at_work_is_not_called_free_by_hand(self, city: City) -> None:
        ticket, unit = city.open("dishub"), saved(city, a_unit(city))
        send(city, unit, part_of(city, ticket))
        at_work = seen(city, unit.id)
        for change in ({"status": UnitStatus.AVAILABLE}, {"active": False}):
            with pytest.raises(Invalid):
                saved(city, replace(at_work, **change), "dishub1")
        with pytest.raises(Invalid):
            saved(city, a_unit(city, status=UnitStatus.ON_SCENE))

    def test_the_feed_tells_its_agency_and_no_other(self, city: City) -> None:
        before = city.operator.feed_position()
        unit = saved(city, a_unit(city))
        heard = {
            login: {c.id for c in city.person(login).changes_since(before) if c.kind is Kind.UNIT}
            for login in ("operator1", "dishub1", "damkar1")
        }
        assert heard == {"operator1": {unit.id}, "dishub1": {unit.id}, "damkar1": set()}
