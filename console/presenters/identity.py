"""The seals of the ticket that is looked at, and the requests that wait for a supervisor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.callers import Openness, Report
from storage.model.feed import Change, Kind
from storage.model.identity import Identity, SealState, Unsealing
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import AskUnsealing, DecideUnsealing, OpenIdentity
from storage.service.record import Record
from widgets.incidents.seal_values import SealAct, SealRow

_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})


class IdentityView(Protocol):
    def show_seals(self, rows: tuple[SealRow, ...]) -> None: ...
    def show_requests(self, requests: tuple[Unsealing, ...]) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_sent(self) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class IdentityPresenter:
    """Who it is stays here only while it is shown: not over its time, another ticket or another person.

    `monotonic` carries the server's clock on between readings; `told` is called when the timeline has more.
    """

    def __init__(
        self, view: IdentityView, jobs: Jobs, monotonic: Callable[[], float], told: Callable[[], None]
    ) -> None:
        self._view, self._jobs, self._monotonic, self._told = view, jobs, monotonic, told
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._reports: tuple[Report, ...] = ()
        self._unsealings: tuple[Unsealing, ...] = ()
        self._server: tuple[datetime, float] | None = None  # its clock, and ours when it was read
        self._shown: tuple[UUID, Identity] | None = None  # of a report
        self._busy = False

    # --- people ---

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record, self._person = record, person
        self._read_requests()

    def end(self) -> None:
        self._session += 1
        self._record = self._person = None
        self._set_busy(False)
        self.reports_known(())
        self._view.show_requests(())

    # --- reading ---

    def reports_known(self, reports: tuple[Report, ...]) -> None:
        """These are the reports of the ticket that is shown now."""
        sealed = tuple(one for one in reports if one.openness is Openness.CONFIDENTIAL)
        if {one.ticket_id for one in sealed} != {one.ticket_id for one in self._reports}:
            self._unsealings, self._shown = (), None
        self._reports = sealed if self._person is not None and self._person.role in _DESK else ()
        self._show()
        self._read()

    def look_at(self, ticket_id: UUID | None) -> None:
        """This ticket is shown now: what stood of another one goes at once."""
        if self._reports and self._reports[0].ticket_id != ticket_id:
            self.reports_known(())

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if any(change.kind is Kind.IDENTITY for change in changes):
            self._read_requests()
            self._read()
            if self._reports:
                self._told()

    def second(self) -> None:
        """Time goes on: what is open counts down, and shuts."""
        if any(one.granted for one in self._unsealings):
            self._show()

    def _read(self) -> None:
        record, session = self._record, self._session
        if record is None or not self._reports:
            return
        ticket_id = self._reports[0].ticket_id

        def work() -> tuple[tuple[Unsealing, ...], datetime]:
            return record.unsealings(ticket_id), record.server_now()

        def done(found: tuple[tuple[Unsealing, ...], datetime]) -> None:
            if session == self._session and self._reports and ticket_id == self._reports[0].ticket_id:
                self._unsealings, now = found
                self._server = (now, self._monotonic())
                self._show()

        self._jobs.submit(work, done, self._view.show_error)

    def _read_requests(self) -> None:
        record, session, person = self._record, self._session, self._person
        if record is None or person is None or person.role is not Role.SUPERVISOR:
            return

        def done(requests: tuple[Unsealing, ...]) -> None:
            if session == self._session:
                self._view.show_requests(tuple(one for one in requests if one.asked_login != person.login))

        self._jobs.submit(record.unsealings, done, self._view.show_error)

    def _now(self) -> datetime | None:
        """The server's clock, carried on."""
        if self._server is None:
            return None
        at, ours = self._server
        return at + timedelta(seconds=self._monotonic() - ours)

    # --- showing ---

    def _show(self) -> None:
        rows = tuple(self._row(at, report) for at, report in enumerate(self._reports, 1))
        self._view.show_seals(rows)

    def _row(self, number: int, report: Report) -> SealRow:
        now, me = self._now(), self._person
        of_it = [one for one in self._unsealings if one.report_id == report.id]
        mine = next((one for one in reversed(of_it) if me is not None and one.asked_login == me.login), None)
        others = next((one.asked_by for one in of_it if one is not mine and one.granted is None), "")
        row = SealRow(report.id, number, len(self._reports), others=others)
        if mine is None or now is None:
            return row
        state, left_s, who = mine.state(now), None, None
        if self._shown is not None and self._shown[0] == report.id:
            if state is SealState.OPEN:
                who = self._shown[1]
            else:
                self._shown = None
        if state is SealState.OPEN and mine.until is not None:
            left_s = (mine.until - now).total_seconds()
        said = {"decided_by": mine.decided_by, "said": mine.said}
        return SealRow(report.id, number, len(self._reports), state, others, left_s=left_s, who=who, **said)

    # --- doing ---

    def submit(self, act: SealAct, about: UUID, reason: str) -> None:
        """Ask about a report, or answer a request."""
        if act is SealAct.ASK:
            self._send(AskUnsealing(key=new_id(), unsealing_id=new_id(), report_id=about, reason=reason))
        else:
            granted = act is SealAct.GRANT
            self._send(DecideUnsealing(key=new_id(), unsealing_id=about, grant=granted, reason=reason))

    def hide(self) -> None:
        self._shown = None
        self._show()

    def reveal(self, report_id: UUID) -> None:
        """Show who it is; the reading is in the audit first."""
        record, session, me = self._record, self._session, self._person
        mine = [one for one in self._unsealings if one.report_id == report_id and me and one.asked_login == me.login]
        if record is None or not mine or self._busy:
            return
        unsealing = mine[-1].id

        def work() -> tuple[Identity, datetime]:
            record.execute(OpenIdentity(key=new_id(), unsealing_id=unsealing))
            return record.identity(unsealing), record.server_now()

        def done(found: tuple[Identity, datetime]) -> None:
            if session != self._session:
                return
            self._set_busy(False)
            if report_id in {one.id for one in self._reports}:
                self._shown = (report_id, found[0])
                self._server = (found[1], self._monotonic())
                self._show()

        self._set_busy(True)
        self._jobs.submit(work, done, self._failed(session))

    def _send(self, command: AskUnsealing | DecideUnsealing) -> None:
        record, session = self._record, self._session
        if record is None or self._busy:
            return

        def work() -> None:
            record.execute(command)

        def done(_: None) -> None:
            if session == self._session:
                self._set_busy(False)
                self._view.show_sent()
                self._read()
                self._read_requests()

        self._set_busy(True)
        self._jobs.submit(work, done, self._failed(session))

    def _failed(self, session: int) -> Callable[[SiagaError], None]:
        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._set_busy(False)
                self._view.show_error(error)
                self._read()
                self._read_requests()

        return failed

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy)
