"""Evidence: the marked range of some cameras, written to a folder with its proof, under the name of who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from console.presenters.playback_marks import MARKING
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.people import Person
from storage.model.tickets import Ticket
from storage.service.errors import RecordError
from storage.service.record import Record
from widgets.playback.values import ExportDone, ExportProgress


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written, and why. `folder` is where the evidence folder is made."""

    cameras: tuple[Camera, ...]
    since_us: int
    until_us: int
    reason: str
    folder: str
    ticket: Ticket | None = None


class Exporter(Protocol):
    """Writes evidence elsewhere; calls back on the presenter's thread, exactly one of `done` and `failed` at last."""

    def export(
        self,
        record: Record,
        person: Person,
        wish: ExportWish,
        progress: Callable[[ExportProgress], None],
        done: Callable[[ExportDone], None],
        failed: Callable[[SiagaError], None],
    ) -> None: ...

    def settle(
        self, record: Record, settled: Callable[[tuple[str, ...]], None], failed: Callable[[SiagaError], None]
    ) -> None:
        """Write the rows of this person's evidence that a crash left out; told are the folders that still wait."""
        ...

    def cancel(self) -> None:
        """Leave nothing behind; `failed` follows."""
        ...


class ExportView(Protocol):
    def show_offer(
        self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], span_us: tuple[int, int], ticket: Ticket | None
    ) -> None: ...
    def show_running(self, running: bool) -> None: ...
    def show_progress(self, progress: ExportProgress) -> None: ...
    def show_done(self, done: ExportDone) -> None: ...
    def show_failed(self, error: SiagaError, *, cancelled: bool) -> None: ...
    def show_ended(self) -> None: ...
    def show_waiting(self, folders: tuple[str, ...]) -> None: ...


class ExportPresenter:
    """Implements SessionListener. One export at a time; it goes on while its dialog is closed."""

    def __init__(self, view: ExportView, exporter: Exporter) -> None:
        self._view, self._exporter = view, exporter
        self._record: Record | None = None
        self._person: Person | None = None
        self._cameras: tuple[Camera, ...] = ()
        self._span_us = (0, 0)
        self._ticket: Ticket | None = None
        self._cancelled = False
        self.running = False

    def begin(self, record: Record, person: Person) -> None:
        self._record, self._person = record, person
        if person.role in MARKING:
            self._exporter.settle(record, self._settled, self._not_settled)

    def end(self) -> None:
        """Who began an export answers for it: it does not outlive their sign-in."""
        self.cancel()
        self._record = self._person = None
        self._view.show_ended()

    def offer(
        self,
        cameras: tuple[Camera, ...],
        chosen: tuple[UUID, ...],
        span_us: tuple[int, int],
        ticket: Ticket | None,
    ) -> None:
        """Ask for cameras, reason and folder; while one runs, show how far it is."""
        if not self.running:
            self._cameras, self._span_us, self._ticket = cameras, span_us, ticket
        self._view.show_offer(self._cameras, chosen, self._span_us, self._ticket)
        self._view.show_running(self.running)

    def export(self, camera_ids: tuple[UUID, ...], reason: str, folder: str, *, with_ticket: bool) -> None:
        record, person = self._record, self._person
        chosen = tuple(camera for camera in self._cameras if camera.id in camera_ids)
        if record is None or person is None or self.running or not chosen:
            return
        ticket = self._ticket if with_ticket else None
        wish = ExportWish(chosen, *self._span_us, reason, folder, ticket)
        self.running, self._cancelled = True, False
        self._view.show_running(True)
        self._exporter.export(record, person, wish, self._view.show_progress, self._done, self._failed)

    def cancel(self) -> None:
        if self.running and not self._cancelled:
            self._cancelled = True
            self._exporter.cancel()

    def _done(self, done: ExportDone) -> None:
        self.running = False
        self._view.show_running(False)
        self._view.show_done(done)

    def _failed(self, error: SiagaError) -> None:
        self.running = False
        self._view.show_running(False)
        self._view.show_failed(error, cancelled=self._cancelled)

    def _settled(self, waiting: tuple[str, ...]) -> None:
        if waiting and self._record is not None:
            self._view.show_waiting(waiting)

    def _not_settled(self, error: SiagaError) -> None:
        """It is tried again at the next sign-in; what is said of a record that is away, others say."""
        if not isinstance(error, RecordError):
            self._view.show_failed(error, cancelled=False)
