"""The part of the desk that moves cameras: by keys, by the stick on a tile, and never without the record's hold."""

from collections.abc import Callable, Mapping
from time import monotonic
from uuid import UUID

from PySide6.QtCore import Slot

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.bridge.ptz import PtzBridge
from console.nodes.ptz import MakeCamera
from console.presenters.ptz import PtzPresenter
from console.presenters.session import SessionListener
from console.windows.desk import DeskWindow
from console.windows.ptz import PtzDesk
from console.windows.video import VideoWindow
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.feed import Change
from video.events import CameraSource


class Ptz(Part):
    """`source_of` is the station's, which alone knows cameras' logins; `make` stands in for a real camera in tests."""

    def __init__(
        self,
        window: DeskWindow,
        jobs: QtJobs,
        source_of: Callable[[UUID], CameraSource | None],
        make: MakeCamera | None = None,
    ) -> None:
        super().__init__(window)
        self.bridge = PtzBridge(source_of, make, self)
        self.view = PtzDesk(window)
        self.presenter = PtzPresenter(self.view, jobs, self.bridge.hands, self.bridge.node.open_hand, monotonic)
        self._connect()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.turned.connect(presenter.turn)
        view.moved.connect(self._moved)
        view.spot_wished.connect(presenter.spots.go_to)
        view.home_wished.connect(presenter.spots.go_home)
        view.save_wished.connect(presenter.offer_save)
        view.let_go.connect(presenter.release)
        view.reasoned.connect(presenter.take_over)
        view.unreasoned.connect(presenter.leave_it)
        view.named.connect(presenter.spots.save)
        view.removed.connect(presenter.spots.remove)
        view.held_changed.connect(self._held_changed)
        self.bridge.repeat.timeout.connect(presenter.repeat)
        self.bridge.failed.connect(self._failed)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.presenter,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"take_ptz": self.view.take}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.presenter.changed(changes)

    def second(self) -> None:
        self.presenter.tick()
        self.view.refresh()

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        self.presenter.cameras_known(cameras)
        self.view.refresh()

    def add_window(self, window: VideoWindow) -> None:
        self.view.add_window(window)

    def remove_window(self, window: VideoWindow) -> None:
        self.view.remove_window(window)

    def close(self) -> None:
        """Let go and wait until the camera has been told."""
        self.presenter.end()
        self.bridge.close()

    @Slot(float, float, float)
    def _moved(self, pan: float, tilt: float, zoom: float) -> None:
        self.presenter.move((pan, tilt, zoom))

    @Slot(bool)
    def _held_changed(self, held: bool) -> None:
        if held:
            self.bridge.repeat.start()
        else:
            self.bridge.repeat.stop()

    @Slot(object, object)
    def _failed(self, camera_id: UUID, error: SiagaError) -> None:
        self.presenter.camera_failed(camera_id, error)
