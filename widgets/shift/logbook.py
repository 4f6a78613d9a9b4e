"""The log book: what was written, and a line to write the next one."""

from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from resources.words import say
from storage.model.shifts import LogEntry
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.forms import ErrorLine
from widgets.common.headers import SectionHeader
from widgets.common.notices import EmptyState
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.shift.lines import LogLines
from widgets.theme import Role, Type

LINE_MOST = 2000


class LogBook(WordedWidget):
    """Enter writes; the line stays in its field until `clear_line` says that the record has it.

    The arrows choose a line of the book; while nothing is being written, Enter opens the ticket that it names.
    """

    written = Sent[str]()
    ticket_opened = Sent[UUID]()
    closed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = SectionHeader("shift.log.head", "F5", self)
        self._lines = LogLines()
        self._entries: tuple[LogEntry, ...] = ()
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._lines)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty = EmptyState("shift.log.none", "note", self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        self._line = QLineEdit(self)
        self._line.setFont(theme.font(Type.ROW))
        self._line.setMaxLength(LINE_MOST)
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setFont(theme.font(Type.SMALL))
        self._error = ErrorLine(self)
        self._close = KeyButton("shift.page.close", "Escape", parent=self)
        self._lay_out()
        self._line.returnPressed.connect(self._on_enter)
        self._close.clicked.connect(self.closed)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range)
        self.retranslate()

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._line)
        last = QHBoxLayout()
        last.addWidget(self._note, 1)
        last.addWidget(self._close)
        foot.addWidget(self._error)
        foot.addLayout(last)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addLayout(self._pages, 1)
        whole.addLayout(foot)

    def start(self) -> None:
        self._lines.mark(None)
        self._explain()
        self.set_error("")
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_entries(self, entries: tuple[LogEntry, ...]) -> None:
        """Newest last, which is kept in sight."""
        self._entries = entries
        self._lines.set_lines(entries)
        self._explain()
        self._head.set_count(len(entries))
        self._pages.setCurrentWidget(self._scroll if entries else self._empty)

    def clear_line(self) -> None:
        self._line.clear()
        self.set_error("")

    def set_error(self, sentence: str) -> None:
        self._error.set_text(sentence)

    def retranslate(self) -> None:
        self._line.setPlaceholderText(say("shift.log.write"))
        self._line.setAccessibleName(say("shift.log.write"))
        self._explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The book scrolls from the field in which one writes, and its lines are chosen from there."""
        bar = self._scroll.verticalScrollBar()
        steps = {Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep()}
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.PANEL))

    @Slot()
    def _on_enter(self) -> None:
        text, chosen = self._line.text().strip(), self._lines.marked
        if text:
            self.written.emit(text)
        elif chosen is not None and (ticket_id := self._entries[chosen].ticket_id) is not None:
            self.ticket_opened.emit(ticket_id)

    def _choose(self, by: int) -> None:
        """From below: the newest line is the nearest."""
        if not self._entries:
            return
        now, last = self._lines.marked, len(self._entries) - 1
        at = (last if by < 0 else None) if now is None else now + by
        self._lines.mark(None if at is None or at > last else max(0, at))
        if self._lines.marked is not None:
            top, height = self._lines.top_of(self._lines.marked)
            self._scroll.ensureVisible(0, top + height // 2, 0, height)
        self._explain()

    def _explain(self) -> None:
        """What Enter does now."""
        chosen = self._lines.marked
        number = self._entries[chosen].ticket_number if chosen is not None else ""
        self._note.setText(say("shift.log.open", number=number) if number else say("shift.log.note"))

    @Slot(int, int)
    def _on_range(self, least: int, most: int) -> None:
        self._scroll.verticalScrollBar().setValue(most)
