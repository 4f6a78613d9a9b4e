"""The part of the desk that keeps its cameras: the form, the book of all of them, their health."""

from collections.abc import Callable, Mapping

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.bridge.video import VideoBridge
from console.nodes.probing import ask_camera, check_recorder
from console.presenters.cameras import CamerasPresenter
from console.presenters.session import SessionListener
from console.settings import Settings
from console.windows.camera_acts import CameraActs
from console.windows.camera_sheet import CameraSheet
from console.windows.desk import DeskWindow
from storage.model.cameras import Camera
from storage.model.feed import Change


class Cameras(Part):
    """Wires what administrators do with cameras. `slow` dials them."""

    def __init__(self, window: DeskWindow, video: VideoBridge, jobs: QtJobs, slow: QtJobs, settings: Settings) -> None:
        super().__init__(window)
        self.sheet = CameraSheet(window)
        self.presenter = CamerasPresenter(self.sheet, jobs, slow, ask_camera, check_recorder)
        self.acts = CameraActs(self.sheet, window.chosen_camera, window)
        self.sheet.attach(self.presenter)
        self.sheet.failed.connect(window.show_error)
        self.acts.refused.connect(window.show_calm)
        window.camera_list.menu_requested.connect(self.acts.menu)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"add_camera": self.acts.add_camera, "edit_camera": self.acts.edit_camera}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.acts.set_cameras({str(camera.id): camera for camera in cameras})
        self.presenter.cameras_known(cameras)
