"""Asks whoever sits down to sign in to the shift that runs now, and whoever goes to sign out of theirs."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from resources.words import say
from storage.model.shifts import ShiftSpan
from widgets import theme
from widgets.common.figures import clock
from widgets.common.forms import FormBody
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.theme import Type


class ShiftSignIn(FormBody):
    """One key signs in, or out; Escape leaves it as it is."""

    submitted = Sent[()]()
    left = Sent[()]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("shift.sheet.sign_in", "shift.sign_in.enter", parent=parent)
        self._span: ShiftSpan | None = None
        self._others: tuple[str, ...] = ()
        self._leaving = False
        self._hours = ElidedLabel(Type.ROW, parent=self)
        self._who, self._why = QLabel(self), QLabel(self)
        for label in (self._who, self._why):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(theme.font(Type.BODY))
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())  # a dialog does not ask how high words are
        self._why.setProperty("role", "muted")
        for part in (self._hours, self._who, self._why):
            self.column.addWidget(part)
        self.cancel.set_word("shift.sign_in.later")
        self.setMinimumWidth(420)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def start(self, span: ShiftSpan, others: tuple[str, ...]) -> None:
        """Ask to sign in to this shift; `others` are the names of those who are on it."""
        self._begin(span, others, leaving=False)

    def start_leaving(self, span: ShiftSpan) -> None:
        """Ask to sign out of this shift."""
        self._begin(span, (), leaving=True)

    def _begin(self, span: ShiftSpan, others: tuple[str, ...], *, leaving: bool) -> None:
        self._span, self._others, self._leaving = span, others, leaving
        self.set_error("")
        self.set_busy(False)
        self._who.setVisible(not leaving)
        self.submit.set_word("shift.sign_in.leave" if leaving else "shift.sign_in.enter")
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """A button that is off hands the keyboard on, here to "later"; afterwards Enter is to sign in again."""
        super().set_busy(busy)
        if not busy:
            self.submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        if self._span is None:
            super().retranslate()
            return
        self.set_title("shift.sign_in.leave_title" if self._leaving else "shift.sign_in.title", name=self._span.name)
        self._hours.set_text(hours(self._span))
        names = ", ".join(self._others)
        self._who.setText(say("shift.sign_in.with", names=names) if names else say("shift.sign_in.alone"))
        self._why.setText(say("shift.sign_in.leave_why") if self._leaving else say("shift.sign_in.why"))

    @Slot()
    def _on_submit(self) -> None:
        if self._leaving:
            self.left.emit()
        else:
            self.submitted.emit()


def hours(span: ShiftSpan) -> str:
    """When a shift is: "14:00 sampai 22:00"."""
    parts = {"from": clock(span.starts_at, seconds=False), "to": clock(span.ends_at, seconds=False)}
    return say("shift.hours", **parts)
