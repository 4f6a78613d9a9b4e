"""The handover as one calm page: what is open, what was written, and the two signatures below it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from resources.words import say
from storage.model.shifts import Side
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import clock, day
from widgets.common.forms import ErrorLine
from widgets.common.headers import SectionHeader
from widgets.common.labels import ElidedLabel
from widgets.common.notices import Banner, BusyBar, Tone
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.shift.lines import LogLines
from widgets.shift.signature import SignatureBox
from widgets.shift.tables import Row, RowTable, alarm_rows, camera_rows, ticket_rows
from widgets.shift.values import HandoverState, Paper
from widgets.theme import Role, Type

NOTES_MOST = 4000
DIFFERENCES_SHOWN = 3


class HandoverPage(WordedWidget):
    """The lists scroll (Page Up, Page Down from anywhere but the notes); notes and signatures stay in sight."""

    outgoing_signed = Sent[str, str]()  # password, notes
    incoming_signed = Sent[str, str]()  # login, password
    again_requested = Sent[str]()  # notes
    closed = Sent[str]()  # notes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._state: HandoverState | None = None
        self._title = ElidedLabel(Type.TITLE, parent=self)
        self._to = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._busy, self._banner = BusyBar(self), Banner(self)
        self._lists = QWidget()
        self._heads = {
            name: SectionHeader(f"shift.page.{name}", parent=self._lists)
            for name in ("tickets", "shelved", "cameras", "log")
        }
        self._tables = {name: RowTable(self._lists) for name in ("tickets", "shelved", "cameras")}
        self._log, self._no_log = LogLines(self._lists), RowTable(self._lists)
        self._scroll = QScrollArea(self)
        self._notes_head = SectionHeader("shift.page.notes", parent=self)
        self._notes = QPlainTextEdit(self)
        self._outgoing, self._incoming = SignatureBox(Side.OUTGOING, self), SignatureBox(Side.INCOMING, self)
        self._error = ErrorLine(self)
        self._demo = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._demo.hide()
        self._digest = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self._again = KeyButton("shift.page.again", "Ctrl+R", parent=self)
        self._close = KeyButton("shift.page.close", "Escape", parent=self)
        self._build_lists()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._outgoing.submitted.connect(self._on_outgoing)
        self._incoming.submitted.connect(self.incoming_signed)
        self._outgoing.wrong.connect(self.set_error)
        self._incoming.wrong.connect(self.set_error)
        self._again.clicked.connect(self._on_again)
        self._close.clicked.connect(self._on_close)

    def _build_lists(self) -> None:
        column = QVBoxLayout(self._lists)
        column.setContentsMargins(0, 0, 0, theme.GAP)
        column.setSpacing(0)
        for name, table in self._tables.items():
            column.addWidget(self._heads[name])
            column.addWidget(table)
            column.addSpacing(theme.GAP)
        column.addWidget(self._heads["log"])
        column.addWidget(self._log)
        column.addWidget(self._no_log)
        column.addStretch(1)
        self._scroll.setWidget(self._lists)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(160)
        self._notes.setFont(theme.font(Type.ROW))
        self._notes.setTabChangesFocus(True)
        self._notes.setFixedHeight(76)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(theme.PAD, theme.PAD, theme.PAD, theme.GAP)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._to)
        boxes = QHBoxLayout()
        boxes.setSpacing(theme.PAD)
        boxes.addWidget(self._outgoing, 2)
        boxes.addWidget(self._incoming, 3)
        last = QHBoxLayout()
        last.setSpacing(theme.GAP)
        last.addWidget(self._digest, 1)
        last.addWidget(self._again)
        last.addWidget(self._close)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._notes)
        foot.addLayout(boxes)
        foot.addWidget(self._demo)
        foot.addWidget(self._error)
        foot.addLayout(last)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._busy)
        whole.addLayout(head)
        whole.addWidget(self._banner)
        whole.addWidget(self._scroll, 1)
        whole.addSpacing(1)  # the line that paintEvent draws under the lists
        whole.addWidget(self._notes_head)
        whole.addLayout(foot)

    def set_handover(self, paper: Paper, state: HandoverState) -> None:
        """Show it; what stands in the notes is replaced only where the page shows another shift or is signed."""
        fresh = self._paper is None or self._paper.span != paper.span or state.outgoing is not None
        moved_on = self._state is None or (self._state.outgoing is None) != (state.outgoing is None)
        self._paper, self._state = paper, state
        if fresh and self._notes.toPlainText() != paper.notes:
            self._notes.setPlainText(paper.notes)
        signed = state.outgoing is not None
        self._notes.setReadOnly(signed)
        self._outgoing.set_state(state.outgoing_name, state.outgoing, turn=not signed)
        self._incoming.set_state("", state.incoming, turn=signed and state.incoming is None)
        self._again.setVisible(signed and not state.complete)
        self.set_error("")
        self.retranslate()
        if moved_on:
            self._focus()

    def set_demo(self, demo: bool) -> None:
        """In a demo nobody has chosen a password: say where they are to be found."""
        self._demo.setVisible(demo)

    def clear(self) -> None:
        """Nothing of one handover, least of all a password, is there for the next."""
        self._paper = self._state = None
        self._notes.clear()
        for box in (self._outgoing, self._incoming):
            box.set_state("", None, turn=False)
        self._scroll.verticalScrollBar().setValue(0)
        self.set_error("")

    @property
    def awaits_incoming(self) -> bool:
        """The outgoing side has signed and the keyboard is with the incoming one."""
        state = self._state
        return state is not None and state.outgoing is not None and state.incoming is None

    def notes(self) -> str:
        return self._notes.toPlainText()[:NOTES_MOST]

    def set_busy(self, busy: bool) -> None:
        self._busy.set_busy(busy)
        self._again.setEnabled(not busy)
        for box in (self._outgoing, self._incoming):
            box.set_busy(busy)

    @Slot(str)
    def set_error(self, sentence: str) -> None:
        self._error.set_text(sentence)
        if sentence and self._state is not None:
            self._box().focus()

    def retranslate(self) -> None:
        self._demo.set_text(say("shift.page.demo"))
        paper, state = self._paper, self._state
        if paper is None or state is None:
            return
        self._title.set_text(say("shift.page.title", name=paper.span.name))
        hours = {"from": clock(paper.span.starts_at, seconds=False), "to": clock(paper.span.ends_at, seconds=False)}
        self._to.set_text(f"{day(paper.span.starts_at)}, {say('shift.page.to', next=state.next_shift, **hours)}")
        self._fill("tickets", ticket_rows(paper), say("shift.page.no_tickets"))
        self._fill("shelved", alarm_rows(paper), say("shift.page.no_shelved"))
        self._fill("cameras", camera_rows(paper), say("shift.page.no_cameras"))
        self._heads["log"].set_count(len(paper.log))
        self._log.set_lines(paper.log)
        self._log.setVisible(bool(paper.log))
        self._no_log.set_rows((), say("shift.page.no_log"))
        self._no_log.setVisible(not paper.log)
        signed = state.outgoing is not None
        self._notes.setPlaceholderText(say("shift.page.no_notes") if signed else say("shift.page.notes_hint"))
        self._notes.setAccessibleName(say("shift.page.notes"))
        shown = say("shift.page.digest", digest=state.digest[:12]) if state.digest else say("shift.page.scroll")
        self._digest.set_text(shown)
        self._digest.setToolTip(state.digest)
        self._say_notice(state)

    def _fill(self, name: str, rows: tuple[Row, ...], none: str) -> None:
        self._heads[name].set_count(len(rows))
        self._tables[name].set_rows(rows, none)

    def _say_notice(self, state: HandoverState) -> None:
        if state.outgoing is not None and state.incoming is not None:
            names = {"outgoing": state.outgoing.name, "incoming": state.incoming.name}
            at = f"{day(state.incoming.at)} {clock(state.incoming.at, seconds=False)}"
            self._banner.show_notice(Tone.CALM, say("shift.page.complete", at=at, **names))
        elif state.differences:
            shown = [say(f"shift.difference.{one.what}", name=one.name) for one in state.differences]
            more = len(shown) - DIFFERENCES_SHOWN
            if more > 0:
                shown = [*shown[:DIFFERENCES_SHOWN], say("shift.page.more", n=more)]
            what = ", ".join(shown)
            signed = state.outgoing is not None
            notice = say("shift.page.changed_signed", what=what) if signed else say("shift.page.changed", what=what)
            self._banner.show_notice(Tone.AMBER if signed else Tone.CALM, notice)
        elif state.elsewhere:
            self._banner.show_notice(Tone.AMBER, say("shift.page.elsewhere", name=state.elsewhere))
        else:
            self._banner.clear()

    def _box(self) -> SignatureBox:
        return self._incoming if self._state is not None and self._state.outgoing is not None else self._outgoing

    def _focus(self) -> None:
        if self._state is not None and self._state.outgoing is None:
            self._notes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._box().focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep()}
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        painter.fillRect(0, self._notes_head.y() - 1, self.width(), 1, theme.color(Role.EDGE))

    @Slot(str, str)
    def _on_outgoing(self, _login: str, password: str) -> None:
        self.outgoing_signed.emit(password, self.notes())

    @Slot()
    def _on_again(self) -> None:
        self.again_requested.emit(self.notes())

    @Slot()
    def _on_close(self) -> None:
        self.closed.emit(self.notes())
