"""The part of the desk that keeps its cameras: the form, the book of all of them, their health."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.nodes.camera_files import read_table, write_table
from console.nodes.onvif_import import ask_device, search_network
from console.nodes.probing import ask_camera, check_recorder
from console.presenters.camera_book import CameraBookPresenter
from console.presenters.camera_find import CameraFindPresenter
from console.presenters.camera_health import CameraHealthPresenter
from console.presenters.camera_import import CameraImportPresenter
from console.presenters.cameras import CamerasPresenter
from console.presenters.session import SessionListener
from console.settings import Settings
from console.windows.camera_acts import CameraActs
from console.windows.camera_book_sheet import CameraBookSheet
from console.windows.camera_find_sheet import CameraFindSheet
from console.windows.camera_health_sheet import CameraHealthSheet
from console.windows.camera_import_sheet import CameraImportSheet
from console.windows.camera_sheet import CameraSheet
from console.windows.desk import DeskWindow
from storage.model.cameras import Camera
from storage.model.feed import Change
from video.events import StreamHealth

HANDS = 4
"""So many devices are asked at once: one that does not answer holds up the others for its whole time."""


class Cameras(Part):
    """Wires what people do with the site's cameras. `slow` dials them and reads and writes files."""

    def __init__(self, window: DeskWindow, jobs: QtJobs, slow: QtJobs, settings: Settings) -> None:
        super().__init__(window)
        self._cameras: dict[str, Camera] = {}
        self.sheet, self.book_sheet = CameraSheet(window), CameraBookSheet(window)
        self.health_sheet = CameraHealthSheet(window)
        self.import_sheet = CameraImportSheet(self.book_sheet.sheet)
        self.find_sheet = CameraFindSheet(self.book_sheet.sheet)
        self.presenter = CamerasPresenter(self.sheet, jobs, slow, ask_camera, check_recorder)
        self.book = CameraBookPresenter(self.book_sheet, jobs, slow, write_table)
        self.importing = CameraImportPresenter(self.import_sheet, jobs, slow, read_table)
        self.health = CameraHealthPresenter(self.health_sheet, jobs, slow, settings.shift_plan, write_table)
        self._hands = tuple(QtJobs(self) for _ in range(HANDS))
        self.finding = CameraFindPresenter(self.find_sheet, jobs, self._hands, search_network, ask_device)
        self.acts = CameraActs(self.sheet, window.chosen_camera, window)
        self.sheet.attach(self.presenter)
        self.book_sheet.attach(self.book)
        self.import_sheet.attach(self.importing)
        self.health_sheet.attach(self.health)
        self.find_sheet.attach(self.finding)
        self._connect(window)

    def _connect(self, window: DeskWindow) -> None:
        self.sheet.failed.connect(window.show_error)
        self.sheet.saved.connect(self.book_sheet.show_saved)
        for dialog in (self.sheet.sheet, self.import_sheet.sheet, self.find_sheet.sheet):
            dialog.finished.connect(self._back)
        self.acts.refused.connect(window.show_calm)
        self.acts.book_requested.connect(self.book_sheet.open_book)
        self.acts.health_requested.connect(self.health_sheet.open_health)
        window.camera_list.menu_requested.connect(self.acts.menu)
        book = self.book_sheet
        book.refused.connect(window.show_calm)
        book.shown.connect(window.show_camera)
        book.page.edited.connect(self._edit)
        book.page.added.connect(self.acts.add_camera)
        book.page.find_requested.connect(self.find_sheet.open_find)
        book.page.import_requested.connect(self.import_sheet.open_import)
        health = self.health_sheet
        health.refused.connect(window.show_calm)
        health.shown.connect(window.show_camera)
        health.edited.connect(self._edit_by_id)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.presenter, self.book, self.importing, self.finding, self.health

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {
            "add_camera": self.acts.add_camera,
            "edit_camera": self.acts.edit_camera,
            "camera_book": self.book_sheet.open_book,
            "camera_health": self.health_sheet.open_health,
        }

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)
        self.book.changed(changes)

    def second(self) -> None:
        self.book_sheet.second()
        self.health_sheet.second()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {str(camera.id): camera for camera in cameras}
        self.acts.set_cameras(self._cameras)
        self.presenter.cameras_known(cameras)
        self.health_sheet.set_cameras(cameras)

    def health_known(self, health: StreamHealth) -> None:
        self.book_sheet.set_health(health)
        self.health_sheet.set_health(health)

    def close(self) -> None:
        self.finding.close()
        for hand in self._hands:
            hand.close()

    @Slot()
    def _back(self, _result: int = 0) -> None:
        """The keyboard to the page from which the dialog was opened: Qt would give it to the desk behind."""
        for under in (self.health_sheet, self.book_sheet):
            if under.sheet.isVisible():
                under.sheet.activateWindow()
                under.page.take_focus()
                return

    @Slot(object)
    def _edit(self, camera: Camera) -> None:
        self.sheet.edit(camera)

    @Slot(object)
    def _edit_by_id(self, camera_id: UUID) -> None:
        camera = self._cameras.get(str(camera_id))
        if camera is not None:
            self.sheet.edit(camera)
