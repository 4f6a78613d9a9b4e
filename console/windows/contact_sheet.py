"""The dialog of the agencies' contact book."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.contact_book import ContactBookPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.callers import Contact
from storage.model.people import Agency
from widgets.common.signals import Sent
from widgets.people.contact_book import ContactBookPage

SHEET_PX = (1020, 820)


class ContactSheet(QObject):
    """Implements ContactBookView over a desk; `refused` is a calm sentence for who may not read the book."""

    refused = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: ContactBookPresenter | None = None
        self._may_read = False
        self.page = ContactBookPage()
        self.sheet = Sheet("books.sheet.contacts", self.page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.page.saved.connect(self._save)
        self.page.moved.connect(self._move)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: ContactBookPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_contacts(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.refused.emit(say("books.sheet.may_not_contacts"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    # ContactBookView.

    def show_may_keep_contacts(self, may_read: bool, may_edit: bool) -> None:
        self._may_read = may_read
        self.page.set_may_edit(may_edit)
        if not may_read:
            self.sheet.reject()

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

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
