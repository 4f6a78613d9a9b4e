"""The frame of a book that some keep and all may read: a list, and below it the acts or the form of one row."""

from collections.abc import Hashable

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.forms import ErrorLine, FormBody
from widgets.common.labels import ElidedLabel
from widgets.common.notices import Banner, BusyBar, Tone
from widgets.common.sections import PaintRow, SectionLine, SectionList
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class SaidLine(QWidget):
    """A full sentence over at most two lines; keeps their room, so nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grow()

    def set_text(self, text: str) -> None:
        self.text = text
        self.setAccessibleName(text)
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        metrics = QFontMetricsF(theme.font(Type.ROW))
        room = QRectF(0, 0, max(160, self.width() - 24), 10_000)
        needed = metrics.boundingRect(room, _WRAPPED, self.text).height()
        self.setFixedHeight(round(max(needed, 2 * metrics.lineSpacing())) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        painter = QPainter(self)
        theme.paint_icon(painter, QRectF(0, self.height() / 2 - 8, 16, 16), "info", Role.SELECTION)
        painter.setFont(theme.font(Type.ROW))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(self.rect().adjusted(24, 0, 0, 0), _WRAPPED, self.text)


class BookForm(FormBody):
    """A form under its list: what somebody else wrote meanwhile stands over the fields, and can be taken instead."""

    theirs_wanted = Sent[()]()

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent=parent)
        self.standing = Banner(self)
        self.column.setSpacing(theme.GAP)
        self.column.addWidget(self.standing)
        self.standing.acted.connect(self.theirs_wanted)

    def show_standing(self, sentence: str) -> None:
        """What stands in the record now; empty while that is what the form began with."""
        if sentence:
            self.standing.show_notice(Tone.AMBER, sentence, "books.take_standing")
        else:
            self.standing.clear()


class BookPage(WordedWidget):
    """Title, a note, the list, the sentence of the chosen row, then the acts; the form takes the acts' place.

    Whoever derives fills `tools` (over the list) and `acts` (keepers' buttons), and calls `lay_out` once.
    """

    closed = Sent[()]()

    def __init__(self, title: str, paint_row: PaintRow, row_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title_word = title
        self.may_edit = False
        self.title = ElidedLabel(Type.TITLE, parent=self)
        self.note = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.busy_bar = BusyBar(self)
        self.list = SectionList(paint_row, row_px, self)
        self.said = SaidLine(self)
        self.error_line = ErrorLine(self)
        self.leave = KeyButton("books.close", "Escape", parent=self)
        self.tools, self.acts = QHBoxLayout(), QHBoxLayout()
        self.foot = QWidget(self)
        self._wanted: Hashable | None = None
        self.leave.clicked.connect(self.leave_page)

    def lay_out(self, form: BookForm) -> None:
        self._form = form
        head = QVBoxLayout()
        head.setContentsMargins(theme.PAD, theme.PAD, theme.PAD, theme.GAP)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.title)
        head.addWidget(self.note)
        self.tools.setContentsMargins(0, theme.GAP if self.tools.count() else 0, 0, 0)
        head.addLayout(self.tools)
        self.acts.setSpacing(theme.GAP)
        self.acts.addStretch(1)
        self.acts.addWidget(self.leave)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.said)
        foot.addWidget(self.error_line)
        foot.addLayout(self.acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.busy_bar)
        whole.addLayout(head)
        whole.addWidget(self.list, 1)
        whole.addSpacing(1)  # the line that paintEvent draws under the list
        whole.addWidget(self.foot)
        whole.addWidget(form)
        form.hide()
        form.cancel.clicked.connect(self.leave_form)

    @property
    def is_editing(self) -> bool:
        return not self._form.isHidden()

    def enter_form(self) -> None:
        """The form in the place of the acts; the list stands still meanwhile."""
        self.error_line.set_text("")
        self.foot.hide()
        self.list.setEnabled(False)
        self._form.show()
        self.list.scrollTo(self.list.currentIndex())

    @Slot()
    def leave_form(self) -> None:
        self._form.hide()
        self.list.setEnabled(True)
        self.foot.show()
        self.take_focus()

    @Slot()
    def leave_page(self) -> None:
        self.closed.emit()

    def fill(self, lines: tuple[SectionLine, ...]) -> None:
        """Show these lines, on the row that was asked for last if it is there now."""
        self.list.set_lines(lines)
        if self._wanted is not None and self.list.choose(self._wanted):
            self._wanted = None

    def choose(self, key: Hashable) -> None:
        """Go to this row, now or when it comes."""
        self._wanted = None if self.list.choose(key) else key

    def start(self) -> None:
        """As when the page is opened: the list, without what was said before."""
        self.set_error("")
        if self.is_editing:
            self.leave_form()
        self.take_focus()

    def set_may_edit(self, allowed: bool) -> None:
        """Whoever may not reads."""
        self.may_edit = allowed
        if not allowed and self.is_editing:
            self.leave_form()
        self.retranslate()

    def back_to(self, key: Hashable, *, of_form: bool) -> None:
        """The record has it: back to the list, on its row; a form of something else stays open."""
        if self.is_editing and of_form:
            self.leave_form()
        self.set_error("")
        if not self.is_editing:
            self.choose(key)

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_error(self, sentence: str) -> None:
        """In the form while it is open, else under the list."""
        if self.is_editing:
            self._form.set_error(sentence)
        else:
            self.error_line.set_text(sentence)

    def set_busy(self, busy: bool) -> None:
        self.busy_bar.set_busy(busy and not self.is_editing)
        self._form.set_busy(busy)

    def retranslate(self) -> None:
        self.title.set_text(say(self._title_word))
        self.list.setAccessibleName(say(self._title_word))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(Role.PANEL))
        below = self.list.geometry()
        painter.fillRect(0, below.top() - 1, self.width(), 1, theme.color(Role.LINE))
        painter.fillRect(0, below.bottom() + 1, self.width(), 1, theme.color(Role.EDGE))
