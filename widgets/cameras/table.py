"""Columns of a table that is painted: where they are, their heads, and a figure in its colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from resources.words import say
from widgets import theme
from widgets.common.sections import HeadLine, paint_cell
from widgets.theme import Role, Type

ILL_ROLES = (Role.SECOND, Role.AMBER, Role.RED)


@dataclass(frozen=True, slots=True)
class Column:
    """`word` is the key of its head; `left` and `width` in px of the row; figures stand at the right."""

    word: str
    left: int
    width: int
    is_figure: bool = False

    def rect(self, row: QRectF) -> QRectF:
        return QRectF(row.left() + self.left, row.top(), self.width, row.height())


def head_line(title: str, count: int, columns: Sequence[Column]) -> HeadLine:
    metrics = QFontMetricsF(theme.font(Type.SMALL))
    heads = []
    for column in columns:
        word = say(column.word)
        left = column.left
        if column.is_figure:
            left += max(0, round(column.width - metrics.horizontalAdvance(word)))
        heads.append((word, left))
    return HeadLine(title, count, tuple(heads))


def paint_figure(painter: QPainter, room: QRectF, text: str, role: Role) -> None:
    """At the right of its column."""
    painter.setFont(theme.font(Type.BODY))
    painter.setPen(theme.color(role))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def paint_two_lines(painter: QPainter, room: QRectF, upper: str, lower: str, role: Role = Role.TEXT) -> None:
    """A name, and below it smaller what it belongs to, where there is something."""
    if lower:
        paint_cell(painter, room.adjusted(0, 3, 0, -18), upper, role)
        paint_cell(painter, room.adjusted(0, 20, 0, -3), lower, Role.SECOND, Type.SMALL)
    else:
        paint_cell(painter, room, upper, role)


def paint_state(painter: QPainter, room: QRectF, icon: str, role: Role, word: str) -> None:
    """An icon and its word; normal is a grey dot."""
    side = 8.0 if icon == "dot" else 12.0
    theme.paint_icon(painter, QRectF(room.left() + 6 - side / 2, room.center().y() - side / 2, side, side), icon, role)
    paint_cell(painter, room.adjusted(20, 0, 0, 0), word, Role.SECOND if role is Role.NORMAL else role)
