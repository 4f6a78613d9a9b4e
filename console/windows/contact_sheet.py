"""The dialog of the agencies' contact book."""

from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.presenters.contact_book import ContactBookPresenter
from console.windows.book_sheet import BookSheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.callers import Contact
from storage.model.people import Agency
from widgets.people.contact_book import ContactBookPage


class ContactSheet(BookSheet):
    """Implements ContactBookView over a desk."""

    def __init__(self, owner: QWidget) -> None:
        page = ContactBookPage()
        super().__init__("books.sheet.contacts", page, owner)
        self.page = page
        self._presenter: ContactBookPresenter | None = None
        self.page.saved.connect(self._save)
        self.page.moved.connect(self._move)

    def attach(self, presenter: ContactBookPresenter) -> None:
        self._presenter = self._book = presenter

    @Slot()
    def open_contacts(self) -> None:
        self.open_book(say("books.sheet.may_not_contacts"))

    # ContactBookView.

    def show_may_keep_contacts(self, may_read: bool, may_edit: bool) -> None:
        self.page.set_may_edit(may_edit)
        self.let_read(may_read)

    def show_book(self, contacts: tuple[Contact, ...], agencies: tuple[Agency, ...]) -> None:
        self.page.set_book(contacts, agencies)

    def show_saving_contact(self, saving: bool) -> None:
        self.page.set_busy(saving)

    def show_contact_saved(self, contact: Contact) -> None:
        self.page.show_saved(contact)

    def show_contact_overtaken(self, error: SiagaError) -> None:
        self.page.show_overtaken(sentence(error))

    def show_book_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    @Slot(object)
    def _save(self, contact: Contact) -> None:
        if self._presenter is not None:
            self._presenter.save(contact)

    @Slot(object, int)
    def _move(self, contact_id: UUID, by: int) -> None:
        if self._presenter is not None:
            self._presenter.move(contact_id, by)
