"""Acts on tickets that hang together, meeting in the middle: all take assignments, tickets and duplicates in one order,
so one waits and is done or overtaken, and nobody is thrown out by a deadlock."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

import pytest
from pg.record.doors import PgDoors
from pg.record.test_clocks import late
from pg.record.test_locks import meeting
from unit.storage.audit_contract import erasing
from unit.storage.city import City
from unit.storage.links_contract import link, ticket

from storage.model.ids import new_id
from storage.model.tickets import Act, TicketState
from storage.service.commands import CarryOutErasure, Command, UnlinkTicket
from storage.service.errors import Stale

HOLD_TICKET = "SELECT 1 FROM siaga.ticket WHERE id = %s FOR UPDATE"


def sending(city: City, login: str, command: Command) -> Callable[[], object]:
    """Whoever comes second may be told so."""
    record = city.person(login)
    record.me()

    def send() -> None:
        with suppress(Stale):
            record.execute(command)

    return send


def doubled(city: City) -> tuple[UUID, UUID]:
    """A duplicate whose id comes before its parent's, and the parent."""
    child, parent = sorted((city.open(), city.open()))
    city.act(parent, Act.ACKNOWLEDGE)
    link(city, child, parent)
    return child, parent


def erasing_words(city: City, *tickets: UUID, act: str) -> CarryOutErasure:
    read = city.person("supervisor1").worded_rows
    rows = [row.number for one in tickets for row in read(one) if row.act == act]
    return CarryOutErasure(key=new_id(), erasure_id=erasing(city, audit_numbers=tuple(rows)))


@pytest.mark.parametrize("parent_first", [True, False])
def test_a_link_is_taken_back_while_its_parent_is_resolved(city: City, doors: PgDoors, parent_first: bool) -> None:
    child, parent = doubled(city)
    back = UnlinkTicket(key=new_id(), child_id=child, child_version=ticket(city, child).version, reason="Lain")
    meets = [
        ("operator1", sending(city, "operator1", city.acting(city.detail(parent), Act.RESOLVE))),
        ("operator2", sending(city, "operator2", back)),
    ]
    with meeting(doors, HOLD_TICKET, child) as let_in:
        for login, work in meets if parent_first else reversed(meets):
            let_in(login, work)
    assert ticket(city, parent).state is TicketState.RESOLVED or ticket(city, child).duplicate_of is None


def test_words_are_erased_while_their_agency_acts(city: City, doors: PgDoors) -> None:
    one = city.open("dishub")
    city.act(one, Act.ACCEPT, "dishub1", of="dishub", text="Saya telepon Ibu Sari")
    erasure = erasing_words(city, one, act="accept")
    set_out = city.acting(city.detail(one), Act.SET_OUT, of="dishub")
    with meeting(doors, HOLD_TICKET, one) as let_in:
        let_in("administrator1", sending(city, "administrator1", erasure))
        let_in("dishub1", sending(city, "dishub1", set_out))
    said = doors.admin().execute("SELECT said FROM siaga.assignment WHERE ticket_id = %s", (one,)).fetchall()
    assert said == [("",)]


@pytest.mark.parametrize("parent_first", [True, False])
def test_words_of_a_duplicate_and_its_parent_are_erased_while_the_parent_is_resolved(
    city: City, doors: PgDoors, parent_first: bool
) -> None:
    child, parent = doubled(city)
    meets = [
        ("operator1", partial(sending, city, "operator1", city.acting(city.detail(parent), Act.RESOLVE))),
        ("administrator1", partial(sending, city, "administrator1", erasing_words(city, child, parent, act="open"))),
    ]
    with meeting(doors, HOLD_TICKET, child) as let_in:
        for login, work in meets if parent_first else reversed(meets):
            let_in(login, work())
    assert "erase" in {entry.act for entry in city.detail(child).timeline}


@pytest.mark.parametrize("erased_first", [True, False])
def test_a_links_words_are_erased_while_it_is_taken_back(city: City, doors: PgDoors, erased_first: bool) -> None:
    child, _ = doubled(city)
    erasure = erasing_words(city, child, act="link")
    back = UnlinkTicket(key=new_id(), child_id=child, child_version=ticket(city, child).version, reason="Lain")
    meets = [
        ("administrator1", sending(city, "administrator1", erasure)),
        ("operator2", sending(city, "operator2", back)),
    ]
    with meeting(doors, HOLD_TICKET, child) as let_in:
        for login, work in meets if erased_first else reversed(meets):
            let_in(login, work)
    said = doors.admin().execute("SELECT reason FROM siaga.ticket_link WHERE child_id = %s", (child,)).fetchall()
    assert said == [("",)]


def test_a_station_does_not_wait_for_a_ticket_that_somebody_acts_on(city: City, doors: PgDoors) -> None:
    one, station = city.open(category="fire"), doors.station("station1")
    new = late(city, one)
    with doors.admin() as holder, holder.transaction():
        holder.execute(HOLD_TICKET, (one,))
        assert station.raise_clock_alarms((new,)) == ()
    assert station.raise_clock_alarms((new,)) == (new.id,)
