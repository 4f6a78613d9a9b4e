"""What stands in a tile's upper corners: marks on the left, which part of the picture is seen on the right."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from resources.words import say
from widgets import theme
from widgets.common.figures import decimal
from widgets.theme import Role
from widgets.tiles import marks
from widgets.tiles.marks import Mark
from widgets.tiles.zoom import Zoom

_INSET_PX = 72


class Corners:
    """Draws the marks once a change; `forget` where their words, room or scale are others."""

    def __init__(self) -> None:
        self.marks: tuple[Mark, ...] = ()
        self._drawn: QImage | None = None

    def set_marks(self, given: tuple[Mark, ...]) -> bool:
        """Whether they are others than before."""
        if given == self.marks:
            return False
        self.marks, self._drawn = given, None
        return True

    def forget(self) -> None:
        self._drawn = None

    def paint(self, painter: QPainter, rect: QRect, view: QRectF, zoom: Zoom | None, scale: float) -> None:
        """Over a tile's `rect` whose picture fills `view`."""
        if self._drawn is None:
            shown = self.marks
            if zoom is not None:
                shown = (*shown, Mark("zoom", say("tile_zoom.factor", factor=decimal(zoom.factor))))
            most = rect.width() - 2 * marks.AT[0] - (round(_INSET_PX * scale) if zoom is not None else 0)
            self._drawn = marks.draw(shown, most, painter.device().devicePixelRatioF(), scale)
        painter.drawImage(*marks.AT, self._drawn)
        if zoom is not None and not view.isEmpty():
            _paint_inset(painter, rect, zoom, view.width() / view.height(), scale)


def _paint_inset(painter: QPainter, rect: QRect, zoom: Zoom, shape: float, scale: float) -> None:
    """A small frame in the upper right corner for the whole picture, and in it the part that is seen.

    `shape` is the picture's width over its height.
    """
    width = round(_INSET_PX * scale)
    height = max(8, round(width / max(0.2, shape)))
    whole = QRectF(rect.right() - width - 7 + 0.5, rect.top() + 8 + 0.5, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    ground = theme.color(Role.BAR)
    painter.fillRect(whole, type(ground)(ground.red(), ground.green(), ground.blue(), 190))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.color(Role.SECOND))
    painter.drawRect(whole)
    seen = QRectF(*zoom.source(width, height)).translated(whole.topLeft())
    bright = theme.color(Role.TEXT)
    painter.fillRect(seen, type(bright)(bright.red(), bright.green(), bright.blue(), 70))
    painter.setPen(bright)
    painter.drawRect(seen)
