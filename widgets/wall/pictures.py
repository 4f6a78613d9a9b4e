"""The wall's pictures: a large one and three small ones below it, every one of them whole."""

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from storage.model.cameras import Camera
from video.events import Analysis, CameraId, FrameStamp, StreamHealth
from widgets import theme
from widgets.common.signals import Sent
from widgets.theme import Role
from widgets.tiles.picture import Pixels
from widgets.tiles.tile import CameraTile
from widgets.wall.scaling import TILE_SCALE, WallPart

SLOTS = 4
GAP = 2
REST_MS = 150


class WallPictures(WallPart):
    """Four tiles, the first one large. All are 16:9, as cameras are: a wall must not cut off where it happens."""

    changed = Sent[()]()  # other tiles or other sizes: what is decoded must follow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = ""
        self._tiles = tuple(CameraTile(slot, self) for slot in range(SLOTS))
        for tile in self._tiles:
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tile.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            tile.hide()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._tell)

    def set_scale(self, scale: float) -> None:
        super().set_scale(scale)
        for tile in self._tiles:
            tile.set_scale(scale * TILE_SCALE)

    def set_cameras(self, cameras: tuple[Camera | None, ...]) -> None:
        """One for each slot; a slot without one is not shown."""
        for tile, camera in zip(self._tiles, cameras, strict=True):
            if tile.camera != camera:
                tile.set_camera(camera)
            tile.setVisible(camera is not None)
        self.update()
        self.changed.emit()

    def set_waiting(self, sentence: str) -> None:
        """What stands where no camera is known."""
        if sentence != self._sentence:
            self._sentence = sentence
            self.update()

    @property
    def cameras(self) -> tuple[Camera | None, ...]:
        return tuple(tile.camera for tile in self._tiles)

    # What the pump asks of it.

    def visible_slots(self) -> tuple[int, ...]:
        return tuple(tile.slot for tile in self._tiles if tile.camera is not None)

    def tile(self, slot: int) -> CameraTile:
        return self._tiles[slot]

    def set_picture(self, camera_id: CameraId, pixels: Pixels, stamp: FrameStamp) -> None:
        for tile in self._tiles:
            if tile.camera_id == camera_id:
                tile.set_picture(pixels, stamp)

    def set_health(self, health: StreamHealth) -> None:
        for tile in self._tiles:
            if tile.camera_id == health.camera_id:
                tile.set_health(health)

    def set_analysis(self, analysis: Analysis) -> None:
        for tile in self._tiles:
            if tile.camera_id == analysis.camera_id:
                tile.set_analysis(analysis)

    def painted(self) -> int:
        """How many newer frames were painted, on all tiles."""
        return sum(tile.painted for tile in self._tiles)

    # Geometry.

    def resizeEvent(self, event: QResizeEvent) -> None:
        for tile, rect in zip(self._tiles, rects(self.width(), self.height()), strict=True):
            tile.setGeometry(rect)
        self._rest.start()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.VOID))
        if not self.visible_slots():
            painter.setFont(self.face(26))
            painter.setPen(theme.color(Role.SECOND))
            room = self.rect().adjusted(40, 0, -40, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence)


def width_for(height: int) -> int:
    """The width at which the four pictures fill this height."""
    return round((height - GAP) * 4 / 3)


def rects(width: int, height: int) -> tuple[QRect, ...]:
    """The large picture above, three small ones below, in the middle of the room."""
    wide = min(width, width_for(height))
    small = (wide - 2 * GAP) // 3
    wide = 3 * small + 2 * GAP
    low = round(small * 9 / 16)
    high = min(round(wide * 9 / 16), height - low - GAP)
    left, top = (width - wide) // 2, max(0, (height - high - GAP - low) // 2)
    below = top + high + GAP
    row = tuple(QRect(left + at * (small + GAP), below, small, low) for at in range(3))
    return QRect(left, top, wide, high), *row
