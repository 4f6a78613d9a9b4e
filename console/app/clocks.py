"""The part of the desk that shows tickets' clocks, in the list and on the ticket."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.clocks import ClocksPresenter
from console.presenters.session import SessionListener
from console.presenters.tickets import TicketsPresenter
from console.windows.desk import DeskWindow
from resources.errors import SiagaError
from resources.words import say
from storage.model.calendar import Doubt
from storage.model.clock_values import ClockClass
from storage.model.feed import Change
from widgets.incidents.clock_board import ClockBoard


class Clocks(Part):
    """Implements the presenter's ClocksView on the desk's list and detail."""

    def __init__(
        self, window: DeskWindow, jobs: QtJobs, tickets: TicketsPresenter, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(window)
        self._window, self._tickets = window, tickets
        self.presenter = ClocksPresenter(self, jobs, clock)
        window.detail.promise.class_chosen.connect(self._class_chosen)
        window.alarms.ticket_chosen.connect(self._alarm_chosen)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"by_due": self._turn_order}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def show_clocks(self, board: ClockBoard) -> None:
        self._window.right.set_clocks(board)
        self._window.detail.promise.set_board(board)

    def show_doubt(self, doubt: Doubt, year: int) -> None:
        self._window.show_lasting(say("clocks.doubt.notice", year=year))

    def show_error(self, error: SiagaError) -> None:
        self._window.show_error(error)

    @Slot()
    def _turn_order(self) -> None:
        by_due = self._window.right.turn_order()
        self._window.show_calm(say("clocks.order.by_due" if by_due else "clocks.order.by_priority"))

    @Slot(object)
    def _class_chosen(self, clock_class: ClockClass | None) -> None:
        self._tickets.classify(clock_class)

    @Slot(object)
    def _alarm_chosen(self, ticket_id: UUID) -> None:
        """An alarm at a ticket leads to it; the keyboard stays with the alarms."""
        self._tickets.select(ticket_id)
