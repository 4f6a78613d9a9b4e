"""The dialog in which a call is taken."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from console.presenters.telephone import TelephonePresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.callers import NumberHistory
from storage.model.people import Agency
from storage.model.tickets import Category, Ticket
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent
from widgets.telephone.drafts import CallDraft
from widgets.telephone.form import TelephoneForm


class _CallSheet(Sheet):
    """Its frame's close button asks as Esc does."""

    def __init__(self, form: TelephoneForm, owner: QWidget) -> None:
        super().__init__("telephone.head", form, owner, width=980)
        self._form = form
        self.resize(980, 680)  # its chips know their lines only once they are shown

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._form.leave()


class TelephoneSheet(QObject):
    """Implements the presenter's TelephoneView."""

    ticket_taken = Sent[UUID]()  # the call's ticket is in the record: to be read and chosen
    notice = Sent[str]()  # a calm sentence for the desk
    failed = Sent[SiagaError]()  # while no form is open that could say it
    place_search_known = Sent[PlaceSearch]()  # for the other forms that have a place

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: TelephonePresenter | None = None
        self.may_take_calls = False
        self.form = TelephoneForm()
        self.sheet = _CallSheet(self.form, owner)
        self.form.submitted.connect(self._submitted)
        self.form.report_added.connect(self._report_added)
        self.form.nuisance_noted.connect(self._nuisance)
        self.form.number_written.connect(self._number_written)
        self.form.likeness_asked.connect(self._likeness_asked)
        self.form.cancelled.connect(self._leave)

    def attach(self, presenter: TelephonePresenter) -> None:
        self._presenter = presenter

    def take_call(self) -> None:
        """Open an empty form; who may not take calls is told so."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self.may_take_calls:
            self.notice.emit(say("telephone.may_not"))
            return
        self._presenter.start()
        self.sheet.present()
        self.form.start()

    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None:
        """The open tickets, among which a call may be known already."""
        if self._presenter is not None:
            self._presenter.tickets_known(tickets)

    def show_now(self, now: datetime) -> None:
        self.form.set_now(now)

    def show_may_take_calls(self, allowed: bool) -> None:
        self.may_take_calls = allowed
        if not allowed:
            self._leave()

    def show_choices(self, categories: tuple[Category, ...], agencies: tuple[Agency, ...]) -> None:
        self.form.set_choices(categories, agencies)

    def show_place_search(self, search: PlaceSearch) -> None:
        self.form.set_place_search(search)
        self.place_search_known.emit(search)

    def show_history(self, number: str, history: NumberHistory) -> None:
        self.form.set_history(number, history)

    def show_similar(self, tickets: tuple[Ticket, ...], metres: dict[UUID, float]) -> None:
        self.form.set_similar(tickets, metres)

    def show_sending(self, sending: bool) -> None:
        self.form.set_busy(sending)

    def show_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.form.set_error(sentence(error))
        else:
            self.failed.emit(error)

    def show_taken(self, ticket_id: UUID) -> None:
        self._leave()
        self.ticket_taken.emit(ticket_id)

    def show_nuisance_noted(self) -> None:
        self._leave()
        self.notice.emit(say("telephone.nuisance_noted"))

    @Slot()
    def _leave(self) -> None:
        self.form.clock.stop()
        self.sheet.hide()

    @Slot(object)
    def _submitted(self, draft: CallDraft) -> None:
        if self._presenter is not None:
            self._presenter.open_ticket(draft)

    @Slot(object, object)
    def _report_added(self, ticket_id: UUID, draft: CallDraft) -> None:
        if self._presenter is not None:
            self._presenter.add_report(ticket_id, draft)

    @Slot(str)
    def _nuisance(self, number: str) -> None:
        if self._presenter is not None:
            self._presenter.note_nuisance(number)

    @Slot(str)
    def _number_written(self, number: str) -> None:
        if self._presenter is not None:
            self._presenter.ask_history(number)

    @Slot(object)
    def _likeness_asked(self, draft: CallDraft) -> None:
        if self._presenter is not None:
            self._presenter.ask_likeness(draft)
