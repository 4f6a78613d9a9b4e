"""A ticket's procedure beside it: what is next, how far it is, and what was answered."""

from uuid import UUID

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.procedures import ProcedureRun, StepLine, StepState, lines, progress
from widgets import theme
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.procedure_answers import AnswerPanel, QuietButton
from widgets.incidents.procedure_list import StepList
from widgets.incidents.procedure_values import Asker, text_of
from widgets.theme import Role, Type

FOLD_KEY, UP_KEY, DOWN_KEY = "Alt+P", "Alt+Up", "Alt+Down"
WIDE_PX, NARROW_PX, FOLDED_PX = 400, 214, 116
TICKET_PX = 478
"""What the ticket beside it needs to be read; below `COMPACT_PX` keys stand without their Alt."""
COMPACT_PX = 320
PAGE_PX = 800
"""On a narrower page the section is folded until somebody wants it: the ticket's own title needs the room."""


class ProcedureSection(WordedWidget):
    """Shows one run, hidden without one; the next step is chosen by itself whenever an answer came.

    `answered(step, answer)` is sent for a step that has none yet, `correction_requested(step, answer)` for one that
    has; `skip_requested(step)` needs a reason from whoever receives it.
    """

    answered = Sent[str, str]()
    correction_requested = Sent[str, str]()
    skip_requested = Sent[str]()
    look_requested = Sent[str]()
    picture_requested = Sent[UUID]()
    folded_changed = Sent[bool]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: ProcedureRun | None = None
        self._lines: tuple[StepLine, ...] = ()
        self._chosen = ""
        self._open = True
        self._folded = False
        self._asker, self._agencies = Asker(), tuple[Agency, ...]()
        self._head = ElidedLabel(Type.HEAD, Role.SECOND, parent=self)
        self._count = ElidedLabel(Type.BODY, Role.TEXT, bold=True, parent=self)
        self._count.keep_whole()
        self._fold = QuietButton("procedures.fold_away", FOLD_KEY, "procedures.fold_hint", parent=self)
        self._by_hand = False
        self.list = StepList(self)
        self.panel = AnswerPanel(self)
        self._assemble()
        self.list.chosen.connect(self._choose)
        self.panel.answered.connect(self._on_answer)
        self.panel.skip_requested.connect(self._on_skip)
        self.panel.look_requested.connect(self._on_look)
        self.panel.picture_requested.connect(self._on_picture)
        self._fold.clicked.connect(self._toggle)
        for key, slot in ((UP_KEY, self._up), (DOWN_KEY, self._down)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        self.hide()

    def _assemble(self) -> None:
        head = self._row = QHBoxLayout()
        head.setContentsMargins(theme.PAD, theme.GAP, theme.GAP, theme.SPACE)
        head.setSpacing(theme.GAP)
        head.addWidget(self._head, 1)
        head.addWidget(self._count)
        head.addWidget(self._fold)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.panel)
        self._spring = QWidget(self)
        whole.addWidget(self._spring, 1)
        self._spring.hide()

    # --- values in ---

    def set_run(self, run: ProcedureRun | None, *, ticket_open: bool) -> None:
        """Show this run; where an answer came, or another ticket, the next step is chosen."""
        before = self._run
        self._run, self._open = run, ticket_open
        self.setVisible(run is not None)
        if run is None:
            self._lines, self._chosen = (), ""
            return
        fresh = before is None or (before.ticket_id, before.procedure.category) != (
            run.ticket_id,
            run.procedure.category,
        )
        self._lines = lines(run)
        if fresh:
            self.list.unfold(False)
        if fresh or before is None or len(before.answers) != len(run.answers) or self._line(self._chosen) is None:
            self._chosen = next((line.step.key for line in self._lines if line.state is StepState.NEXT), "")
        self.retranslate()

    def set_asker(self, asker: Asker, agencies: tuple[Agency, ...]) -> None:
        self._asker, self._agencies = asker, agencies
        self._show_step()

    def set_busy(self, busy: bool) -> None:
        """While an answer is under way nothing can be answered twice."""
        self.panel.set_busy(busy)

    @property
    def chosen(self) -> str:
        """The step whose answers are shown; empty where everything is done."""
        return self._chosen

    @property
    def folded(self) -> bool:
        return self._folded

    @property
    def words(self) -> str:
        """The head as it is read: the procedure and how far it is."""
        return f"{self._head.text} {self._count.text}"

    def suit(self, page_px: int) -> None:
        """Fold or unfold by the page's width, until a person has chosen."""
        if not self._by_hand and self._folded != (page_px < PAGE_PX):
            self.fold(page_px < PAGE_PX)

    def fold(self, folded: bool) -> None:
        """Give the room back to the ticket; how far it is stays in sight."""
        self._folded = folded
        self._fold.set_compact(False)
        for part in (self.list, self.panel, self._head):
            part.setVisible(not folded)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight)
        self._spring.setVisible(folded)
        self.updateGeometry()
        self.retranslate()

    def sizeHint(self) -> QSize:
        if self._folded:
            return QSize(FOLDED_PX, 120)
        page = self.parentWidget()
        own = page.width() if page else 0
        return QSize(max(NARROW_PX, min(WIDE_PX, own * 2 // 5, own - TICKET_PX)), 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(FOLDED_PX if self._folded else NARROW_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.panel.set_compact(self.width() < COMPACT_PX)
        self._fold.set_compact(self.width() < COMPACT_PX and not self._folded)

    def retranslate(self) -> None:
        self._fold.set_word("procedures.fold" if self._folded else "procedures.fold_away")
        run = self._run
        if run is None:
            return
        done, of = progress(run)
        self._head.set_text(say("procedures.head", name=text_of(run.procedure.name)).upper())
        self._head.setToolTip(say("procedures.version", n=run.procedure.version))
        self._count.set_text(f"{done}/{of}" if self._folded else say("procedures.progress", done=done, n=of))
        self.setAccessibleName(self.words)
        self._show_step()

    def _show_step(self) -> None:
        self.list.set_lines(self._lines, self._chosen)
        self.panel.set_step(self._line(self._chosen), self._asker, self._agencies, ticket_open=self._open)

    def _line(self, key: str) -> StepLine | None:
        return next((line for line in self._lines if line.step.key == key), None)

    # --- hands ---

    @Slot(str)
    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show_step()

    @Slot()
    def _up(self) -> None:
        self._step(-1)

    @Slot()
    def _down(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        keys = self.list.step_keys()
        if not keys or self._folded:
            return
        at = keys.index(self._chosen) + by if self._chosen in keys else (0 if by > 0 else len(keys) - 1)
        self._choose(keys[max(0, min(at, len(keys) - 1))])

    @Slot(str)
    def _on_answer(self, answer: str) -> None:
        line = self._line(self._chosen)
        if line is None:
            return
        if line.state is StepState.ANSWERED:
            self.correction_requested.emit(line.step.key, answer)
        else:
            self.answered.emit(line.step.key, answer)

    @Slot()
    def _on_skip(self) -> None:
        if self._chosen:
            self.skip_requested.emit(self._chosen)

    @Slot()
    def _on_look(self) -> None:
        if self._chosen:
            self.look_requested.emit(self._chosen)

    @Slot()
    def _on_picture(self) -> None:
        line = self._line(self._chosen)
        if line is not None and line.answer is not None and line.answer.still_id is not None:
            self.picture_requested.emit(line.answer.still_id)

    @Slot()
    def _toggle(self) -> None:
        self._by_hand = True
        self.fold(not self._folded)
        self.folded_changed.emit(self._folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        painter.fillRect(0, 0, 1, self.height(), theme.color(Role.LINE))


class TicketPage(QWidget):
    """Notices while there are any, and below them the ticket with its procedure beside it."""

    def __init__(self, notices: tuple[QWidget, ...], detail: QWidget, procedure: ProcedureSection) -> None:
        super().__init__()
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(detail, 1)
        beside.addWidget(procedure)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for notice in notices:
            whole.addWidget(notice)
        whole.addLayout(beside, 1)
        self._procedure = procedure

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._procedure.suit(self.width())
        self._procedure.updateGeometry()  # its width is a share of this one's
