"""The dialog of all cameras."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.clock import utc_now
from console.presenters.camera_book import CameraBookPresenter
from console.windows.camera_page_sheet import CameraPageSheet
from console.windows.file_asker import FileAsker
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from storage.model.people import Agency
from video.events import StreamHealth
from widgets.cameras.book import TABLE_PX, CameraBookPage
from widgets.common.figures import WIB
from widgets.common.signals import Sent

SHEET_PX = (TABLE_PX + 20, 820)


class CameraBookSheet(QObject):
    """Implements CameraBookView. `shown` names a camera to go to; the other acts are the desk's."""

    refused = Sent[str]()
    shown = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CameraBookPresenter | None = None
        self._may_read = False
        self.page = CameraBookPage()
        self.sheet = CameraPageSheet("cameras.sheet.book", self.page, owner, SHEET_PX)
        self._files = FileAsker(self.sheet)
        self._files.chosen.connect(self.save_to)
        self.page.shown.connect(self._show)
        self.page.export_requested.connect(self._ask_file)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CameraBookPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_book(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.refused.emit(say("cameras.book.may_not"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    def set_health(self, health: StreamHealth) -> None:
        self.page.set_health(health)

    def second(self) -> None:
        if self.sheet.isVisible():
            self.page.refresh()

    @Slot(object)
    def show_saved(self, camera: Camera) -> None:
        """The form has saved it: say so on the page, where that is open."""
        if self.sheet.isVisible():
            self.page.choose(camera.id)
            self.page.set_said(say("cameras.book.saved", number=camera.number, name=camera.name))

    # CameraBookView.

    def show_may_keep_cameras(self, may_read: bool, may_edit: bool) -> None:
        self._may_read = may_read
        self.page.set_may_edit(may_edit)
        if not may_read:
            self._files.drop()
            self.sheet.reject()

    def show_book(self, cameras: tuple[Camera, ...] | None, agencies: tuple[Agency, ...]) -> None:
        self.page.set_book(cameras, agencies)

    def show_reading_book(self, reading: bool) -> None:
        self.page.set_busy(reading)

    def show_exported(self, file: Path, count: int) -> None:
        self.page.set_said(say("cameras.book.exported", n=count, file=str(file)))

    def show_book_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    # Hands.

    @Slot(object)
    def _show(self, camera_id: UUID) -> None:
        self.sheet.dismiss()
        self.shown.emit(str(camera_id))

    @Slot()
    def _ask_file(self) -> None:
        name = say("cameras.book.file_name", when=f"{utc_now().astimezone(WIB):%Y%m%d}")
        self._files.ask_where_to_save(say("cameras.sheet.export"), name, "CSV (*.csv)", "csv")

    @Slot(str)
    def save_to(self, file: str) -> None:
        self._files.begin_beside(file)
        if self._presenter is not None:
            self._presenter.export(Path(file))

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
