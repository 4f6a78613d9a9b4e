"""One camera on the desk or the wall: its picture, its name, and what may be believed of it."""

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRectF, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, CameraId, FrameStamp, StreamHealth, StreamState, TrafficState
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.tiles import drag, faces, namebar, tilepaint
from widgets.tiles.overlay import Overlay
from widgets.tiles.picture import Picture, Pixels, fit

OVERLAY_EVERY_MS = 200
"""Overlays change at most five times a second: more is flicker, and paint time."""


class CameraTile(WordedWidget):
    """Shows what it is given; decides nothing. Slots are numbered by whoever holds the tile.

    `painted` counts paints that showed a newer frame than the paint before; `painted_sequence` is that frame's.
    """

    selected = Sent[int]()
    activated = Sent[int]()
    menu_requested = Sent[int, QPoint]()
    camera_dropped = Sent[int, str]()
    resized = Sent[int]()

    def __init__(self, slot: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.painted = 0
        self.painted_sequence = -1
        self._camera: Camera | None = None
        self._camera_id: CameraId | None = None
        self._picture: Picture | None = None
        self._stamp: FrameStamp | None = None
        self._health: StreamHealth | None = None
        self._analysis: Analysis | None = None
        self._awaiting: Analysis | None = None
        self._overlay: Overlay | None = None
        self._overlay_before: Overlay | None = None
        self._bar: QImage | None = None
        self._bar_text: namebar.BarText | None = None
        self._target = QRectF()
        self._note = ""
        self._scale = 1.0
        self._chosen = self._hovered = self._dropping = False
        self._overlays_shown = True
        self._pressed_at: QPoint | None = None
        self._since_overlay = QElapsedTimer()
        self._overlay_timer = QTimer(self)
        self._overlay_timer.setSingleShot(True)
        self._overlay_timer.timeout.connect(self._take_awaiting)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 54)
        self.setAcceptDrops(True)
        self.retranslate()

    # --- values in ---

    @property
    def camera(self) -> Camera | None:
        return self._camera

    @property
    def camera_id(self) -> CameraId | None:
        return self._camera_id

    @property
    def state(self) -> StreamState:
        return self._health.state if self._health is not None else StreamState.WAITING

    @property
    def traffic(self) -> TrafficState:
        """The worst state of the camera's zones, as shown: unknown while the picture is not to be believed."""
        return faces.worst(self._analysis) if tilepaint.believed(self.state) else TrafficState.UNKNOWN

    @property
    def is_selected(self) -> bool:
        return self._chosen

    def set_camera(self, camera: Camera | None) -> None:
        """Show this camera, or an empty tile. Another camera begins without picture, state and overlay."""
        same = camera is not None and self._camera is not None and camera.id == self._camera.id
        self._camera = camera
        self._camera_id = CameraId(str(camera.id)) if camera is not None else None
        if not same:
            self._picture = self._stamp = self._health = self._analysis = self._awaiting = None
            self._overlay_timer.stop()
            self.painted_sequence = -1
        self._overlay = None
        self._target = QRectF()
        self.retranslate()

    def set_picture(self, pixels: Pixels, stamp: FrameStamp) -> None:
        """The newest frame: (h, w, 4) uint8 BGRA, contiguous, not written to any more. Raises BadPixels."""
        size = self._picture.size if self._picture is not None else None
        self._picture = Picture(pixels)
        self._stamp = stamp
        if size != self._picture.size:
            self._place()
        self.update()

    def set_health(self, health: StreamHealth | None) -> None:
        """The stream's state; repaints only when something that is shown has changed."""
        before = self._health
        self._health = health
        if before is None or health is None or before.state is not health.state or before.reason != health.reason:
            self.update()
        self._refresh_bar()

    def set_analysis(self, analysis: Analysis | None) -> None:
        """What detection saw; taken over at most five times a second, the newest wins."""
        self._awaiting = analysis
        if self._overlay_timer.isActive():
            return
        passed = self._since_overlay.elapsed() if self._since_overlay.isValid() else OVERLAY_EVERY_MS
        if passed >= OVERLAY_EVERY_MS or analysis is None:
            self._take_awaiting()
        else:
            self._overlay_timer.start(int(OVERLAY_EVERY_MS - passed))

    def set_selected(self, selected: bool) -> None:
        if selected != self._chosen:
            self._chosen = selected
            self.update()

    def set_overlays_shown(self, shown: bool) -> None:
        if shown != self._overlays_shown:
            self._overlays_shown = shown
            self.update()

    def set_note(self, note: str) -> None:
        """A short word on the bar, such as how the stream is decoded."""
        self._note = note
        self._refresh_bar()

    def set_scale(self, scale: float) -> None:
        """How much larger than on a desk its name bar and words are."""
        if scale != self._scale:
            self._scale, self._bar = scale, None
            self.update()

    def picture_size_px(self) -> tuple[int, int]:
        """The room for a picture, in device pixels."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def still(self) -> QImage | None:
        """A copy of the frame on show, without overlays; None while there is none."""
        return self._picture.image.copy() if self._picture is not None else None

    @property
    def stamp(self) -> FrameStamp | None:
        return self._stamp

    # --- words ---

    def retranslate(self) -> None:
        self._bar_text = None
        self._refresh_bar()
        self.update()

    def stream_face(self) -> faces.Face:
        """What its bar says of the stream."""
        return faces.stream_face(self._health)

    def _refresh_bar(self) -> None:
        text = None
        if self._camera is not None:
            traffic = faces.traffic_face(self.traffic)
            text = namebar.BarText(str(self._camera.number), self._camera.name, self.stream_face(), traffic, self._note)
        if text != self._bar_text or self._camera is None:
            self._bar_text, self._bar = text, None
            self._name()
            bar = self._bar_height()
            self.update(0, self.height() - bar, self.width(), bar)

    def _bar_height(self) -> int:
        return round(namebar.HEIGHT * self._scale)

    def _name(self) -> None:
        if self._camera is None:
            self.setAccessibleName(say("tiles.empty"))
            self.setToolTip("")
            return
        facts: dict[str, str | int | float] = {"number": self._camera.number, "camera": self._camera.name}
        facts["state"] = faces.state_word(self.state)
        traffic = self.traffic
        if faces.traffic_face(traffic) is None:
            name = say("tiles.name", **facts)
        else:
            name = say("tiles.name_traffic", traffic=say(f"tiles.traffic.{traffic.value}"), **facts)
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(say("tiles.tooltip", name=name))

    # --- painting ---

    @Slot()
    def _take_awaiting(self) -> None:
        self._analysis = self._awaiting
        self._overlay = None
        self._since_overlay.restart()
        self._refresh_bar()
        self.update()

    def _place(self) -> None:
        if self._picture is not None:
            room = QSizeF(self.size())
            self._target = fit(self._picture.size, room, self.devicePixelRatioF())
        else:
            self._target = QRectF(self.rect())
        self._overlay = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._camera is None:
            tilepaint.paint_empty(painter, self.rect(), dropping=self._dropping, focused=self._chosen)
            return
        if self._target.isEmpty():
            self._place()
        tilepaint.paint_picture(painter, self.rect(), self._target, self._picture, self.state)
        believed = tilepaint.believed(self.state)
        if believed and self._overlays_shown:
            if self._overlay is None:
                self._overlay = Overlay(self._camera.zones, self._analysis, self._target, self._overlay_before)
                self._overlay_before = self._overlay
            self._overlay.paint(painter, faint_zones=self._chosen or self._hovered)
        if not believed:
            tilepaint.paint_state(painter, self.rect(), self.state, faces.reason_of(self._health), self._scale)
        if self._bar is None and self._bar_text is not None:
            self._bar = namebar.draw(self._bar_text, self.width(), self.devicePixelRatioF(), self._scale)
        if self._bar is not None:
            painter.drawImage(0, self.height() - self._bar_height(), self._bar)
        tilepaint.paint_border(
            painter, self.rect(), self.traffic, chosen=self._chosen, dropping=self._dropping, scale=self._scale
        )
        self._count()

    def _count(self) -> None:
        if self._stamp is not None and self._stamp.sequence > self.painted_sequence:
            self.painted += 1
            self.painted_sequence = self._stamp.sequence

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        self._bar = None
        self.resized.emit(self.slot)

    # --- hands ---

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.selected.emit(self.slot)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.selected.emit(self.slot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self._camera is None or self.camera_id is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed_at = None
            drag.begin(self, self.camera_id, f"{self._camera.number} {self._camera.name}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        if event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(self.slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.slot)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(self.slot, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drag.camera_of(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._set_dropping(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_dropping(False)
        camera_id = drag.camera_of(event.mimeData())
        if camera_id is not None:
            event.acceptProposedAction()
            self.camera_dropped.emit(self.slot, camera_id)

    def _set_dropping(self, dropping: bool) -> None:
        self._dropping = dropping
        self.update()
