"""The procedure of the ticket that is looked at, and what supervisors have to know of others'."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.model.procedures import ProcedureNotice, ProcedureRun, left_open
from storage.model.tickets import OPEN_STATES, TicketDetail
from storage.service.commands import AnswerStep, SeeNotice, SkipStep
from storage.service.errors import Stale
from storage.service.record import Outcome, Record

Told = Callable[[tuple[Change, ...]], None]


class ProceduresView(Protocol):
    def show_asker(self, role: str, agency_code: str | None, agencies: tuple[Agency, ...]) -> None: ...
    def show_run(self, run: ProcedureRun | None, *, ticket_open: bool) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_notices(self, notices: tuple[ProcedureNotice, ...]) -> None: ...
    def show_answered(self) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class ProceduresPresenter:
    """Follows the ticket that is looked at. One answer at a time is under way; `told` hears what it changed."""

    def __init__(self, view: ProceduresView, jobs: Jobs, told: Told) -> None:
        self._view, self._jobs, self._told = view, jobs, told
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._ticket_id: UUID | None = None
        self._version = 0
        self._open = False
        self._run: ProcedureRun | None = None
        self._busy = False

    # --- people ---

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record, self._person = record, person
        session = self._session

        def done(agencies: tuple[Agency, ...]) -> None:
            if session == self._session:
                code = next((one.code for one in agencies if one.id == person.agency_id), None)
                self._view.show_asker(person.role.value, code, agencies)

        self._jobs.submit(record.agencies, done, self._view.show_error)
        self._read_notices()

    def end(self) -> None:
        self._session += 1
        self._record = self._person = None
        self._look_away()
        self._view.show_asker("", None, ())
        self._view.show_notices(())

    # --- reading ---

    def look_at(self, detail: TicketDetail | None) -> None:
        """This ticket is shown now; its procedure is read where it is another one or has changed."""
        if detail is None:
            self._look_away()
            return
        if detail.ticket.id != self._ticket_id:
            self._look_away()
        known = (self._ticket_id, self._version) == (detail.ticket.id, detail.ticket.version)
        self._ticket_id, self._version = detail.ticket.id, detail.ticket.version
        self._open = detail.ticket.state in OPEN_STATES and detail.ticket.duplicate_of is None
        if not known:
            self._read()

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed; an answer comes as its ticket's change, by `look_at`."""
        if any(change.kind is Kind.PROCEDURE for change in changes):
            self._read_notices()

    @property
    def run(self) -> ProcedureRun | None:
        return self._run

    def left(self, ticket_id: UUID) -> int:
        """How many steps a closing of this ticket would leave, as far as it is looked at."""
        if self._run is None or self._run.ticket_id != ticket_id:
            return 0
        return len(left_open(self._run))

    def _look_away(self) -> None:
        self._ticket_id, self._run, self._version = None, None, 0
        self._set_busy(False)
        self._view.show_run(None, ticket_open=False)

    def _read(self) -> None:
        record, session, ticket_id = self._record, self._session, self._ticket_id
        if record is None or ticket_id is None or self._person is None or self._person.role is Role.INTAKE:
            return

        def work() -> ProcedureRun | None:
            return record.procedure_run(ticket_id)

        def done(run: ProcedureRun | None) -> None:
            if session != self._session or ticket_id != self._ticket_id:
                return
            before = self._run
            if before is not None and run is not None and run.ticket_version < before.ticket_version:
                return  # an older reading came in late
            self._run = run
            self._view.show_run(run, ticket_open=self._open)

        self._jobs.submit(work, done, self._view.show_error)

    def _read_notices(self) -> None:
        record, session, person = self._record, self._session, self._person
        if record is None or person is None or person.role is not Role.SUPERVISOR:
            return

        def done(notices: tuple[ProcedureNotice, ...]) -> None:
            if session == self._session:
                self._view.show_notices(notices)

        self._jobs.submit(record.procedure_notices, done, self._view.show_error)

    # --- doing ---

    def answer(
        self, step: str, answer: str, *, reason: str = "", still: bytes | None = None, camera_id: UUID | None = None
    ) -> None:
        """Answer a step of what is looked at, as it was shown."""
        run = self._run
        if run is not None:
            self._send(
                AnswerStep(
                    key=new_id(),
                    ticket_id=run.ticket_id,
                    expected_version=run.ticket_version,
                    step=step,
                    answer=answer,
                    reason=reason,
                    still=still,
                    camera_id=camera_id,
                )
            )

    def skip(self, step: str, reason: str) -> None:
        run = self._run
        if run is not None:
            seen = run.ticket_version
            self._send(SkipStep(key=new_id(), ticket_id=run.ticket_id, expected_version=seen, step=step, reason=reason))

    def see(self, notice_id: UUID) -> None:
        """The supervisor knows of it."""
        record, session = self._record, self._session
        if record is None:
            return
        command = SeeNotice(key=new_id(), notice_id=notice_id)

        def work() -> Outcome:
            return record.execute(command)

        def again() -> None:
            if session == self._session:
                self._read_notices()

        def done(_: Outcome) -> None:
            again()

        def failed(error: SiagaError) -> None:
            self._view.show_error(error)
            again()

        self._jobs.submit(work, done, failed)

    def _send(self, command: AnswerStep | SkipStep) -> None:
        record, session = self._record, self._session
        if record is None or self._busy:
            return
        self._set_busy(True)

        def work() -> Outcome:
            return record.execute(command)

        def done(outcome: Outcome) -> None:
            if session == self._session:
                self._set_busy(False)
                self._view.show_answered()
                self._told(outcome.changes)
                self._read()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._set_busy(False)
                self._view.show_error(error)
                if isinstance(error, Stale):
                    self._read()

        self._jobs.submit(work, done, failed)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy)
