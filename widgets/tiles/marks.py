"""Small marks in a tile's upper left corner: icon and word each, drawn once a change and then copied."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from widgets import theme
from widgets.theme import Role, Type

HEIGHT = 22
_ICON = 12.0
_SIDE = 7.0
AT = (8, 8)
"""Where the first one begins, in px of the tile."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is worth a mark; `loud` ones are bold and framed in their colour."""

    icon: str
    word: str
    role: Role = Role.TEXT
    loud: bool = False


def draw(marks: tuple[Mark, ...], most: int, ratio: float, scale: float = 1.0) -> QImage:
    """The marks side by side, at most `most` px wide; a word that has no room ends in an ellipsis."""
    most = max(1, round(most / scale))
    widths = [width_of(mark) for mark in marks]
    width = min(float(most), sum(widths) + theme.SPACE * (len(marks) - 1))
    image = QImage(
        max(1, round(width * ratio * scale)), round(HEIGHT * ratio * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio * scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = 0.0
    for mark, wide in zip(marks, widths, strict=True):
        room = min(wide, width - left)
        if room < _ICON + 2 * _SIDE:
            break
        _draw(painter, mark, QRectF(left, 0, room, HEIGHT))
        left += room + theme.SPACE
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def width_of(mark: Mark) -> float:
    """In px of the tile, at the usual scale."""
    words = QFontMetricsF(theme.font(Type.SMALL, bold=mark.loud)).horizontalAdvance(mark.word)
    return round(_ICON + 2 * _SIDE + (words + 5 if mark.word else 0) + 0.5)


def _draw(painter: QPainter, mark: Mark, rect: QRectF) -> None:
    ground = theme.color(Role.BAR)
    painter.setBrush(type(ground)(ground.red(), ground.green(), ground.blue(), 214))
    painter.setPen(theme.color(mark.role) if mark.loud else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
    icon = QRectF(rect.left() + _SIDE, (HEIGHT - _ICON) / 2, _ICON, _ICON)
    theme.paint_icon(painter, icon, mark.icon, mark.role)
    font = theme.font(Type.SMALL, bold=mark.loud)
    room = QRectF(icon.right() + 5, 0, rect.right() - _SIDE - icon.right() - 4, HEIGHT)
    word = QFontMetricsF(font).elidedText(mark.word, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.setFont(font)
    painter.setPen(theme.color(mark.role))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)
