"""What detection saw, drawn over the picture: zones that are not free, what moves, what stands still."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from storage.model.cameras import CameraZone
from video.events import Analysis, Box, TrafficState
from widgets import theme
from widgets.theme import Role
from widgets.tiles.faces import SEVERITY

_FILL_ALPHA = 52
_FAINT_ALPHA = 110


class Overlay:
    """The shapes of one analysis over one picture's rectangle, drawn once a change and then copied each frame.

    Filling a translucent polygon anew for every frame took 0.7 ms a tile, copying it takes a tenth (measured).
    What was drawn for the overlay `before` serves again where its zones are the same: boxes move, zones seldom change.
    """

    def __init__(
        self,
        zones: Iterable[CameraZone],
        analysis: Analysis | None,
        target: QRectF,
        before: "Overlay | None" = None,
        within: QRectF | None = None,
    ) -> None:
        """`target` is where the whole picture lies; `within` (else `target`) is what of it is seen."""
        states = {reading.zone_id: reading.state for reading in analysis.zones} if analysis is not None else {}
        self._busy: list[tuple[QPolygonF, Role]] = []
        self._free: list[QPolygonF] = []
        for zone in zones:
            polygon = QPolygonF([_at(target, x, y) for x, y in zone.polygon])
            state = states.get(str(zone.id), TrafficState.UNKNOWN)
            if SEVERITY.index(state) > SEVERITY.index(TrafficState.FREE):
                self._busy.append((polygon, theme.traffic_role(state)))
            else:
                self._free.append(polygon)
        self._moving = [_rect(target, box) for box in analysis.boxes] if analysis is not None else []
        self._standing = [_rect(target, box) for box in analysis.stopped] if analysis is not None else []
        self._target = target
        self._within = within if within is not None else target
        self._drawn: dict[tuple[bool, float], tuple[QPointF, QImage]] = {}
        if before is not None and before._same_zones(self):
            self._drawn = before._drawn

    def _same_zones(self, other: "Overlay") -> bool:
        own, others = (self._target, self._within), (other._target, other._within)
        return own == others and (self._busy, self._free) == (other._busy, other._free)

    def paint(self, painter: QPainter, *, faint_zones: bool) -> None:
        """Draw it; `faint_zones` shows the outline of the zones that are free, too."""
        if self._busy or (faint_zones and self._free):
            ratio = painter.device().devicePixelRatioF()
            if (faint_zones, ratio) not in self._drawn:
                self._drawn[faint_zones, ratio] = self._draw(ratio, faint_zones=faint_zones)
            painter.drawImage(*self._drawn[faint_zones, ratio])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._moving:
            painter.setPen(QPen(theme.color(Role.MOTION), 1))
            painter.drawRects(self._moving)
        for rect in self._standing:
            _paint_standing(painter, rect)

    def _draw(self, ratio: float, *, faint_zones: bool) -> tuple[QPointF, QImage]:
        """The zones alone, no larger than they are, and where they go."""
        polygons = [polygon for polygon, _ in self._busy] + (self._free if faint_zones else [])
        bounds = QRectF()
        for polygon in polygons:
            bounds = bounds.united(polygon.boundingRect())
        place = bounds.adjusted(-2, -2, 2, 2).intersected(self._within).toAlignedRect()
        image = QImage(
            max(1, round(place.width() * ratio)),
            max(1, round(place.height() * ratio)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(-place.x(), -place.y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if faint_zones:
            painter.setPen(QPen(_with_alpha(Role.SECOND, _FAINT_ALPHA), 1))
            for polygon in self._free:
                painter.drawPolygon(polygon)
        for polygon, role in self._busy:
            painter.setPen(QPen(theme.color(role), 2))
            painter.setBrush(QBrush(_with_alpha(role, _FILL_ALPHA)))
            painter.drawPolygon(polygon)
        painter.end()
        return QPointF(place.topLeft()), image


def _paint_standing(painter: QPainter, rect: QRectF) -> None:
    """A box with a sign on its corner, so that it is not told from motion by colour alone."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(Role.STOPPED), 2))
    painter.drawRect(rect)
    sign = QRectF(rect.left() - 1, rect.top() - 17, 18, 18)
    painter.fillRect(sign, theme.color(Role.STOPPED))
    theme.paint_icon(painter, sign.adjusted(2, 2, -2, -2), "stopped", Role.ON_BRIGHT)


def _at(target: QRectF, x: float, y: float) -> QPointF:
    return QPointF(target.x() + x * target.width(), target.y() + y * target.height())


def _rect(target: QRectF, box: Box) -> QRectF:
    corner = _at(target, box.x, box.y)
    # Half a pixel in, so that a line of one pixel falls on one pixel.
    x, y = round(corner.x()) + 0.5, round(corner.y()) + 0.5
    return QRectF(x, y, round(box.w * target.width()), round(box.h * target.height()))


def _with_alpha(role: Role, alpha: int) -> QColor:
    made = QColor(theme.color(role))
    made.setAlpha(alpha)
    return made
