"""Rows of tickets: the model that holds them and the hand that draws them."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from resources.words import say
from storage.model.exercise import MARK
from storage.model.tickets import Priority, Ticket
from widgets import theme
from widgets.common.figures import age
from widgets.common.labels import paint_chip, paint_priority
from widgets.incidents import wording
from widgets.incidents.clock_board import ClockBoard, Face, Tone
from widgets.incidents.clock_look import ICONS, ROLES
from widgets.incidents.clock_words import short
from widgets.incidents.links_wording import kin_word
from widgets.theme import Role, Type

ROW_PX = 52
MOST_OF_ROW = 0.42
"""How much of a row its clock may take from the title."""
Index = QModelIndex | QPersistentModelIndex


class TicketModel(QAbstractListModel):
    """Tickets in the order given, with the moment that their age is told from."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets: tuple[Ticket, ...] = ()
        self._row_of: dict[UUID, int] = {}
        self.now: datetime | None = None
        self.limits_s: dict[Priority, float] = {}
        self.board = ClockBoard()

    def set_tickets(self, tickets: tuple[Ticket, ...]) -> bool:
        """Take these; returns whether rows came, went or moved, so that a selection must be found again."""
        same_rows = [one.id for one in tickets] == [one.id for one in self._tickets]
        if same_rows:
            before, self._tickets = self._tickets, tickets
            for row, (old, new) in enumerate(zip(before, tickets, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return False
        if self._tickets and tickets[: len(self._tickets)] == self._tickets:
            self.beginInsertRows(QModelIndex(), len(self._tickets), len(tickets) - 1)
            self._take(tickets)
            self.endInsertRows()
            return True
        self.beginResetModel()
        self._take(tickets)
        self.endResetModel()
        return True

    def _take(self, tickets: tuple[Ticket, ...]) -> None:
        self._tickets = tickets
        self._row_of = {ticket.id: row for row, ticket in enumerate(tickets)}

    def tickets(self) -> tuple[Ticket, ...]:
        return self._tickets

    def ticket(self, index: Index) -> Ticket | None:
        return self._tickets[index.row()] if index.isValid() and index.row() < len(self._tickets) else None

    def index_of(self, ticket_id: UUID) -> QModelIndex:
        """Where this ticket stands; an invalid index where it does not."""
        row = self._row_of.get(ticket_id)
        return self.index(row) if row is not None else QModelIndex()

    def is_over(self, ticket: Ticket) -> bool:
        """Whether it has waited longer than its priority may."""
        limit_s = self.limits_s.get(ticket.priority)
        return self.now is not None and limit_s is not None and wording.age_s(ticket, self.now) > limit_s

    def face_of(self, ticket: Ticket) -> Face | None:
        """The clock that matters now; None where the ticket was promised nothing that is still open."""
        return self.board.pressing(ticket.id, self.now) if self.now is not None else None

    def due_of(self, ticket: Ticket) -> str:
        """What is left of the clock that matters; without one, how long ago it was opened."""
        face = self.face_of(ticket)
        return short(face) if face is not None else self.age_of(ticket)

    def age_of(self, ticket: Ticket) -> str:
        return age(wording.age_s(ticket, self.now)) if self.now is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else len(self._tickets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        ticket = self.ticket(index)
        if ticket is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ticket.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            number = ticket.number or say("tickets.unshared")
            return say(
                "tickets.row",
                priority=int(ticket.priority),
                number=f"{say('exercise.chip')} {number}" if ticket.exercise else number,
                title=ticket.title,
                place=" · ".join(part for part in (wording.where_word(ticket), kin_word(ticket)) if part),
                state=wording.state_word(ticket),
                age=self.due_of(ticket),
            )
        return None


class TicketDelegate(QStyledItemDelegate):
    """Priority, bold number and title; below place, agencies and state; the age on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TicketModel) or (ticket := model.ticket(index)) is None:
            return
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        _ground(painter, rect, state)
        paint_priority(painter, QRectF(rect.left() + theme.PAD, rect.top() + 9, 22, 22), ticket.priority)
        left = rect.left() + theme.PAD + 22 + 10
        face = model.face_of(ticket)
        if face is not None:
            right = _clock(painter, rect, face)
        else:
            right = _age(painter, rect, model.age_of(ticket), over=model.is_over(ticket))
        _first_line(painter, QRectF(left, rect.top() + 7, right - left, 20), ticket)
        _second_line(painter, QRectF(left, rect.top() + 26, rect.right() - theme.PAD - left, 18), ticket)
        painter.restore()


def _ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color(Role.CHOSEN))
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color(Role.SELECTION))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color(Role.RAISED))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))


def _age(painter: QPainter, rect: QRectF, text: str, *, over: bool) -> float:
    type_ = theme.font(Type.BODY, bold=over)
    width = QFontMetricsF(type_).horizontalAdvance(text)
    place = QRectF(rect.right() - theme.PAD - width, rect.top() + 7, width + 1, 20)
    painter.setFont(type_)
    painter.setPen(theme.color(Role.RED if over else Role.TEXT))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
    return place.left() - theme.GAP


def _clock(painter: QPainter, rect: QRectF, face: Face) -> float:
    """What is left, with the icon of its state: calm in grey, loud in its colour."""
    loud = face.tone in (Tone.NEAR, Tone.OVER)
    font = theme.font(Type.BODY, bold=loud)
    metrics = QFontMetricsF(font)
    words = metrics.elidedText(short(face), Qt.TextElideMode.ElideRight, rect.width() * MOST_OF_ROW)
    width = metrics.horizontalAdvance(words)
    place = QRectF(rect.right() - theme.PAD - width, rect.top() + 7, width + 1, 20)
    theme.paint_icon(painter, QRectF(place.left() - 18, rect.top() + 10, 14, 14), ICONS[face.tone], ROLES[face.tone])
    painter.setFont(font)
    painter.setPen(theme.color(ROLES[face.tone]))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
    return place.left() - 18 - theme.GAP


def _exercise_chip(painter: QPainter, room: QRectF) -> QRectF:
    """The word on its frame; what is left of the room."""
    painter.setFont(theme.font(Type.SMALL, bold=True))
    word = say("exercise.chip")
    width = QFontMetricsF(painter.font()).horizontalAdvance(word) + 12
    chip = QRectF(room.left(), room.top() + 1, width, room.height() - 2)
    paint_chip(painter, chip, theme.color(Role.AMBER), theme.color(Role.AMBER_GROUND))
    painter.setPen(theme.color(Role.AMBER))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)
    return room.adjusted(width + 6, 0, 0, 0)


def _first_line(painter: QPainter, room: QRectF, ticket: Ticket) -> None:
    bold, plain = theme.font(Type.BODY, bold=True), theme.font(Type.BODY)
    number = ticket.number or say("tickets.unshared_row")
    if ticket.exercise:
        room, number = _exercise_chip(painter, room), number.removeprefix(MARK)  # the chip says it
    painter.setFont(bold)
    painter.setPen(theme.color(Role.TEXT if ticket.number else Role.AMBER))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, number)
    after = QFontMetricsF(bold).horizontalAdvance(number) + 6
    title = QFontMetricsF(plain).elidedText(ticket.title, Qt.TextElideMode.ElideRight, room.width() - after)
    painter.setFont(plain)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(room.adjusted(after, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)


def _second_line(painter: QPainter, room: QRectF, ticket: Ticket) -> None:
    plain, bold = theme.font(Type.SMALL), theme.font(Type.SMALL, bold=True)
    state = " · ".join(part for part in (kin_word(ticket), wording.state_word(ticket)) if part)
    said = " · ".join(part for part in (wording.where_word(ticket), wording.agencies_word(ticket)) if part)
    gap = " · " if said else ""
    space = room.width() - QFontMetricsF(bold).horizontalAdvance(state) - QFontMetricsF(plain).horizontalAdvance(gap)
    said = QFontMetricsF(plain).elidedText(said, Qt.TextElideMode.ElideRight, max(0.0, space)) + gap
    painter.setFont(plain)
    painter.setPen(theme.color(Role.SECOND))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
    painter.setFont(bold)
    painter.drawText(
        room.adjusted(QFontMetricsF(plain).horizontalAdvance(said), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, state
    )
