"""Sizes on the wall: drawn for 1920 x 1080, and larger or smaller with the window."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

DRAWN_FOR = (1920, 1080)
LEAST, MOST = 0.5, 4.0
TILE_SCALE = 1.7
"""A tile's smallest type is 12 px on the desk and 20 px on the wall."""


def scale_for(width: int, height: int) -> float:
    """How much larger than drawn everything is in a window of this size."""
    return min(MOST, max(LEAST, min(width / DRAWN_FOR[0], height / DRAWN_FOR[1])))


class WallPart(WordedWidget):
    """A part of the wall that paints itself, at the scale that the window gives it. It takes no mouse and no key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.stale = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_scale(self, scale: float) -> None:
        self.scale = scale
        self.update()

    def set_stale(self, stale: bool) -> None:
        """What is shown is old: it loses its weight, and the bottom line says from when it is."""
        if stale != self.stale:
            self.stale = stale
            self.update()

    def retranslate(self) -> None:
        self.update()

    def px(self, drawn: float) -> float:
        """So many px at the wall's scale."""
        return drawn * self.scale

    def face(self, size_px: int, *, bold: bool = False) -> QFont:
        """The type of so many px at the wall's scale."""
        return theme.font(Type.WALL, bold=bold, scale=self.scale * size_px / Type.WALL.value[0])

    def tone(self, role: Role) -> Role:
        """The colour of something that is told from the record."""
        return Role.SECOND if self.stale else role

    def write(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        font: QFont,
        role: Role,
        flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> float:
        """One line, shortened to its room; the width that it took."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(theme.color(role))
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
