"""A ticket's audit rows told again: what its state, its assignments and its fields must be by what happened to it.

Pure, and blind to the tables: it knows the audit's rows and the model's transitions only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from storage.model.tickets import Act, AssignmentState, TicketState, TransferState
from storage.model.transitions import ENDED_ASSIGNMENT, transition

FIELDS = ("title", "category", "priority")
_ENDED = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.REJECTED)
_ASSIGNMENT_ACTS = (Act.ACCEPT, Act.SET_OUT, Act.ARRIVE, Act.COMPLETE, Act.DECLINE)
_ANSWERED = (Act.REFUSE_TRANSFER, Act.WITHDRAW_TRANSFER)


@dataclass(frozen=True, slots=True)
class Happened:
    """One audit row of a ticket, in the order of numbers."""

    ticket: UUID
    act: str
    actor: str
    facts: Mapping[str, str]


@dataclass(slots=True)
class Told:
    """What stands of a ticket. An assignment is an agency and a state: an agency has one open one of a ticket."""

    state: TicketState = TicketState.NEW
    owner: str | None = None  # a login
    paused: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    assignments: list[tuple[str, AssignmentState]] = field(default_factory=list)
    transfers: list[tuple[str, str]] = field(default_factory=list)  # those that wait: from, to
    links: dict[str, int] = field(default_factory=lambda: {"duplicate": 0, "part": 0})  # its children
    doubles: str | None = None  # the number of the ticket that it doubles
    state_before: TicketState = field(default=TicketState.NEW, compare=False)  # it was linked as a duplicate


class Replay:
    """Fold rows with `take`; what they tell stands in `told`, by ticket."""

    def __init__(self, numbers: Mapping[UUID, str], openers: frozenset[str]) -> None:
        """`numbers` as tickets are called in facts; `openers`: the logins of the desk, who own what they open."""
        self._numbers, self._openers = numbers, openers
        self._ids = {number: ticket for ticket, number in numbers.items()}
        self.told: dict[UUID, Told] = {}

    def take_all(self, rows: Iterable[Happened]) -> dict[UUID, Told]:
        for row in rows:
            self.take(row)
        for told in self.told.values():
            told.assignments.sort()
            told.transfers.sort()
        return self.told

    def take(self, row: Happened) -> None:
        if row.act == "open":
            owner = row.actor if row.actor in self._openers else None
            self.told[row.ticket] = Told(owner=owner, fields={name: row.facts[name] for name in FIELDS})
            return
        told = self.told[row.ticket]
        if row.act in ("link", "unlink"):
            self._linked(told, row)
        elif row.act == "follow":
            _to(told, TicketState(row.facts["state"]))
        elif row.act == "transfer":
            _handed_on(told, row)
        elif row.act == Act.DISPATCH:
            _dispatched(told, row)
        elif row.act in _ASSIGNMENT_ACTS:
            _assigned(told, Act(row.act), row.facts["agency"])
        elif row.act == Act.PROPOSE_TRANSFER:
            told.transfers.append((row.facts["agency"], row.facts["next_agency"]))
        elif row.act in _ANSWERED:
            assert transition(TransferState.PROPOSED, Act(row.act)) is not None
            told.transfers.remove((row.facts["agency"], row.facts["next_agency"]))
        elif row.act in {act.value for act in Act}:
            _acted(told, row)

    def _linked(self, told: Told, row: Happened) -> None:
        kind, parent = row.facts["kind"], self.told[self._ids[row.facts["parent"]]]
        by = 1 if row.act == "link" else -1
        if self._numbers[row.ticket] == row.facts["parent"]:
            told.links[kind] += by
        elif kind == "duplicate" and by == 1:
            told.state_before, told.doubles = told.state, row.facts["parent"]
            _to(told, parent.state)
        elif kind == "duplicate":
            told.doubles = None
            _to(told, told.state_before)


def _to(told: Told, state: TicketState) -> None:
    told.state = state
    if state in _ENDED:
        told.paused = ""


def _acted(told: Told, row: Happened) -> None:
    line = transition(told.state, Act(row.act))
    assert line is not None, f"{row.act} of a ticket that is {told.state}"
    _to(told, TicketState(line.end))
    if line.act is Act.CLAIM or (line.act is Act.ACKNOWLEDGE and told.owner is None):
        told.owner = row.actor
    elif line.act is Act.EDIT:
        told.fields |= {name: value for name, value in row.facts.items() if name in FIELDS}
    elif line.act is Act.PAUSE:
        told.paused = row.facts["reason"]
    elif line.act is Act.RESUME:
        told.paused = ""


def _dispatched(told: Told, row: Happened) -> None:
    line = transition(told.state, Act.DISPATCH)
    assert line is not None, f"a dispatch of a ticket that is {told.state}"
    _to(told, TicketState(line.end))
    assert _open(told, row.facts["agency"]) is None, "an agency has one open part"
    told.assignments.append((row.facts["agency"], AssignmentState.DISPATCHED))


def _assigned(told: Told, act: Act, agency: str) -> None:
    at = _open(told, agency)
    assert at is not None, f"{act} of {agency}, which is not at work"
    line = transition(told.assignments[at][1], act)
    assert line is not None, f"{act} of a part that is {told.assignments[at][1]}"
    told.assignments[at] = (agency, AssignmentState(line.end))


def _handed_on(told: Told, row: Happened) -> None:
    at = _open(told, row.facts["agency"])
    assert at is not None
    told.assignments[at] = (row.facts["agency"], AssignmentState.REJECTED)
    told.transfers.remove((row.facts["agency"], row.facts["next_agency"]))


def _open(told: Told, agency: str) -> int | None:
    found = (n for n, (name, state) in enumerate(told.assignments) if name == agency and state not in ENDED_ASSIGNMENT)
    return next(found, None)
