"""The demo city's day: people report, agencies answer, and at the end somebody closes the ticket.

Played through the ordinary doors of the record, under the logins of the demo's own people: the intake brings the
public's reports, a second operator takes calls, each agency works what was dispatched to it.
"""

import logging
import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from uuid import UUID

from resources.errors import SiagaError
from storage.model.callers import Channel, NewReport
from storage.model.ids import new_id
from storage.model.tickets import Act, AssignmentState, Category, Ticket, TicketState
from storage.service.commands import ActOnTicket, AddReport, NoteNuisance, OpenTicket
from storage.service.record import Record

log = logging.getLogger(__name__)
OPERATOR, INTAKE = "operator2", "intake1"
DUPLICATES, NUISANCES = 0.3, 0.15
"""Shares of the events that a second person reports too, and of calls that are none."""


class Pace(StrEnum):
    """How much happens."""

    QUIET = "quiet"
    NORMAL = "normal"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds between two events, and between two steps of an agency; each varies by half."""

    event_s: float
    step_s: float


TEMPI = {Pace.QUIET: Tempo(300.0, 40.0), Pace.NORMAL: Tempo(75.0, 25.0), Pace.BUSY: Tempo(15.0, 12.0)}
_NEXT = {
    AssignmentState.DISPATCHED: Act.ACCEPT,
    AssignmentState.ACCEPTED: Act.SET_OUT,
    AssignmentState.UNDER_WAY: Act.ARRIVE,
    AssignmentState.ON_SCENE: Act.COMPLETE,
}


@dataclass(frozen=True, slots=True)
class Event:
    category: str
    channel: Channel
    title: str
    place: str
    kecamatan: str
    words: str
    caller: str = ""
    number: str = ""
    also: str = ""


def events() -> tuple[Event, ...]:
    text = files("resources").joinpath("demo/story.toml").read_text("utf-8")
    return tuple(Event(**{**entry, "channel": Channel(entry["channel"])}) for entry in tomllib.loads(text)["event"])


class Story:
    """`tick(now_s)` plays what is due; the clock is monotonic. `close()` gives the connections back.

    `connect` opens the record of a demo login. `agencies` are the logins of the agencies' people.
    """

    def __init__(self, connect: Callable[[str], Record], agencies: tuple[str, ...], pace: Pace, seed: int = 1) -> None:
        self._connect = connect
        self._agencies = agencies
        self._tempo = TEMPI[pace]
        self._chance = random.Random(seed)
        self._records: dict[str, Record] = {}
        self._coming = self._shuffled()
        self._next_event_s = 0.0
        self._due: dict[tuple[UUID, AssignmentState | TicketState], float] = {}
        self._categories: dict[str, Category] = {}

    def tick(self, now_s: float) -> None:
        """One round; a record that is gone is tried again at the next."""
        try:
            if now_s >= self._next_event_s:
                self._next_event_s = now_s + self._some(self._tempo.event_s)
                self._happen(next(self._coming))
            for login in self._agencies:
                self._work(login, now_s)
            self._tidy(now_s)
        except SiagaError as error:
            log.warning("the demo's story waits: %s", error)
            self.close()

    def close(self) -> None:
        while self._records:
            self._records.popitem()[1].close()

    def _record(self, login: str) -> Record:
        if login not in self._records:
            self._records[login] = self._connect(login)
        return self._records[login]

    def _some(self, seconds: float) -> float:
        return self._chance.uniform(0.5 * seconds, 1.5 * seconds)

    def _shuffled(self) -> Iterator[Event]:
        known = list(events())
        while True:
            self._chance.shuffle(known)
            yield from known

    def _happen(self, event: Event) -> None:
        record = self._record(INTAKE if event.channel is Channel.PUBLIC else OPERATOR)
        if event.channel is Channel.TELEPHONE and self._chance.random() < NUISANCES:
            record.execute(NoteNuisance(key=new_id(), channel=event.channel, caller_number=event.number))
            return
        if any(ticket.title == event.title for ticket in self._record(OPERATOR).tickets()):
            return  # it is known, and not over yet
        opening = self._opening(record, event)
        record.execute(opening)
        if event.also and self._chance.random() < DUPLICATES:
            again = NewReport(Channel.TELEPHONE, event.also, "", "021-555-0199")
            self._record(OPERATOR).execute(AddReport(key=new_id(), ticket_id=opening.ticket_id, report=again))

    def _opening(self, record: Record, event: Event) -> OpenTicket:
        if not self._categories:
            self._categories = {category.code: category for category in record.categories()}
        category = self._categories[event.category]
        agencies = {agency.code: agency.id for agency in record.agencies()}
        called = event.channel is Channel.TELEPHONE
        return OpenTicket(
            key=new_id(),
            ticket_id=new_id(),
            title=event.title,
            category=category.code,
            priority=category.priority,
            place=f"{event.place}, {event.kecamatan}",
            description="",
            # Whoever takes a call sends help at once; a written report waits in the inbox.
            agency_ids=(agencies[category.agency_code],) if called else (),
            report=NewReport(event.channel, event.words, event.caller, event.number),
        )

    def _work(self, login: str, now_s: float) -> None:
        """An agency's people do the next step of what is theirs."""
        record = self._record(login)
        for ticket in record.tickets():
            for one in ticket.assignments:
                act = _NEXT.get(one.state)
                if act is not None and self._is_due(one.id, one.state, now_s):
                    self._act(record, ticket, act, one.id)
                    break

    def _tidy(self, now_s: float) -> None:
        """The second operator resolves and closes what she opened and what an agency finished."""
        record = self._record(OPERATOR)
        mine = record.me().id
        for ticket in record.tickets():
            done = ticket.assignments and all(one.state is AssignmentState.DONE for one in ticket.assignments)
            if ticket.owner_id not in (None, mine) or not done:
                continue
            act = {TicketState.IN_PROGRESS: Act.RESOLVE, TicketState.RESOLVED: Act.CLOSE}.get(ticket.state)
            if act is not None and self._is_due(ticket.id, ticket.state, now_s):
                self._act(record, ticket, act, None)

    def _is_due(self, row_id: UUID, state: AssignmentState | TicketState, now_s: float) -> bool:
        """Whether enough time passed since this state was first seen."""
        due_s = self._due.setdefault((row_id, state), now_s + self._some(self._tempo.step_s))
        if now_s < due_s:
            return False
        del self._due[row_id, state]
        return True

    def _act(self, record: Record, ticket: Ticket, act: Act, assignment_id: UUID | None) -> None:
        acting = ActOnTicket(
            key=new_id(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            act=act,
            assignment_id=assignment_id,
        )
        try:
            record.execute(acting)
        except SiagaError as error:
            log.info("the demo's story came too late for %s: %s", act, error)
