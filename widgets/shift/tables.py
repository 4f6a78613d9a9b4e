"""The tables of a handover: two lines a row, what it is on the left and its clocks on the right."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.tickets import Priority
from video.events import CameraId, StreamHealth
from widgets import theme
from widgets.alarms.wording import kind_word
from widgets.common.figures import WIB, clock, day, span
from widgets.common.labels import paint_priority
from widgets.shift.values import HandedAgency, HandedAlarm, HandedCamera, HandedTicket, Paper
from widgets.theme import Role, Type
from widgets.tiles.faces import state_word, stream_face

ROW_PX = 46
_MARK_PX = 22
_RIGHT_W = 170


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is painted; it has a priority or an icon before it."""

    first: str
    second: str
    right: str = ""
    right_second: str = ""
    strong: str = ""  # what stands in bold before `first`
    priority: Priority | None = None
    icon: str = ""
    role: Role = Role.SECOND

    @property
    def sentence(self) -> str:
        parts = (f"{self.strong} {self.first}".strip(), self.second, self.right, self.right_second)
        return ", ".join(part for part in parts if part)


class RowTable(QWidget):
    """As high as its rows; whoever holds it scrolls. Without rows it says so in one quiet line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._none = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: tuple[Row, ...], none: str) -> None:
        """`none` is the sentence that stands where there are no rows."""
        self._rows, self._none = rows, none
        self.setAccessibleName("\n".join(row.sentence for row in rows) or none)
        self.setFixedHeight(ROW_PX * len(rows) if rows else theme.ROW_HEIGHT)
        self.update()

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(480, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._rows:
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(self.rect().adjusted(theme.PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._none)
            return
        first = max(0, event.rect().top() // ROW_PX)
        for at in range(first, min(len(self._rows), event.rect().bottom() // ROW_PX + 1)):
            _paint(painter, QRectF(0, at * ROW_PX, self.width(), ROW_PX), self._rows[at])


def _paint(painter: QPainter, rect: QRectF, row: Row) -> None:
    mark = QRectF(rect.left() + theme.PAD, rect.top() + 6, _MARK_PX, _MARK_PX)
    if row.priority is not None:
        paint_priority(painter, mark, row.priority)
    elif row.icon:
        theme.paint_icon(painter, mark.adjusted(3, 3, -3, -3), row.icon, row.role)
    left = mark.right() + 10
    right = rect.right() - theme.PAD
    room = right - left - (_RIGHT_W + theme.PAD if row.right or row.right_second else 0)
    bold, plain, small = theme.bold(Type.BODY), theme.font(Type.BODY), theme.font(Type.SMALL)
    after = QFontMetricsF(bold).horizontalAdvance(row.strong) + 6 if row.strong else 0.0
    _text(painter, bold, Role.TEXT, row.strong, QRectF(left, rect.top() + 5, after, 20))
    _text(painter, plain, Role.TEXT, row.first, QRectF(left + after, rect.top() + 5, room - after, 20))
    _text(painter, small, Role.SECOND, row.second, QRectF(left, rect.top() + 24, room, 18))
    side = QRectF(right - _RIGHT_W, rect.top() + 5, _RIGHT_W, 20)
    _text(painter, plain, Role.TEXT, row.right, side, Qt.AlignmentFlag.AlignRight)
    _text(painter, small, Role.SECOND, row.right_second, side.translated(0, 19), Qt.AlignmentFlag.AlignRight)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))


def _text(
    painter: QPainter,
    font: QFont,
    role: Role,
    text: str,
    room: QRectF,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(theme.color(role))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


def ticket_rows(paper: Paper) -> tuple[Row, ...]:
    """Ages are those of the moment at which the paper was put together: that is what is signed."""
    return tuple(_ticket_row(one, paper.at) for one in paper.tickets)


def _ticket_row(one: HandedTicket, at: datetime) -> Row:
    agencies = ", ".join(_agency(part) for part in one.agencies) or say("shift.page.no_agency")
    state = say(f"tickets.state.{one.state.value}")
    waits = span((at - one.waiting_since).total_seconds())
    return Row(
        first=one.title,
        second=" · ".join(part for part in (one.place, state, agencies, one.owner) if part),
        right=say("shift.page.waits", span=waits),
        right_second=say("shift.page.open_for", span=span((at - one.opened_at).total_seconds())),
        strong=one.number or say("shift.page.unshared"),
        priority=one.priority,
    )


def _agency(part: HandedAgency) -> str:
    return say("shift.page.agency", name=part.name, state=say(f"tickets.assignment.{part.state.value}"))


def alarm_rows(paper: Paper) -> tuple[Row, ...]:
    return tuple(_alarm_row(one, paper.at) for one in paper.shelved)


def _alarm_row(one: HandedAlarm, at: datetime) -> Row:
    who = say("shift.page.shelved_by", name=one.shelved_by) if one.shelved_by else ""
    return Row(
        first=f"{kind_word(one.kind)} · {one.camera}",
        second=one.reason,
        right=say("shift.page.until", at=_when(one.until, at)) if one.until is not None else "",
        right_second=who,
        priority=one.priority,
    )


def camera_rows(paper: Paper) -> tuple[Row, ...]:
    return tuple(_camera_row(one, paper.at) for one in paper.cameras)


def _camera_row(one: HandedCamera, at: datetime) -> Row:
    shown = stream_face(StreamHealth(CameraId(""), one.state))
    return Row(
        first=one.name,
        second=state_word(one.state),
        right=say("shift.page.since", at=_when(one.since, at)) if one.since is not None else say("shift.page.never"),
        strong=str(one.number),
        icon=shown.icon,
        role=shown.role,
    )


def _when(moment: datetime, at: datetime) -> str:
    """The time of day, with its date where that is not the paper's own."""
    same = moment.astimezone(WIB).date() == at.astimezone(WIB).date()
    time = clock(moment, seconds=False)
    return time if same else f"{day(moment).split(' ', 1)[1]} {time}"
