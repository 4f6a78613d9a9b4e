"""Several who answer a transfer, or act on its ticket, at once: one has, the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import PgDoors
from unit.storage.city import City
from unit.storage.transfer_contract import proposed

from storage.model.ids import new_id
from storage.model.tickets import Act, AssignmentState
from storage.service.errors import AlreadyTaken, Busy, NotAllowedNow, NotFound, RecordError, Stale
from storage.service.record import Record

TOLD = (Stale, NotAllowedNow, AlreadyTaken, NotFound)
"""A ticket that somebody was asked about and that was answered for them is out of their sight."""


def at_once(*works: Callable[[], object]) -> list[RecordError | None]:
    """Each in a thread of its own, begun together; what each was refused with."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> RecordError | None:
        start.wait()
        try:
            work()
        except RecordError as error:
            return error
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def doing(city: City, ticket: UUID, act: Act, by: Record) -> Callable[[], object]:
    command = city.acting(city.detail(ticket), act, of="dishub", text="Alasan")
    return lambda: by.execute(replace(command, key=new_id()))


@pytest.mark.parametrize("other", [Act.REFUSE_TRANSFER, Act.WITHDRAW_TRANSFER, Act.SET_OUT, Act.DECLINE])
def test_of_an_acceptance_and_another_act_one_wins_and_the_other_is_told(city: City, other: Act) -> None:
    for _ in range(3):
        ticket = proposed(city, to="damkar")
        answers = at_once(
            doing(city, ticket, Act.ACCEPT_TRANSFER, city.person("damkar1")),
            doing(city, ticket, other, city.person("operator2")),
        )
        assert not any(isinstance(one, Busy) for one in answers), "a deadlock"
        assert sum(one is None for one in answers) == 1
        assert all(one is None or isinstance(one, TOLD) for one in answers)
        seen = city.detail(ticket).ticket
        holders = [one for one in seen.assignments if one.state is not AssignmentState.REJECTED]
        assert len(holders) == (0 if other is Act.DECLINE and answers[1] is None else 1)
        assert (seen.transfers == ()) == (other is not Act.SET_OUT or answers[0] is None)


def test_of_many_acceptances_one_hands_the_ticket_on(city: City) -> None:
    ticket = proposed(city, to="pupr")
    people = [city.person(login) for login in ("pupr1", "operator1", "operator2", "supervisor1")]
    answers = at_once(*(doing(city, ticket, Act.ACCEPT_TRANSFER, one) for one in people))
    assert sum(one is None for one in answers) == 1
    assert len(city.detail(ticket).ticket.assignments) == 2


def test_a_part_is_not_handed_on_by_hand(city: City, doors: PgDoors) -> None:
    """Over raw connections, as the holder, as who was asked, and as the desk."""
    ticket = proposed(city, to="damkar")
    seen = city.detail(ticket).ticket
    part, transfer = seen.assignments[0].id, seen.transfers[0].id
    by_hand = (
        "UPDATE siaga.assignment SET state = 'rejected', act = 'transfer', said = 'x', seen_version = %s WHERE id = %s"
    )
    for login in ("dishub1", "damkar1", "operator1"):
        raw = doors.raw(login)
        if login == "damkar1":
            assert raw.execute(by_hand, (seen.version, part)).rowcount == 0, "it does not even see the other's part"
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(by_hand, (seen.version, part))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("UPDATE siaga.transfer SET state = 'accepted' WHERE id = %s", (transfer,))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.raw("dishub1").execute(
            "SELECT siaga.answer_transfer(%s, 'accept_transfer', '', %s)", (transfer, seen.version)
        )
    with pytest.raises(psycopg.Error) as skipped:
        doors.raw("damkar1").execute("SELECT siaga.answer_transfer(%s, 'accept_transfer', '', %s)", (transfer, 1))
    assert skipped.value.sqlstate == "SG003"
    assert city.detail(ticket).ticket == seen
