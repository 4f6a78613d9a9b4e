"""Many connections that do generated steps at the same time, and consoles that follow the feed beside them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event
from typing import TypeVar
from uuid import UUID

from storage.model.alarms import AlarmKind, NewClockAlarm
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Priority
from storage.pg.record import PgRecord
from storage.pg.station import PgStationRecord
from storage.service.commands import Command, OpenTicket
from storage.service.errors import Forbidden, NotFound, RecordError, Unreachable
from storage.service.record import Outcome
from support.interleaved_steps import AGENCIES, LOGINS, Screen, Seen, Step, Typing

_TRIES = 20
R = TypeVar("R")


def surely(call: Callable[[], R]) -> R:
    """Again while the connection is ended under it, as a person does who sees "unreachable"."""
    for _ in range(_TRIES):
        try:
            return call()
        except Unreachable:
            continue
    return call()


class Console:
    """What one login sees: a snapshot, and then only what the feed tells of is read again."""

    def __init__(self, record: PgRecord, since: int) -> None:
        """Tickets whose first change is later than number `since` are the ones that it shows."""
        self.record, self.me, self.since = record, record.me(), since
        self._at, self._known = since, set[UUID]()
        self.screen = Screen({}, ())

    def follow(self) -> None:
        """Take in what the feed has told since the last time."""
        changes = surely(lambda: self.record.changes_since(self._at, limit=10_000))
        if changes:
            self._at = changes[-1].number
            self._take(changes)

    def _take(self, changes: Sequence[Change]) -> None:
        of_tickets = {one.id for one in changes if one.kind in (Kind.TICKET, Kind.REPORT)}
        self._known |= of_tickets
        # What is told beside a ticket may take it out of sight, or add a line to its timeline (presenters/tickets.py).
        beside = any(one.kind in (Kind.TRANSFER, Kind.PROCEDURE) for one in changes)
        self.screen = self.read(self.screen.tickets, self._known if beside else of_tickets)

    def read(self, shown: Mapping[UUID, Seen], again: set[UUID]) -> Screen:
        """What is shown, with these tickets read again."""
        read = {ticket: surely(lambda ticket=ticket: self._seen(ticket)) for ticket in again}  # type: ignore[misc]
        tickets = {**shown, **read}
        notices = surely(self.record.procedure_notices)
        mine = self._known | again
        return Screen(
            {ticket: seen for ticket, seen in tickets.items() if seen is not None},
            tuple(one for one in notices if one.ticket_id in mine),
        )

    def fresh(self, tickets: set[UUID]) -> Screen:
        """As a desk that is opened now reads these tickets; those that it does not see are missing."""
        return self.read({}, tickets)

    def _seen(self, ticket: UUID) -> Seen | None:
        """None where it is not to be seen (any more)."""
        try:
            detail = self.record.ticket(ticket)
            run, reports = self.record.procedure_run(ticket), self.record.reports(ticket)
            links = self.record.links(ticket) if self.me.role is not Role.AGENCY else ()
        except (NotFound, Forbidden):
            return None
        return Seen(detail, run, reports, links)


@dataclass(frozen=True)
class Done:
    """One step that became a command: what each sending of it came to."""

    step: Step
    command: Command
    words: str
    answers: tuple[Outcome | RecordError, ...]
    cut: int  # how often its connection was ended under it

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.answers if isinstance(one, Outcome))

    @property
    def refusals(self) -> tuple[RecordError, ...]:
        return tuple(one for one in self.answers if isinstance(one, RecordError))

    def __repr__(self) -> str:
        answers = ", ".join(type(one).__name__ for one in self.answers)
        return f"{self.step.who} {self.step.what}: {self.command} -> {answers}"


class Round:
    """A station that calls every new ticket late, again and again while people act on them."""

    def __init__(self, station: PgStationRecord) -> None:
        """Made before the tickets that it is about."""
        self._station, self._over = station, Event()
        self._older = {one.ticket_id for one in station.clock_sheet().histories}
        self.raised = 0

    def run(self) -> None:
        while not self._over.wait(0.03):
            sheet = self._station.clock_sheet()
            late = (one for one in sheet.histories if one.ticket_id not in self._older)
            kind, at = AlarmKind.SLA_BREACH, Priority.HIGH
            alarms = (NewClockAlarm(new_id(), kind, one.ticket_id, one.version, at, one.number) for one in late)
            self.raised += len(self._station.raise_clock_alarms(tuple(alarms)))

    def end(self) -> None:
        self._over.set()


class Shift:
    """Everybody's steps, each login's on a thread of its own, begun together, and a station's round beside them."""

    def __init__(
        self, consoles: Mapping[str, Console], agencies: Mapping[str, UUID], cut: Callable[[str], None], clocks: Round
    ) -> None:
        """`cut` ends a login's connections."""
        self._consoles, self._cut, self._clocks = consoles, cut, clocks
        self._agencies = tuple(agencies[code] for code in AGENCIES)

    def work(self, steps: Sequence[Step]) -> list[Done]:
        start = Barrier(len(LOGINS))
        with ThreadPoolExecutor(len(LOGINS) + 1) as desks, ThreadPoolExecutor(2 * len(LOGINS)) as lines:

            def desk(login: str) -> list[Done]:
                start.wait()
                mine = enumerate(step for step in steps if step.who == login)
                found = [self._step(lines, step, f"{login} {n}") for n, step in mine]
                return [one for one in found if one is not None]

            clocks = desks.submit(self._clocks.run)
            try:
                return [one for done in list(desks.map(desk, LOGINS)) for one in done]
            finally:
                self._clocks.end()
                clocks.result()

    def _step(self, lines: ThreadPoolExecutor, step: Step, name: str) -> Done | None:
        console = self._consoles[step.who]
        if not step.stale or not console.screen.tickets:
            console.follow()
        words = f"{name} of {console.since}."
        command = Typing(console.me, self._agencies, step, console.screen, words).command()
        if command is None:
            return None
        cutting = lines.submit(self._cut, step.who) if step.cut else None
        sending = [lines.submit(_sent, console.record, command) for _ in range(2 if step.again else 1)]
        sent = [one.result() for one in sending]
        _end(cutting)
        return Done(step, command, words, tuple(answer for answer, _ in sent), sum(cut for _, cut in sent))


def _end(cutting: Future[None] | None) -> None:
    if cutting is not None:
        cutting.result()


def _sent(record: PgRecord, command: Command) -> tuple[Outcome | RecordError, int]:
    """Under one key until it is answered; with how often it was not."""
    for cut in range(_TRIES):
        try:
            return record.execute(command), cut
        except Unreachable:
            continue
        except RecordError as error:
            return error, cut
    raise AssertionError("never answered")


def opened(done: Sequence[Done]) -> set[UUID]:
    """The tickets that came in."""
    return {one.command.ticket_id for one in done if isinstance(one.command, OpenTicket) and one.outcomes}
