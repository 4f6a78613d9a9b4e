"""The open tickets on the wall: what, where, with whom, and how long it has been waiting."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from resources.words import say
from storage.model.tickets import Priority, Ticket
from widgets import theme
from widgets.common.figures import age
from widgets.incidents import wording
from widgets.theme import Role
from widgets.wall.scaling import WallPart

ROW = 88
_BADGE = 44
TITLE_PX, PLACE_PX, AGE_PX, MORE_PX = 26, 20, 30, 22


class WallQueue(WallPart):
    """As many rows as there is room for, in the order given; the last line counts those that are left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tickets: tuple[Ticket, ...] | None = None
        self._limits_s: Mapping[Priority, float] = {}
        self._now: datetime | None = None
        self._empty = ""
        self._name()

    def set_limits(self, limits_s: Mapping[Priority, float]) -> None:
        """How long each priority may wait before its time is red, in seconds."""
        self._limits_s = limits_s

    def set_tickets(self, tickets: tuple[Ticket, ...]) -> None:
        if tickets != self._tickets:
            self._tickets = tickets
            self._name()
            self.update()

    def set_waiting(self, sentence: str) -> None:
        """What stands there before any ticket could be read."""
        if sentence != self._empty:
            self._empty = sentence
            self._name()
            self.update()

    def set_now(self, now: datetime) -> None:
        """The moment that waiting is told from: of the last reading while the record is away."""
        self._now = now
        self.update()

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    @property
    def empty_words(self) -> str:
        """What is said instead of rows; nothing while there are rows."""
        if self._tickets is None:
            return self._empty
        return "" if self._tickets else say("wall.queue.empty")

    def _name(self) -> None:
        titles = ", ".join(self._title(one) for one in self._tickets or ())
        self.setAccessibleName(titles or self.empty_words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.PANEL))
        if self.empty_words:
            self._empty_state(painter)
            return
        tickets = self._tickets or ()
        room = max(1, int(self.height() // self.px(ROW)))
        shown = tickets if len(tickets) <= room else tickets[: room - 1]
        for at, ticket in enumerate(shown):
            self._row(painter, QRectF(0, at * self.px(ROW), self.width(), self.px(ROW)), ticket)
        if len(shown) < len(tickets):
            rest = QRectF(self.px(24), len(shown) * self.px(ROW), self.width() - self.px(48), self.px(ROW))
            more = say("wall.queue.more", n=len(tickets) - len(shown))
            self.write(painter, rest, more, self.face(MORE_PX), Role.SECOND)

    def _empty_state(self, painter: QPainter) -> None:
        font = self.face(MORE_PX)
        room = QRectF(self.rect()).adjusted(self.px(24), 0, -self.px(24), 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(font)
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(room, flags, self.empty_words)

    def _row(self, painter: QPainter, rect: QRectF, ticket: Ticket) -> None:
        self._badge(painter, rect, ticket.priority)
        left = rect.left() + self.px(24 + _BADGE + 18)
        right = self._age(painter, rect, ticket)
        first = QRectF(left, rect.top() + self.px(12), right - left, self.px(36))
        tone = Role.AMBER if ticket.exercise else Role.TEXT
        self.write(painter, first, self._title(ticket), self.face(TITLE_PX, bold=True), self.tone(tone))
        second = QRectF(left, rect.top() + self.px(47), right - left, self.px(28))
        self.write(painter, second, where_and_who(ticket), self.face(PLACE_PX), Role.SECOND)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))

    def _badge(self, painter: QPainter, rect: QRectF, priority: Priority) -> None:
        side = self.px(_BADGE)
        square = QRectF(rect.left() + self.px(24), rect.top() + (rect.height() - side) / 2, side, side)
        radius = self.px(theme.RADIUS + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(theme.priority_role(priority)))
        painter.drawRoundedRect(square, radius, radius)
        painter.setFont(self.face(TITLE_PX, bold=True))
        painter.setPen(theme.color(Role.ON_BRIGHT))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(int(priority)))

    def _age(self, painter: QPainter, rect: QRectF, ticket: Ticket) -> float:
        waited_s = wording.age_s(ticket, self._now) if self._now is not None else 0.0
        text = age(waited_s) if self._now is not None else ""
        limit_s = self._limits_s.get(ticket.priority)
        over = limit_s is not None and waited_s > limit_s
        font = self.face(AGE_PX, bold=True)
        width = QFontMetricsF(font).horizontalAdvance(text)
        place = QRectF(rect.right() - self.px(24) - width - 1, rect.top(), width + 2, rect.height())
        self.write(painter, place, text, font, self.tone(Role.RED if over else Role.TEXT), Qt.AlignmentFlag.AlignRight)
        return place.left() - self.px(16)

    @staticmethod
    def _title(ticket: Ticket) -> str:
        title = f"{say('exercise.chip')} · {ticket.title}" if ticket.exercise else ticket.title
        if ticket.reports > 1:
            return say("wall.queue.reporters", title=title, n=ticket.reports)
        return title


def where_and_who(ticket: Ticket) -> str:
    """Place, agencies and state: no caller, no description, nothing of a person."""
    parts = (ticket.place, wording.agencies_word(ticket), wording.state_word(ticket))
    return " · ".join(part for part in parts if part)
