"""The bar at a tile's bottom: number, name, the road's state, the stream's state. Drawn once a change, then copied."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from widgets import theme
from widgets.common.labels import paint_chip
from widgets.theme import Role, Type
from widgets.tiles.faces import Face

HEIGHT = 26
_CHIP = 20.0
_ICON = 12.0
_TINY = 150
"""Below it a number, the road's icon and the stream's word do not stand beside each other."""


@dataclass(frozen=True, slots=True)
class BarText:
    """All that a name bar shows."""

    number: str
    name: str
    stream: Face
    traffic: Face | None
    note: str = ""
    side: tuple[Face, ...] = ()  # how it is decoded and recorded
    why: str = ""  # in sentences, for the tooltip


def draw(text: BarText, width: int, ratio: float, scale: float = 1.0) -> QImage:
    """The bar at `width` px on a screen of `ratio`; premultiplied, its ground lets a fifth of the picture through.

    `scale` enlarges the bar and all on it, for a wall that is read from afar.
    """
    drawn = _drawn(text, round(width / scale), ratio * scale, afar=scale > 1.0)
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _drawn(text: BarText, width: int, ratio: float, *, afar: bool) -> QImage:
    """From afar the road's word is worth more than how many tenths of a second a live picture is old."""
    narrow = width < 260
    stream = text.stream
    if narrow and not stream.loud and (afar or width < _TINY):
        stream, narrow = replace(stream, word=""), not afar
    elif width < _TINY:
        stream = replace(stream, word="")  # its icon and the tile say it; the number says which camera
    image = QImage(max(1, round(width * ratio)), round(HEIGHT * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    ground = theme.color(Role.BAR)
    ground = type(ground)(ground.red(), ground.green(), ground.blue(), 214)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    right = _stream(painter, stream, width - 8.0)
    if text.note:
        right = _plain(painter, text.note, right, Role.SECOND)
    if text.traffic is not None:
        right = _traffic(painter, text.traffic, right, short=narrow)
    for face in text.side:
        right = _side(painter, face, right, short=narrow)
    _name(painter, text, right)
    painter.end()
    return image


def _advance(word: str, *, bold: bool) -> float:
    return QFontMetricsF(theme.font(Type.SMALL, bold=bold)).horizontalAdvance(word)


def _stream(painter: QPainter, face: Face, right: float) -> float:
    width = _advance(face.word, bold=face.loud)
    left = right - width
    painter.setFont(theme.font(Type.SMALL, bold=face.loud))
    painter.setPen(theme.color(face.role))
    painter.drawText(QRectF(left, 0, width + 1, HEIGHT), Qt.AlignmentFlag.AlignVCenter, face.word)
    left -= _ICON + (5 if face.word else 0)
    side = _ICON if face.icon != "dot" else 10.0
    theme.paint_icon(painter, QRectF(left + (_ICON - side) / 2, (HEIGHT - side) / 2, side, side), face.icon, face.role)
    return left - theme.GAP


def _plain(painter: QPainter, word: str, right: float, role: Role) -> float:
    width = _advance(word, bold=False)
    painter.setFont(theme.font(Type.SMALL))
    painter.setPen(theme.color(role))
    painter.drawText(QRectF(right - width, 0, width + 1, HEIGHT), Qt.AlignmentFlag.AlignVCenter, word)
    return right - width - theme.GAP


def _side(painter: QPainter, face: Face, right: float, *, short: bool) -> float:
    """Where there is little room an icon stands without its word, and the name is worth more than a word alone."""
    if face.word and not (short and (face.icon or face.role is Role.SECOND)):
        right = _plain(painter, face.word, right, face.role) + (theme.GAP - 5 if face.icon else 0)
    if face.icon:
        icon = QRectF(right - _ICON, (HEIGHT - _ICON) / 2, _ICON, _ICON)
        theme.paint_icon(painter, icon, face.icon, face.role)
        right = icon.left() - theme.GAP
    return right


def _traffic(painter: QPainter, face: Face, right: float, *, short: bool) -> float:
    width = _ICON + 10 if short else _advance(face.word, bold=True) + _ICON + 16
    chip = QRectF(right - width, (HEIGHT - _CHIP) / 2, width, _CHIP)
    paint_chip(painter, chip, theme.color(face.role), radius=3)
    icon = QRectF(chip.left() + 5, (HEIGHT - _ICON) / 2, _ICON, _ICON)
    theme.paint_icon(painter, icon, face.icon, face.role)
    if not short:
        painter.setFont(theme.font(Type.SMALL, bold=True))
        painter.setPen(theme.color(face.role))
        painter.drawText(chip.adjusted(_ICON + 10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, face.word)
    return chip.left() - theme.GAP


def _name(painter: QPainter, text: BarText, right: float) -> None:
    number = theme.font(Type.BODY, bold=True)
    width = QFontMetricsF(number).horizontalAdvance(text.number)
    painter.setFont(number)
    painter.setPen(theme.color(Role.SECOND))
    painter.drawText(QRectF(8, 0, width + 1, HEIGHT), Qt.AlignmentFlag.AlignVCenter, text.number)
    left = 8 + width + theme.GAP
    plain = theme.font(Type.BODY)
    shown = QFontMetricsF(plain).elidedText(text.name, Qt.TextElideMode.ElideRight, max(0.0, right - left))
    painter.setFont(plain)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(QRectF(left, 0, right - left, HEIGHT), Qt.AlignmentFlag.AlignVCenter, shown)
