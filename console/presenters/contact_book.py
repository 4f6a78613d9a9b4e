"""The agencies' contact book: read while its sheet is open, kept by supervisors and administrators."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

from console.presenters.book import BookPresenter
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.callers import Contact
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.service.commands import SaveContact
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


class ContactBookPresenter(BookPresenter[Book]):
    """Reads and keeps the lines of the book, and the order in which to call."""

    TOUCHING = _TOUCHING

    def __init__(self, view: ContactBookView, jobs: Jobs) -> None:
        super().__init__(jobs, _asked)
        self._view = view
        self._contacts: tuple[Contact, ...] = ()

    def begin(self, record: Record, person: Person) -> None:
        self._contacts = ()
        self._take(record)
        self._view.show_may_keep_contacts(person.role is not Role.INTAKE, person.role in KEEPERS)

    def end(self) -> None:
        self._contacts = ()
        self._take(None)
        self._view.show_may_keep_contacts(False, False)
        self._view.show_book((), ())

    def save(self, contact: Contact) -> None:
        """Write a line as it was seen at its version; a new one (0) comes last in its agency's order of calling."""
        if not self._may_write:
            return
        if contact.version == 0:
            positions = (one.position for one in self._contacts if one.agency_id == contact.agency_id)
            contact = replace(contact, position=max(positions, default=-1) + 1)
        line = contact

        def command(key: UUID) -> SaveContact:
            return SaveContact(key=key, contact=line)

        self._send((self._once(command),), line)

    def move(self, contact_id: UUID, by: int) -> None:
        """Call this line one earlier (-1) or one later (1) than it is called now, among those that are active."""
        mine = next((one for one in self._contacts if one.id == contact_id), None)
        if mine is None or not mine.active or not self._may_write:
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

    def _send(self, commands: tuple[SaveContact, ...], line: Contact) -> None:
        def saved() -> None:
            self._view.show_contact_saved(line)

        self._write(commands, saved)

    def _show(self, found: Book) -> None:
        self._contacts = found[0]
        self._view.show_book(*found)

    def _show_saving(self, saving: bool) -> None:
        self._view.show_saving_contact(saving)

    def _show_overtaken(self, error: SiagaError) -> None:
        self._view.show_contact_overtaken(error)

    def _show_error(self, error: SiagaError) -> None:
        self._view.show_book_error(error)


def _asked(record: Record) -> Book:
    return record.contacts(), record.agencies()
