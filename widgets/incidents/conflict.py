"""A stale write, side by side with what stands now: nothing is overwritten that nobody has seen."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.tickets import Act, Category, Ticket
from widgets import theme
from widgets.common.figures import clock
from widgets.common.forms import FormBody
from widgets.common.labels import ElidedLabel, paint_chip
from widgets.common.signals import Sent
from widgets.incidents import wording
from widgets.incidents.drafts import TicketDraft
from widgets.theme import Role, Type

_LABEL_PX = 120
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field that differs: `field` is its name in the record, `label` the key of its word."""

    field: str
    label: str
    mine: str
    theirs: str


def edit_rows(
    mine: TicketDraft, base: Ticket, current: Ticket, categories: tuple[Category, ...]
) -> tuple[ConflictRow, ...]:
    """The fields that I changed from `base` and that stand otherwise in `current`."""
    names = {one.code: wording.category_name(one) for one in categories}
    pairs = (
        ("title", mine.title, base.title, current.title),
        ("category", *(names.get(code, code) for code in (mine.category, base.category, current.category))),
        ("priority", *(wording.priority_word(one.priority) for one in (mine, base, current))),
        ("place", wording.place_words(mine.place, mine.choice), *(_place(one) for one in (base, current))),
        ("description", mine.description, base.description, current.description),
    )
    return tuple(
        ConflictRow(field, f"tickets.field.{field}", my, now) for field, my, was, now in pairs if my not in (was, now)
    )


def _place(ticket: Ticket) -> str:
    return wording.place_words(ticket.place, wording.choice_of(ticket))


def act_rows(act: Act, current: Ticket) -> tuple[ConflictRow, ...]:
    """My act against the state that stands now."""
    state = wording.state_word(current)
    agencies = ", ".join(f"{one.agency_name} {wording.assignment_word(one)}" for one in current.assignments)
    theirs = f"{state} · {agencies}" if agencies else state
    return (ConflictRow("act", "tickets.field.act", wording.act_word(act).rstrip(" …"), theirs),)


class ConflictView(FormBody):
    """Mine and what stands now, field by field; each row is mine or theirs, theirs at first.

    `took_mine(fields)` names the fields to write again over what stands now; `kept_theirs` drops mine.
    """

    took_mine = Sent[tuple[str, ...]]()
    kept_theirs = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tickets.conflict.head", "tickets.conflict.take", parent=parent)
        self._actor = ""
        self._at: datetime | None = None
        self._rows: list[ConflictRowView] = []
        self._said = ElidedLabel(Type.BODY, Role.TEXT, parent=self)
        self._heads = _Heads(self)
        self._hint = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self.cancel.set_word("tickets.conflict.keep")
        self.column.addWidget(self._said)
        self.column.addWidget(self._heads)
        self.column.addStretch(1)
        self.column.addWidget(self._hint)
        self.setMinimumWidth(680)
        self.submit.clicked.connect(self._on_take)
        self.cancel.clicked.connect(self.kept_theirs)
        self.retranslate()

    def set_conflict(self, rows: tuple[ConflictRow, ...], actor: str, at: datetime) -> None:
        """Show these fields; `actor` changed the ticket at `at`."""
        self._actor, self._at = actor, at
        for view in self._rows:
            self.column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._rows = [ConflictRowView(row, self) for row in rows]
        for offset, view in enumerate(self._rows):
            self.column.insertWidget(2 + offset, view)
            view.changed.connect(self._on_changed)
        self.set_busy(False)
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()

    def rows(self) -> tuple["ConflictRowView", ...]:
        return tuple(self._rows)

    def retranslate(self) -> None:
        super().retranslate()
        time = clock(self._at) if self._at is not None else ""
        self._said.set_text(say("tickets.conflict.said", actor=self._actor, time=time) if time else "")
        self._hint.set_text(say("tickets.conflict.choose"))

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        """With nothing of mine chosen there is nothing to write: keeping what stands has its own button."""
        self.submit.setEnabled(not self.busy_bar.busy and any(view.is_mine for view in self._rows))

    @Slot()
    def _on_take(self) -> None:
        fields = tuple(view.row.field for view in self._rows if view.is_mine)
        if fields:
            self.took_mine.emit(fields)


class _Heads(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(Type.HEAD))
        painter.setPen(theme.color(Role.SECOND))
        for side, word in zip(_sides(self.width(), self.height()), ("mine", "theirs"), strict=True):
            painter.drawText(side.adjusted(34, 0, 0, 0), _FLAGS, say(f"tickets.conflict.{word}").upper())


class ConflictRowView(QWidget):
    """One field: two values, one of them chosen by a click, by the arrows, or by Space."""

    changed = Sent[()]()

    def __init__(self, row: ConflictRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.is_mine = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    def set_mine(self, mine: bool) -> None:
        if mine != self.is_mine:
            self.is_mine = mine
            self._name()
            self.update()
            self.changed.emit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetricsF(theme.font(Type.ROW))
        tallest = 0.0
        for side, text in zip(_sides(width, 10_000), (self.row.mine, self.row.theirs), strict=True):
            room = side.adjusted(34, 0, -10, 0)
            tallest = max(tallest, metrics.boundingRect(room, _FLAGS, text).height())
        return max(44, round(tallest) + 20)

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def _name(self) -> None:
        chosen = self.row.mine if self.is_mine else self.row.theirs
        self.setAccessibleName(f"{say(self.row.label)}: {chosen}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.update()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mine, theirs = _sides(self.width(), self.height())
        if mine.contains(event.position()):
            self.set_mine(True)
        elif theirs.contains(event.position()):
            self.set_mine(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.set_mine(True)
        elif event.key() == Qt.Key.Key_Right:
            self.set_mine(False)
        elif event.key() == Qt.Key.Key_Space:
            self.set_mine(not self.is_mine)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        painter.drawText(QRectF(0, 0, _LABEL_PX - theme.GAP, self.height()), _FLAGS, say(self.row.label))
        mine, theirs = _sides(self.width(), self.height())
        self._paint_side(painter, mine, self.row.mine, chosen=self.is_mine)
        self._paint_side(painter, theirs, self.row.theirs, chosen=not self.is_mine)

    def _paint_side(self, painter: QPainter, side: QRectF, text: str, *, chosen: bool) -> None:
        edge = Role.SELECTION if chosen and self.hasFocus() else (Role.FAINT if chosen else Role.LINE)
        paint_chip(painter, side, theme.color(edge), theme.color(Role.CHOSEN) if chosen else None)
        if chosen:
            theme.paint_icon(painter, QRectF(side.left() + 11, side.center().y() - 7, 14, 14), "check", Role.SELECTION)
        painter.setFont(theme.font(Type.ROW))
        painter.setPen(theme.color(Role.TEXT if chosen else Role.SECOND))
        painter.drawText(side.adjusted(34, 0, -10, 0), _FLAGS, text or say("tickets.conflict.empty"))


def _sides(width: int, height: int) -> tuple[QRectF, QRectF]:
    """Where mine and where theirs stands in a row."""
    each = (width - _LABEL_PX - theme.GAP) / 2
    return QRectF(_LABEL_PX, 0, each, height), QRectF(_LABEL_PX + each + theme.GAP, 0, each, height)
