"""Who is on the shift that runs now: signing in and out, and the calm words before it ends and after it has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.shifts import Handover, ShiftPlan, ShiftSpan, SignIn
from storage.service.commands import SignInToShift, SignOutOfShift
from storage.service.record import Record

AT_A_DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR})
REMIND_BEFORE_S = 900.0
"""How long before a shift ends its handover is called to mind."""
LOOK_BACK = timedelta(days=2)
"""Shifts last at most a day, so who is still on one signed in since then or is told anyway."""


class Reminding(StrEnum):
    ENDS_SOON = "ends_soon"
    NOT_HANDED_OVER = "not_handed_over"


@dataclass(frozen=True, slots=True)
class Reminder:
    what: Reminding
    span: ShiftSpan


class ShiftView(Protocol):
    def show_shift(self, span: ShiftSpan | None) -> None:
        """The shift that the person at the desk is on, or None."""
        ...

    def ask_sign_in(self, span: ShiftSpan, others: tuple[str, ...]) -> None:
        """Ask to sign in to the shift that runs now, on which `others` already are."""
        ...

    def show_signed(self) -> None:
        """The sign-in, or sign-out, is in the record."""
        ...

    def show_reminder(self, reminder: Reminder | None) -> None: ...
    def show_shift_error(self, error: SiagaError) -> None: ...


class ShiftPresenter:
    """Begins and ends with the session. A person whose role is at no desk is never asked and never reminded."""

    def __init__(self, view: ShiftView, jobs: Jobs, plan: ShiftPlan, clock: Callable[[], datetime]) -> None:
        self._view = view
        self._jobs = jobs
        self._plan = plan
        self._clock = clock
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._asks = False
        self._list = Reading(jobs, self._look, self._read, view.show_shift_error)
        self._mine: SignIn | None = None
        self._handovers: tuple[Handover, ...] = ()
        self._shown: ShiftSpan | None = None
        self._reminder: Reminder | None = None

    @property
    def person(self) -> Person | None:
        return self._person

    @property
    def span(self) -> ShiftSpan:
        """The shift of the person's sign-in, else the one that runs now."""
        return self._plan.at(self._mine.shift_starts_at) if self._mine is not None else self._plan.at(self._clock())

    @property
    def is_signed_in(self) -> bool:
        return self._mine is not None

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        if person.role not in AT_A_DESK:
            return
        self._record, self._person = record, person
        self._list.begin(record)
        self._asks = True
        self.refresh()

    def end(self) -> None:
        self._session += 1
        self._record = self._person = self._mine = None
        self._list.begin(None)
        self._handovers = ()
        self._show(None)
        self._remind(None)

    def ask(self) -> None:
        """Ask to sign in again, after the question was put off."""
        self._asks = True
        self.refresh()

    def sign_in(self) -> None:
        """Be on the shift that runs now."""
        self._send(SignInToShift(key=new_id(), span=self._plan.at(self._clock())))

    def sign_out(self) -> None:
        self._send(SignOutOfShift(key=new_id()))

    def changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind is Kind.SHIFT for change in changes):
            self.refresh()

    def tick(self) -> None:
        """Once a second or so: what is to be called to mind now."""
        if self._record is None or self._mine is None:
            self._remind(None)
            return
        span, now = self.span, self._clock()
        left_s = (span.ends_at - now).total_seconds()
        if left_s > REMIND_BEFORE_S or self._handed_over(span):
            self._remind(None)
        else:
            self._remind(Reminder(Reminding.ENDS_SOON if left_s > 0 else Reminding.NOT_HANDED_OVER, span))

    def refresh(self) -> None:
        """Read who is on."""
        self._list.refresh()

    def _look(self, record: Record) -> tuple[tuple[SignIn, ...], tuple[Handover, ...]]:
        since = self._clock() - LOOK_BACK
        return record.sign_ins(since=since), record.handovers(since=since)

    def _read(self, found: tuple[tuple[SignIn, ...], tuple[Handover, ...]]) -> None:
        if self._person is None:
            return
        sign_ins, handovers = found
        on = [one for one in sign_ins if one.signed_out_at is None]
        running = self._plan.at(self._clock())
        self._mine = next((one for one in on if one.person_id == self._person.id), None)
        self._handovers = handovers
        self._show(self.span if self._mine is not None else None)
        # Who came early is on the next shift already; who is on an older one, handed over or not, is asked.
        is_due = self._mine is None or self._mine.shift_starts_at < running.starts_at
        if self._asks and is_due:
            others = (
                one for one in on if one.shift_starts_at == running.starts_at and one.person_id != self._person.id
            )
            self._view.ask_sign_in(running, tuple(sorted(one.person_name for one in others)))
        self._asks = False
        self.tick()

    def _send(self, command: SignInToShift | SignOutOfShift) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> int:
            record.execute(command)
            return session

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_shift_error(error)

        self._jobs.submit(work, self._sent, failed)

    def _sent(self, session: int) -> None:
        if session == self._session:
            self._view.show_signed()
            self.refresh()

    def _handed_over(self, span: ShiftSpan) -> bool:
        """Whether a handover of this shift has both signatures: the room has been handed over once."""
        return any(
            one.complete and (one.shift_name, one.shift_starts_at) == (span.name, span.starts_at)
            for one in self._handovers
        )

    def _show(self, span: ShiftSpan | None) -> None:
        if span != self._shown:
            self._shown = span
            self._view.show_shift(span)

    def _remind(self, reminder: Reminder | None) -> None:
        if reminder != self._reminder:
            self._reminder = reminder
            self._view.show_reminder(reminder)
