"""The part of the desk that leads through procedures: steps, the cameras that they look from, what was skipped."""

from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.app.ptz import Ptz
from console.bridge.jobs import QtJobs
from console.bridge.video import VideoBridge
from console.presenters.camera_choice import Chosen, camera_for
from console.presenters.procedures import ProceduresPresenter
from console.presenters.session import SessionListener
from console.presenters.tickets import TicketsPresenter
from console.windows.desk import DeskWindow
from console.windows.procedure_desk import ProcedureDesk
from console.windows.ptz_look import PtzLook
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from storage.model.feed import Change
from storage.model.procedures import Step, StepKind
from storage.model.tickets import TicketDetail
from video.events import CameraId


class Procedures(Part):
    """Wires steps, pictures and notices.

    An answer to a camera act waits for its picture, and goes without where none comes.
    """

    def __init__(
        self, window: DeskWindow, tickets: TicketsPresenter, video: VideoBridge, ptz: Ptz, jobs: QtJobs
    ) -> None:
        super().__init__(window)
        self._window, self._tickets, self._video = window, tickets, video
        self._cameras: tuple[Camera, ...] = ()
        self._detail: TicketDetail | None = None
        self._waiting: tuple[UUID, str, str, str, UUID] | None = None  # ticket, step, answer, reason, camera
        self.view = ProcedureDesk(window)
        self.presenter = ProceduresPresenter(self.view, jobs, tickets.changed)
        self._look = PtzLook(ptz.presenter, ptz.view)
        tickets.leaves_open = self.presenter.left
        self.view.answered.connect(self._answered)
        self.view.skipped.connect(self.presenter.skip)
        self.view.section.look_requested.connect(self._look_at)
        self.view.notices.seen.connect(self.presenter.see)
        self.view.notices.ticket_requested.connect(window.take_ticket)
        video.still_taken.connect(self._still_taken)
        video.still_failed.connect(self._still_failed)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = cameras

    def looked_at(self, detail: TicketDetail | None) -> None:
        self._detail = detail
        if detail is None or (self._waiting is not None and self._waiting[0] != detail.ticket.id):
            self._waiting = None
        self.presenter.look_at(detail)

    # --- cameras ---

    def _camera(self) -> Chosen | None:
        return camera_for(self._detail.ticket, self._cameras) if self._detail is not None else None

    def _step(self, key: str) -> Step | None:
        run = self.presenter.run
        return run.procedure.step(key) if run is not None else None

    @Slot(str)
    def _look_at(self, key: str) -> None:
        step, chosen = self._step(key), self._camera()
        if step is None:
            return
        if chosen is None:
            self._window.show_calm(say("procedures.no_camera"))
            return
        camera = chosen.camera
        self._window.show_camera(str(camera.id))
        if step.preset is not None and camera.ptz:
            self._look.go(camera, step.preset)
        elif step.preset is not None:
            self._window.show_calm(say("procedures.no_ptz", number=camera.number))
        elif chosen.metres is not None:
            self._window.show_calm(say("procedures.nearest", number=camera.number, metres=round(chosen.metres)))

    @Slot(str, str, str)
    def _answered(self, key: str, answer: str, reason: str) -> None:
        step, chosen = self._step(key), self._camera()
        if step is None or self._detail is None or self._waiting is not None:
            return
        if step.kind is not StepKind.CAMERA or chosen is None:
            self.presenter.answer(key, answer, reason=reason)
            return
        self._waiting = (self._detail.ticket.id, key, answer, reason, chosen.camera.id)
        self.view.show_busy(True)
        self._video.take_still(CameraId(str(chosen.camera.id)))

    @Slot(str, bytes)
    def _still_taken(self, camera_id: str, jpeg: bytes) -> None:
        waiting = self._awaited(camera_id)
        if waiting is not None:
            _, step, answer, reason, camera = waiting
            self.presenter.answer(step, answer, reason=reason, still=jpeg, camera_id=camera)

    @Slot(str, object)
    def _still_failed(self, camera_id: str, error: SiagaError) -> None:
        """Who sees the smoke is not kept waiting for a picture of it."""
        waiting = self._awaited(camera_id)
        if waiting is not None:
            self._window.show_calm(say("procedures.no_picture", why=sentence(error)))
            _, step, answer, reason, _ = waiting
            self.presenter.answer(step, answer, reason=reason)

    def _awaited(self, camera_id: str) -> tuple[UUID, str, str, str, UUID] | None:
        waiting = self._waiting
        if waiting is None or str(waiting[4]) != camera_id:
            return None
        self._waiting = None
        return waiting
