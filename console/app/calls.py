"""The part of the desk that listens to people: calls, what was reported of a ticket, whom to call, their photos."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.bridge.pictures import PhotoBridge
from console.bridge.video import VideoBridge
from console.clock import utc_now
from console.presenters.session import SessionListener
from console.presenters.telephone import TelephonePresenter
from console.presenters.ticket_extras import TicketExtrasPresenter
from console.presenters.tickets import TicketsPresenter
from console.windows.desk import DeskWindow
from console.windows.telephone_sheet import TelephoneSheet
from console.windows.ticket_extras import TicketExtras
from storage.model.feed import Change
from storage.model.tickets import Ticket, TicketDetail
from video.events import CameraId


class Calls(Part):
    """Wires the telephone form, and what belongs to a ticket beside its history. `slow` makes photos fit."""

    def __init__(
        self, window: DeskWindow, tickets: TicketsPresenter, video: VideoBridge, jobs: QtJobs, slow: QtJobs
    ) -> None:
        super().__init__(window)
        self._tickets, self._video = tickets, video
        self.sheet = TelephoneSheet(window)
        self.telephone = TelephonePresenter(self.sheet, jobs)
        self.extras_view = TicketExtras(window.detail)
        self.extras = TicketExtrasPresenter(self.extras_view, jobs)
        self.sheet.attach(self.telephone)
        self.extras_view.attach(self.extras, PhotoBridge(slow, self))
        self.sheet.ticket_taken.connect(self._taken)
        self.sheet.notice.connect(window.show_calm)
        self.sheet.failed.connect(window.show_error)
        self.sheet.place_search_known.connect(window.sheets.set_place_search)
        self.extras_view.failed.connect(window.show_error)
        self.extras_view.camera_still_wanted.connect(self._snap)
        video.still_taken.connect(self.extras_view.still_taken)
        video.still_failed.connect(self.extras_view.still_failed)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.telephone, self.extras

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"take_call": self.sheet.take_call}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.telephone.changed(changes)
        self.extras.changed(changes)

    def second(self) -> None:
        self.sheet.show_now(utc_now())

    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None:
        self.telephone.tickets_known(tickets)

    def looked_at(self, detail: TicketDetail | None) -> None:
        self.extras_view.look_at(detail)

    @Slot(object)
    def _taken(self, ticket_id: UUID) -> None:
        self._tickets.refresh()
        self._tickets.select(ticket_id)

    @Slot(str)
    def _snap(self, camera_id: str) -> None:
        self._video.take_still(CameraId(camera_id))
