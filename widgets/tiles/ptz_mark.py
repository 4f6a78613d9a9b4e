"""The word PTZ on a tile: who moves its camera, and a place to press for taking it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from resources.words import say
from widgets import theme
from widgets.common.figures import clock
from widgets.theme import Role
from widgets.tiles import marks
from widgets.tiles.marks import Mark
from widgets.tiles.tile import CameraTile


def mark_of(name: str, since: datetime | None, *, mine: bool) -> Mark:
    """Without `since` nobody moves it."""
    if since is None:
        return Mark("ptz", say("ptz.mark"), Role.SECOND)
    at = clock(since, seconds=False)
    if mine:
        return Mark("ptz", say("ptz.mark_mine", at=at), Role.SELECTION, loud=True)
    return Mark("ptz", say("ptz.mark_held", name=name, at=at), Role.TEXT)


def mark_ended(words: str) -> Mark:
    """Whoever had the camera in hand has it no more: said where they looked."""
    return Mark("ptz", words, Role.AMBER, loud=True)


class PtzHandle(QAbstractButton):
    """Lies over the mark, which the tile paints; `clicked` is its signal. The key stands in its tooltip."""

    def __init__(self, tile: CameraTile) -> None:
        super().__init__(tile)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tile has the key
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def cover(self, mark: Mark, words: str) -> None:
        """Lie over this mark, the tile's first, and say what pressing does."""
        self.setGeometry(*marks.AT, round(marks.width_of(mark)), marks.HEIGHT)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color(Role.SELECTION))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
