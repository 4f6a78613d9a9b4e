"""What is asked of a person about a moment or a range: a bookmark's text, a lock's reason, a time to go to."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from resources.words import say
from storage.model.footage import BOOKMARK_MOST, LOCK_DAYS_MOST, REASON_MOST, FootageLock
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.figures import day
from widgets.common.forms import FormBody, labelled, mark_wrong, side_by_side
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.playback.wording import length, whole_moment
from widgets.theme import Role, Type

USUAL_DAYS = 30


def text_field(most: int, parent: QWidget) -> QLineEdit:
    """One line to write in."""
    field = QLineEdit(parent)
    field.setFont(theme.font(Type.ROW))
    field.setMaxLength(most)
    field.setMinimumHeight(theme.ROW_HEIGHT)
    return field


class BookmarkForm(WrittenForm):
    """A text for the moment that was shown when the key was pressed."""

    submitted = Sent[str]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("footage.bookmark.title", "widgets.save", parent=parent)
        self._camera, self._at_us = "", 0
        self._about = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._text = text_field(BOOKMARK_MOST, self)
        self.column.addWidget(self._about)
        self.column.addLayout(labelled("footage.bookmark.text", self._text, self))
        self.setMinimumWidth(460)
        self.submit.clicked.connect(self._on_submit)
        self.retranslate()

    def start(self, camera: str, at_us: int) -> None:
        self._camera, self._at_us = camera, at_us
        self._text.clear()
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._text, False)
        self.retranslate()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_written(self) -> bool:
        return bool(self._text.text().strip())

    def retranslate(self) -> None:
        super().retranslate()
        self._about.set_text(f"{self._camera} · {whole_moment(self._at_us)}")
        self._text.setPlaceholderText(say("footage.bookmark.hint"))

    @Slot()
    def _on_submit(self) -> None:
        text = self._text.text().strip()
        mark_wrong(self._text, not text)
        if text:
            self.set_error("")
            self.submitted.emit(text)
        else:
            self.set_error(say("footage.bookmark.wrong"))
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)


class LockForm(WrittenForm):
    """Why a range is kept and for how long; a lock that stands there already can be released by who may."""

    submitted = Sent[str, int]()
    released = Sent[str]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("footage.lock.title", "footage.lock.submit", parent=parent)
        self._camera, self._span_us = "", (0, 0)
        self._standing: FootageLock | None = None
        self._about = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._there = ElidedLabel(Type.BODY, Role.TEXT, parent=self)
        self._reason = text_field(REASON_MOST, self)
        self._days = QSpinBox(self)
        self._days.setFont(theme.font(Type.ROW))
        self._days.setRange(1, LOCK_DAYS_MOST)
        self._days.setMinimumHeight(theme.ROW_HEIGHT)
        self.release = KeyButton("footage.lock.release", "Ctrl+Backspace", parent=self)
        self.column.addWidget(self._about)
        self.column.addWidget(self._there)
        reason, days = (
            labelled("footage.lock.reason", self._reason, self),
            labelled("footage.lock.days", self._days, self),
        )
        self.column.addLayout(side_by_side(reason, days, stretches=(4, 1)))
        self.buttons.insertWidget(0, self.release)
        self.setMinimumWidth(560)
        self.submit.clicked.connect(self._on_submit)
        self.release.clicked.connect(self._on_release)
        self.retranslate()

    def start(self, camera: str, span_us: tuple[int, int], standing: FootageLock | None, *, may_release: bool) -> None:
        self._camera, self._span_us, self._standing = camera, span_us, standing
        self._reason.clear()
        self._days.setValue(USUAL_DAYS)
        self.release.setVisible(may_release)
        self.set_error("")
        self.set_busy(False)
        mark_wrong(self._reason, False)
        self.retranslate()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_written(self) -> bool:
        return bool(self._reason.text().strip())

    def retranslate(self) -> None:
        super().retranslate()
        begin, end = self._span_us
        self._about.set_text(f"{self._camera} · {whole_moment(begin)} · {length(end - begin)}")
        self._reason.setPlaceholderText(say("footage.lock.reason_hint"))
        lock = self._standing
        self._there.setVisible(lock is not None)
        if lock is not None:
            until = day(lock.expires_at)
            self._there.set_text(say("footage.lock.standing", person=lock.locked_by, until=until, reason=lock.reason))

    @Slot()
    def _on_submit(self) -> None:
        if reason := self._written():
            self.submitted.emit(reason, self._days.value())

    @Slot()
    def _on_release(self) -> None:
        if reason := self._written():
            self.released.emit(reason)

    def _written(self) -> str:
        """The reason; says so where there is none."""
        reason = self._reason.text().strip()
        mark_wrong(self._reason, not reason)
        self.set_error("" if reason else say("footage.lock.wrong"))
        if not reason:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return reason


class GoToForm(FormBody):
    """A date and time, typed as people write them; whoever hears it says whether it is one."""

    submitted = Sent[str]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("footage.go_to.title", "footage.go_to.submit", parent=parent)
        self._typed = text_field(40, self)
        self.column.addLayout(labelled("footage.go_to.typed", self._typed, self))
        self.setMinimumWidth(400)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def start(self, at_us: int) -> None:
        """Begin with the moment shown, ready to be typed over."""
        self._typed.setText(whole_moment(at_us).split()[-1])
        self._typed.selectAll()
        self.set_wrong(False)
        self._typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_wrong(self, wrong: bool) -> None:
        """What was typed is no moment that has been."""
        mark_wrong(self._typed, wrong)
        self.set_error(say("footage.go_to.wrong") if wrong else "")

    def retranslate(self) -> None:
        super().retranslate()
        self._typed.setPlaceholderText(say("footage.go_to.hint"))

    @Slot()
    def _on_submit(self) -> None:
        self.submitted.emit(self._typed.text())
