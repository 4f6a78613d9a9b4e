"""Adding and changing cameras from the desk: by key, and by the menu of the list."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console.windows.camera_sheet import CameraSheet
from resources.words import say
from storage.model.cameras import Camera
from widgets.common.signals import Sent


class CameraActs(QObject):
    """Has the intents `add_camera` and `edit_camera`; `chosen` tells which camera a person means."""

    refused = Sent[str]()  # a sentence: who is signed in may not
    book_requested = Sent[()]()
    health_requested = Sent[()]()

    def __init__(self, sheet: CameraSheet, chosen: Callable[[], Camera | None], owner: QWidget) -> None:
        super().__init__(owner)
        self._sheet = sheet
        self._chosen = chosen
        self._cameras: dict[str, Camera] = {}
        self._menu = QMenu(owner)
        self._menu.triggered.connect(self._menu_chosen)

    def set_cameras(self, cameras: dict[str, Camera]) -> None:
        self._cameras = cameras

    @Slot()
    def add_camera(self) -> None:
        if self._may():
            self._sheet.edit(None)

    @Slot()
    def edit_camera(self) -> None:
        camera = self._chosen()
        if self._may() and camera is not None:
            self._sheet.edit(camera)

    @Slot(str, QPoint)
    def menu(self, camera_id: str, at: QPoint) -> None:
        self._menu.clear()
        for what in ("edit", "add"):
            action = self._menu.addAction(say(f"console.camera.{what}"))
            action.setData(camera_id if what == "edit" else "")
            action.setEnabled(self._sheet.may_edit)
        self._menu.addSeparator()
        self._menu.addAction(say("console.camera.book")).triggered.connect(self.book_requested)
        self._menu.addAction(say("console.camera.health")).triggered.connect(self.health_requested)
        self._menu.popup(at)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self._sheet.edit(self._cameras.get(str(action.data())))

    def _may(self) -> bool:
        if not self._sheet.may_edit:
            self.refused.emit(say("console.camera.may_not_edit"))
        return self._sheet.may_edit
