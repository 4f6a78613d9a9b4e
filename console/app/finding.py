"""The part of the desk that finds tickets: looked for by words, linked to one another, alike to one being written."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.calls import Calls
from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.alike import AlikePresenter
from console.presenters.links import LinksPresenter
from console.presenters.session import SessionListener
from console.presenters.ticket_find import FindPresenter
from console.presenters.tickets import TicketsPresenter
from console.windows.alike_form import AlikeForm
from console.windows.desk import DeskWindow
from console.windows.find_sheet import FindSheet
from console.windows.links_desk import LinksDesk
from storage.model.cameras import Camera
from storage.model.feed import Change
from storage.model.tickets import Ticket, TicketDetail


class Finding(Part):
    """Wires the search to its sheet, links to the ticket's line, and suggestions to the form."""

    def __init__(
        self,
        window: DeskWindow,
        tickets: TicketsPresenter,
        calls: Calls,
        jobs: QtJobs,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(window)
        self._tickets, self._clock = tickets, clock
        self.sheet, self.links_desk, self.alike_form = FindSheet(window), LinksDesk(window), AlikeForm(window)
        self.presenter = FindPresenter(self.sheet, jobs, clock)
        self.links = LinksPresenter(self.links_desk, jobs, tickets.changed)
        self.alike = AlikePresenter(self.alike_form, jobs, clock)
        self.sheet.attach(self.presenter)
        self.links_desk.attach(self.links)
        self.alike_form.attach(self.alike)
        self.sheet.ticket_chosen.connect(window.take_ticket)
        self.sheet.refused.connect(window.show_calm)
        self.alike_form.added.connect(self._added)
        calls.sheet.place_search_known.connect(self.sheet.set_place_search)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.presenter, self.links, self.alike

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"find_ticket": self.sheet.open_find}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)
        self.links.changed(changes)

    def second(self) -> None:
        self.sheet.show_now(self._clock())
        self.presenter.tick()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.alike.cameras_known(cameras)

    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None:
        self.links.tickets_known(tickets)

    def looked_at(self, detail: TicketDetail | None) -> None:
        self.links.look_at(detail)

    @Slot(object)
    def _added(self, ticket_id: UUID) -> None:
        self._tickets.refresh()
        self._tickets.select(ticket_id)
