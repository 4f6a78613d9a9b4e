"""The line of time under recorded pictures: what is recorded, what moved, what was marked, and where we are."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from resources.words import say
from widgets import theme
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.playback import timelinepaint as paint
from widgets.playback.timescale import Scale
from widgets.playback.values import SECOND_US, Mark, Marked, MarkKind, Row, Us
from widgets.playback.wording import moment
from widgets.theme import Role, Type

LABEL_PX = 44
RIGHT_PX = 8
REACH_PX = 8
_WHEEL_STEP = 120


class Timeline(WordedWidget):
    """The first row is the chosen camera's. The span on show is its holder's: wheel and drag only ask for another.

    `zoomed(steps, at)` asks to come nearer (1) or to go farther (-1) around a moment; `dragged(by)` to move the span.
    """

    sought = Sent[Us]()
    zoomed = Sent[int, Us]()
    dragged = Sent[Us]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._since_us, self._until_us, self._now_us = 0, 60 * SECOND_US, 0
        self._cursor_us: int | None = None
        self._marked = Marked()
        self._note = ""
        self._ground: QImage | None = None
        self._hover: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._wheel = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.retranslate()

    # --- values in ---

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """The chosen camera first."""
        if rows != self._rows:
            before, self._rows = len(self._rows), rows
            if before != len(rows):
                self.updateGeometry()
            self._renew()

    def set_range(self, since_us: int, until_us: int, now_us: int) -> None:
        """The span on show, and the moment after which nothing has been yet."""
        if (since_us, until_us, now_us) != (self._since_us, self._until_us, self._now_us):
            self._since_us, self._until_us, self._now_us = since_us, until_us, now_us
            self._renew()

    def set_cursor(self, at_us: int | None) -> None:
        """The moment that the pictures show."""
        if at_us != self._cursor_us:
            self._cursor_us = at_us
            self._name()
            self.update()

    def set_marked(self, marked: Marked) -> None:
        if marked != self._marked:
            self._marked = marked
            self.update()

    def set_note(self, note: str) -> None:
        """A sentence over the rows where there is nothing to show, or nothing."""
        if note != self._note:
            self._note = note
            self.update()

    @property
    def scale(self) -> Scale:
        return Scale(self._since_us, self._until_us, LABEL_PX, max(1, self.width() - LABEL_PX - RIGHT_PX))

    @property
    def note(self) -> str:
        return self._note

    # --- words and size ---

    def retranslate(self) -> None:
        self._name()
        self._renew()

    def _name(self) -> None:
        at = moment(self._cursor_us, self._now_us) if self._cursor_us is not None else ""
        self.setAccessibleName(say("playback_desk.timeline", at=at))

    def sizeHint(self) -> QSize:
        thin = max(0, len(self._rows) - 1) * paint.THIN_PX
        return QSize(320, paint.SCALE_PX + paint.MARKS_PX + paint.MOTION_PX + thin + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # --- painting ---

    def _renew(self) -> None:
        self._ground = None
        self.update()

    def _drawn(self) -> QImage:
        """All but what follows the pointer and the clock: drawn at a change, then copied."""
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(theme.color(Role.PANEL))
        painter = QPainter(image)
        paint.paint_scale(painter, self.scale, self.height())
        top = float(paint.SCALE_PX)
        for place, row in enumerate(self._rows):
            (paint.paint_thin if place else paint.paint_chosen)(painter, self.scale, row, top)
            top += paint.THIN_PX if place else paint.MARKS_PX + paint.MOTION_PX
        paint.paint_future(painter, self.scale, self._now_us, self.height())
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None:
            self._ground = self._drawn()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._ground)
        scale = self.scale
        painter.setClipRect(LABEL_PX - 7, 0, self.width() - LABEL_PX - RIGHT_PX + 14, self.height())
        paint.paint_range(painter, scale, self._marked.since_us, self._marked.until_us, self.height())
        if self._note:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            room = self.rect().adjusted(LABEL_PX, paint.SCALE_PX + paint.MARKS_PX, 0, 0)
            room.setHeight(paint.MOTION_PX)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._note)
        if self._hover is not None and not self._dragging:
            x = self._hover.x()
            paint.paint_hover(painter, scale, x, moment(scale.at(x), self._now_us), self.height())
        if self._cursor_us is not None and self._since_us <= self._cursor_us <= self._until_us:
            paint.paint_cursor(painter, scale.x(self._cursor_us), self.height())
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color(Role.SELECTION))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._renew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # --- hands ---

    def mark_at(self, x: float) -> Mark | None:
        """The nearest mark of the chosen camera within reach of a pixel."""
        marks = self._rows[0].marks if self._rows else ()
        near = [(abs(self.scale.x(mark.at_us) - x), place) for place, mark in enumerate(marks)]
        return marks[min(near)[1]] if near and min(near)[0] <= REACH_PX else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None:
            if not self._dragging and abs(at.x() - self._pressed.x()) < QApplication.startDragDistance():
                return
            self._dragging = True
            self.dragged.emit(Us(self.scale.us(self._pressed.x() - at.x())))
            self._pressed = at
            return
        self._hover = at if LABEL_PX <= at.x() <= self.width() - RIGHT_PX else None
        mark = self.mark_at(at.x()) if self._hover is not None else None
        if mark is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.words_of(mark), self)
        else:
            QToolTip.hideText()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click seeks; on a mark exactly to it."""
        if self._pressed is not None and not self._dragging:
            mark = self.mark_at(event.position().x())
            self.sought.emit(Us(mark.at_us if mark is not None else self.scale.at(event.position().x())))
        self._pressed, self._dragging = None, False

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up comes nearer, down goes farther, around the pointer; sideways moves."""
        delta = event.angleDelta()
        if abs(delta.x()) > abs(delta.y()):
            self.dragged.emit(Us(self.scale.us(-delta.x() / 2)))
        else:
            self._wheel += delta.y()
            steps = int(self._wheel / _WHEEL_STEP)
            if steps:
                self._wheel -= steps * _WHEEL_STEP
                self.zoomed.emit(steps, Us(self.scale.at(event.position().x())))
        event.accept()

    def words_of(self, mark: Mark) -> str:
        """What a mark says under the pointer."""
        at = moment(mark.at_us, self._now_us)
        if mark.kind is MarkKind.ALARM:
            return say("playback_desk.mark.alarm", at=at, text=mark.text)
        if mark.kind is MarkKind.TICKET:
            return say("playback_desk.mark.ticket", at=at, text=mark.text)
        return say("playback_desk.mark.bookmark", at=at, text=mark.text)
