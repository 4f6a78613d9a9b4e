"""Cameras in hand as Qt sees them: what waits for a camera on a thread of its own, a driver's failure as a signal."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from console.bridge.jobs import QtJobs
from console.nodes.ptz import MakeCamera, PtzNode
from resources.errors import SiagaError
from video.events import CameraSource

REPEAT_MS = 300
"""A wish is good for 0.8 s: two may be missed, and a window that hangs lets go."""


class PtzBridge(QObject):
    """`repeat` beats while a hand is open; `hands` runs what waits for a camera, in the order asked."""

    failed = Signal(object, object)  # camera id (UUID), SiagaError

    def __init__(
        self,
        source_of: Callable[[UUID], CameraSource | None],
        make: MakeCamera | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.node = PtzNode(source_of, self._driver_failed, make=make)
        self.hands = QtJobs(self)
        self.repeat = QTimer(self, interval=REPEAT_MS)

    def close(self) -> None:
        """Waits until every hand is closed, so that nothing moves any more."""
        self.repeat.stop()
        self.hands.close()

    def _driver_failed(self, camera_id: UUID, error: SiagaError) -> None:
        """On the driver's thread."""
        self.failed.emit(camera_id, error)
