"""The dialog of the agencies' crews and vehicles."""

from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.clock import utc_now
from console.presenters.crews import CrewsPresenter
from console.windows.book_sheet import BookSheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.crews import Unit
from storage.model.people import Agency
from storage.model.tickets import Ticket
from widgets.crews.page import CrewsPage


class CrewsSheet(BookSheet):
    """Implements CrewsView."""

    def __init__(self, owner: QWidget) -> None:
        page = CrewsPage()
        super().__init__("crews.title", page, owner)
        self.page = page
        self._presenter: CrewsPresenter | None = None
        self.page.saved.connect(self._save)
        self.page.sent.connect(self._send)

    def attach(self, presenter: CrewsPresenter) -> None:
        self._presenter = self._book = presenter

    @Slot()
    def open_crews(self) -> None:
        self.open_book(say("crews.may_not"))

    # CrewsView.

    def show_rights(self, *, may_read: bool, may_keep: bool, may_send: bool, agency_id: UUID | None) -> None:
        self.page.set_rights(may_keep=may_keep, may_send=may_send, agency_id=agency_id)
        self.let_read(may_read)

    def show_units(self, units: tuple[Unit, ...], agencies: tuple[Agency, ...]) -> None:
        self.page.set_units(units, agencies, utc_now())

    def show_ticket(self, ticket: Ticket | None) -> None:
        self.page.set_ticket(ticket)

    def show_saving(self, saving: bool) -> None:
        self.page.set_busy(saving)

    def show_saved(self, unit: Unit) -> None:
        self.page.show_saved(unit)

    def show_sent(self, unit: Unit, ticket: Ticket) -> None:
        self.sheet.accept()
        self.noticed.emit(say("crews.sent", call_sign=unit.call_sign, number=ticket.number or ticket.title))

    def show_overtaken(self, error: SiagaError) -> None:
        self.page.show_overtaken(sentence(error))

    def show_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    # What a person does.

    @Slot(object)
    def _save(self, unit: Unit) -> None:
        if self._presenter is not None:
            self._presenter.save(unit)

    @Slot(object, object)
    def _send(self, unit_id: UUID, assignment_id: UUID) -> None:
        if self._presenter is not None:
            self._presenter.send(unit_id, assignment_id)
