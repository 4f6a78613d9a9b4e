"""The dialog of the cameras' health."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from console.presenters.camera_health import CameraHealthPresenter, table_of
from console.windows.camera_page_sheet import CameraPageSheet
from console.windows.file_asker import FileAsker
from resources.errors import SiagaError
from resources.words import language, say, sentence
from storage.model.camera_health import CameraHour
from storage.model.cameras import Camera
from video.events import StreamHealth
from widgets.cameras.health import TABLE_PX, CameraHealthPage
from widgets.cameras.health_values import HealthPage, HealthSpan
from widgets.common.figures import WIB
from widgets.common.signals import Sent

SHEET_PX = (TABLE_PX + 16, 820)


class CameraHealthSheet(QObject):
    """Implements CameraHealthView. `refused` is a calm sentence; `shown` and `edited` name a camera to go to."""

    refused = Sent[str]()
    shown = Sent[str]()
    edited = Sent[UUID]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CameraHealthPresenter | None = None
        self._may_read = False
        self.page = CameraHealthPage()
        self.sheet = CameraPageSheet("camera_health.sheet.title", self.page, owner, SHEET_PX)
        self._files = FileAsker(self.sheet)
        self._files.chosen.connect(self.save_to)
        self.page.span_chosen.connect(self._choose_span)
        self.page.camera_chosen.connect(self._choose_camera)
        self.page.shown.connect(self._show)
        self.page.edited.connect(self.edited)
        self.page.copy_requested.connect(self._copy)
        self.page.save_requested.connect(self._ask_file)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CameraHealthPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_health(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.refused.emit(say("camera_health.may_not"))
            return
        self.sheet.present()
        self.page.start(self._presenter.span)
        self._presenter.open()

    def set_cameras(self, cameras: tuple[Camera, ...]) -> None:
        self.page.set_cameras(cameras)

    def set_health(self, health: StreamHealth) -> None:
        self.page.set_health(health)

    def second(self) -> None:
        """Once a second: what the streams tell, and now and then the record."""
        if self.sheet.isVisible():
            self.page.refresh()
        if self._presenter is not None:
            self._presenter.tick()

    # CameraHealthView.

    def show_may_read_health(self, may_read: bool, may_edit: bool) -> None:
        self._may_read = may_read
        self.page.set_may_edit(may_edit)
        if not may_read:
            self._files.drop()
            self.sheet.reject()

    def show_health_page(self, page: HealthPage | None) -> None:
        self.page.set_page(page)

    def show_hours(self, camera_id: UUID, since: datetime, until: datetime, hours: tuple[CameraHour, ...]) -> None:
        self.page.set_hours(camera_id, since, until, hours)

    def show_reading_health(self, reading: bool) -> None:
        self.page.set_busy(reading)

    def show_health_saved(self, file: Path) -> None:
        self.page.set_said(say("camera_health.saved", file=str(file)))

    def show_health_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    # Hands.

    @Slot(object)
    def _choose_span(self, span: HealthSpan) -> None:
        if self._presenter is not None:
            self._presenter.choose_span(span)

    @Slot(object)
    def _choose_camera(self, camera_id: UUID | None) -> None:
        if self._presenter is not None:
            self._presenter.choose_camera(camera_id)

    @Slot(object)
    def _show(self, camera_id: UUID) -> None:
        self.sheet.dismiss()
        self.shown.emit(str(camera_id))

    @Slot()
    def _copy(self) -> None:
        page = self._presenter.page if self._presenter is not None else None
        if page is not None:
            QGuiApplication.clipboard().setText(table_of(page, language(), "\t"))
            self.page.set_said(say("camera_health.copied"))

    @Slot()
    def _ask_file(self) -> None:
        page = self._presenter.page if self._presenter is not None else None
        if page is None:
            return
        name = say("camera_health.file_name", when=f"{page.until.astimezone(WIB):%Y%m%d-%H%M}")
        self._files.ask_where_to_save(say("camera_health.sheet.save"), name, "CSV (*.csv)", "csv")

    @Slot(str)
    def save_to(self, file: str) -> None:
        self._files.begin_beside(file)
        if self._presenter is not None:
            self._presenter.save(Path(file))

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
