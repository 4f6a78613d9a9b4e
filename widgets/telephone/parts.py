"""What the telephone form says by itself: how long the call is open, what the number is known for, what is alike."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, QTimerEvent, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from storage.model.callers import NumberHistory
from storage.model.tickets import Ticket
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import age
from widgets.common.forms import FieldLabel
from widgets.common.labels import ElidedLabel, StateChip, key_width, paint_chip, paint_key, paint_priority
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents import wording
from widgets.theme import Role, Type

WORDS_PX = 88
SIMILAR_KEYS = ("Alt+A", "Alt+B", "Alt+C")
_ROW_PX = 34


class AnswerClock(ElidedLabel):
    """How long ago the form was opened; counts while it is shown, on a clock that nobody can set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Type.ROW, Role.SECOND, parent=parent)
        self._since = QElapsedTimer()
        self._timer = 0
        self.keep_whole()

    @property
    def elapsed_s(self) -> float | None:
        """Since the form was opened; None before it ever was."""
        return self._since.elapsed() / 1000 if self._since.isValid() else None

    def start(self) -> None:
        self._since.start()
        self.stop()
        self._timer = self.startTimer(1000)
        self.show_elapsed(0)

    def stop(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0

    def show_elapsed(self, seconds: float) -> None:
        self.set_text(say("telephone.since", age=age(seconds)))

    def timerEvent(self, event: QTimerEvent) -> None:
        self.show_elapsed(self._since.elapsed() / 1000)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._timer:
            self.show_elapsed(self._since.elapsed() / 1000)
        super().changeEvent(event)


class HistoryLine(WordedWidget):
    """What a number is known for: quiet, but for nuisances, which are amber."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: NumberHistory | None = None
        self._reports = StateChip(self)
        self._nuisances = StateChip(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._reports)
        row.addWidget(self._nuisances)
        row.addStretch(1)
        self.retranslate()

    @property
    def text(self) -> str:
        return self.accessibleName()

    def set_history(self, history: NumberHistory | None) -> None:
        """None while the number is not known to be one."""
        self._history = history
        self.retranslate()

    def retranslate(self) -> None:
        history = self._history
        reports = nuisances = ""
        if history is not None:
            reports = say("telephone.reports", n=history.reports) if history.reports else ""
            nuisances = say("telephone.nuisances", n=history.nuisances) if history.nuisances else ""
            if not reports and not nuisances:
                reports = say("telephone.number_new")
        self._reports.set_state("note" if history and history.reports else "", reports, Role.SECOND, framed=False)
        self._nuisances.set_state("warning", nuisances, Role.AMBER)
        self._reports.setVisible(bool(reports))
        self._nuisances.setVisible(bool(nuisances))
        self.setAccessibleName(", ".join(part for part in (reports, nuisances) if part))


class SimilarRow(KeyButton):
    """One open ticket that the call may be about; its key adds the call to it."""

    def __init__(self, key: str, parent: QWidget) -> None:
        self._ticket: Ticket | None = None
        self._age = ""
        super().__init__(key=key, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter walks through the fields; these have their keys
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_ROW_PX)
        self.hide()

    @property
    def ticket(self) -> Ticket | None:
        return self._ticket

    def set_ticket(self, ticket: Ticket | None, now: datetime | None, metres: float | None = None) -> None:
        self._ticket = ticket
        self._age = age(wording.age_s(ticket, now)) if ticket is not None and now is not None else ""
        if metres is not None:
            self._age = " · ".join(part for part in (say("links.metres", n=round(metres)), self._age) if part)
        self.setVisible(ticket is not None)
        self.retranslate()

    def said(self) -> str:
        if self._ticket is None:
            return ""
        number = self._ticket.number or say("tickets.unshared_row")
        return say("telephone.similar_row", number=number, title=self._ticket.title, age=self._age)

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        ticket = self._ticket
        if ticket is None:
            return
        painter = QPainter(self)
        room = QRectF(self.rect())
        edge = Role.SELECTION if self.underMouse() else Role.LINE
        paint_chip(painter, room, theme.color(edge), theme.color(Role.HOVER if self.underMouse() else Role.PANEL))
        key = self._hint
        width = key_width(key)
        paint_key(painter, QRectF(8, (_ROW_PX - 18) / 2, width, 18), key, Role.SECOND)
        paint_priority(painter, QRectF(width + 16, (_ROW_PX - 18) / 2, 18, 18), ticket.priority)
        left = width + 42.0
        metrics = QFontMetricsF(theme.font(Type.BODY))
        age_px = metrics.horizontalAdvance(self._age)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room.adjusted(0, 0, -10, 0), flags, self._age)
        number = ticket.number or say("tickets.unshared_row")
        words = metrics.elidedText(
            f"{number}  {ticket.title}", Qt.TextElideMode.ElideRight, room.width() - left - age_px - 22
        )
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


class SimilarList(WordedWidget):
    """Open tickets that the call may be about. It keeps its room while there are none, so that nothing jumps."""

    chosen = Sent[UUID]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tickets: tuple[Ticket, ...] = ()
        self._metres: dict[UUID, float] = {}
        self._asked = False
        self._now: datetime | None = None
        self._head = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._rows = [SimilarRow(key, self) for key in SIMILAR_KEYS]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._head)
        for row in self._rows:
            row.clicked.connect(self._on_clicked)
            column.addWidget(row)
        column.addStretch(1)
        self.setFixedHeight(20 + len(SIMILAR_KEYS) * (_ROW_PX + theme.SPACE))
        self.retranslate()

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        return self._tickets

    def set_tickets(self, tickets: tuple[Ticket, ...], metres: dict[UUID, float] | None = None, *, asked: bool) -> None:
        """Show these, with how far each is; `asked` where enough is known to say that there are none."""
        self._metres = metres or {}
        self._tickets, self._asked = tickets[: len(self._rows)], asked
        self.retranslate()

    def set_now(self, now: datetime) -> None:
        self._now = now
        if self._tickets:
            self.retranslate()

    def retranslate(self) -> None:
        if self._tickets:
            self._head.set_text(say("telephone.similar"))
            self._head.set_role(Role.AMBER)
        else:
            self._head.set_text(say("telephone.similar_none") if self._asked else "")
            self._head.set_role(Role.SECOND)
        for at, row in enumerate(self._rows):
            ticket = self._tickets[at] if at < len(self._tickets) else None
            row.set_ticket(ticket, self._now, self._metres.get(ticket.id) if ticket is not None else None)

    @Slot()
    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, SimilarRow) and row.ticket is not None:
            self.chosen.emit(row.ticket.id)


def words_cell(field: QWidget, parent: QWidget) -> QVBoxLayout:
    """The field of the caller's words with its label; a text field's least height is the style sheet's otherwise."""
    column, strut = QVBoxLayout(), QHBoxLayout()
    column.setSpacing(theme.SPACE)
    column.addWidget(FieldLabel("telephone.field.words", field, parent))
    strut.addStrut(WORDS_PX)
    strut.addWidget(field)
    column.addLayout(strut)
    return column
