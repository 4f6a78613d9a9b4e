"""What the ticket that is looked at is linked to, and what may be the same: read, linked, taken back, ignored."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.links import Likeness, Link, LinkKind, Way, draft_of, way
from storage.model.people import Person, Role
from storage.model.tickets import OPEN_STATES, Still, Ticket, TicketDetail
from storage.service.commands import LinkTicket, UnlinkTicket
from storage.service.errors import Stale
from storage.service.record import Outcome, Record
from widgets.incidents.kin_values import Kin

READERS = frozenset(Role) - {Role.AGENCY, Role.INTAKE}
LINKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})

Told = Callable[[tuple[Change, ...]], None]
Found = tuple[UUID, tuple[Link, ...], tuple[Likeness, ...]]


class LinksView(Protocol):
    def show_kin(self, kin: Kin | None) -> None: ...
    def show_picture(self, still: Still) -> None: ...
    def show_linking(self, linking: bool) -> None: ...
    def show_linked(self) -> None: ...
    def show_overtaken(self) -> None: ...
    def show_link_error(self, error: SiagaError) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class LinksPresenter:
    """Follows the ticket that is looked at; `told` hears what a link changed.

    What is ignored is so for this person at this desk, until they leave it.
    """

    def __init__(self, view: LinksView, jobs: Jobs, told: Told) -> None:
        self._view, self._jobs, self._told = view, jobs, told
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._detail: TicketDetail | None = None
        self._kin: Kin | None = None
        self._known: frozenset[UUID] = frozenset()
        self._ignored: set[frozenset[UUID]] = set()
        self._reading = Reading(jobs, self._ask, self._came, view.show_error)

    # --- people ---

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record, self._person = record, person
        self._ignored = set()
        self._reading.begin(record if person.role in READERS else None)

    def end(self) -> None:
        self._session += 1
        self._record = self._person = None
        self._reading.begin(None)
        self.look_at(None)

    # --- reading ---

    def look_at(self, detail: TicketDetail | None) -> None:
        """This ticket is shown now; its links are read where it is another one or has changed."""
        before = self._detail.ticket if self._detail is not None else None
        self._detail = detail
        if detail is None or (before is not None and before.id != detail.ticket.id):
            self._kin = None
            self._view.show_kin(None)
            self._view.show_linking(False)
        if detail is not None and (before is None or _mark(before) != _mark(detail.ticket)):
            self._reading.refresh()

    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None:
        """The open tickets, as the list shows them."""
        self._known = frozenset(ticket.id for ticket in tickets)

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed: a ticket that is shown here, or one that is new and may be alike."""
        changed = {change.id for change in changes if change.kind is Kind.TICKET}
        if self._detail is None or not changed:
            return
        if changed & self._shown() or changed - self._known:
            self._reading.refresh()

    def _shown(self) -> set[UUID]:
        if self._kin is None:
            return set()
        ends = {end for link in self._kin.links for end in (link.child_id, link.parent_id)}
        return ends | {one.ticket.id for one in self._kin.alike}

    def _ask(self, record: Record) -> Found | None:
        detail = self._detail
        if detail is None:
            return None  # looked away meanwhile
        ticket = detail.ticket
        seeks = ticket.state in OPEN_STATES and ticket.duplicate_of is None
        return ticket.id, record.links(ticket.id), record.alike(draft_of(ticket)) if seeks else ()

    def _came(self, found: Found | None) -> None:
        if found is None:
            return
        ticket_id, links, alike = found
        if self._detail is None or self._detail.ticket.id != ticket_id or self._person is None:
            return
        stills = self._detail.still_ids
        linked = {end for link in links for end in (link.child_id, link.parent_id)}
        shown = tuple(one for one in alike if one.ticket.id not in linked and not self._is_ignored(one.ticket.id))
        may_act = self._person.role in LINKERS
        self._show(Kin(self._detail.ticket, stills[0] if stills else None, links, shown, may_act))

    def _show(self, kin: Kin) -> None:
        self._kin = kin
        self._view.show_kin(kin)

    def want_picture(self, still_id: UUID) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> Still:
            return record.still(still_id)

        def done(still: Still) -> None:
            if session == self._session:
                self._view.show_picture(still)

        self._jobs.submit(work, done, self._view.show_error)

    # --- acting ---

    def link(self, kind: LinkKind, other_id: UUID) -> None:
        """Link the ticket that is looked at with one that is suggested, both as they were seen."""
        kin = self._kin
        other = next((one.ticket for one in kin.alike if one.ticket.id == other_id), None) if kin else None
        if kin is None or other is None:
            return
        found = way(kind, kin.ticket, other)
        if not isinstance(found, Way):
            return  # the view says why, and has no key for it
        command = LinkTicket(
            key=new_id(),
            link_id=new_id(),
            kind=kind,
            child_id=found.child.id,
            child_version=found.child.version,
            parent_id=found.parent.id,
            parent_version=found.parent.version,
        )

        def work(record: Record) -> Outcome:
            return record.execute(command)

        self._send(work)

    def unlink(self, child_id: UUID, reason: str) -> None:
        """Take a link back, with the child as it was seen here: looked at, or in the link that was read."""
        kin = self._kin
        link = next((one for one in kin.links if one.child_id == child_id), None) if kin else None
        if kin is None or link is None:
            return
        version = kin.ticket.version if kin.ticket.id == child_id else link.child_version
        command = UnlinkTicket(key=new_id(), child_id=child_id, child_version=version, reason=reason)

        def work(record: Record) -> Outcome:
            return record.execute(command)

        self._send(work)

    def ignore(self, other_id: UUID) -> None:
        """It is another thing: it is not suggested to this person for this ticket again."""
        kin = self._kin
        if kin is None:
            return
        self._ignored.add(frozenset({kin.ticket.id, other_id}))
        alike = tuple(one for one in kin.alike if one.ticket.id != other_id)
        self._show(Kin(kin.ticket, kin.still_id, kin.links, alike, kin.may_act))

    def _is_ignored(self, other_id: UUID) -> bool:
        return self._detail is not None and frozenset({self._detail.ticket.id, other_id}) in self._ignored

    def _send(self, work: Callable[[Record], Outcome]) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def asked() -> Outcome:
            return work(record)

        def done(outcome: Outcome) -> None:
            if session != self._session:
                return
            self._view.show_linking(False)
            self._view.show_linked()
            self._told(outcome.changes)
            self._reading.refresh()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._view.show_linking(True)
        self._jobs.submit(asked, done, failed)

    def _refused(self, error: SiagaError) -> None:
        """What stands now is read again, whatever the reason: it may be why."""
        self._view.show_linking(False)
        if isinstance(error, Stale):
            self._view.show_overtaken()
        else:
            self._view.show_link_error(error)
        if self._detail is not None:
            ticket = self._detail.ticket
            self._told((Change(0, Kind.TICKET, ticket.id, ticket.version, "", ticket.changed_at),))
            self._reading.refresh()


def _mark(ticket: Ticket) -> tuple[UUID, int]:
    return ticket.id, ticket.version
