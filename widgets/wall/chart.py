"""Congestion over the day beside what is usual at this hour."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.theme import Role
from widgets.wall.scaling import WallPart
from widgets.wall.values import Day

QUARTERS = 96
HEAD_PX, AXIS_PX = 22, 20
_LINES = 3
_STEPS = (15, 30, 60, 90, 120, 150, 180, 240, 300, 450, 600, 900, 1200, 1500, 1800, 3000, 6000)
_DASH = (4.0, 3.0)


class DayChart(WallPart):
    """Today as a solid line, the usual as a dashed one; where there is no history it says so instead of drawing one.

    Where nobody watched there is a gap, and a wide one has its reason written into it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: Day | None = None
        self._name()

    def set_day(self, day: Day) -> None:
        if day != self._day:
            self._day = day
            self._name()
            self.update()

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    @property
    def note(self) -> str:
        """What is missing, in a sentence; nothing where both lines are there."""
        if self._day is None:
            return say("wall.chart.waiting")
        return "" if self._day.usual else say("wall.chart.no_usual")

    def _name(self) -> None:
        gap = say("wall.chart.unwatched") if self._day is not None and None in self._day.today else ""
        self.setAccessibleName(". ".join(part for part in (say("wall.chart.title"), self.note, gap) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color(Role.PANEL))
        inside = QRectF(self.rect()).adjusted(self.px(24), self.px(16), -self.px(24), -self.px(14))
        self._head(painter, QRectF(inside.left(), inside.top(), inside.width(), self.px(32)))
        day = self._day or Day()
        top = top_of(max(minutes for minutes in (*day.today, *day.usual, 0.0) if minutes is not None))
        plot = inside.adjusted(0, self.px(72), 0, -self.px(32))
        if plot.height() < self.px(40):
            return
        self._grid(painter, plot, top)
        self._line(painter, plot, day.usual, top, usual=True)
        self._line(painter, plot, day.today, top, usual=False)
        self._unwatched(painter, plot, day.today)

    def _head(self, painter: QPainter, room: QRectF) -> None:
        right = room.right()
        if self.note:
            width = QFontMetricsF(self.face(AXIS_PX)).horizontalAdvance(self.note) + 1
            right -= width
            self.write(
                painter, QRectF(right, room.top(), width, room.height()), self.note, self.face(AXIS_PX), Role.SECOND
            )
            right -= self.px(18)
        if self._day is not None and self._day.usual:
            for word, usual in ((say("wall.chart.usual"), True), (say("wall.chart.today"), False)):
                right = self._sample(painter, room, right, word, usual=usual)
        title = QRectF(room.left(), room.top(), right - room.left(), room.height())
        self.write(painter, title, say("wall.chart.title"), self.face(HEAD_PX), Role.SECOND)

    def _sample(self, painter: QPainter, room: QRectF, right: float, word: str, *, usual: bool) -> float:
        font = self.face(AXIS_PX)
        width = QFontMetricsF(font).horizontalAdvance(word) + 1
        self.write(painter, QRectF(right - width, room.top(), width, room.height()), word, font, Role.SECOND)
        middle, end = room.center().y(), right - width - self.px(8)
        painter.setPen(self._pen(usual=usual))
        painter.drawLine(QPointF(end - self.px(28), middle), QPointF(end, middle))
        return end - self.px(28 + 18)

    def _pen(self, *, usual: bool) -> QPen:
        role = Role.FAINT if usual else self.tone(Role.CONGESTED)
        pen = QPen(theme.color(role), self.px(2.5 if usual else 3.5))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if usual:
            pen.setDashPattern(_DASH)
        return pen

    def _grid(self, painter: QPainter, plot: QRectF, top: float) -> None:
        font = self.face(AXIS_PX)
        for at in range(_LINES + 1):
            y = plot.top() + plot.height() * at / _LINES
            painter.fillRect(QRectF(plot.left(), round(y), plot.width(), 1), theme.color(Role.LINE))
        if self._day is not None:
            unit = QRectF(plot.left(), plot.top() - self.px(30), plot.width(), self.px(28))
            self.write(painter, unit, say("wall.chart.minutes", n=round(top)), font, Role.SECOND)
        for hour in (0, 6, 12, 18, 24):
            middle = plot.left() + plot.width() * hour / 24
            label = QRectF(middle - self.px(30), plot.bottom() + self.px(4), self.px(60), self.px(28))
            side = Qt.AlignmentFlag.AlignHCenter
            if hour in (0, 24):
                label.moveLeft(plot.left() if hour == 0 else plot.right() - label.width())
                side = Qt.AlignmentFlag.AlignLeft if hour == 0 else Qt.AlignmentFlag.AlignRight
            self.write(painter, label, f"{hour:02d}", font, Role.SECOND, side)

    def _line(
        self, painter: QPainter, plot: QRectF, minutes: Sequence[float | None], top: float, *, usual: bool
    ) -> None:
        """Each quarter's value stands in its middle; the quarter that runs is not whole yet and is left out."""
        whole = minutes if usual or len(minutes) >= QUARTERS else minutes[:-1]
        painter.setPen(self._pen(usual=usual))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start, values in runs(whole[:QUARTERS]):
            points = [
                QPointF(
                    plot.left() + plot.width() * (start + at + 0.5) / QUARTERS,
                    plot.bottom() - plot.height() * min(value, top) / top,
                )
                for at, value in enumerate(values)
            ]
            if len(points) == 1:  # a quarter between two gaps is as wide as it lasted
                half = QPointF(plot.width() * 0.4 / QUARTERS, 0)
                points = [points[0] - half, points[0] + half]
            painter.drawPolyline(QPolygonF(points))

    def _unwatched(self, painter: QPainter, plot: QRectF, minutes: Sequence[float | None]) -> None:
        """The reason in each gap that has room for it, on the line of nought."""
        font, word = self.face(AXIS_PX), say("wall.chart.unwatched")
        needed = QFontMetricsF(font).horizontalAdvance(word) + self.px(16)
        for start, count in gaps(minutes[:QUARTERS]):
            left, width = plot.left() + plot.width() * start / QUARTERS, plot.width() * count / QUARTERS
            if width >= needed:
                room = QRectF(left, plot.bottom() - self.px(30), width, self.px(28))
                inside = room.adjusted((width - needed) / 2, 0, -(width - needed) / 2, 0)
                painter.fillRect(inside, theme.color(Role.PANEL))  # the usual day's line would cross the words
                self.write(painter, room, word, font, Role.SECOND, Qt.AlignmentFlag.AlignHCenter)


def runs(minutes: Sequence[float | None]) -> list[tuple[int, list[float]]]:
    """The stretches without a gap: where each begins, and its values."""
    found: list[tuple[int, list[float]]] = []
    for at, value in enumerate(minutes):
        if value is None:
            continue
        if found and found[-1][0] + len(found[-1][1]) == at:
            found[-1][1].append(value)
        else:
            found.append((at, [value]))
    return found


def gaps(minutes: Sequence[float | None]) -> list[tuple[int, int]]:
    """Where each gap begins and how many quarters it has."""
    edges = [0, *(edge for at, values in runs(minutes) for edge in (at, at + len(values))), len(minutes)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(begin, end - begin) for begin, end in pairs if begin < end]


def top_of(most: float) -> float:
    """The round number of minutes that the chart reaches to."""
    return float(next((step for step in _STEPS if step >= most), most))
