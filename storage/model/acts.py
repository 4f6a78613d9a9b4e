"""Which acts a person may do to a ticket now, by the table of transitions."""

from uuid import UUID

from storage.model.people import Person, Role
from storage.model.tickets import Act, Assignment, Ticket, Transfer, TransferState
from storage.model.transitions import ENDED_ASSIGNMENT, TRANSITIONS, Need, Subject


def has_open_assignment(ticket: Ticket) -> bool:
    return any(a.state not in ENDED_ASSIGNMENT for a in ticket.assignments)


def is_theirs(assignment: Assignment, person: Person) -> bool:
    """Whether a person may act on this assignment: the desk on every one, an agency's people on their own."""
    return person.role is not Role.AGENCY or assignment.agency_id == person.agency_id


def allowed(ticket: Ticket, person: Person) -> tuple[tuple[Act, UUID | None], ...]:
    """The acts that the record would accept from this person now, in the table's order.

    The id names the assignment or the transfer, for the acts that belong to one. A person who must change their
    password, or is disabled, may do none.
    """
    if not person.active or person.must_change_password:
        return ()
    if ticket.duplicate_of is not None:
        may_note = any(t.act is Act.NOTE and t.start is ticket.state and person.role in t.who for t in TRANSITIONS)
        return ((Act.NOTE, None),) if may_note else ()
    acts: list[tuple[Act, UUID | None]] = []
    for line in TRANSITIONS:
        if person.role not in line.who:
            continue
        if line.subject is Subject.TICKET:
            if line.start is ticket.state and _ticket_allows(ticket, person, line.act, line.needs):
                acts.append((line.act, None))
        elif line.subject is Subject.TRANSFER:
            waiting = ticket.transfers if line.start is TransferState.PROPOSED else ()
            acts += [(line.act, one.id) for one in waiting if may_answer(one, person, line.act)]
        elif line.act is Act.PROPOSE_TRANSFER:
            proposed = {one.assignment_id for one in ticket.transfers}
            mine = (a for a in ticket.assignments if a.state is line.start and is_theirs(a, person))
            acts += [(line.act, a.id) for a in mine if a.id not in proposed]
        else:
            acts += [(line.act, a.id) for a in ticket.assignments if a.state is line.start and is_theirs(a, person)]
    return tuple(acts)


def may_answer(transfer: Transfer, person: Person, act: Act) -> bool:
    """Whether it is theirs: who proposed withdraws, who was asked accepts or refuses; the desk notes each of them."""
    whose = transfer.from_agency_id if act is Act.WITHDRAW_TRANSFER else transfer.to_agency_id
    return person.role is not Role.AGENCY or person.agency_id == whose


def _ticket_allows(ticket: Ticket, person: Person, act: Act, needs: frozenset[Need]) -> bool:
    if act is Act.CLAIM and ticket.owner_id == person.id:
        return False
    linked = ticket.duplicate_of or ticket.part_of or ticket.duplicates or ticket.parts
    if act is Act.MAKE_REAL and (linked or not ticket.exercise):
        return False
    if (act is Act.PAUSE and ticket.paused is not None) or (act is Act.RESUME and ticket.paused is None):
        return False
    if person.role is Role.AGENCY and not any(is_theirs(a, person) for a in ticket.assignments):
        return False
    return not (Need.ENDED in needs and has_open_assignment(ticket))
