"""The desk's right: alarms, open tickets, and the inbox of what the public wrote and nobody has taken yet."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.presenters.waiting import WAITING_LIMITS_S
from storage.model.callers import Channel
from storage.model.tickets import Ticket, TicketState
from widgets.common.headers import SectionHeader
from widgets.common.signals import Sent
from widgets.incidents.clock_board import ClockBoard
from widgets.incidents.list import TicketListView

RIGHT_PX = 440
INBOX_PX = 220
TICKETS_LEAST_PX = 120
UNLIMITED_PX = 16777215  # QWIDGETSIZE_MAX


def is_unread(ticket: Ticket) -> bool:
    """Whether it waits in the inbox: the public wrote it, and nobody has acknowledged or dispatched it."""
    return ticket.state is TicketState.NEW and ticket.channel == Channel.PUBLIC


class RightColumn(QWidget):
    """Shows `alarms` on top; a ticket is in one of the two lists, and only one of them has a selection."""

    ticket_selected = Sent[UUID]()

    def __init__(self, alarms: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(RIGHT_PX)
        self._inbox_used = True
        self._tickets: tuple[Ticket, ...] = ()
        self._board = ClockBoard()
        self._now: datetime | None = None
        self._by_due = False
        self.ticket_header = SectionHeader("console.section.tickets", "K", self)
        self.ticket_list = TicketListView(self)
        self.inbox_header = SectionHeader("console.section.inbox", "I", self)
        self.inbox = TicketListView(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(alarms, 2)
        column.addWidget(self.ticket_header)
        column.addWidget(self.ticket_list, 1)
        column.addWidget(self.inbox_header)
        column.addWidget(self.inbox, 1)
        column.addStretch(0)
        for view in (self.ticket_list, self.inbox):
            view.set_limits(WAITING_LIMITS_S)
            view.ticket_selected.connect(self._selected)
        self.ticket_header.clicked.connect(self.focus_tickets)
        self.inbox_header.clicked.connect(self.focus_inbox)
        self.set_unread()

    def set_inbox_used(self, used: bool) -> None:
        """An agency's people have no inbox: what comes to them was dispatched."""
        self._inbox_used = used
        self.inbox_header.setVisible(used)

    def set_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        self._tickets = tickets
        tickets = self._ordered(tickets)
        unread = tuple(ticket for ticket in tickets if self._inbox_used and is_unread(ticket))
        others = tuple(ticket for ticket in tickets if ticket not in unread)
        self.ticket_list.set_tickets(others)
        self.ticket_header.set_count(len(others))
        self.inbox.set_tickets(unread)
        self.inbox_header.set_count(len(unread))
        self.inbox.setVisible(bool(unread))
        self._share()

    def _ordered(self, tickets: tuple[Ticket, ...]) -> tuple[Ticket, ...]:
        now = self._now
        if not self._by_due or now is None:
            return tickets
        due = {ticket.id: self._board.due_key(ticket.id, now) for ticket in tickets}
        return tuple(sorted(tickets, key=lambda ticket: due[ticket.id]))

    def set_clocks(self, board: ClockBoard) -> None:
        """What is left of each ticket's clocks."""
        self._board = board
        for view in (self.ticket_list, self.inbox):
            view.set_clocks(board)
        if self._by_due and self._tickets:
            self.set_tickets(self._tickets)

    def turn_order(self) -> bool:
        """By deadline, or by priority again; whether it is by deadline now."""
        self._by_due = not self._by_due
        self.ticket_header.set_word("clocks.head_by_due" if self._by_due else "console.section.tickets")
        if self._tickets:
            self.set_tickets(self._tickets)
        return self._by_due

    def set_unread(self) -> None:
        """Before the record was read, or while nobody is signed in: no count, since none is known."""
        self.set_tickets(())
        self.ticket_list.set_unread()
        self.ticket_header.set_count(None)
        self.inbox_header.set_count(None)

    def _share(self) -> None:
        """A short inbox stands at the foot; a long one takes what the tickets leave, so that no room stays bare."""
        rows = self.inbox.rows_px()
        self.inbox.setMaximumHeight(max(rows, 1))
        tickets = max(self.ticket_list.rows_px(), TICKETS_LEAST_PX)
        self.ticket_list.setMaximumHeight(tickets if rows > INBOX_PX else UNLIMITED_PX)

    def select(self, ticket_id: UUID | None) -> None:
        self.ticket_list.select(ticket_id)
        self.inbox.select(ticket_id)

    def set_now(self, now: datetime) -> None:
        self._now = now
        self.ticket_list.set_now(now)
        self.inbox.set_now(now)

    @Slot()
    def focus_tickets(self) -> None:
        self.ticket_list.take_focus()

    @Slot()
    def focus_inbox(self) -> None:
        if self.inbox.isVisible():
            self.inbox.take_focus()

    @Slot(object)
    def _selected(self, ticket_id: UUID) -> None:
        self.select(ticket_id)
        self.ticket_selected.emit(ticket_id)
