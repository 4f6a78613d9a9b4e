"""What was found, page by page: rows as the ticket list's, and a line that says how far it goes."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from resources.words import say
from storage.model.tickets import Ticket
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.notices import BusyBar, EmptyState
from widgets.common.rowlist import RowList
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.rows import ROW_PX, TicketDelegate, TicketModel
from widgets.theme import Role, Type

AHEAD_PX = 8 * ROW_PX
"""How near the end the next page is asked for."""
RETRY_KEY = "Alt+R"


class FoundList(WordedWidget):
    """Asks for more near its end; `set_found`, `set_finding` and `set_error` say what stands now."""

    ticket_chosen = Sent[UUID]()
    more_wanted = Sent[()]()
    retry_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complete, self._finding, self._asked = True, False, False
        self._error = ""
        self._narrowed = False
        self._model = TicketModel(self)
        self._rows = RowList(self)
        self._rows.setModel(self._model)
        self._rows.setItemDelegate(TicketDelegate(self._rows))
        self._empty = EmptyState("find.begin", "search", self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._rows)
        self._pages.addWidget(self._empty)
        self._busy = BusyBar(self)
        self._foot = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.retry = KeyButton("find.retry", RETRY_KEY, parent=self)
        self.retry.hide()
        self._assemble()
        self.setFocusProxy(self._rows)
        self._rows.activated.connect(self._on_activated)
        self._rows.doubleClicked.connect(self._on_activated)
        bar = self._rows.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_scrolled)
        self.retry.clicked.connect(self.retry_requested)
        self.retranslate()

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.PAD, theme.SPACE, theme.PAD, theme.SPACE)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.retry)
        strut = QHBoxLayout()
        strut.addStrut(44)  # the button comes and goes, the list stays as high
        strut.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._busy)
        column.addWidget(self._pages, 1)
        column.addSpacing(1)  # the line that paintEvent draws
        column.addLayout(strut)

    # --- values in ---

    def set_found(self, tickets: tuple[Ticket, ...], *, complete: bool) -> None:
        """Show these; the chosen row stays chosen and in its place on the screen."""
        chosen, at = self._chosen_id(), self._rows.verticalScrollBar().value()
        before = self._model.tickets()
        grown = bool(before) and tickets[: len(before)] == before
        self._asked, self._complete = True, complete
        if self._model.set_tickets(tickets) and not grown:
            index = self._model.index_of(chosen) if chosen is not None else QModelIndex()
            if index.isValid():
                self._rows.setCurrentIndex(index)
                self._rows.verticalScrollBar().setValue(at)
            else:
                self._rows.scrollToTop()
        self._tell()

    def set_finding(self, finding: bool) -> None:
        self._finding = finding
        self._busy.set_busy(finding)
        self._tell()

    def set_error(self, sentence: str) -> None:
        """Why nothing came; empty where it did. What came before stays."""
        self._error = sentence
        self._tell()

    def set_narrowed(self, narrowed: bool) -> None:
        """Whether something is asked for, so that an empty list can say what to do."""
        self._narrowed = narrowed

    def set_now(self, now: datetime) -> None:
        if now != self._model.now:
            self._model.now = now
            self._rows.viewport().update()

    # --- what is shown ---

    def tickets(self) -> tuple[Ticket, ...]:
        return self._model.tickets()

    @property
    def foot(self) -> str:
        """The line below: how many, and whether there are more."""
        return self._foot.text

    @property
    def empty_word(self) -> str:
        """What stands there instead of rows; empty while there are rows."""
        return self._empty.accessibleName() if self._pages.currentWidget() is self._empty else ""

    def step(self, by: int) -> None:
        """Choose the next row below (1) or above (-1) of the chosen one."""
        rows = self._model.rowCount()
        if rows:
            current = self._rows.currentIndex()
            at = max(0, min(current.row() + by, rows - 1)) if current.isValid() else 0
            self._rows.setCurrentIndex(self._model.index(at))

    def choose(self) -> None:
        """As Enter on the chosen row, or on the first where none is."""
        if not self._rows.currentIndex().isValid():
            self.step(1)
        self._on_activated(self._rows.currentIndex())

    def retranslate(self) -> None:
        self._rows.setAccessibleName(say("find.results"))
        self._rows.viewport().update()
        self._tell()

    def _tell(self) -> None:
        count = self._model.rowCount()
        self.retry.setVisible(bool(self._error))
        self._foot.set_role(Role.RED if self._error else Role.SECOND)
        if self._error:
            said = self._error
        elif self._finding:
            said = say("find.loading_more", n=count) if count else say("find.loading")
        elif not count:
            said = ""
        else:
            said = say("find.count", n=count) if self._complete else say("find.count_more", n=count)
        self._foot.set_text(said)
        self._pages.setCurrentWidget(self._rows if count else self._empty)
        if not count:
            nothing = "find.nothing" if self._narrowed else "find.nothing_at_all"
            self._empty.set_word("find.loading" if self._finding else nothing if self._asked else "find.begin")
            if self._error:
                self._empty.set_word("find.failed")

    def _chosen_id(self) -> UUID | None:
        ticket = self._model.ticket(self._rows.currentIndex())
        return ticket.id if ticket is not None else None

    # --- hands ---

    @Slot()
    def _on_scrolled(self, *_: int) -> None:
        bar = self._rows.verticalScrollBar()
        near = bar.maximum() - bar.value() < AHEAD_PX
        if near and self._model.rowCount() and not (self._complete or self._finding or self._error):
            self.more_wanted.emit()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        ticket = self._model.ticket(index)
        if ticket is not None:
            self.ticket_chosen.emit(ticket.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        below = self._pages.geometry()
        painter.fillRect(0, below.bottom() + 1, self.width(), 1, theme.color(Role.LINE))
