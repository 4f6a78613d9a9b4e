"""The log book: lines of this shift and the one before, and a new one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person
from storage.model.shifts import LogEntry, ShiftPlan
from storage.model.tickets import Ticket
from storage.service.commands import WriteLog
from storage.service.record import Record

_NUMBER = re.compile(r"\b([A-Z]{2,8}-[0-9]{4}-[0-9]{4,})\b", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\w#])#([0-9]{1,8})\b")


class LogBookView(Protocol):
    def show_log(self, entries: tuple[LogEntry, ...]) -> None: ...
    def show_log_written(self) -> None: ...
    def show_log_error(self, error: SiagaError) -> None: ...


class LogBookPresenter:
    """Reads only while the book is open; what is written stays in its field until the record has taken it."""

    def __init__(self, view: LogBookView, jobs: Jobs, plan: ShiftPlan, clock: Callable[[], datetime]) -> None:
        self._view = view
        self._jobs = jobs
        self._plan = plan
        self._clock = clock
        self._record: Record | None = None
        self._session = 0
        self._open = False
        self._list = Reading(jobs, self._entries, view.show_log, view.show_log_error)
        self._unsent: WriteLog | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record = record
        self._list.begin(record)

    def end(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._list.begin(None)
        self._open = False
        self._view.show_log(())

    def open(self) -> None:
        self._open = True
        self.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._open and any(change.kind is Kind.SHIFT for change in changes):
            self.refresh()

    def write(self, text: str) -> None:
        """A new line, with the ticket that it names; sent again after a lost answer it is still one line."""
        record, session = self._record, self._session
        if record is None or not text.strip():
            return
        if self._unsent is None or self._unsent.text != text.strip():
            self._unsent = WriteLog(key=new_id(), entry_id=new_id(), text=text.strip())
        command = self._unsent

        def work() -> int:
            named = names_ticket(command.text)
            ticket = meant(command.text, record.tickets(open_only=False)) if named else None
            record.execute(replace(command, ticket_id=ticket.id if ticket is not None else None))
            return session

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_log_error(error)

        self._jobs.submit(work, self._written, failed)

    def refresh(self) -> None:
        self._list.refresh()

    def _entries(self, record: Record) -> tuple[LogEntry, ...]:
        running = self._plan.at(self._clock())
        return record.log_entries(since=self._plan.at(running.starts_at - timedelta(microseconds=1)).starts_at)

    def _written(self, session: int) -> None:
        if session == self._session:
            self._unsent = None
            self._view.show_log_written()
            self.refresh()


def names_ticket(text: str) -> bool:
    """Whether the line has a ticket's number in it, or the end of one: "BKS-2026-000004", "#4"."""
    return bool(_NUMBER.search(text) or _SHORT.search(text))


def meant(text: str, tickets: Sequence[Ticket]) -> Ticket | None:
    """The ticket that the line names first by its whole number, else by its last digits, the newest of as many."""
    known = {one.number: one for one in tickets if one.number}
    for number in _NUMBER.findall(text):
        if number.upper() in known:
            return known[number.upper()]
    for digits in _SHORT.findall(text):
        named = [one for number, one in known.items() if int(number.rsplit("-", 1)[-1]) == int(digits)]
        if named:
            return max(named, key=_opened)
    return None


def _opened(ticket: Ticket) -> datetime:
    return ticket.created_at
