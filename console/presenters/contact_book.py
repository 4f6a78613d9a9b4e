"""The agencies' contact book: read while its sheet is open, kept by supervisors and administrators."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.callers import Contact
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.service.commands import SaveContact
from storage.service.errors import Stale
from storage.service.record import Record
from widgets.people.contact_order import in_order

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_TOUCHING = frozenset({Kind.CONTACT, Kind.AGENCY})

Book = tuple[tuple[Contact, ...], tuple[Agency, ...]]


class ContactBookView(Protocol):
    def show_may_keep_contacts(self, may_read: bool, may_edit: bool) -> None: ...
    def show_book(self, contacts: tuple[Contact, ...], agencies: tuple[Agency, ...]) -> None: ...
    def show_saving_contact(self, saving: bool) -> None: ...
    def show_contact_saved(self, contact: Contact) -> None: ...
    def show_contact_overtaken(self, error: SiagaError) -> None:
        """Somebody else was faster; what stands now was shown just before."""
        ...

    def show_book_error(self, error: SiagaError) -> None: ...


class ContactBookPresenter:
    """A line that is sent again after a lost answer is the same command, so it is written once."""

    def __init__(self, view: ContactBookView, jobs: Jobs) -> None:
        self._view = view
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._open = self._saving = False
        self._list = Reading(jobs, _asked, self._show, self._read_failed)
        self._contacts: tuple[Contact, ...] = ()
        self._unsent: SaveContact | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._record = record
        self._list.begin(record)
        self._view.show_may_keep_contacts(person.role is not Role.INTAKE, person.role in KEEPERS)

    def end(self) -> None:
        self._forget()
        self._view.show_may_keep_contacts(False, False)
        self._view.show_book((), ())

    def open(self) -> None:
        self._open = True
        self.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._open and any(change.kind in _TOUCHING for change in changes):
            self.refresh()

    def refresh(self) -> None:
        self._list.refresh()

    def save(self, contact: Contact) -> None:
        """Write a line as it was seen at its version; a new one (0) comes last in its agency's order of calling."""
        if self._saving:
            return
        if contact.version == 0:
            positions = (one.position for one in self._contacts if one.agency_id == contact.agency_id)
            contact = replace(contact, position=max(positions, default=-1) + 1)
        if self._unsent is None or self._unsent.contact != contact:
            self._unsent = SaveContact(key=new_id(), contact=contact)
        self._send((self._unsent,), contact)

    def move(self, contact_id: UUID, by: int) -> None:
        """Call this line one earlier (-1) or one later (1) than it is called now, among those that are active."""
        mine = next((one for one in self._contacts if one.id == contact_id), None)
        if mine is None or not mine.active or self._saving:
            return
        order = [one for one in in_order(self._contacts) if one.agency_id == mine.agency_id and one.active]
        at = order.index(mine)
        if not 0 <= at + by < len(order):
            return
        order.insert(at + by, order.pop(at))
        places = sorted({one.position for one in order})
        if len(places) < len(order):  # some share a place: number them anew
            places = list(range(len(order)))
        commands = tuple(
            SaveContact(key=new_id(), contact=replace(one, position=position))
            for position, one in zip(places, order, strict=True)
            if one.position != position
        )
        self._send(commands, mine)

    def _send(self, commands: tuple[SaveContact, ...], shown: Contact) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def work() -> int:
            for command in commands:
                record.execute(command)
            return session

        def done(of_session: int) -> None:
            if of_session == self._session:
                self._unsent = None
                self._view.show_contact_saved(shown)
                self._list.read(self._end_saving)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _end_saving(self) -> None:
        """Once what stands is shown: the next one would be of a version that is no more."""
        self._set_saving(False)

    def _refused(self, error: SiagaError) -> None:
        """Of a move that failed halfway the feed tells what was done."""
        self._set_saving(False)
        if not isinstance(error, Stale):
            self._view.show_book_error(error)
            return
        self._unsent = None

        def overtaken() -> None:
            self._view.show_contact_overtaken(error)

        self._list.read(overtaken)

    def _show(self, found: Book) -> None:
        self._contacts = found[0]
        self._view.show_book(*found)

    def _read_failed(self, error: SiagaError) -> None:
        self._set_saving(False)
        self._view.show_book_error(error)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._view.show_saving_contact(saving)

    def _forget(self) -> None:
        self._session += 1
        self._record = self._unsent = None
        self._contacts = ()
        self._list.begin(None)
        self._open = False
        self._set_saving(False)


def _asked(record: Record) -> Book:
    return record.contacts(), record.agencies()
