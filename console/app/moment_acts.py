"""What is done with a moment or a range of recorded pictures: bookmarks, locks, evidence, stills, tickets."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from console.app.playback_mode import PlaybackMode
from console.bridge.jobs import QtJobs
from console.presenters.playback_export import Exporter, ExportPresenter
from console.presenters.playback_marks import MarksPresenter
from console.presenters.playback_time import moment_of
from console.presenters.session import SessionListener
from console.presenters.ticket_extras import TicketExtrasPresenter
from console.presenters.tickets import TicketsPresenter
from console.windows.desk import DeskWindow
from console.windows.playback_sheets import ExportSheet, MarkSheets
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from video.events import CameraId
from widgets.common.figures import clock
from widgets.playback.wishes import Wish


class MomentActs(QObject):
    """Serves the modes that it is given: whichever is on is meant."""

    def __init__(
        self,
        window: DeskWindow,
        tickets: TicketsPresenter,
        extras: TicketExtrasPresenter,
        jobs: QtJobs,
        exporter: Exporter,
        evidence_dir: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._tickets, self._extras = window, tickets, extras
        self._modes: list[PlaybackMode] = []
        self._cameras: dict[str, Camera] = {}
        self._still_for: Wish | None = None
        self.mark_sheets = MarkSheets(window)
        self.export_sheet = ExportSheet(window, str(evidence_dir))
        self.marks = MarksPresenter(self.mark_sheets, jobs, self._marked)
        self.export = ExportPresenter(self.export_sheet, exporter)
        self.mark_sheets.attach(self.marks)
        self.export_sheet.attach(self.export)
        self.mark_sheets.said.connect(window.show_calm)
        self.mark_sheets.failed.connect(window.show_error)
        self.mark_sheets.moment_typed.connect(self._moment_typed)
        self.export_sheet.said.connect(window.show_lasting)
        self.export_sheet.failed.connect(window.show_error)
        self.export_sheet.working.connect(window.status.set_work)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.marks, self.export

    def serve(self, mode: PlaybackMode) -> None:
        self._modes.append(mode)
        mode.asked.connect(self._asked)
        mode.player.still_taken.connect(self._still_taken)
        mode.player.still_failed.connect(self._still_failed)

    def set_cameras(self, cameras: dict[str, Camera]) -> None:
        self._cameras = cameras

    def close(self) -> None:
        self.export.cancel()

    @property
    def _mode(self) -> PlaybackMode | None:
        return next((mode for mode in self._modes if mode.on), None)

    def chosen_camera(self) -> Camera | None:
        """The camera whose line is first in the mode that is on."""
        mode = self._mode
        return self._cameras.get(str(mode.presenter.chosen)) if mode is not None else None

    @Slot(str)
    def _moment_typed(self, typed: str) -> None:
        mode = self._mode
        if mode is not None:
            at_us = moment_of(typed, mode.presenter.now_us())
            self.mark_sheets.answer_moment(at_us is not None)
            if at_us is not None:
                mode.presenter.seek(at_us)

    # What is done with a moment or a range.

    @Slot(object)
    def _asked(self, wish: Wish) -> None:
        mode, camera = self._mode, self.chosen_camera()
        at_us = mode.presenter.at_us if mode is not None else None
        if mode is None or camera is None or at_us is None:
            return
        ticket = self._tickets.looked_at
        if wish is Wish.GO_TO:
            self.mark_sheets.ask_moment(at_us)
        elif wish is Wish.BOOKMARK:
            self.marks.offer_bookmark(camera, at_us, ticket.id if ticket is not None else None)
        elif wish is Wish.REMOVE:
            self.marks.remove_bookmark(camera, at_us)
        elif wish in (Wish.STILL, Wish.TICKET):
            self._take_still(mode, camera, wish)
        else:
            self._use_range(mode, camera, wish)

    def _use_range(self, mode: PlaybackMode, camera: Camera, wish: Wish) -> None:
        whole = mode.presenter.marked.whole
        ticket = self._tickets.looked_at
        if wish is Wish.EXPORT and self.export.running:
            self.export.offer((), (), (0, 0), None)
        elif whole is None:
            self._window.show_calm(say("playback_desk.note.no_range"))
        elif wish is Wish.LOCK:
            self.marks.offer_lock(camera, whole, ticket.id if ticket is not None else None)
        elif self.marks.may_mark():
            played = tuple(self._cameras[one] for one in mode.presenter.cameras if one in self._cameras)
            self.export.offer(played, (camera.id,), whole, ticket)

    def _marked(self) -> None:
        for mode in self._modes:
            mode.timeline.renew()

    # Stills.

    def take_still(self, camera_id: str) -> bool:
        """T from anywhere on the desk: while recordings show, a ticket begins with what is seen. Whether they do."""
        mode, camera = self._mode, self._cameras.get(camera_id)
        if mode is None or camera is None:
            return False
        self._take_still(mode, self.chosen_camera() or camera, Wish.TICKET)
        return True

    def _take_still(self, mode: PlaybackMode, camera: Camera, wish: Wish) -> None:
        if wish is Wish.STILL and self._tickets.looked_at is None:
            self._window.show_calm(say("playback_desk.note.no_ticket"))
        elif not self._tickets.signed_in:
            self._window.person_requested.emit()
        else:
            self._still_for = wish
            mode.player.take_still(CameraId(str(camera.id)))

    @Slot(str, bytes, object)
    def _still_taken(self, camera_id: str, jpeg: bytes, at: datetime) -> None:
        wish, self._still_for = self._still_for, None
        ticket = self._tickets.looked_at
        if wish is Wish.TICKET:
            self._window.sheets.new_ticket(self._cameras.get(camera_id), None, jpeg)
        elif wish is Wish.STILL and ticket is not None:
            self._extras.preparing()
            self._extras.add_still(ticket.id, jpeg, UUID(camera_id))
            self._window.show_calm(say("playback_desk.note.still_kept", at=clock(at)))

    @Slot(str, object)
    def _still_failed(self, camera_id: str, error: SiagaError) -> None:
        """A moment without a picture can still be the reason of a ticket."""
        wish, self._still_for = self._still_for, None
        self._window.show_error(error)
        if wish is Wish.TICKET:
            self._window.sheets.new_ticket(self._cameras.get(camera_id), None, None)
