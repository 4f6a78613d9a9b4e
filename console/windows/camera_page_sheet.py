"""A dialog around one of the pages over many cameras, never higher than its screen."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from console.windows.sheet import Sheet
from widgets.cameras.page import CameraPage

FRAME_PX = 48  # what a desktop's frame and bar take


class CameraPageSheet(Sheet):
    """With `works`, its frame's close button does what the page's last button does: end what is under way first."""

    def __init__(
        self, title: str, page: CameraPage, owner: QWidget, size_px: tuple[int, int], *, works: bool = False
    ) -> None:
        super().__init__(title, page, owner, width=size_px[0])
        self._page, self._owner = page, owner
        self._size_px, self._works = size_px, works

    def present(self) -> None:
        room = self._owner.screen().availableGeometry()
        width, height = self._size_px
        self.resize(max(width, self._page.minimumSizeHint().width()), min(height, max(480, room.height() - FRAME_PX)))
        super().present()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._works:
            super().closeEvent(event)
            return
        event.ignore()
        self._page.leave.click()
