"""The dialog of the agencies' crews and vehicles."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.clock import utc_now
from console.presenters.crews import CrewsPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.crews import Unit
from storage.model.people import Agency
from storage.model.tickets import Ticket
from widgets.common.signals import Sent
from widgets.crews.page import CrewsPage

SHEET_PX = (1020, 820)


class CrewsSheet(QObject):
    """Implements CrewsView; `noticed` is a calm sentence for the desk."""

    noticed = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CrewsPresenter | None = None
        self._may_read = False
        self.page = CrewsPage()
        self.sheet = Sheet("crews.title", self.page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.page.saved.connect(self._save)
        self.page.sent.connect(self._send)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CrewsPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_crews(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.noticed.emit(say("crews.may_not"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    # CrewsView.

    def show_rights(self, *, may_read: bool, may_keep: bool, may_send: bool, agency_id: UUID | None) -> None:
        self._may_read = may_read
        self.page.set_rights(may_keep=may_keep, may_send=may_send, agency_id=agency_id)
        if not may_read:
            self.sheet.reject()

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

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
