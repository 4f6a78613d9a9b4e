"""The body of the report's sheet: which span and language, the preview, and what to do with it."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.presenters.report import SpanChoice, Wanted, Work
from console.windows.report_preview import ReportPreview
from resources.words import Language, language, say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import Choice
from widgets.common.forms import ErrorLine, labelled
from widgets.common.labels import ElidedLabel
from widgets.common.notices import Banner, BusyBar, Tone
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type

_TIME_PX = 168


class ReportPage(WordedWidget):
    """Values in, wishes out; it makes nothing itself."""

    choice_changed = Sent[SpanChoice]()
    wanted = Sent[Wanted]()
    cancelled = Sent[()]()
    save_requested = Sent[()]()
    print_requested = Sent[()]()
    closed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self.busy_bar = BusyBar(self)
        self.title = ElidedLabel(Type.TITLE, parent=self)
        self.span = Choice(self)
        self.since, self.until = QLineEdit(self), QLineEdit(self)
        self.language = Choice(self)
        self.make = KeyButton("report.sheet.make", "Return", primary=True, parent=self)
        self.notice = Banner(self)
        self.preview = ReportPreview(self)
        self.error_line = ErrorLine(self)
        self.progress = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.save = KeyButton("report.sheet.save", "Ctrl+S", parent=self)
        self.print = KeyButton("report.sheet.print", "Ctrl+P", parent=self)
        self.leave = KeyButton("report.sheet.close", "Escape", parent=self)
        for choice in SpanChoice:
            self.span.addItem("", choice)
        for one in Language:
            self.language.addItem(say(f"report.language.{one.value}"), one)
        for field in (self.since, self.until):
            field.setFont(theme.font(Type.ROW))
            field.setFixedWidth(_TIME_PX)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._refresh()

    def _lay_out(self) -> None:
        wish = QHBoxLayout()
        wish.setSpacing(theme.PAD)
        wish.addLayout(labelled("report.sheet.span", self.span, self), 1)
        wish.addLayout(labelled("report.sheet.since", self.since, self))
        wish.addLayout(labelled("report.sheet.until", self.until, self))
        wish.addLayout(labelled("report.sheet.language", self.language, self))
        making = QVBoxLayout()
        making.addStretch(1)
        making.addWidget(self.make)
        wish.addLayout(making)
        acts = QHBoxLayout()
        acts.setSpacing(theme.GAP)
        acts.addWidget(self.progress, 1)
        acts.addWidget(self.error_line, 1)
        for button in (self.save, self.print, self.leave):
            acts.addWidget(button)
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 16, 20, 20)
        inside.setSpacing(theme.PAD)
        inside.addWidget(self.title)
        inside.addLayout(wish)
        inside.addWidget(self.notice)
        inside.addWidget(self.preview, 1)
        inside.addLayout(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.busy_bar)
        whole.addLayout(inside, 1)

    def _connect(self) -> None:
        self.span.currentIndexChanged.connect(self._span_changed)
        self.make.clicked.connect(self._make)
        self.save.clicked.connect(self.save_requested)
        self.print.clicked.connect(self.print_requested)
        self.leave.clicked.connect(self._leave)
        self.notice.dismissed.connect(self.notice.clear)

    @property
    def choice(self) -> SpanChoice:
        return SpanChoice(self.span.currentData())

    def start(self) -> None:
        """Ready for a wish: the shift that ended last, in the language of the desk."""
        self.set_error("")
        self.span.setCurrentIndex(self.span.findData(SpanChoice.LAST))
        self.language.setCurrentIndex(self.language.findData(language()))
        self._span_changed()
        self.make.setFocus()

    def set_span(self, since: str, until: str) -> None:
        self.since.setText(since)
        self.until.setText(until)

    def set_work(self, work: Work | None) -> None:
        """What is under way; then Escape cancels it, and no other wish is taken."""
        self._work = work
        self.busy_bar.set_busy(work is not None)
        if work is not None:
            self.set_error("")
        self._refresh()
        self.retranslate()
        if work is None and self.leave.hasFocus():
            # The keyboard came here when the other buttons went out; Enter shall not close the sheet now.
            self.make.setFocus()

    def set_pdf(self, pdf: bytes | None) -> None:
        self.preview.set_pdf(pdf)
        self._refresh()

    def set_notice(self, sentence: str) -> None:
        """What a person should know of the report that is shown; empty for nothing."""
        if sentence:
            self.notice.show_notice(Tone.AMBER, sentence, closable=True)
        else:
            self.notice.clear()

    def set_done(self, sentence: str) -> None:
        """What was done; it stands until the next wish."""
        self.error_line.set_text("")
        self._show_progress(sentence)

    def set_error(self, sentence: str) -> None:
        self.error_line.set_text(sentence)
        if sentence:
            self._show_progress("")

    def retranslate(self) -> None:
        self.title.set_text(say("report.sheet.title"))
        for at in range(self.span.count()):
            self.span.setItemText(at, say(f"report.choice.{SpanChoice(self.span.itemData(at)).value}"))
        self.leave.set_word("report.sheet.cancel" if self._work else "report.sheet.close")
        self._show_progress(say(f"report.work.{self._work.value}") if self._work else "")

    def _show_progress(self, text: str) -> None:
        """Progress and error share one place beside the acts."""
        self.progress.set_text(text)
        self.progress.setVisible(bool(text))
        self.error_line.setVisible(not text)

    def _refresh(self) -> None:
        there = self.preview.document.pageCount() > 0
        idle = self._work is None
        self.make.setEnabled(idle)
        self.save.setEnabled(idle and there)
        self.print.setEnabled(idle and there)
        typed = self.choice is SpanChoice.BETWEEN
        for field in (self.since, self.until):
            field.setEnabled(typed)

    @Slot()
    def _span_changed(self) -> None:
        self._refresh()
        self.choice_changed.emit(self.choice)

    @Slot()
    def _make(self) -> None:
        chosen = Language(self.language.currentData())
        self.wanted.emit(Wanted(self.choice, chosen, self.since.text(), self.until.text()))

    @Slot()
    def _leave(self) -> None:
        if self._work is not None:
            self.cancelled.emit()
        else:
            self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color(Role.PANEL))
