"""The list of tickets on the desk's right."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from resources.words import say
from storage.model.tickets import Priority, Ticket
from widgets.common.notices import EmptyState
from widgets.common.rowlist import RowList
from widgets.common.signals import Sent
from widgets.incidents.clock_board import ClockBoard
from widgets.incidents.rows import TicketDelegate, TicketModel


class TicketListView(QWidget):
    """Tickets in the order given, thousands if need be; the selection stays with its ticket.

    `ticket_selected` tells the id of a ticket that a person chose, not what `select` sets from outside.
    """

    ticket_selected = Sent[UUID]()
    ticket_activated = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TicketModel(self)
        self._wanted: UUID | None = None
        self._quiet = False
        self._view = RowList(self)
        self._view.setModel(self._model)
        self._view.setItemDelegate(TicketDelegate(self._view))
        self._empty = EmptyState("tickets.unread", "ticket", self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        self._pages.setCurrentWidget(self._empty)
        self.setFocusProxy(self._view)
        self._view.selectionModel().selectionChanged.connect(self._on_selection)
        self._view.activated.connect(self._on_activated)
        self.retranslate()

    def set_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        """Show these, in this order. The selected ticket stays so, wherever it now stands."""
        self._empty.set_word("tickets.none")
        self._put_tickets(tickets)

    def set_unread(self) -> None:
        """Nothing is known: that is not the same as nothing being open."""
        self._empty.set_word("tickets.unread")
        self._put_tickets(())

    def _put_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        self._quiet = True
        if self._model.set_tickets(tickets):
            self._put_selection()
        self._quiet = False
        self._pages.setCurrentWidget(self._view if tickets else self._empty)

    def set_now(self, now: datetime) -> None:
        """The moment that ages are told from; aware."""
        if now != self._model.now:
            self._model.now = now
            self._view.viewport().update()

    def set_clocks(self, board: ClockBoard) -> None:
        """What is left of each ticket's clocks."""
        self._model.board = board
        self._view.viewport().update()

    def set_limits(self, limits_s: dict[Priority, float]) -> None:
        """After how many seconds a ticket of each priority is shown red."""
        self._model.limits_s = dict(limits_s)
        self._view.viewport().update()

    def select(self, ticket_id: UUID | None) -> None:
        """Put the selection on a ticket without telling; one that is not there yet is selected when it comes."""
        self._wanted = ticket_id
        self._quiet = True
        self._put_selection()
        self._quiet = False

    def take_focus(self) -> None:
        """The keyboard to the list; where nothing is chosen yet, to its first ticket."""
        self._view.setFocus()
        if self.count() and not self._view.selectionModel().hasSelection():
            self._view.setCurrentIndex(self._model.index(0, 0))

    def selected_id(self) -> UUID | None:
        return self._wanted

    def tickets(self) -> tuple[Ticket, ...]:
        """What is shown, in its order."""
        return self._model.tickets()

    def count(self) -> int:
        return self._model.rowCount()

    def rows_px(self) -> int:
        """How high it has to be to show every row, in px; 0 without any."""
        return self.count() * max(0, self._view.sizeHintForRow(0))

    def retranslate(self) -> None:
        self._view.setAccessibleName(say("tickets.head"))
        self._view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _put_selection(self) -> None:
        index = self._model.index_of(self._wanted) if self._wanted is not None else QModelIndex()
        if index.isValid():
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)
        else:
            self._view.clearSelection()

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, chosen: QItemSelection, left: QItemSelection) -> None:
        indexes = chosen.indexes()
        ticket = self._model.ticket(indexes[0]) if indexes else None
        if self._quiet or ticket is None:
            return
        self._wanted = ticket.id
        self.ticket_selected.emit(ticket.id)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        ticket = self._model.ticket(index)
        if ticket is not None:
            self.ticket_activated.emit(ticket.id)
