"""What may become of a ticket and of its assignments: one table, enforced here and again by the server's triggers.

The rule between the two: a ticket with an open assignment is in progress. The first dispatch moves it there, and
it stays there when every assignment has ended, until an operator resolves it, because only a person can say
that the trouble itself is over. It cannot be resolved or rejected while an agency is still at work.
The published diagram is docs/ref/ticket-states.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storage.model.people import Role
from storage.model.tickets import Act, AssignmentState, TicketState, TransferState

State = TicketState | AssignmentState | TransferState


class Subject(StrEnum):
    """Whose state a transition changes."""

    TICKET = "ticket"
    ASSIGNMENT = "assignment"
    TRANSFER = "transfer"


class Need(StrEnum):
    """What an act must bring along, beside its role and state."""

    TEXT = "text"  # a note, or the reason
    REASON_FROM_OTHER = "reason_from_other"  # a reason when another person owns the ticket
    AGENCY = "agency"
    PAUSE_REASON = "pause_reason"  # one of PauseReason
    ENDED = "ended"  # no assignment may still be open


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    subject: Subject
    start: State
    act: Act
    end: State
    who: frozenset[Role]
    needs: frozenset[Need] = frozenset()


OPENERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.INTAKE})
"""Who may open a ticket; it is then `new`."""

ENDED_ASSIGNMENT = frozenset({AssignmentState.DONE, AssignmentState.REJECTED})
"""States in which an agency's part is over; every other one is open."""

_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
# The desk records what an agency says over the radio; an agency's people act on their own assignments.
_FIELD = _DESK | {Role.AGENCY}
_T, _A, _P = TicketState, AssignmentState, TransferState


def _ticket(start: TicketState, act: Act, end: TicketState, who: frozenset[Role] = _DESK, *needs: Need) -> Transition:
    return Transition(Subject.TICKET, start, act, end, who, frozenset(needs))


def _assignment(start: AssignmentState, act: Act, end: AssignmentState, *needs: Need) -> Transition:
    return Transition(Subject.ASSIGNMENT, start, act, end, _FIELD, frozenset(needs))


def _transfer(act: Act, end: TransferState, *needs: Need) -> Transition:
    return Transition(Subject.TRANSFER, _P.PROPOSED, act, end, _FIELD, frozenset(needs))


_OPEN = (_T.NEW, _T.ACKNOWLEDGED, _T.IN_PROGRESS, _T.RESOLVED)


def _staying() -> Iterable[Transition]:
    """Acts that leave the state as it is."""
    yield from (_ticket(state, Act.CLAIM, state, _DESK, Need.REASON_FROM_OTHER) for state in _OPEN)
    yield from (_ticket(state, Act.EDIT, state) for state in _OPEN)
    yield from (_ticket(state, Act.NOTE, state, _FIELD, Need.TEXT) for state in _OPEN)
    running = (_T.NEW, _T.ACKNOWLEDGED, _T.IN_PROGRESS)
    yield from (_ticket(state, Act.PAUSE, state, _DESK, Need.PAUSE_REASON) for state in running)
    yield from (_ticket(state, Act.RESUME, state) for state in running)
    yield from (_ticket(state, Act.MAKE_REAL, state, _SUPERVISOR, Need.TEXT) for state in _OPEN)
    at_work = (_A.DISPATCHED, _A.ACCEPTED, _A.UNDER_WAY, _A.ON_SCENE)
    yield from (_assignment(state, Act.PROPOSE_TRANSFER, state, Need.TEXT, Need.AGENCY) for state in at_work)


TRANSITIONS: tuple[Transition, ...] = (
    _ticket(_T.NEW, Act.ACKNOWLEDGE, _T.ACKNOWLEDGED),
    _ticket(_T.NEW, Act.DISPATCH, _T.IN_PROGRESS, _DESK, Need.AGENCY),
    _ticket(_T.ACKNOWLEDGED, Act.DISPATCH, _T.IN_PROGRESS, _DESK, Need.AGENCY),
    _ticket(_T.IN_PROGRESS, Act.DISPATCH, _T.IN_PROGRESS, _DESK, Need.AGENCY),
    _ticket(_T.ACKNOWLEDGED, Act.RESOLVE, _T.RESOLVED, _DESK, Need.ENDED),
    _ticket(_T.IN_PROGRESS, Act.RESOLVE, _T.RESOLVED, _DESK, Need.ENDED),
    _ticket(_T.RESOLVED, Act.CLOSE, _T.CLOSED),
    _ticket(_T.NEW, Act.REJECT, _T.REJECTED, _DESK, Need.TEXT, Need.ENDED),
    _ticket(_T.ACKNOWLEDGED, Act.REJECT, _T.REJECTED, _DESK, Need.TEXT, Need.ENDED),
    _ticket(_T.IN_PROGRESS, Act.REJECT, _T.REJECTED, _DESK, Need.TEXT, Need.ENDED),
    _ticket(_T.RESOLVED, Act.REOPEN, _T.IN_PROGRESS, _DESK, Need.TEXT),
    _ticket(_T.CLOSED, Act.REOPEN, _T.IN_PROGRESS, _SUPERVISOR, Need.TEXT),
    _ticket(_T.REJECTED, Act.REOPEN, _T.IN_PROGRESS, _SUPERVISOR, Need.TEXT),
    *_staying(),
    _assignment(_A.DISPATCHED, Act.ACCEPT, _A.ACCEPTED),
    _assignment(_A.ACCEPTED, Act.SET_OUT, _A.UNDER_WAY),
    _assignment(_A.UNDER_WAY, Act.ARRIVE, _A.ON_SCENE),
    _assignment(_A.UNDER_WAY, Act.COMPLETE, _A.DONE),
    _assignment(_A.ON_SCENE, Act.COMPLETE, _A.DONE),
    _assignment(_A.DISPATCHED, Act.DECLINE, _A.REJECTED, Need.TEXT),
    _assignment(_A.ACCEPTED, Act.DECLINE, _A.REJECTED, Need.TEXT),
    _assignment(_A.UNDER_WAY, Act.DECLINE, _A.REJECTED, Need.TEXT),
    _assignment(_A.ON_SCENE, Act.DECLINE, _A.REJECTED, Need.TEXT),
    _transfer(Act.ACCEPT_TRANSFER, _P.ACCEPTED),
    _transfer(Act.REFUSE_TRANSFER, _P.REFUSED, Need.TEXT),
    _transfer(Act.WITHDRAW_TRANSFER, _P.WITHDRAWN),
)

ASSIGNMENT_ACTS = frozenset(t.act for t in TRANSITIONS if t.subject is Subject.ASSIGNMENT)
"""The acts that name one assignment of a ticket."""

TRANSFER_ACTS = frozenset(t.act for t in TRANSITIONS if t.subject is Subject.TRANSFER)
"""The acts that name a transfer that was proposed."""

_SUBJECTS = {
    TicketState: Subject.TICKET,
    AssignmentState: Subject.ASSIGNMENT,
    TransferState: Subject.TRANSFER,
}
_BY_START = {(t.subject, t.start, t.act): t for t in TRANSITIONS}


def transition(start: State, act: Act) -> Transition | None:
    """The line of the table for this act in this state, or None where the state does not allow it."""
    subject = next(subject for kind, subject in _SUBJECTS.items() if isinstance(start, kind))
    return _BY_START.get((subject, start, act))


def ever_allowed(act: Act, role: Role) -> bool:
    """Whether a role may do this act in any state at all."""
    return any(t.act is act and role in t.who for t in TRANSITIONS)
