"""The wall's top row: five figures that can be read from across the room, and the time."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from widgets import theme
from widgets.common.figures import age, clock, day
from widgets.theme import Role
from widgets.wall.scaling import WallPart
from widgets.wall.values import WallNumbers

HEIGHT = 150
FIGURE_PX, WORD_PX = 68, 22
_CLOCK_SHARE = 0.8  # of another column's width
_UNKNOWN = "–"


class FigureRow(WallPart):
    """Values in, no wishes out. The accessible name tells all figures with their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = WallNumbers()
        self._now: datetime | None = None
        self._name()

    def set_numbers(self, numbers: WallNumbers) -> None:
        if numbers != self._numbers:
            self._numbers = numbers
            self._name()
            self.update()

    def set_now(self, now: datetime) -> None:
        """The time of day is always this machine's own."""
        self._now = now
        self.update()

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    def figures(self) -> tuple[tuple[str, str, Role], ...]:
        """Each figure as it is shown, its words and its colour."""
        told = self._numbers
        streams, in_time = told.streams, told.in_time
        return (
            (_number(told.critical), say("wall.figure.critical"), Role.RED if told.critical else Role.TEXT),
            (_number(told.open), say("wall.figure.open"), Role.TEXT),
            (
                age(told.longest_s) if told.longest_s is not None else _UNKNOWN,
                say("wall.figure.longest"),
                Role.RED if told.longest_over else Role.TEXT,
            ),
            (
                f"{streams.live} · {streams.frozen} · {streams.lost}" if streams is not None else _UNKNOWN,
                say("wall.figure.streams"),
                Role.TEXT,
            ),
            (f"{round(100 * in_time)} %" if in_time is not None else _UNKNOWN, say("wall.figure.in_time"), Role.TEXT),
        )

    def _name(self) -> None:
        self.setAccessibleName(", ".join(f"{figure} {words}" for figure, words, _ in self.figures()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.PANEL))
        column = self.width() / (len(self.figures()) + _CLOCK_SHARE)
        for at, (figure, words, role) in enumerate(self.figures()):
            room = QRectF(at * column, 0, column, self.height())
            # The streams are seen by this machine itself: they do not grow old with the record.
            own = words == say("wall.figure.streams")
            shown = Role.SECOND if figure == _UNKNOWN else role if own else self.tone(role)
            self._figure(painter, room, figure, words, shown)
        self._clock(painter, QRectF(self.width() - _CLOCK_SHARE * column, 0, _CLOCK_SHARE * column, self.height()))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))

    def _figure(self, painter: QPainter, room: QRectF, figure: str, words: str, role: Role) -> None:
        inside = room.adjusted(self.px(27), 0, -self.px(12), 0)
        self.write(painter, _upper(self, inside), figure, self.face(FIGURE_PX, bold=True), role)
        self.write(painter, _lower(self, inside), words, self.face(WORD_PX), Role.SECOND)
        painter.fillRect(QRectF(room.right() - 1, 0, 1, room.height()), theme.color(Role.LINE))

    def _clock(self, painter: QPainter, room: QRectF) -> None:
        if self._now is None:
            return
        inside = room.adjusted(0, 0, -self.px(28), 0)
        right = Qt.AlignmentFlag.AlignRight
        time = clock(self._now, seconds=False)
        self.write(painter, _upper(self, inside), time, self.face(FIGURE_PX, bold=True), Role.TEXT, right)
        self.write(painter, _lower(self, inside), f"{day(self._now)} · WIB", self.face(WORD_PX), Role.SECOND, right)


def _number(value: int | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _upper(part: WallPart, room: QRectF) -> QRectF:
    return QRectF(room.left(), part.px(14), room.width(), part.px(80))


def _lower(part: WallPart, room: QRectF) -> QRectF:
    return QRectF(room.left(), part.px(96), room.width(), part.px(32))
