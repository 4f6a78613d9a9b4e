"""A ticket's promise in one line: the clock that matters now; pressing it opens every clock of the ticket."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from storage.model.clock_values import ClockClass
from storage.model.tickets import Act, TicketDetail
from widgets import theme
from widgets.common.fields import Choice
from widgets.common.forms import FieldLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.clock_board import ClockBoard, Face, Tone
from widgets.incidents.clock_look import ICONS, ROLES
from widgets.incidents.clock_words import class_word, doubt_word, goal_word, long
from widgets.theme import Role, Type

LINE_PX = 24
MOST_LINES = 5
"""A ticket with four agencies has a dozen; what happened needs room too."""
_AT = 22
_ENDED = frozenset({Tone.KEPT, Tone.VOID})


class ClockLine(QAbstractButton):
    """What is promised and what is left of it; clicked, Space and Enter open the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face: Face | None = None
        self._now: datetime | None = None
        self._more = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(LINE_PX)

    def set_face(self, face: Face, now: datetime, *, more: bool) -> None:
        self._face, self._now, self._more = face, now, more
        said = f"{goal_word(face)}: {' · '.join(part for part in (long(face, now), doubt_word(face)) if part)}"
        if said != self.accessibleName():
            self.setAccessibleName(said)
            self.setToolTip(say("clocks.open_hint"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, LINE_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, LINE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._face is None or self._now is None:
            return
        painter = QPainter(self)
        paint_face(painter, QRectF(self.rect()), self._face, self._now)
        lit = self.underMouse() or self.hasFocus()
        if self._more:
            turned = "up" if self.isChecked() else "chevron"
            place = QRectF(self.width() - 16, 5, 14, 14)
            theme.paint_icon(painter, place, turned, Role.TEXT if lit else Role.SECOND)
        if self.hasFocus():
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color(Role.SELECTION))


def paint_face(painter: QPainter, room: QRectF, face: Face, now: datetime) -> None:
    """Icon, the goal in grey, then what is left in the colour of its state; last what is not known of the days off."""
    role = ROLES[face.tone]
    theme.paint_icon(painter, QRectF(room.left() + 1, room.top() + 5, 14, 14), ICONS[face.tone], role)
    loud = face.tone in (Tone.NEAR, Tone.OVER, Tone.MISSED)
    parts = [
        (goal_word(face), Role.SECOND, False),
        (long(face, now), role if loud else Role.TEXT, loud),
        (doubt_word(face), Role.AMBER, False),
    ]
    left = room.left() + _AT
    for words, color, bold in parts:
        if not words:
            continue
        font = theme.font(Type.BODY, bold=bold)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room.right() - 20 - left))
        painter.setFont(font)
        painter.setPen(theme.color(color))
        painter.drawText(QRectF(left, room.top(), room.width(), room.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        left += metrics.horizontalAdvance(shown) + 10


def _is_over(face: Face) -> bool:
    return face.tone in _ENDED


class _All(WordedWidget):
    """The other clocks of the ticket, one a line: those that run first, and of many only so many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._faces: tuple[Face, ...] = ()
        self._now: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_faces(self, faces: tuple[Face, ...], now: datetime) -> None:
        shown = tuple(sorted(faces, key=_is_over)[:MOST_LINES])
        if len(shown) != len(self._faces):
            self.setFixedHeight(LINE_PX * len(shown))
        self._faces, self._now = shown, now
        self.retranslate()

    def retranslate(self) -> None:
        now = self._now
        said = [f"{goal_word(one)}: {long(one, now)}" for one in self._faces] if now is not None else []
        self.setAccessibleName(say("clocks.all"))
        self.setAccessibleDescription("\n".join(said))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._now is None:
            return
        painter = QPainter(self)
        for line, face in enumerate(self._faces):
            paint_face(painter, QRectF(0, line * LINE_PX, self.width(), LINE_PX), face, self._now)


class ClassChoice(WordedWidget):
    """By which promise the ticket is measured: its category's, or what a person says it is."""

    chosen = Sent[ClockClass | None]()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._class: ClockClass | None = None
        self.field = Choice(self)
        self._label = FieldLabel("clocks.class_field", self.field, self)
        box = QHBoxLayout(self)
        box.setContentsMargins(_AT, 2, 0, 4)
        box.setSpacing(theme.GAP)
        box.addWidget(self._label)
        box.addWidget(self.field)
        box.addStretch(1)
        self.field.activated.connect(self._activated)
        self.retranslate()

    def set_class(self, clock_class: ClockClass | None, *, may_change: bool) -> None:
        self._class = clock_class
        self.field.setEnabled(may_change)
        self.field.setCurrentIndex(self.field.findData(clock_class.value if clock_class is not None else ""))

    def retranslate(self) -> None:
        self.field.clear()
        self.field.addItem(say("clocks.class_of_category"), "")
        for one in ClockClass:
            self.field.addItem(class_word(one), one.value)
        self.set_class(self._class, may_change=self.field.isEnabled())

    @Slot(int)
    def _activated(self, _at: int) -> None:
        told = self.field.currentData()
        clock_class = ClockClass(told) if told else None
        if clock_class is not self._class:
            self.chosen.emit(clock_class)
            self.set_class(self._class, may_change=self.field.isEnabled())  # until the record has it


class ClockRow(WordedWidget):
    """The line and, opened, the whole; hidden for a ticket without any clock.

    `class_chosen(clock_class)` asks for another class of the ticket; None is its category's.
    """

    class_chosen = Sent[ClockClass | None]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = ClockBoard()
        self._ticket: UUID | None = None
        self._now: datetime | None = None
        self.line = ClockLine(self)
        self.all = _All(self)
        self.classes = ClassChoice(self)
        for one in (self.all, self.classes):
            one.hide()
        self.classes.chosen.connect(self.class_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.toggled.connect(self._toggled)
        self.hide()

    def set_board(self, board: ClockBoard) -> None:
        self._board = board
        self._tell()

    def set_detail(self, detail: TicketDetail | None) -> None:
        """Another ticket begins with its one line."""
        ticket = detail.ticket if detail is not None else None
        if ticket is None or ticket.id != self._ticket:
            self._ticket = ticket.id if ticket is not None else None
            self.line.setChecked(False)
        may_edit = detail is not None and any(act is Act.EDIT for act, _ in detail.acts)
        self.classes.set_class(ticket.clock_class if ticket is not None else None, may_change=may_edit)
        self._tell()

    def set_now(self, now: datetime) -> None:
        self._now = now
        self._tell()

    def retranslate(self) -> None:
        self._tell()

    def _tell(self) -> None:
        now, ticket = self._now, self._ticket
        faces = self._board.all_of(ticket, now) if ticket is not None and now is not None else ()
        self.setVisible(bool(faces))
        if not faces or now is None or ticket is None:
            return
        pressing = self._board.pressing(ticket, now) or faces[-1]
        self.line.set_face(pressing, now, more=True)
        self.all.set_faces(tuple(one for one in faces if one.deadline is not pressing.deadline), now)
        self._place()

    def _toggled(self, opened: bool) -> None:
        for one in (self.all, self.classes):
            one.setVisible(opened)
        self._place()

    def _place(self) -> None:
        opened = self.line.isChecked()
        foot = self.classes.sizeHint().height()
        height = LINE_PX + (self.all.height() + foot if opened else 0)
        self.line.setGeometry(0, 0, self.width(), LINE_PX)
        self.all.setGeometry(0, LINE_PX, self.width(), self.all.height())
        self.classes.setGeometry(0, LINE_PX + self.all.height(), self.width(), foot)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: object) -> None:
        self._place()
