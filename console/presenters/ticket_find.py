"""Finding tickets: the wish of now, the pages that have come, and the filters that people keep."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.model.search import PAGE, PAGE_MOST, Cursor, Page, SavedFilter, TicketFilter
from storage.model.tickets import Category, Ticket
from storage.service.commands import RemoveFilter, SaveFilter
from storage.service.record import Outcome, Record
from widgets.common.figures import WIB

FINDERS = frozenset(Role) - {Role.INTAKE, Role.WALL}
KEEPERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who keeps filters."""
AGAIN_EVERY = timedelta(seconds=5)
"""How often what is shown is read again while tickets change."""

Asked = tuple[TicketFilter, Cursor | None]
FilterCommand = SaveFilter | RemoveFilter


class FindView(Protocol):
    def show_may_find(self, allowed: bool, *, may_keep: bool, may_share: bool) -> None: ...
    def show_find_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None: ...
    def show_found(self, tickets: tuple[Ticket, ...], *, complete: bool) -> None: ...
    def show_finding(self, finding: bool) -> None: ...
    def show_find_error(self, error: SiagaError | None) -> None: ...
    def show_filters(self, filters: tuple[SavedFilter, ...]) -> None: ...
    def show_filter_kept(self, filter_id: UUID | None) -> None: ...
    def show_keeping_error(self, error: SiagaError) -> None: ...


class FindPresenter:
    """One wish at a time. An answer to a wish that is none any more is dropped; a page is asked for once."""

    def __init__(self, view: FindView, jobs: Jobs, now: Callable[[], datetime]) -> None:
        self._view, self._jobs, self._now = view, jobs, now
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._open = self._dirty = False
        self._asked_at: datetime | None = None
        self._wanted = TicketFilter()
        self._from: Cursor | None = None  # where the page begins that is asked for now
        self._limit = PAGE
        self._after: Cursor | None = None  # where the next one begins
        self._tickets: tuple[Ticket, ...] = ()
        self._begun: Asked | None = None  # what the reading under way asks for
        self._pages = Reading(jobs, self._ask, self._came, self._failed)
        self._filters = Reading(jobs, _saved_filters, view.show_filters, view.show_keeping_error)

    # --- people ---

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record, self._person = record, person
        allowed, keeps = person.role in FINDERS, person.role in KEEPERS
        self._pages.begin(record if allowed else None)
        self._filters.begin(record if keeps else None)
        self._view.show_may_find(allowed, may_keep=keeps, may_share=person.role is Role.SUPERVISOR)
        session = self._session

        def work() -> tuple[tuple[Category, ...], tuple[Agency, ...]]:
            return record.categories(), record.agencies()

        def done(known: tuple[tuple[Category, ...], tuple[Agency, ...]]) -> None:
            if session == self._session:
                self._view.show_find_choices(*known)

        if allowed:
            self._jobs.submit(work, done, self._view.show_find_error)

    def end(self) -> None:
        """Whoever comes next sees nothing of what was found."""
        self._session += 1
        self._record = self._person = None
        self._pages.begin(None)
        self._filters.begin(None)
        self.close()
        self._wanted, self._tickets = TicketFilter(), ()
        self._view.show_may_find(False, may_keep=False, may_share=False)
        self._view.show_filters(())
        self._view.show_found((), complete=True)

    # --- looking ---

    def open(self) -> None:
        """The page is seen: what was looked for last is looked for again."""
        self._open = True
        self._filters.refresh()
        self.look_for(self._wanted)

    def close(self) -> None:
        self._open = self._dirty = False

    def look_for(self, wanted: TicketFilter) -> None:
        """Look for this from now on, from the newest."""
        self._wanted, self._from, self._limit = wanted, None, PAGE
        self._look()

    def more(self) -> None:
        """The next page, if there is one and none is on its way."""
        if self._after is None or self._from == self._after:
            return
        self._from, self._limit = self._after, PAGE
        self._look()

    def retry(self) -> None:
        """What failed, once more."""
        self._look()

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        self._dirty = self._dirty or (self._open and any(change.kind is Kind.TICKET for change in changes))

    def tick(self) -> None:
        """While tickets change what is shown is read again, now and then; call it once a second."""
        waited = self._asked_at is None or self._now() - self._asked_at >= AGAIN_EVERY
        if self._open and self._dirty and waited and self._from is None:
            self._limit = min(max(PAGE, len(self._tickets)), PAGE_MOST)
            self._look(quiet=True)

    def _look(self, *, quiet: bool = False) -> None:
        if self._record is None:
            return
        self._dirty, self._asked_at = False, self._now()
        if not quiet:
            self._view.show_find_error(None)
            self._view.show_finding(True)
        self._pages.refresh()

    def _ask(self, record: Record) -> tuple[Asked, Page]:
        wanted, after, limit = self._wanted, self._from, self._limit
        self._begun = (wanted, after)
        return (wanted, after), record.find_tickets(wanted.dated(self._now(), WIB), after=after, limit=limit)

    def _came(self, answer: tuple[Asked, Page]) -> None:
        asked, page = answer
        if asked != (self._wanted, self._from):
            return  # another wish is on its way
        if self._from is not None:
            self._tickets, self._after = (*self._tickets, *page.tickets), page.after
        else:
            tail = self._beyond(page.after)
            self._tickets = (*page.tickets, *tail)
            self._after = self._after if tail else page.after
        self._from = None
        self._view.show_finding(False)
        self._view.show_find_error(None)
        self._view.show_found(self._tickets, complete=self._after is None)

    def _beyond(self, after: Cursor | None) -> tuple[Ticket, ...]:
        """Of what is shown, the rows below a page that was read again; none where the wish is another one."""
        if after is None or self._limit <= PAGE or self._from is not None:
            return ()
        end = (after.created_at, after.ticket_id)
        return tuple(one for one in self._tickets if (one.created_at, one.id) < end)

    def _failed(self, error: SiagaError) -> None:
        if self._begun != (self._wanted, self._from):
            self._pages.refresh()  # another wish waited for this one
            return
        self._view.show_finding(False)
        self._view.show_find_error(error)

    # --- filters that are kept ---

    def keep(self, name: str, wanted: TicketFilter, *, shared: bool = False, filter_id: UUID | None = None) -> None:
        """Keep this under a name; with an id, in the place of that one."""
        command = SaveFilter(key=new_id(), filter_id=filter_id or new_id(), name=name, filter=wanted, shared=shared)
        self._send(command, command.filter_id)

    def remove(self, filter_id: UUID) -> None:
        self._send(RemoveFilter(key=new_id(), filter_id=filter_id), None)

    def _send(self, command: FilterCommand, kept: UUID | None) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._view.show_filter_kept(kept)
                self._filters.refresh()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_keeping_error(error)
                self._filters.refresh()

        self._jobs.submit(work, done, failed)


def _saved_filters(record: Record) -> tuple[SavedFilter, ...]:
    return record.saved_filters()
