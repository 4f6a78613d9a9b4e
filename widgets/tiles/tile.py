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
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, CameraId, FrameStamp, StreamHealth, StreamState, TrafficState
from widgets.common.figures import decimal
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.tiles import drag, faces, namebar, tilepaint
from widgets.tiles.corners import Corners
from widgets.tiles.marks import Mark
from widgets.tiles.overlay import Overlay
from widgets.tiles.picture import Picture, Pixels, fit
from widgets.tiles.zoom import Zoom
from widgets.tiles.zooming import Zooming

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
    zoomed = Sent[int]()  # another picture size is asked for

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
        self._zooming = Zooming()
        self._corners = Corners()
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
            self._zooming.forget()
            self._corners.set_marks(())
            self._show_zoom()
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
        if health is not None and self._zooming.learn(health):
            self.zoomed.emit(self.slot)
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
            self._corners.forget()
            self.update()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """What stands in the upper left corner until the camera changes, such as who moves it."""
        if self._corners.set_marks(marks):
            self.update()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._corners.marks

    @property
    def zoom(self) -> Zoom:
        """Which part of the picture is seen."""
        return self._zooming.zoom

    def picture_size_px(self) -> tuple[int, int]:
        """How large a picture is wanted, in device pixels: the tile's room, more while it is zoomed."""
        ratio = self.devicePixelRatioF()
        room = round(self.width() * ratio), round(self.height() * ratio)
        return self._zooming.size_px(room, has_sub=self._camera is not None and bool(self._camera.sub_url))

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
        self._show_zoom()

    def _show_zoom(self) -> None:
        """The zoom is another, or is to be said again."""
        self._overlay = None
        self._corners.forget()
        on = self._zooming.on
        self.setAccessibleDescription(say("tile_zoom.described", factor=decimal(self.zoom.factor)) if on else "")
        self.setCursor(Qt.CursorShape.OpenHandCursor if on else Qt.CursorShape.ArrowCursor)
        self.update()

    def _zoomed(self) -> None:
        self._show_zoom()
        self.zoomed.emit(self.slot)

    def stream_face(self) -> faces.Face:
        """What its bar says of the stream."""
        return faces.stream_face(self._health)

    def _refresh_bar(self) -> None:
        text = None
        if self._camera is not None:
            traffic = faces.traffic_face(self.traffic)
            number, name, side = str(self._camera.number), self._camera.name, faces.side_of(self._health)
            text = namebar.BarText(number, name, self.stream_face(), traffic, self._note, *side)
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
        name = faces.name_of(self._camera, self.state, self.traffic)
        self.setAccessibleName(faces.heard(name, self._health))
        self.setToolTip(f"{say('tiles.tooltip', name=name)} {faces.side_of(self._health)[1]}".rstrip())

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
        zoom = self._zooming.zoom if self._zooming.on else None
        tilepaint.paint_picture(painter, self.rect(), self._target, self._picture, self.state, zoom)
        believed = tilepaint.believed(self.state)
        if believed and self._overlays_shown:
            self._paint_overlay(painter, self._camera, zoom)
        if not believed:
            tilepaint.paint_state(painter, self.rect(), self.state, faces.reason_of(self._health), self._scale)
        if self._bar is None and self._bar_text is not None:
            self._bar = namebar.draw(self._bar_text, self.width(), self.devicePixelRatioF(), self._scale)
        if self._bar is not None:
            painter.drawImage(0, self.height() - self._bar_height(), self._bar)
        if zoom is not None or self._corners.marks:
            self._corners.paint(painter, self.rect(), self._target, zoom, self._scale)
        tilepaint.paint_border(
            painter, self.rect(), self.traffic, chosen=self._chosen, dropping=self._dropping, scale=self._scale
        )
        self._count()

    def _paint_overlay(self, painter: QPainter, camera: Camera, zoom: Zoom | None) -> None:
        if self._overlay is None:
            view = self._target
            whole = view if zoom is None else QRectF(*zoom.whole(view.x(), view.y(), view.width(), view.height()))
            self._overlay = Overlay(camera.zones, self._analysis, whole, self._overlay_before, view)
            self._overlay_before = self._overlay
        if zoom is not None:
            painter.setClipRect(self._target)
        self._overlay.paint(painter, faint_zones=self._chosen or self._hovered)
        if zoom is not None:
            painter.setClipping(False)

    def _count(self) -> None:
        if self._stamp is not None and self._stamp.sequence > self.painted_sequence:
            self.painted += 1
            self.painted_sequence = self._stamp.sequence

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        self._bar = None
        self._corners.forget()
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
            at = event.position()
            self._pressed_at = None if self._zooming.press(at) else at.toPoint()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.selected.emit(self.slot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._zooming.dragging:
            if self._zooming.drag(event.position(), self._target):
                self._show_zoom()
            return
        if self._pressed_at is None or self._camera is None or self.camera_id is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed_at = None
            drag.begin(self, self.camera_id, f"{self._camera.number} {self._camera.name}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        self._zooming.release()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or farther at the pointer."""
        if self._picture is None:
            event.ignore()
        elif self._zooming.wheel(event.angleDelta().y(), event.position(), self._target):
            self._zoomed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        if event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(self.slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.slot)
            return
        changed = self._zooming.key(event) if self._picture is not None else None
        if changed is None:
            super().keyPressEvent(event)
        elif changed:
            self._zoomed()

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
