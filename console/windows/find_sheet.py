"""The dialog in which tickets are found."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.ticket_find import FindPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.people import Agency
from storage.model.search import SavedFilter, TicketFilter
from storage.model.tickets import Category, Ticket
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent
from widgets.incidents.find_page import FindPage

SHEET_PX = (1180, 700)


class FindSheet(QObject):
    """Implements FindView over a desk; `ticket_chosen` is what the desk shows in full."""

    ticket_chosen = Sent[UUID]()
    refused = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: FindPresenter | None = None
        self._may_find = False
        self.page = FindPage()
        self.sheet = Sheet("find.title", self.page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.page.closed.connect(self.sheet.dismiss)
        self.page.wanted.connect(self._wanted)
        self.page.filter_kept.connect(self._keep)
        self.page.saved.removed.connect(self._remove)
        self.page.found.more_wanted.connect(self._more)
        self.page.found.retry_requested.connect(self._retry)
        self.page.found.ticket_chosen.connect(self._chosen)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: FindPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_find(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_find:
            self.refused.emit(say("find.may_not"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    @Slot(object)
    def set_place_search(self, search: PlaceSearch) -> None:
        self.page.set_place_search(search)

    def show_now(self, now: datetime) -> None:
        self.page.set_now(now)

    # FindView.

    def show_may_find(self, allowed: bool, *, may_keep: bool, may_share: bool) -> None:
        self._may_find = allowed
        self.page.saved.set_rights(may_keep=may_keep, may_share=may_share)
        if not allowed:
            self.sheet.reject()
            self.page.forget()

    def show_find_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        self.page.set_choices(categories, agencies)

    def show_found(self, tickets: tuple[Ticket, ...], *, complete: bool) -> None:
        self.page.set_found(tickets, complete=complete)

    def show_finding(self, finding: bool) -> None:
        self.page.found.set_finding(finding)

    def show_find_error(self, error: SiagaError | None) -> None:
        self.page.found.set_error(sentence(error) if error is not None else "")

    def show_filters(self, filters: tuple[SavedFilter, ...]) -> None:
        self.page.saved.set_filters(filters)

    def show_filter_kept(self, filter_id: UUID | None) -> None:
        self.page.show_kept(filter_id)

    def show_keeping_error(self, error: SiagaError) -> None:
        self.page.saved.set_error(sentence(error))

    # What a person does.

    @Slot(object)
    def _wanted(self, wanted: TicketFilter) -> None:
        if self._presenter is not None:
            self._presenter.look_for(wanted)

    @Slot(str, object, bool, object)
    def _keep(self, name: str, wanted: TicketFilter, shared: bool, filter_id: UUID | None) -> None:
        if self._presenter is not None:
            self._presenter.keep(name, wanted, shared=shared, filter_id=filter_id)

    @Slot(object)
    def _remove(self, filter_id: UUID) -> None:
        if self._presenter is not None:
            self._presenter.remove(filter_id)

    @Slot()
    def _more(self) -> None:
        if self._presenter is not None:
            self._presenter.more()

    @Slot()
    def _retry(self) -> None:
        if self._presenter is not None:
            self._presenter.retry()

    @Slot(object)
    def _chosen(self, ticket_id: UUID) -> None:
        self.sheet.accept()
        self.ticket_chosen.emit(ticket_id)

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
