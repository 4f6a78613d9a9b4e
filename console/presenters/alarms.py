"""The alarms of the site at one desk: what is listed, and what a person does to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from console.presenters.alarm_drafts import ticket_from
from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.alarms import Alarm, AlarmAct, AlarmLoad, AlarmState
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import Act, Category
from storage.service.commands import ActOnAlarm, ActOnTicket, OpenTicket
from storage.service.errors import Forbidden, NotAllowedNow, Stale, Unreachable
from storage.service.record import Outcome, Record
from widgets.alarms.bands import floods

READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.WALL, Role.AUDITOR})
ACTORS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
LOAD_EVERY_S = 15.0
"""The load falls while nothing changes, so it is read again."""
_REMEMBERED = 500
"""Of how many alarms it is known who changed them last: one may be overtaken after it has left the list."""
_ASKS = frozenset({AlarmAct.SHELVE, AlarmAct.FALSE_ALARM})
_BY_ACKNOWLEDGER = frozenset({AlarmState.ACKNOWLEDGED, AlarmState.CLEARED})


class AlarmsView(Protocol):
    def show_access(self, *, reads: bool, acts: bool) -> None: ...
    def show_cameras(self, cameras: tuple[Camera, ...]) -> None: ...
    def show_alarms(self, alarms: tuple[Alarm, ...], *, flood: bool) -> None: ...
    def show_load(self, load: AlarmLoad | None) -> None: ...
    def show_question(self, alarm: Alarm, act: AlarmAct) -> None: ...
    def show_overtaken(self, alarm: Alarm, who: str) -> None: ...
    def show_acted(self, alarm_id: UUID) -> None: ...
    def show_ticket_made(self, ticket_id: UUID) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


@dataclass(frozen=True, slots=True)
class _Reference:
    session: int
    cameras: tuple[Camera, ...]
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of an act: changes, or the alarm as it stands since somebody was quicker."""

    session: int
    changes: tuple[Change, ...] = ()
    overtaken: Alarm | None = None
    ticket_id: UUID | None = None
    trouble: SiagaError | None = None


class AlarmsPresenter:
    """Reads under the signed-in person's role; each act carries the version that the person saw."""

    def __init__(self, view: AlarmsView, jobs: Jobs, clock: Callable[[], datetime]) -> None:
        self._view = view
        self._jobs = jobs
        self._clock = clock
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._list = Reading(jobs, _listed, self._list_read, self._list_failed)
        self._alarms: dict[UUID, Alarm] = {}
        self._cameras: dict[UUID, Camera] = {}
        self._categories: tuple[Category, ...] = ()
        self._flood = False
        self._under_way: set[UUID] = set()
        self._last: dict[UUID, Change] = {}
        self._load_read: datetime | None = None

    @property
    def may_act(self) -> bool:
        return self._record is not None and self._person is not None and self._person.role in ACTORS

    def begin(self, record: Record, person: Person) -> None:
        """A role that has no alarms gets no list, and the record is not asked."""
        self._forget()
        reads = person.role in READERS
        self._view.show_access(reads=reads, acts=person.role in ACTORS)
        if not reads:
            return
        self._record, self._person = record, person
        self._list.begin(record)
        self._read_reference()
        self.refresh()

    def end(self) -> None:
        self._forget()
        self._view.show_access(reads=False, acts=False)
        self._view.show_alarms((), flood=False)
        self._view.show_load(None)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._person = self._load_read = None
        self._list.begin(None)
        self._flood = False
        self._alarms, self._under_way, self._last = {}, set(), {}

    def refresh(self) -> None:
        """Read list and load again."""
        self._list.refresh()

    def tick(self) -> None:
        """Once a second from outside."""
        if self._load_read is not None and abs(self._clock() - self._load_read) >= timedelta(seconds=LOAD_EVERY_S):
            self.refresh()

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed; read again what is on the screen."""
        alarms = [change for change in changes if change.kind is Kind.ALARM]
        self._last.update({change.id: change for change in alarms})
        while len(self._last) > _REMEMBERED:
            del self._last[next(iter(self._last))]
        kinds = {change.kind for change in changes}
        if kinds & {Kind.ALARM, Kind.SHIFT}:  # who is signed in shares the load
            self.refresh()
        if Kind.CAMERA in kinds:
            self._read_reference()

    def begin_act(self, act: AlarmAct, alarm_id: UUID) -> None:
        """Do an act to an alarm as it is listed, or first ask for the reason that it needs."""
        alarm = self._alarms.get(alarm_id)
        if alarm is None or not self.may_act:
            return
        if act in _ASKS:
            self._view.show_question(alarm, act)
        else:
            self.act(act, alarm)

    def act(self, act: AlarmAct, alarm: Alarm, *, reason: str = "", for_s: float | None = None) -> None:
        """Do `act` to `alarm` as it was seen. A second one on the same alarm waits for the first one's answer."""
        until = self._clock() + timedelta(seconds=for_s) if for_s is not None else None
        command = ActOnAlarm(
            key=new_id(), alarm_id=alarm.id, expected_version=alarm.version, act=act, reason=reason, until=until
        )

        def do(record: Record) -> tuple[tuple[Change, ...], UUID | None, SiagaError | None]:
            return record.execute(command).changes, None, None

        self._send(alarm, do)

    def make_ticket(self, alarm_id: UUID) -> None:
        """Open a ticket that carries the alarm on, acknowledged by the person who asks; one key."""
        alarm = self._alarms.get(alarm_id)
        if alarm is None or not self.may_act:
            return
        command = ticket_from(alarm, self._cameras.get(alarm.camera_id), self._categories)

        def do(record: Record) -> tuple[tuple[Change, ...], UUID | None, SiagaError | None]:
            changes = record.execute(command).changes
            try:
                changes += _acknowledge(record, command).changes
            except SiagaError as error:
                # The ticket stands, and the person must know of both.
                return changes, command.ticket_id, error
            return changes, command.ticket_id, None

        self._send(alarm, do)

    def _send(
        self, alarm: Alarm, do: Callable[[Record], tuple[tuple[Change, ...], UUID | None, SiagaError | None]]
    ) -> None:
        record, session = self._record, self._session
        if record is None or alarm.id in self._under_way:
            return
        self._under_way.add(alarm.id)

        def work() -> _Answer:
            try:
                changes, ticket_id, trouble = do(record)
            except (Stale, NotAllowedNow):
                return _Answer(session, overtaken=record.alarm(alarm.id))
            return _Answer(session, changes, ticket_id=ticket_id, trouble=trouble)

        def done(answer: _Answer) -> None:
            self._under_way.discard(alarm.id)
            self._answered(alarm, answer)

        def failed(error: SiagaError) -> None:
            self._under_way.discard(alarm.id)
            if session == self._session:
                self._view.show_error(error)
                self.refresh()

        self._jobs.submit(work, done, failed)

    def _answered(self, alarm: Alarm, answer: _Answer) -> None:
        if answer.session != self._session:
            return
        if answer.overtaken is not None:
            self._view.show_overtaken(answer.overtaken, self._who(answer.overtaken))
            self.refresh()
            return
        self._view.show_acted(alarm.id)
        if answer.ticket_id is not None:
            self._view.show_ticket_made(answer.ticket_id)
        if answer.trouble is not None:
            self._view.show_error(answer.trouble)
        self.changed(answer.changes)
        self.refresh()

    def _who(self, alarm: Alarm) -> str:
        """Who made it what it is; empty where this desk cannot tell."""
        if alarm.state in _BY_ACKNOWLEDGER and alarm.acknowledged_by:
            return alarm.acknowledged_by
        if alarm.state is AlarmState.SHELVED:
            return alarm.shelved_by
        change = self._last.get(alarm.id)
        return change.actor if change is not None and change.version == alarm.version else ""

    def _read_reference(self) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> _Reference:
            return _Reference(session, record.cameras(), record.categories())

        self._jobs.submit(work, self._reference_read, self._view.show_error)

    def _reference_read(self, reference: _Reference) -> None:
        if reference.session != self._session:
            return
        self._categories = reference.categories
        self._cameras = {camera.id: camera for camera in reference.cameras}
        self._view.show_cameras(reference.cameras)

    def _list_read(self, found: tuple[tuple[Alarm, ...], AlarmLoad]) -> None:
        alarms, load = found
        self._load_read = self._clock()
        self._alarms = {alarm.id: alarm for alarm in alarms}
        self._flood = floods(load, before=self._flood)
        self._view.show_alarms(alarms, flood=self._flood)
        self._view.show_load(load)

    def _list_failed(self, error: SiagaError) -> None:
        self._load_read = self._clock()
        self._view.show_load(None)
        if isinstance(error, Forbidden):
            self._record = self._load_read = None
            self._list.begin(None)
            self._view.show_access(reads=False, acts=False)
        elif not isinstance(error, Unreachable):  # which the desk's banner says already, for all of its lists
            self._view.show_error(error)


def _listed(record: Record) -> tuple[tuple[Alarm, ...], AlarmLoad]:
    return record.alarms(), record.alarm_load()


def _acknowledge(record: Record, command: OpenTicket) -> Outcome:
    version = record.ticket(command.ticket_id).ticket.version
    return record.execute(
        ActOnTicket(key=new_id(), ticket_id=command.ticket_id, expected_version=version, act=Act.ACKNOWLEDGE)
    )
