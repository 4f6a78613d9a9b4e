"""The fakes' transfers with consent: what the server's triggers make of a proposal and of its answer."""

from dataclasses import replace

from storage.model.acts import is_theirs, may_answer
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Act, Assignment, AssignmentState, Transfer, TransferState
from storage.model.transitions import ENDED_ASSIGNMENT, TRANSFER_ACTS
from storage.service.commands import ActOnTicket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid
from storage.testing_commands import Desk, Kept, act_on_ticket


def act_or_transfer(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    """The ticket after one act, at its next version; a proposal that nothing is left of lapses."""
    if command.act is Act.PROPOSE_TRANSFER:
        after = _next_version(desk, propose_transfer(desk, kept, command))
    elif command.act in TRANSFER_ACTS:
        after = _next_version(desk, answer_transfer(desk, kept, command))
    else:
        after = act_on_ticket(desk, kept, command)
    return lapsed(desk, kept, after)


def propose_transfer(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    """The ticket with one proposal more; its holder stays who it is."""
    if command.assignment_id is None:
        raise Invalid(field="assignment")
    if command.agency_id is None:
        raise Invalid(field="agency")
    held = next((a for a in kept.ticket.assignments if a.id == command.assignment_id), None)
    if held is None or not is_theirs(held, desk.person):
        raise Forbidden
    desk.judge(held.state, Act.PROPOSE_TRANSFER, command.text)
    asked = desk.agency(command.agency_id)
    if asked.id == held.agency_id:
        raise Invalid(field="agency")
    if any(a.agency_id == asked.id and a.state not in ENDED_ASSIGNMENT for a in kept.ticket.assignments):
        raise AlreadyTaken(field="agency")
    if any(one.assignment_id == held.id for one in kept.ticket.transfers):
        raise AlreadyTaken(field="transfer")
    new = Transfer(
        id=new_id(),
        assignment_id=held.id,
        from_agency_id=held.agency_id,
        from_agency=held.agency_name,
        to_agency_id=asked.id,
        to_agency=asked.name,
        reason=command.text,
        proposed_at=desk.now,
    )
    ticket = replace(kept.ticket, transfers=(*kept.ticket.transfers, new))
    return _told(desk, replace(kept, ticket=ticket), new, command.act.value, command.text)


def answer_transfer(desk: Desk, kept: Kept, command: ActOnTicket) -> Kept:
    """The ticket after it: accepted it is the other's, refused or withdrawn it stays where it was."""
    if command.transfer_id is None:
        raise Invalid(field="transfer")
    asked = next((one for one in kept.ticket.transfers if one.id == command.transfer_id), None)
    on_field = desk.person.role in (Role.OPERATOR, Role.SUPERVISOR, Role.AGENCY)
    if asked is None or not desk.able() or not on_field or not may_answer(asked, desk.person, command.act):
        raise Forbidden
    desk.judge(TransferState.PROPOSED, command.act, command.text)
    left = tuple(one for one in kept.ticket.transfers if one.id != asked.id)
    kept = replace(kept, ticket=replace(kept.ticket, transfers=left))
    if command.act is not Act.ACCEPT_TRANSFER:
        return _told(desk, kept, asked, command.act.value, command.text)
    return _handed_on(desk, kept, asked)


def lapsed(desk: Desk, before: Kept, kept: Kept) -> Kept:
    """The ticket without proposals that nothing is left of."""
    for one in before.ticket.transfers:
        if one not in kept.ticket.transfers:
            continue
        ended = all(a.state in ENDED_ASSIGNMENT for a in kept.ticket.assignments if a.id == one.assignment_id)
        known = {a.id for a in before.ticket.assignments}
        sent = any(a.agency_id == one.to_agency_id and a.id not in known for a in kept.ticket.assignments)
        if ended or sent:
            left = tuple(other for other in kept.ticket.transfers if other.id != one.id)
            kept = replace(kept, ticket=replace(kept.ticket, transfers=left))
            kept = _told(desk, kept, one, Act.WITHDRAW_TRANSFER.value, "")
    return kept


def _handed_on(desk: Desk, kept: Kept, asked: Transfer) -> Kept:
    held = next(a for a in kept.ticket.assignments if a.id == asked.assignment_id)
    ended = replace(
        held,
        state=AssignmentState.REJECTED,
        changed_at=desk.now,
        reason=asked.reason,
        handed_to=asked.to_agency,
    )
    new = Assignment(new_id(), asked.to_agency_id, asked.to_agency, AssignmentState.ACCEPTED, desk.now, desk.now)
    stand = tuple(ended if a.id == held.id else a for a in kept.ticket.assignments)
    entries = (
        desk.entry("transfer", asked.reason, agency=asked.from_agency, next_agency=asked.to_agency),
        desk.entry(Act.DISPATCH.value, asked.reason, agency=asked.to_agency),
        desk.entry(Act.ACCEPT.value, agency=asked.to_agency),
    )
    ticket = replace(kept.ticket, assignments=(*stand, new))
    return replace(kept, ticket=ticket, timeline=(*kept.timeline, *entries))


def _next_version(desk: Desk, kept: Kept) -> Kept:
    return replace(kept, ticket=replace(kept.ticket, version=kept.ticket.version + 1, changed_at=desk.now))


def _told(desk: Desk, kept: Kept, transfer: Transfer, act: str, text: str) -> Kept:
    entry = desk.entry(act, text, agency=transfer.from_agency, next_agency=transfer.to_agency)
    return replace(kept, timeline=(*kept.timeline, entry))
