"""The dialogs of the recording mode: a bookmark, a lock, a time to go to, evidence to be written."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.playback_export import ExportPresenter
from console.presenters.playback_marks import MarksPresenter
from console.windows.file_asker import FileAsker
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from storage.model.footage import Bookmark, FootageLock
from storage.model.tickets import Ticket
from widgets.common.figures import clock
from widgets.common.signals import Sent
from widgets.playback.export_form import ExportForm
from widgets.playback.marking_forms import BookmarkForm, GoToForm, LockForm
from widgets.playback.values import ExportDone, ExportProgress
from widgets.playback.wording import time_of


def camera_words(camera: Camera) -> str:
    return f"{camera.number} {camera.name}"


class MarkSheets(QObject):
    """Implements MarksView over a desk, and asks for a time to go to."""

    said = Sent[str]()
    failed = Sent[SiagaError]()  # while no dialog is open
    sign_in_wanted = Sent[()]()
    moment_typed = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: MarksPresenter | None = None
        self.bookmark, self.lock, self.go_to = BookmarkForm(), LockForm(), GoToForm()
        self.bookmark_sheet = Sheet("footage.bookmark.title", self.bookmark, owner, width=480)
        self.lock_sheet = Sheet("footage.lock.title", self.lock, owner, width=600)
        self.go_to_sheet = Sheet("footage.go_to.title", self.go_to, owner, width=420)
        self.bookmark.submitted.connect(self._bookmark_written)
        self.bookmark.cancelled.connect(self.bookmark_sheet.dismiss)
        self.lock.submitted.connect(self._lock_written)
        self.lock.released.connect(self._release_written)
        self.lock.cancelled.connect(self.lock_sheet.dismiss)
        self.go_to.submitted.connect(self.moment_typed)
        self.go_to.cancelled.connect(self.go_to_sheet.dismiss)

    def attach(self, presenter: MarksPresenter) -> None:
        self._presenter = presenter

    def ask_moment(self, at_us: int) -> None:
        """Ask for a date and time; `moment_typed` tells it, `answer_moment` says whether it was one."""
        self.go_to.start(at_us)
        self.go_to_sheet.present()

    def answer_moment(self, good: bool) -> None:
        self.go_to.set_wrong(not good)
        if good:
            self.go_to_sheet.accept()

    # What the presenter shows.

    def show_bookmark_form(self, camera: Camera, at_us: int) -> None:
        self.bookmark.start(camera_words(camera), at_us)
        self.bookmark_sheet.present()

    def show_lock_form(
        self, camera: Camera, span_us: tuple[int, int], standing: FootageLock | None, *, may_release: bool
    ) -> None:
        self.lock.start(camera_words(camera), span_us, standing, may_release=may_release)
        self.lock_sheet.present()

    def show_busy(self, busy: bool) -> None:
        self.bookmark.set_busy(busy)
        self.lock.set_busy(busy)

    def show_bookmarked(self, at_us: int) -> None:
        self.bookmark_sheet.accept()
        self.said.emit(say("playback_desk.note.bookmarked", at=clock(time_of(at_us))))

    def show_removed(self, bookmark: Bookmark) -> None:
        self.said.emit(say("footage.bookmark.removed", text=bookmark.text))

    def show_nothing_to_remove(self) -> None:
        self.said.emit(say("footage.bookmark.none"))

    def show_locked(self, days: int) -> None:
        self.lock_sheet.accept()
        self.said.emit(say("playback_desk.note.locked", n=days))

    def show_released(self) -> None:
        self.lock_sheet.accept()
        self.said.emit(say("footage.lock.released"))

    def show_ended(self) -> None:
        for sheet in (self.bookmark_sheet, self.lock_sheet, self.go_to_sheet):
            sheet.reject()

    def show_sign_in(self) -> None:
        self.said.emit(say("playback_desk.note.sign_in"))

    def show_refused(self) -> None:
        self.said.emit(say("playback_desk.note.refused"))

    def show_failed(self, error: SiagaError) -> None:
        for form, sheet in ((self.bookmark, self.bookmark_sheet), (self.lock, self.lock_sheet)):
            if sheet.isVisible():
                form.set_error(sentence(error))
                return
        self.failed.emit(error)

    # What a person does.

    @Slot(str)
    def _bookmark_written(self, text: str) -> None:
        if self._presenter is not None:
            self._presenter.bookmark(text)

    @Slot(str, int)
    def _lock_written(self, reason: str, days: int) -> None:
        if self._presenter is not None:
            self._presenter.lock(reason, days)

    @Slot(str)
    def _release_written(self, reason: str) -> None:
        if self._presenter is not None:
            self._presenter.release(reason)


class ExportSheet(QObject):
    """Implements ExportView. Closing the dialog does not end the export: the status bar tells how far it is."""

    said = Sent[str]()
    failed = Sent[SiagaError]()  # while the dialog is closed
    working = Sent[str]()  # a sentence for the status bar, or nothing

    def __init__(self, owner: QWidget, folder: str) -> None:
        super().__init__(owner)
        self._presenter: ExportPresenter | None = None
        self._folder = folder
        self.form = ExportForm()
        self.sheet = Sheet("footage.export.sheet", self.form, owner, width=640)
        self._files = FileAsker(self.sheet)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self.sheet.dismiss)
        self.form.stopped.connect(self._stopped)
        self.form.folder_wanted.connect(self._choose_folder)
        self._files.chosen.connect(self._folder_chosen)
        self.sheet.finished.connect(self._files.drop)

    def attach(self, presenter: ExportPresenter) -> None:
        self._presenter = presenter

    # What the presenter shows.

    def show_offer(
        self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], span_us: tuple[int, int], ticket: Ticket | None
    ) -> None:
        running = self._presenter is not None and self._presenter.running
        if not running:
            name = (ticket.number or ticket.title) if ticket is not None else ""
            self.form.start(cameras, chosen, span_us, name, self._folder)
        self.sheet.present()

    def show_running(self, running: bool) -> None:
        self.form.set_running(running)
        if not running:
            self.working.emit("")

    def show_progress(self, progress: ExportProgress) -> None:
        self.form.set_progress(progress)
        self.working.emit(say("footage.export.elsewhere", percent=round(100 * progress.share)))

    def show_done(self, done: ExportDone) -> None:
        self.form.set_done(done)
        if not self.sheet.isVisible():
            self.said.emit(say("footage.export.calm_done", folder=done.folder))

    def show_failed(self, error: SiagaError, *, cancelled: bool) -> None:
        if self.sheet.isVisible():
            self.form.bar.set_share(0.0)
            self.form.set_error(say("footage.export.cancelled") if cancelled else sentence(error))
        elif cancelled:
            self.said.emit(say("footage.export.cancelled"))
        else:
            self.failed.emit(error)

    def show_ended(self) -> None:
        self.sheet.reject()

    def show_waiting(self, folders: tuple[str, ...]) -> None:
        self.said.emit(say("footage.export.waiting", n=len(folders), folders=", ".join(folders)))

    # What a person does.

    @Slot(object, str, str, bool)
    def _submitted(self, camera_ids: tuple[UUID, ...], reason: str, folder: str, with_ticket: bool) -> None:
        self._folder = folder
        if self._presenter is not None:
            self._presenter.export(camera_ids, reason, folder, with_ticket=with_ticket)

    @Slot()
    def _stopped(self) -> None:
        if self._presenter is not None:
            self._presenter.cancel()

    @Slot()
    def _choose_folder(self) -> None:
        self._files.ask_folder(say("footage.export.choose_title"), self.form.folder or self._folder)

    @Slot(str)
    def _folder_chosen(self, folder: str) -> None:
        self.form.set_folder(folder)
