"""Rows of alarms: the model that holds them and the hand that draws them."""

from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from resources.words import say
from storage.model.alarms import SOUNDING, Alarm, AlarmState
from storage.model.tickets import Priority
from widgets import theme
from widgets.alarms import wording
from widgets.alarms.lines import AlarmLine, GroupLine, Line, LineKey
from widgets.common.figures import age
from widgets.common.labels import paint_priority
from widgets.theme import Role, Type

ROW_PX = 52
_CHIP = 22
_INDENT = 20
Index = QModelIndex | QPersistentModelIndex


class AlarmModel(QAbstractListModel):
    """Lines in the order given, with the moment that their age is told from."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._row_of: dict[LineKey, int] = {}
        self.now: datetime | None = None

    def set_lines(self, lines: tuple[Line, ...]) -> bool:
        """Take these; returns whether rows came, went or moved, so that a selection must be found again."""
        before, self._lines = self._lines, lines
        if [line.key for line in before] == [line.key for line in lines]:
            for row, (old, new) in enumerate(zip(before, lines, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return False
        self.beginResetModel()
        self._row_of = {line.key: row for row, line in enumerate(lines)}
        self.endResetModel()
        return True

    def line(self, index: Index) -> Line | None:
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def index_of(self, key: LineKey | None) -> QModelIndex:
        """Where this line stands; an invalid index where it does not."""
        row = self._row_of.get(key) if key is not None else None
        return self.index(row) if row is not None else QModelIndex()

    def age_of(self, alarm: Alarm) -> str:
        return age((self.now - alarm.raised_at).total_seconds()) if self.now is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.kind_word(line.kind if isinstance(line, GroupLine) else line.alarm.kind)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if isinstance(line, GroupLine):
                return _group_sentence(line)
            return wording.row_sentence(line.alarm, line.camera, self.age_of(line.alarm))
        return None


class AlarmDelegate(QStyledItemDelegate):
    """Priority, what it is, where and what was measured; on the right its age and how it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, AlarmModel) or (line := model.line(index)) is None:
            return
        rect = QRectF(option.rect)
        painter.save()
        _ground(painter, rect, option.state)
        if isinstance(line, GroupLine):
            _paint_group(painter, rect, line, model.age_of(line.oldest))
        else:
            _paint_alarm(painter, rect, line, model.age_of(line.alarm))
        painter.restore()


def _ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color(Role.CHOSEN))
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color(Role.SELECTION))
        if focused:
            painter.setPen(QPen(theme.color(Role.SELECTION), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color(Role.RAISED))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Role.LINE))


def _paint_alarm(painter: QPainter, rect: QRectF, line: AlarmLine, age_word: str) -> None:
    alarm = line.alarm
    left = rect.left() + theme.PAD + (_INDENT if line.inside else 0)
    _chip(painter, QRectF(left, rect.top() + 9, _CHIP, _CHIP), alarm)
    left += _CHIP + 10
    shelved = alarm.state is AlarmState.SHELVED
    right = _right(painter, rect, wording.shelved_word(alarm) if shelved else age_word)
    role = state_role(alarm.state, alarm.priority)
    right = _state(
        painter, rect.top(), right, wording.ICONS.get(alarm.state, "dot"), wording.state_word(alarm.state), role
    )
    waits = alarm.state in SOUNDING
    _first_line(painter, left, rect.top(), right, wording.kind_word(alarm.kind), bold=waits)
    more = wording.shelving_word(alarm) if shelved else wording.measured(alarm)
    _second_line(painter, left, rect, f"{wording.where_word(alarm, line.camera)} · {more}")


def _paint_group(painter: QPainter, rect: QRectF, line: GroupLine, age_word: str) -> None:
    left = rect.left() + theme.PAD
    paint_priority(painter, QRectF(left, rect.top() + 9, _CHIP, _CHIP), line.priority)
    left += _CHIP + 10
    right = _right(painter, rect, age_word)
    said = say("alarms.flood_waiting", count=line.waiting) if line.waiting else say("alarms.flood_answered")
    role = theme.priority_role(line.priority) if line.waiting else Role.SECOND
    right = _state(painter, rect.top(), right, "bell" if line.waiting else "check", said, role)
    word = say("alarms.flood_line", kind=wording.kind_word(line.kind), count=len(line.members))
    _first_line(painter, left, rect.top(), right, word, bold=line.waiting > 0)
    _turned(painter, QRectF(rect.right() - theme.PAD - 12, rect.top() + 29, 12, 12), line.is_open)
    _second_line(painter, left, rect.adjusted(0, 0, -12 - theme.GAP, 0), _members_word(line))


def _turned(painter: QPainter, rect: QRectF, is_open: bool) -> None:
    painter.save()
    painter.translate(rect.center())
    painter.rotate(0 if is_open else -90)
    theme.paint_icon(painter, QRectF(-rect.width() / 2, -rect.height() / 2, *_size(rect)), "chevron", Role.SECOND)
    painter.restore()


def _size(rect: QRectF) -> tuple[float, float]:
    return rect.width(), rect.height()


def _chip(painter: QPainter, rect: QRectF, alarm: Alarm) -> None:
    """Filled while the condition holds; a frame alone once it is over."""
    if alarm.active:
        paint_priority(painter, rect, alarm.priority)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(theme.priority_role(alarm.priority)), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
    painter.setFont(theme.font(Type.BODY, bold=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(int(alarm.priority)))


def state_role(state: AlarmState, priority: Priority) -> Role:
    """Only what nobody has answered has a colour."""
    return theme.priority_role(priority) if state is AlarmState.UNACKNOWLEDGED else Role.SECOND


def _right(painter: QPainter, rect: QRectF, text: str) -> float:
    """The age, or until when, at the right edge; returns where it begins."""
    type_ = theme.font(Type.BODY)
    width = QFontMetricsF(type_).horizontalAdvance(text)
    place = QRectF(rect.right() - theme.PAD - width, rect.top() + 7, width + 1, 20)
    painter.setFont(type_)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
    return place.left()


def _state(painter: QPainter, top: float, right: float, icon: str, word: str, role: Role) -> float:
    """How it stands, as icon, word and colour, left of `right`; returns where the room left of it ends."""
    type_ = theme.font(Type.SMALL)
    width = QFontMetricsF(type_).horizontalAdvance(word)
    place = QRectF(right - theme.PAD - width, top + 7, width + 1, 20)
    painter.setFont(type_)
    painter.setPen(theme.color(role))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
    theme.paint_icon(painter, QRectF(place.left() - 18, top + 11, 12, 12), icon, role)
    return place.left() - 18 - theme.GAP


def _first_line(painter: QPainter, left: float, top: float, right: float, text: str, *, bold: bool) -> None:
    _text(painter, QRectF(left, top + 7, max(0.0, right - left), 20), text, theme.font(Type.BODY, bold=bold), Role.TEXT)


def _second_line(painter: QPainter, left: float, rect: QRectF, text: str) -> None:
    room = QRectF(left, rect.top() + 26, max(0.0, rect.right() - theme.PAD - left), 18)
    _text(painter, room, text, theme.font(Type.SMALL), Role.SECOND)


def _text(painter: QPainter, room: QRectF, text: str, type_: QFont, role: Role) -> None:
    painter.setFont(type_)
    painter.setPen(theme.color(role))
    shown = QFontMetricsF(type_).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _members_word(line: GroupLine) -> str:
    numbers = sorted({member.camera.number for member in line.members if member.camera is not None})
    cameras = ", ".join(map(str, numbers)) or say("alarms.unknown_camera")
    return say("alarms.flood_group", group=line.group, cameras=cameras) if line.group else cameras


def _group_sentence(line: GroupLine) -> str:
    return say(
        "alarms.flood_row",
        priority=int(line.priority),
        kind=wording.kind_word(line.kind),
        count=len(line.members),
        cameras=_members_word(line),
        waiting=line.waiting,
    )
