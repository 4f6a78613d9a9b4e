"""What may be there already, under the form of a new ticket."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from console.presenters.alike import AlikePresenter
from console.windows.desk import DeskWindow
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.links import Likeness
from widgets.common.signals import Sent
from widgets.incidents.drafts import TicketDraft


class AlikeForm(QObject):
    """Implements AlikeView on the desk's form; `added` is the ticket that has one report more."""

    added = Sent[UUID]()

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window, self._sheets = window, window.sheets
        self._presenter: AlikePresenter | None = None
        self.form = window.sheets.form
        self.form.likeness_asked.connect(self._asked)
        self.form.report_added.connect(self._add)

    def attach(self, presenter: AlikePresenter) -> None:
        self._presenter = presenter

    # AlikeView.

    def show_alike(self, alike: tuple[Likeness, ...], now: datetime) -> None:
        self.form.alike.set_alike(alike, now)

    def show_adding(self, adding: bool) -> None:
        self.form.set_busy(adding)
        self.form.alike.setEnabled(not adding)

    def show_added(self, ticket_id: UUID) -> None:
        self._sheets.show_opened()
        self._window.show_calm(say("links.added"))
        self.added.emit(ticket_id)

    def show_not_added(self, error: SiagaError) -> None:
        self.form.set_error(sentence(error))

    # What a person does.

    @Slot(object)
    def _asked(self, draft: TicketDraft) -> None:
        if self._presenter is not None:
            self._presenter.ask(draft)

    @Slot(object, object)
    def _add(self, ticket_id: UUID, draft: TicketDraft) -> None:
        if self._presenter is not None:
            self._presenter.add(ticket_id, draft, self._sheets.still)
