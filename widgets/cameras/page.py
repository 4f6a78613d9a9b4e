"""The frame of a page over many cameras: title, note, tools, a notice, the list, a sentence, and the acts."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.bookpage import SaidLine
from widgets.common.buttons import KeyButton
from widgets.common.forms import ErrorLine
from widgets.common.labels import ElidedLabel
from widgets.common.notices import Banner, BusyBar
from widgets.common.sections import PaintRow, SectionList
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type


class CameraPage(WordedWidget):
    """Whoever derives fills `tools` (over the list), `below` (under it) and `acts`, and calls `lay_out` once."""

    closed = Sent[()]()

    def __init__(self, title: str, paint_row: PaintRow, row_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title_word = title
        self.title = ElidedLabel(Type.TITLE, parent=self)
        self.note = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.busy_bar = BusyBar(self)
        self.notice = Banner(self)
        self.list = SectionList(paint_row, row_px, self)
        self.said = SaidLine(self)
        self.error_line = ErrorLine(self)
        self.leave = KeyButton("books.close", "Escape", parent=self)
        self.tools, self.acts = QHBoxLayout(), QHBoxLayout()
        self.below = QVBoxLayout()
        self.leave.clicked.connect(self.leave_page)

    def lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(theme.PAD, theme.PAD, theme.PAD, theme.GAP)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.title)
        head.addWidget(self.note)
        self.tools.setSpacing(theme.GAP)
        self.tools.setContentsMargins(0, theme.GAP, 0, 0)
        head.addLayout(self.tools)
        self.acts.setSpacing(theme.GAP)
        self.acts.addStretch(1)
        self.acts.addWidget(self.leave)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.SPACE)
        foot.addLayout(self.below)
        foot.addWidget(self.said)
        foot.addWidget(self.error_line)
        foot.addLayout(self.acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.busy_bar)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self.list, 1)
        whole.addSpacing(1)  # the line that paintEvent draws under the list
        whole.addLayout(foot)

    def set_busy(self, busy: bool) -> None:
        self.busy_bar.set_busy(busy)

    def set_error(self, sentence: str) -> None:
        self.error_line.set_text(sentence)

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave_page(self) -> None:
        self.closed.emit()

    def retranslate(self) -> None:
        self.title.set_text(say(self._title_word))
        self.list.setAccessibleName(say(self._title_word))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        below = self.list.geometry()
        painter.fillRect(0, below.top() - 1, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(0, below.bottom() + 1, self.width(), 1, theme.color(Role.EDGE))
