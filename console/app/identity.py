"""The part of the desk that keeps seals: who asks, who grants, and who it is for as long as it is open."""

from time import monotonic
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.identity import IdentityPresenter
from console.presenters.session import SessionListener
from console.presenters.tickets import TicketsPresenter
from console.windows.desk import DeskWindow
from console.windows.identity_desk import IdentityDesk
from console.windows.ticket_extras import TicketExtras
from storage.model.feed import Change
from storage.model.tickets import TicketDetail


class Identities(Part):
    """Wires the seals of the ticket that is looked at."""

    def __init__(self, window: DeskWindow, tickets: TicketsPresenter, extras: TicketExtras, jobs: QtJobs) -> None:
        super().__init__(window)
        self._tickets = tickets
        self.view = IdentityDesk(window)
        self.presenter = IdentityPresenter(self.view, jobs, monotonic, self._look_again)
        extras.reports_known.connect(self.presenter.reports_known)
        self.view.submitted.connect(self.presenter.submit)
        self.view.lines.show_requested.connect(self.presenter.reveal)
        self.view.lines.hide_requested.connect(self._hide)
        self.view.notices.ticket_requested.connect(window.take_ticket)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def looked_at(self, detail: TicketDetail | None) -> None:
        self.presenter.look_at(detail.ticket.id if detail is not None else None)

    def second(self) -> None:
        self.presenter.second()

    def _look_again(self) -> None:
        """The timeline of the ticket that is looked at tells more."""
        ticket = self._tickets.looked_at
        if ticket is not None:
            self._tickets.select(ticket.id)

    @Slot(object)
    def _hide(self, _report_id: UUID) -> None:
        self.presenter.hide()
