"""The agencies' crews and vehicles: read while their sheet is open, kept by those who may, sent by the desk."""

from typing import Protocol
from uuid import UUID

from console.presenters.book import BookPresenter
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.crews import Unit
from storage.model.feed import Kind
from storage.model.people import Agency, Person, Role
from storage.model.tickets import Ticket
from storage.service.commands import SaveUnit, SendUnit
from storage.service.record import Record

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


class CrewsPresenter(BookPresenter[Found]):
    """Reads and keeps units, and sends them to the ticket that is looked at."""

    TOUCHING = _TOUCHING

    def __init__(self, view: CrewsView, jobs: Jobs) -> None:
        super().__init__(jobs, _asked)
        self._view = view
        self._units: tuple[Unit, ...] = ()
        self._ticket: Ticket | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._units = ()
        self._take(record)
        self._view.show_rights(
            may_read=person.role is not Role.INTAKE,
            may_keep=person.role in KEEPERS,
            may_send=person.role in SENDERS,
            agency_id=person.agency_id,
        )

    def end(self) -> None:
        self._units = ()
        self._take(None)
        self._view.show_rights(may_read=False, may_keep=False, may_send=False, agency_id=None)
        self._view.show_units((), ())
        self.look_at(None)

    def look_at(self, ticket: Ticket | None) -> None:
        """The ticket that is shown: where a unit may be sent to."""
        self._ticket = ticket
        self._view.show_ticket(ticket)

    def save(self, unit: Unit) -> None:
        """Write a unit as it was seen at its version."""
        if not self._may_write:
            return

        def command(key: UUID) -> SaveUnit:
            return SaveUnit(key=key, unit=unit)

        def saved() -> None:
            self._view.show_saved(unit)

        self._write((self._once(command),), saved)

    def send(self, unit_id: UUID, assignment_id: UUID) -> None:
        unit = next((one for one in self._units if one.id == unit_id), None)
        if unit is None or not self._may_write:
            return
        ticket = self._ticket

        def command(key: UUID) -> SendUnit:
            return SendUnit(key=key, unit_id=unit_id, assignment_id=assignment_id)

        def sent() -> None:
            if ticket is not None:
                self._view.show_sent(unit, ticket)

        self._write((self._once(command),), sent)

    def _show(self, found: Found) -> None:
        self._units = found[0]
        self._view.show_units(*found)

    def _show_saving(self, saving: bool) -> None:
        self._view.show_saving(saving)

    def _show_overtaken(self, error: SiagaError) -> None:
        self._view.show_overtaken(error)

    def _show_error(self, error: SiagaError) -> None:
        self._view.show_error(error)


def _asked(record: Record) -> Found:
    return record.units(), record.agencies()
