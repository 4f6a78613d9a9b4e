"""Lines of the log book: when, who, what; newest last."""

from datetime import date, datetime
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.shifts import LogEntry
from widgets import theme
from widgets.common.figures import WIB, clock, day
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_LINE = 28
_TIME_W = 56
_AUTHOR_W = 128
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Line(Protocol):
    """A line of the log book, of the record or of a handover's content."""

    @property
    def at(self) -> datetime: ...
    @property
    def author(self) -> str: ...
    @property
    def text(self) -> str: ...


def words_of(line: Line) -> str:
    """What was written, and the number of its ticket where the words do not have it themselves."""
    number = line.ticket_number if isinstance(line, LogEntry) else ""
    return line.text if number in line.text else f"{line.text} · {number}"


class LogLines(WordedWidget):
    """As high as its lines need; whoever holds it scrolls. A day stands before its first line where there are two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._marked: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        if lines[: len(self._lines)] != self._lines:
            self._marked = None
        self._lines = lines
        self.retranslate()

    @property
    def marked(self) -> int | None:
        """The line that is chosen, if one is."""
        return self._marked

    def mark(self, at: int | None) -> None:
        self._marked = at
        self.update()

    def top_of(self, at: int) -> tuple[int, int]:
        """Where a line begins and how high it is, in pixels."""
        top, last_day = 0.0, None
        for line, one in enumerate(self._lines):
            here = one.at.astimezone(WIB).date()
            top += _LINE if self._has_days() and here != last_day else 0
            last_day = here
            if line == at:
                return round(top), round(self._height(one))
            top += self._height(one)
        raise IndexError(at)

    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def retranslate(self) -> None:
        self.setAccessibleName(say("shift.log.head"))
        said = (
            say("shift.log.entry", at=clock(one.at, seconds=False), author=one.author, text=words_of(one))
            for one in self._lines
        )
        self.setAccessibleDescription("\n".join(said))
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def _grow(self) -> None:
        days = len(self._days()) if self._has_days() else 0
        self.setFixedHeight(round(sum(self._height(one) for one in self._lines) + days * _LINE))

    def _days(self) -> set[date]:
        return {one.at.astimezone(WIB).date() for one in self._lines}

    def _has_days(self) -> bool:
        return len(self._days()) > 1

    def _text_left(self) -> int:
        return theme.PAD + _TIME_W + _AUTHOR_W

    def _height(self, one: Line) -> float:
        room = QRectF(0, 0, max(80, self.width() - self._text_left() - theme.PAD), 100_000)
        return max(_LINE, QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _FLAGS, words_of(one)).height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top, last_day = 0.0, None
        for at, one in enumerate(self._lines):
            here = one.at.astimezone(WIB).date()
            if self._has_days() and here != last_day:
                self._paint_day(painter, top, one.at)
                top += _LINE
            last_day = here
            height = self._height(one)
            if top <= event.rect().bottom() and top + height >= event.rect().top():
                if at == self._marked:
                    painter.fillRect(QRectF(0, top, self.width(), height), theme.color(Role.CHOSEN))
                    painter.fillRect(QRectF(0, top, 3, height), theme.color(Role.SELECTION))
                self._paint_line(painter, top, height, one)
            top += height

    def _paint_day(self, painter: QPainter, top: float, at: datetime) -> None:
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(QRectF(theme.PAD, top, self.width(), _LINE), Qt.AlignmentFlag.AlignVCenter, day(at))

    def _paint_line(self, painter: QPainter, top: float, height: float, one: Line) -> None:
        font = theme.font(Type.BODY)
        painter.setFont(font)
        painter.setPen(theme.color(Role.SECOND))
        time = clock(one.at, seconds=False)
        painter.drawText(QRectF(theme.PAD, top + 5, _TIME_W, height), _FLAGS, time)
        author = QFontMetricsF(font).elidedText(one.author, Qt.TextElideMode.ElideRight, _AUTHOR_W - theme.PAD)
        painter.drawText(QRectF(theme.PAD + _TIME_W, top + 5, _AUTHOR_W, height), _FLAGS, author)
        painter.setPen(theme.color(Role.TEXT))
        width = self.width() - self._text_left() - theme.PAD
        painter.drawText(QRectF(self._text_left(), top + 5, width, height), _FLAGS, words_of(one))
