"""How a line of time is drawn: what is recorded, how much moved, what was marked."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from resources.words import say
from widgets import theme
from widgets.common.figures import clock, day
from widgets.common.labels import paint_priority
from widgets.playback.timescale import Scale
from widgets.playback.values import Mark, MarkKind, Row
from widgets.playback.wording import time_of
from widgets.theme import Role, Type

SCALE_PX = 24
MARKS_PX = 18
MOTION_PX = 26
THIN_PX = 11
_ICON = 14.0
_LABEL_PX = 76.0
ROLE_OF = {MarkKind.BOOKMARK: Role.SELECTION, MarkKind.TICKET: Role.TEXT}


def paint_scale(painter: QPainter, scale: Scale, height: int) -> None:
    """Lines through the whole height, their times on top; a day's beginning with its date."""
    step_s, moments = scale.lines(_LABEL_PX)
    painter.setFont(theme.font(Type.SMALL))
    for at_us in moments:
        x, at = scale.x(at_us), time_of(at_us)
        painter.fillRect(QRectF(round(x), SCALE_PX - 5, 1, height - SCALE_PX + 5), theme.color(Role.LINE))
        midnight = clock(at) == "00:00:00"
        words = day(at) if midnight else clock(at, seconds=step_s < 60)
        painter.setPen(theme.color(Role.TEXT if midnight else Role.SECOND))
        painter.drawText(QRectF(x + 4, 2, _LABEL_PX, SCALE_PX - 6), Qt.AlignmentFlag.AlignVCenter, words)


def paint_thin(painter: QPainter, scale: Scale, row: Row, top: float) -> None:
    """A camera that is not chosen: what is recorded, and marks as strokes."""
    lane = QRectF(scale.left, top + 2, scale.width, THIN_PX - 4)
    _paint_number(painter, row, QRectF(0, top, scale.left, THIN_PX), Role.FAINT)
    _paint_spans(painter, scale, row.spans, lane, Role.EDGE)
    _paint_locks(painter, scale, row.locks, lane.bottom() - 1)
    for mark in row.marks:
        painter.fillRect(QRectF(scale.x(mark.at_us) - 1, top + 1, 3, THIN_PX - 2), _color_of(mark))


def paint_chosen(painter: QPainter, scale: Scale, row: Row, top: float) -> None:
    """The chosen camera: marks with their icons above, motion as heights on what is recorded."""
    whole = QRectF(0, top, scale.left + scale.width, MARKS_PX + MOTION_PX)
    painter.fillRect(whole, theme.color(Role.RAISED))
    _paint_number(painter, row, QRectF(0, top + MARKS_PX, scale.left, MOTION_PX), Role.TEXT)
    lane = QRectF(scale.left, top + MARKS_PX, scale.width, MOTION_PX - 1)
    painter.fillRect(lane, theme.color(Role.VOID))
    _paint_gaps(painter, lane)
    _paint_spans(painter, scale, row.spans, lane, Role.EDGE)
    _paint_motion(painter, scale, row, lane)
    _paint_locks(painter, scale, row.locks, lane.bottom() - 2, icon=True)
    for mark in row.marks:
        _paint_mark(painter, scale, mark, top)


def paint_range(painter: QPainter, scale: Scale, since_us: int | None, until_us: int | None, height: int) -> None:
    """The marked range over all rows, or the one end of it that is there."""
    if since_us is not None and until_us is not None and since_us < until_us:
        ground = QColor(theme.color(Role.SELECTION))
        ground.setAlpha(46)
        left, right = scale.x(since_us), scale.x(until_us)
        painter.fillRect(QRectF(left, SCALE_PX - 5, right - left, height - SCALE_PX + 5), ground)
    for at_us, towards in ((since_us, 1), (until_us, -1)):
        if at_us is not None:
            x = scale.x(at_us)
            painter.fillRect(QRectF(x - 1, SCALE_PX - 7, 2, height - SCALE_PX + 7), theme.color(Role.SELECTION))
            painter.fillRect(QRectF(min(x, x + 6 * towards), SCALE_PX - 7, 6, 2), theme.color(Role.SELECTION))


def paint_cursor(painter: QPainter, x: float, height: int) -> None:
    """The moment shown: the colour of recorded pictures, with a head on the scale."""
    tone = theme.color(Role.AMBER)
    painter.fillRect(QRectF(x - 1, SCALE_PX - 6, 2, height - SCALE_PX + 6), tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    top = SCALE_PX - 10
    painter.drawPolygon(QPolygonF([QPointF(x - 6, top), QPointF(x + 6, top), QPointF(x, top + 8)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_hover(painter: QPainter, scale: Scale, x: float, words: str, height: int) -> None:
    """The moment under the pointer, with its time beside the line."""
    painter.fillRect(QRectF(x, SCALE_PX - 5, 1, height - SCALE_PX + 5), theme.color(Role.SECOND))
    font = theme.font(Type.SMALL, bold=True)
    width = QFontMetricsF(font).horizontalAdvance(words) + 12
    left = min(max(scale.left, x - width / 2), scale.left + scale.width - width)
    chip = QRectF(left, 1, width, SCALE_PX - 6)
    painter.fillRect(chip, theme.color(Role.RAISED))
    painter.setFont(font)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)


def paint_future(painter: QPainter, scale: Scale, now_us: int, height: int) -> None:
    """What has not been yet."""
    x = max(scale.left, scale.x(now_us))
    if x < scale.left + scale.width:
        room = QRectF(x, SCALE_PX, scale.left + scale.width - x, height - SCALE_PX)
        painter.fillRect(room, theme.color(Role.WINDOW))
        painter.fillRect(QRectF(x, SCALE_PX - 5, 1, height - SCALE_PX + 5), theme.color(Role.SECOND))
        words = say("playback_desk.now")
        if QFontMetricsF(theme.font(Type.SMALL)).horizontalAdvance(words) + 8 < room.width():
            painter.setFont(theme.font(Type.SMALL))
            painter.setPen(theme.color(Role.FAINT))
            painter.drawText(room.adjusted(5, 2, 0, 0), Qt.AlignmentFlag.AlignTop, words)


def _paint_number(painter: QPainter, row: Row, room: QRectF, role: Role) -> None:
    font = theme.font(Type.SMALL, bold=role is Role.TEXT, scale=1.0 if role is Role.TEXT else 0.84)
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(
        room.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(row.number)
    )


def _paint_spans(painter: QPainter, scale: Scale, spans: Iterable[tuple[int, int]], lane: QRectF, role: Role) -> None:
    for since_us, until_us in spans:
        left = max(lane.left(), scale.x(since_us))
        right = min(lane.right(), scale.x(until_us))
        if right >= left:
            painter.fillRect(QRectF(left, lane.top(), max(1.0, right - left), lane.height()), theme.color(role))


def _paint_gaps(painter: QPainter, lane: QRectF) -> None:
    """Hatched ground, which what is recorded covers: a gap is seen without reading a colour."""
    painter.fillRect(lane, QBrush(theme.color(Role.LINE), Qt.BrushStyle.BDiagPattern))


def _paint_motion(painter: QPainter, scale: Scale, row: Row, lane: QRectF) -> None:
    tone = theme.color(Role.SECOND)
    step = max(1.0, min(4.0, scale.width / max(1, len(row.motion))))
    for at_us, level in row.motion:
        x = scale.x(at_us)
        if level and lane.left() <= x <= lane.right():
            height = max(1.0, level / 255 * (lane.height() - 3))
            painter.fillRect(QRectF(x, lane.bottom() - height, step, height), tone)


def _paint_locks(
    painter: QPainter, scale: Scale, locks: Iterable[tuple[int, int]], top: float, *, icon: bool = False
) -> None:
    for since_us, until_us in locks:
        left, right = max(scale.left, scale.x(since_us)), min(scale.left + scale.width, scale.x(until_us))
        if right < left:
            continue
        painter.fillRect(QRectF(left, top, max(2.0, right - left), 2), theme.color(Role.TEXT))
        if icon:
            theme.paint_icon(painter, QRectF(left + 1, top - 12, 11, 11), "lock", Role.TEXT)


def _paint_mark(painter: QPainter, scale: Scale, mark: Mark, top: float) -> None:
    x = scale.x(mark.at_us)
    if not scale.left - _ICON <= x <= scale.left + scale.width:
        return
    tone = _color_of(mark)
    painter.fillRect(QRectF(x, top + MARKS_PX - 3, 1, MOTION_PX + 2), tone)
    if mark.until_us is not None:
        right = min(scale.left + scale.width, scale.x(mark.until_us))
        painter.fillRect(QRectF(x, top + MARKS_PX - 2, max(2.0, right - x), 2), tone)
    room = QRectF(x - _ICON / 2, top + 1, _ICON, _ICON)
    if mark.priority is not None and mark.kind is MarkKind.ALARM:
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        paint_priority(painter, room, mark.priority)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    else:
        icon = "ticket" if mark.kind is MarkKind.TICKET else "bookmark"
        theme.paint_icon(painter, room, icon, ROLE_OF.get(mark.kind, Role.TEXT))


def _color_of(mark: Mark) -> QColor:
    if mark.kind is MarkKind.ALARM and mark.priority is not None:
        return theme.color(theme.priority_role(mark.priority))
    return theme.color(ROLE_OF.get(mark.kind, Role.TEXT))
