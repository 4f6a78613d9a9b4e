"""The stick on a tile: drag from its middle to pan and tilt, hold its rocker to zoom."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role
from widgets.tiles.stick import DEAD, speed_of

STICK_PX = 84
ROCKER_PX = 26
_KNOB_PX = 11.0


class Joystick(WordedWidget):
    """`pushed(pan, tilt, zoom)` tells each speed, -1 to 1; all nought when it is let go, hidden or disabled."""

    pushed = Sent[float, float, float]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knob = QPointF()
        self._zoom = 0
        self._from: QPointF | None = None
        self.setFixedSize(STICK_PX + theme.GAP + ROCKER_PX, STICK_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("ptz.stick"))
        self.setToolTip(say("ptz.stick_hint"))

    @property
    def _middle(self) -> QPointF:
        return QPointF(STICK_PX / 2, STICK_PX / 2)

    @property
    def _rocker(self) -> QRectF:
        return QRectF(STICK_PX + theme.GAP, 0, ROCKER_PX, STICK_PX)

    def let_go(self) -> None:
        """Back to the middle; told once."""
        if self._from is None and not self._zoom:
            return
        self._from, self._knob, self._zoom = None, QPointF(), 0
        self.update()
        self.pushed.emit(0.0, 0.0, 0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if self._rocker.contains(at):
            self._zoom = 1 if at.y() < STICK_PX / 2 else -1
            self.update()
            self.pushed.emit(0.0, 0.0, float(self._zoom))
        elif at.x() <= STICK_PX:
            self._from = self._middle
            self._push(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._push(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        self.let_go()

    def _push(self, at: QPointF) -> None:
        moved = at - self._middle
        radius = STICK_PX / 2 - _KNOB_PX
        far = (moved.x() ** 2 + moved.y() ** 2) ** 0.5
        self._knob = moved * (radius / far) if far > radius else moved
        self.update()
        self.pushed.emit(*speed_of(moved.x(), moved.y(), radius), 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(_veil(Role.BAR, 190))
        painter.setPen(QPen(_veil(Role.TEXT, 150), 1.2))
        rim = QRectF(0, 0, STICK_PX, STICK_PX).adjusted(1, 1, -1, -1)
        painter.drawEllipse(rim)
        dead = (STICK_PX / 2 - _KNOB_PX) * DEAD
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._middle, dead, dead)
        for turned in range(4):
            self._paint_arrow(painter, turned * 90)
        on = self._from is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Role.SELECTION if on else Role.TEXT))
        painter.drawEllipse(self._middle + self._knob, _KNOB_PX, _KNOB_PX)
        self._paint_rocker(painter)

    def _paint_arrow(self, painter: QPainter, degrees: int) -> None:
        painter.save()
        painter.translate(self._middle)
        painter.rotate(degrees)
        painter.setPen(QPen(_veil(Role.TEXT, 170), 1.6))
        tip = -STICK_PX / 2 + 8
        painter.drawPolyline([QPointF(-4, tip + 4), QPointF(0, tip), QPointF(4, tip + 4)])
        painter.restore()

    def _paint_rocker(self, painter: QPainter) -> None:
        rect = self._rocker.adjusted(1, 1, -1, -1)
        painter.setBrush(_veil(Role.BAR, 190))
        painter.setPen(QPen(_veil(Role.TEXT, 150), 1.2))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        painter.drawLine(QPointF(rect.left() + 4, rect.center().y()), QPointF(rect.right() - 4, rect.center().y()))
        for sign, y in ((1, rect.top() + rect.height() / 4), (-1, rect.bottom() - rect.height() / 4)):
            tone = theme.color(Role.SELECTION if self._zoom == sign else Role.TEXT)
            painter.setPen(QPen(tone, 1.8))
            x = rect.center().x()
            painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
            if sign > 0:
                painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))


def _veil(role: Role, alpha: int) -> QColor:
    made = QColor(theme.color(role))
    made.setAlpha(alpha)
    return made
