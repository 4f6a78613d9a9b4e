"""The clocks of open tickets: read when the feed says that something changed, and telling themselves from then on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.calendar import Calendar, Doubt
from storage.model.clock_values import OF_AGENCY, Goal
from storage.model.clocks import Deadline, TicketHistory, deadlines
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.service.clocks_port import ClockRules
from storage.service.errors import Unreachable
from storage.service.record import Record
from widgets.incidents.clock_board import ClockBoard

READERS = frozenset(Role) - {Role.INTAKE, Role.STATION}
_OF_AN_AGENCY = OF_AGENCY | {Goal.RESOLVE}
"""What an agency's people are shown: their own goals, and until when the citizen was promised."""


class ClocksView(Protocol):
    def show_clocks(self, board: ClockBoard) -> None: ...
    def show_doubt(self, doubt: Doubt, year: int) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, folded: each ticket's history with its deadlines."""

    rules: ClockRules
    calendar: Calendar
    read_at: datetime
    known: dict[UUID, tuple[TicketHistory, tuple[Deadline, ...]]]
    turn: int  # of what clocks are measured against


class ClocksPresenter:
    """Folds each ticket's events once for each of its versions: the time that passes moves no deadline."""

    def __init__(self, view: ClocksView, jobs: Jobs, clock: Callable[[], datetime]) -> None:
        self._view = view
        self._clock = clock
        self._person: Person | None = None
        self._list = Reading(jobs, self._ask, self._show, self._failed)
        self._read: _Read | None = None
        self._rules_turn = 0
        self._said: set[tuple[Doubt, int]] = set()

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        if person.role in READERS:
            self._person = person
            self._list.begin(record)
            self._list.refresh()

    def end(self) -> None:
        self._forget()
        self._view.show_clocks(ClockBoard())

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        kinds = {change.kind for change in changes}
        if Kind.CLOCK_RULE in kinds:
            self._rules_turn += 1
        if kinds & {Kind.CLOCK_RULE, Kind.TICKET}:
            self._list.refresh()

    def refresh(self) -> None:
        """Read again, as after a time without the record."""
        self._list.refresh()

    def _ask(self, record: Record) -> _Read:
        """Off the presenter's thread, the folding too: of five hundred tickets at once it takes a tenth of a second."""
        before, turn = self._read, self._rules_turn
        if before is None or before.turn != turn:
            rules = record.clock_rules()
            before = _Read(rules, rules.calendar(), self._clock(), {}, turn)
        sheet = record.clock_sheet()
        found = {}
        for history in sheet.histories:
            known = before.known.get(history.ticket_id)
            if known is None or known[0] != history:
                known = history, self._of(history, before, sheet.read_at)
            found[history.ticket_id] = known
        return replace(before, read_at=sheet.read_at, known=found)

    def _of(self, history: TicketHistory, read: _Read, at: datetime) -> tuple[Deadline, ...]:
        found = deadlines(history, read.rules.targets, read.calendar, at)
        if self._person is not None and self._person.role is Role.AGENCY:
            return tuple(one for one in found if one.goal in _OF_AN_AGENCY)
        return found

    def _show(self, read: _Read) -> None:
        self._read = read
        board = {ticket: one for ticket, (_, one) in read.known.items() if one}
        self._view.show_clocks(ClockBoard(board, read.calendar, read.read_at - self._clock()))
        self._doubt(read)

    def _doubt(self, read: _Read) -> None:
        """Say once of each year that its days off are not known: a deadline may lie on one."""
        for _, found in read.known.values():
            for one in found:
                if one.doubt is Doubt.NO_DAYS and one.met_at is None and not one.void:
                    doubt = (one.doubt, (one.due_at or one.as_of).year)
                    if doubt not in self._said:
                        self._said.add(doubt)
                        self._view.show_doubt(*doubt)

    def _failed(self, error: SiagaError) -> None:
        if not isinstance(error, Unreachable):  # which the desk's banner says already, for all of its lists
            self._view.show_error(error)

    def _forget(self) -> None:
        self._list.begin(None)
        self._person = self._read = None
        self._said = set()
