"""The ticket that is looked at, between its view, its presenter, and where one more picture of it comes from."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot

from console.bridge.pictures import PhotoBridge
from console.presenters.ticket_extras import TicketExtrasPresenter
from resources.errors import SiagaError
from storage.model.callers import Contact, Report
from storage.model.tickets import TicketDetail
from widgets.common.signals import Sent
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.photos import OfferedPhoto


class TicketExtras(QObject):
    """Implements the presenter's TicketExtrasView on the desk's detail.

    Whoever hears `camera_still_wanted(camera_id)` answers with exactly one of `still_taken` and `still_failed`.
    """

    camera_still_wanted = Sent[str]()
    reports_known = Sent[tuple[Report, ...]]()  # of the ticket that is looked at
    failed = Sent[SiagaError]()

    def __init__(self, detail: TicketDetailView) -> None:
        super().__init__(detail)
        self._detail = detail
        self._presenter: TicketExtrasPresenter | None = None
        self._photos: PhotoBridge | None = None
        self._waiting: dict[str, list[UUID]] = {}
        detail.still_wanted_from_camera.connect(self._camera_wanted)
        detail.photo_offered.connect(self._photo_offered)

    def attach(self, presenter: TicketExtrasPresenter, photos: PhotoBridge) -> None:
        self._presenter, self._photos = presenter, photos
        photos.ready.connect(self._photo_ready)
        photos.refused.connect(self._photo_refused)

    def look_at(self, detail: TicketDetail | None) -> None:
        """This detail is shown now."""
        if self._presenter is not None:
            self._presenter.look_at(detail)

    def still_taken(self, camera_id: str, jpeg: bytes) -> None:
        """A camera's picture; nothing happens for one that no ticket waits for."""
        for ticket_id in self._waiting.pop(camera_id, ()):
            if self._presenter is not None:
                self._presenter.add_still(ticket_id, jpeg, UUID(camera_id))

    def still_failed(self, camera_id: str, error: SiagaError) -> None:
        for _ in self._waiting.pop(camera_id, ()):
            if self._presenter is not None:
                self._presenter.not_added(error)

    # What the presenter shows.

    def show_reports(self, reports: tuple[Report, ...]) -> None:
        self._detail.set_reports(reports)
        self.reports_known.emit(reports)

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        self._detail.set_contacts(contacts)

    def show_adding(self, adding: bool) -> None:
        self._detail.set_adding(adding)

    def show_error(self, error: SiagaError) -> None:
        self.failed.emit(error)

    # What a person does.

    @Slot(object)
    def _camera_wanted(self, camera_id: UUID) -> None:
        shown = self._detail.detail
        if self._presenter is None or shown is None:
            return
        self._presenter.preparing()
        self._waiting.setdefault(str(camera_id), []).append(shown.ticket.id)
        self.camera_still_wanted.emit(str(camera_id))

    @Slot(object, object)
    def _photo_offered(self, ticket_id: UUID, photo: OfferedPhoto) -> None:
        if self._presenter is not None and self._photos is not None:
            self._presenter.preparing()
            self._photos.take(ticket_id, photo)

    @Slot(object, object)
    def _photo_ready(self, ticket_id: UUID, jpeg: bytes) -> None:
        if self._presenter is not None:
            self._presenter.add_still(ticket_id, jpeg)

    @Slot(object, object)
    def _photo_refused(self, _ticket_id: UUID, error: SiagaError) -> None:
        if self._presenter is not None:
            self._presenter.not_added(error)
