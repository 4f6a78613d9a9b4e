"""What belongs to the ticket that is looked at beside its history: its reports, whom to call, one more picture."""

from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.callers import Contact, Report
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import TicketDetail
from storage.service.commands import AddStill
from storage.service.record import Outcome, Record

REPORT_READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.AGENCY})
"""Who may read what people reported, an agency's people of their own tickets; others are not asked for it in vain."""


class TicketExtrasView(Protocol):
    def show_reports(self, reports: tuple[Report, ...]) -> None: ...
    def show_contacts(self, contacts: tuple[Contact, ...]) -> None: ...
    def show_adding(self, adding: bool) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class TicketExtrasPresenter:
    """Follows the ticket that is looked at; `look_at` is told of each detail as it is shown."""

    def __init__(self, view: TicketExtrasView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._reads_reports = False
        self._session = 0
        self._ticket_id: UUID | None = None
        self._version = 0
        self._adding = 0

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record = record
        self._reads_reports = person.role in REPORT_READERS
        self._read_contacts()

    def end(self) -> None:
        self._session += 1
        self._record = self._ticket_id = None
        self._adding = 0
        self._view.show_adding(False)
        self._view.show_reports(())
        self._view.show_contacts(())

    def look_at(self, detail: TicketDetail | None) -> None:
        """This ticket is shown now; its reports are read where it is another one or has changed."""
        before = (self._ticket_id, self._version)
        self._ticket_id = detail.ticket.id if detail is not None else None
        self._version = detail.ticket.version if detail is not None else 0
        if self._ticket_id is None:
            self._view.show_reports(())
        elif before != (self._ticket_id, self._version):
            self._read_reports()

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if any(change.kind is Kind.REPORT and change.id == self._ticket_id for change in changes):
            self._read_reports()
        if any(change.kind is Kind.CONTACT for change in changes):
            self._read_contacts()

    def preparing(self) -> None:
        """A picture is being taken or made fit; exactly one of `add_still` and `not_added` follows."""
        self._adding += 1
        self._view.show_adding(True)

    def not_added(self, error: SiagaError) -> None:
        """The picture that was being prepared did not come."""
        self._done()
        self._view.show_error(error)

    def add_still(self, ticket_id: UUID, jpeg: bytes, camera_id: UUID | None = None) -> None:
        """Put the prepared picture into the record; one that a person began who has left since is dropped."""
        record, session = self._record, self._session
        if record is None or self._adding == 0:
            return
        command = AddStill(key=new_id(), ticket_id=ticket_id, jpeg=jpeg, camera_id=camera_id)

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._done()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self.not_added(error)

        self._jobs.submit(work, done, failed)

    def _done(self) -> None:
        self._adding = max(0, self._adding - 1)
        self._view.show_adding(self._adding > 0)

    def _read_reports(self) -> None:
        record, session, ticket_id = self._record, self._session, self._ticket_id
        if record is None or ticket_id is None or not self._reads_reports:
            self._view.show_reports(())
            return

        def work() -> tuple[Report, ...]:
            return record.reports(ticket_id)

        def done(reports: tuple[Report, ...]) -> None:
            if session == self._session and ticket_id == self._ticket_id:
                self._view.show_reports(reports)

        self._jobs.submit(work, done, self._view.show_error)

    def _read_contacts(self) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> tuple[Contact, ...]:
            return record.contacts()

        def done(contacts: tuple[Contact, ...]) -> None:
            if session == self._session:
                self._view.show_contacts(contacts)

        self._jobs.submit(work, done, self._view.show_error)
