"""The table of transitions, and the page that publishes it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from storage.model.acts import allowed
from storage.model.diagram import as_table, mermaid
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import (
    Act,
    Assignment,
    AssignmentState,
    Priority,
    Ticket,
    TicketState,
    Transfer,
    TransferState,
)
from storage.model.transitions import TRANSITIONS, Need, Subject, transition

PAGE = (Path(__file__).parents[3] / "docs" / "ref" / "ticket-states.md").read_text("utf-8")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ME, OTHER, DISHUB, POLRI = (UUID(int=n) for n in range(1, 5))


def person(role: Role, agency: UUID | None = None) -> Person:
    return Person(ME, "aku", "Aku", role, agency)


def ticket(state: TicketState, *assignments: tuple[UUID, AssignmentState], owner: UUID | None = OTHER) -> Ticket:
    return Ticket(
        id=UUID(int=9),
        number="BKS-2026-000001",
        title="Macet",
        category="congestion",
        priority=Priority.HIGH,
        state=state,
        place="",
        camera_id=None,
        owner_id=owner,
        owner_name="",
        created_at=NOW,
        changed_at=NOW,
        version=1,
        assignments=tuple(Assignment(agency, agency, "", its_state, NOW, NOW) for agency, its_state in assignments),
    )


def acts(of: Ticket, who: Person) -> set[Act]:
    return {act for act, _ in allowed(of, who)}


def test_a_state_and_an_act_lead_to_one_place() -> None:
    doubled = Counter((t.subject, t.start, t.act) for t in TRANSITIONS)
    assert [key for key, count in doubled.items() if count > 1] == []


@pytest.mark.parametrize(
    ("subject", "states", "first"),
    [
        (Subject.TICKET, TicketState, TicketState.NEW),
        (Subject.ASSIGNMENT, AssignmentState, AssignmentState.DISPATCHED),
        (Subject.TRANSFER, TransferState, TransferState.PROPOSED),
    ],
)
def test_every_state_can_be_reached(subject, states, first) -> None:
    reached = {first} | {t.end for t in TRANSITIONS if t.subject is subject}
    assert reached == set(states)


def test_every_act_stands_in_the_table() -> None:
    assert {t.act for t in TRANSITIONS} == set(Act)


def test_no_ticket_is_stuck_for_good() -> None:
    """From every state of a ticket a supervisor has a way on."""
    moving = {t.start for t in TRANSITIONS if t.start is not t.end and Role.SUPERVISOR in t.who}
    assert set(TicketState) <= moving


def test_machines_and_onlookers_act_on_no_ticket() -> None:
    onlookers = {Role.WALL, Role.AUDITOR, Role.INTAKE, Role.STATION, Role.ADMINISTRATOR}
    assert [t for t in TRANSITIONS if t.who & onlookers] == []


def test_a_rejection_and_a_reopening_always_need_a_reason() -> None:
    told = [t for t in TRANSITIONS if t.act in (Act.REJECT, Act.REOPEN, Act.DECLINE)]
    assert told
    assert all(Need.TEXT in t.needs for t in told)


def test_a_state_of_the_other_subject_is_never_mistaken() -> None:
    assert transition(AssignmentState.REJECTED, Act.REOPEN) is None
    assert transition(TicketState.REJECTED, Act.REOPEN) is not None


def test_resolving_is_offered_once_no_agency_is_at_work() -> None:
    operator = person(Role.OPERATOR)
    at_work = ticket(TicketState.IN_PROGRESS, (DISHUB, AssignmentState.DONE), (POLRI, AssignmentState.ON_SCENE))
    ended = ticket(TicketState.IN_PROGRESS, (DISHUB, AssignmentState.DONE), (POLRI, AssignmentState.REJECTED))
    assert Act.RESOLVE not in acts(at_work, operator)
    assert Act.REJECT not in acts(at_work, operator)
    assert Act.RESOLVE in acts(ended, operator)


def test_who_owns_a_ticket_is_not_offered_to_claim_it() -> None:
    assert Act.CLAIM in acts(ticket(TicketState.NEW), person(Role.OPERATOR))
    assert Act.CLAIM not in acts(ticket(TicketState.NEW, owner=ME), person(Role.OPERATOR))


def test_an_agency_is_offered_its_own_assignments_alone() -> None:
    shared = ticket(TicketState.IN_PROGRESS, (DISHUB, AssignmentState.DISPATCHED), (POLRI, AssignmentState.DISPATCHED))
    offered = allowed(shared, person(Role.AGENCY, DISHUB))
    assert set(offered) == {
        *((act, DISHUB) for act in (Act.ACCEPT, Act.DECLINE, Act.PROPOSE_TRANSFER)),
        (Act.NOTE, None),
    }
    assert allowed(ticket(TicketState.NEW), person(Role.AGENCY, DISHUB)) == ()


def test_a_proposed_transfer_is_answered_by_who_was_asked_and_withdrawn_by_who_proposed() -> None:
    proposed = Transfer(UUID(int=11), DISHUB, DISHUB, "Dishub", POLRI, "Polri", "Bukan jalan kami", NOW)
    waiting = replace(ticket(TicketState.IN_PROGRESS, (DISHUB, AssignmentState.ACCEPTED)), transfers=(proposed,))
    answers = {Act.ACCEPT_TRANSFER, Act.REFUSE_TRANSFER}
    theirs, ours = acts(waiting, person(Role.AGENCY, POLRI)), acts(waiting, person(Role.AGENCY, DISHUB))
    assert theirs == answers
    assert Act.WITHDRAW_TRANSFER in ours
    assert not ours & answers
    assert Act.SET_OUT in ours, "who holds it goes on with it"
    assert Act.PROPOSE_TRANSFER not in ours, "one at a time"
    assert {*answers, Act.WITHDRAW_TRANSFER} <= acts(waiting, person(Role.OPERATOR))


def test_only_a_supervisor_makes_an_exercise_real_and_nothing_real_becomes_one() -> None:
    drill = replace(ticket(TicketState.NEW), exercise=True)
    assert Act.MAKE_REAL in acts(drill, person(Role.SUPERVISOR))
    assert Act.MAKE_REAL not in acts(drill, person(Role.OPERATOR))
    assert Act.MAKE_REAL not in acts(ticket(TicketState.NEW), person(Role.SUPERVISOR))


@pytest.mark.parametrize("change", [{"active": False}, {"must_change_password": True}])
def test_who_is_disabled_or_must_change_the_password_is_offered_nothing(change: dict[str, bool]) -> None:
    assert allowed(ticket(TicketState.NEW), replace(person(Role.SUPERVISOR), **change)) == ()


@pytest.mark.parametrize("subject", list(Subject))
def test_the_page_shows_diagram_and_table_as_they_are(subject: Subject) -> None:
    assert mermaid(subject) in PAGE
    assert as_table(subject) in PAGE


def test_ids_are_of_version_seven_and_sort_by_the_time_they_were_made() -> None:
    ids = [new_id() for _ in range(200)]
    assert {(i.version, i.variant) for i in ids} == {(7, "specified in RFC 4122")}
    assert len(set(ids)) == len(ids)
    milliseconds = [i.int >> 80 for i in ids]
    assert milliseconds == sorted(milliseconds)
