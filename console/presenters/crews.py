"""The agencies' crews and vehicles: read while their sheet is open, kept by those who may, sent by the desk."""

from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.crews import Unit
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.model.tickets import Ticket
from storage.service.commands import SaveUnit, SendUnit
from storage.service.errors import Stale
from storage.service.record import Outcome, Record

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AGENCY})
SENDERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AGENCY})
_TOUCHING = frozenset({Kind.UNIT, Kind.AGENCY})

Found = tuple[tuple[Unit, ...], tuple[Agency, ...]]


class CrewsView(Protocol):
    def show_rights(self, *, may_read: bool, may_keep: bool, may_send: bool, agency_id: UUID | None) -> None: ...
    def show_units(self, units: tuple[Unit, ...], agencies: tuple[Agency, ...]) -> None: ...
    def show_ticket(self, ticket: Ticket | None) -> None: ...
    def show_saving(self, saving: bool) -> None: ...
    def show_saved(self, unit: Unit) -> None: ...
    def show_sent(self, unit: Unit, ticket: Ticket) -> None: ...
    def show_overtaken(self, error: SiagaError) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class CrewsPresenter:
    """What was sent again after a lost answer is the same command, so it is done once."""

    def __init__(self, view: CrewsView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._open = self._saving = False
        self._units: tuple[Unit, ...] = ()
        self._ticket: Ticket | None = None
        self._reading = Reading(jobs, _asked, self._read, view.show_error)
        self._unsent: SaveUnit | SendUnit | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._record = record
        self._reading.begin(record)
        self._view.show_rights(
            may_read=person.role is not Role.INTAKE,
            may_keep=person.role in KEEPERS,
            may_send=person.role in SENDERS,
            agency_id=person.agency_id,
        )

    def end(self) -> None:
        self._forget()
        self._view.show_rights(may_read=False, may_keep=False, may_send=False, agency_id=None)
        self._view.show_units((), ())
        self.look_at(None)

    def open(self) -> None:
        self._open = True
        self._reading.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if self._open and any(change.kind in _TOUCHING for change in changes):
            self._reading.refresh()

    def look_at(self, ticket: Ticket | None) -> None:
        """The ticket that is shown: where a unit may be sent to."""
        self._ticket = ticket
        self._view.show_ticket(ticket)

    def save(self, unit: Unit) -> None:
        """Write a unit as it was seen at its version."""
        if isinstance(self._unsent, SaveUnit) and self._unsent.unit == unit:
            command = self._unsent
        else:
            command = SaveUnit(key=new_id(), unit=unit)
        self._send(command, unit)

    def send(self, unit_id: UUID, assignment_id: UUID) -> None:
        unit = next((one for one in self._units if one.id == unit_id), None)
        if unit is None:
            return
        before = self._unsent
        asked = (unit_id, assignment_id)
        same = isinstance(before, SendUnit) and (before.unit_id, before.assignment_id) == asked
        fresh = SendUnit(key=new_id(), unit_id=unit_id, assignment_id=assignment_id)
        self._send(before if same and before is not None else fresh, unit)

    def _send(self, command: SaveUnit | SendUnit, unit: Unit) -> None:
        record, session, ticket = self._record, self._session, self._ticket
        if record is None or self._saving:
            return
        self._unsent = command

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session != self._session:
                return
            self._unsent = None
            self._set_saving(False)
            if isinstance(command, SaveUnit):
                self._view.show_saved(unit)
            elif ticket is not None:
                self._view.show_sent(unit, ticket)
            self._reading.refresh()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _refused(self, error: SiagaError) -> None:
        self._set_saving(False)
        if not isinstance(error, Stale):
            self._view.show_error(error)
            return
        self._unsent = None

        def overtaken() -> None:
            self._view.show_overtaken(error)

        self._reading.read(overtaken)

    def _read(self, found: Found) -> None:
        self._units = found[0]
        self._view.show_units(*found)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._view.show_saving(saving)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._units = ()
        self._reading.begin(None)
        self._open = False
        self._set_saving(False)


def _asked(record: Record) -> Found:
    return record.units(), record.agencies()
