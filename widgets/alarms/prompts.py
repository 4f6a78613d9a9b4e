"""What shelving and a false alarm need: a limit and a reason, by one key each."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from resources.words import say
from storage.model.alarms import Alarm
from storage.model.cameras import Camera
from widgets import theme
from widgets.alarms import wording
from widgets.alarms.buttons import ListButton
from widgets.common.figures import clock
from widgets.common.forms import FieldLabel, FormBody, labelled, mark_wrong
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.theme import Role, Type

SPANS: tuple[tuple[str, float], ...] = (
    ("m15", 900.0),
    ("m30", 1800.0),
    ("h1", 3600.0),
    ("h2", 7200.0),
    ("h8", 28800.0),
)
"""Name and seconds; the key is the place, 1 to 5."""
SHELVE_REASONS = ("maintenance", "roadworks", "event", "handled")
FALSE_REASONS = ("shadow", "rain", "parked", "redlight")
FIRST_SPAN = 1
REASON_MOST = 500


class PromptButton(ListButton):
    """A choice that stays pressed."""

    def __init__(self, word: str, key: str, parent: QWidget) -> None:
        super().__init__(word, key, parent=parent)
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self.set_primary(checked)


class ReasonField(QLineEdit):
    """A line for the reason. While nothing is written in it, a digit chooses: no reason begins with one."""

    digit_pressed = Sent[str]()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.font(Type.ROW))
        self.setMaxLength(REASON_MOST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        fresh = not self.text() or self.selectedText() == self.text()
        if fresh and event.text().isdigit():
            self.digit_pressed.emit(event.text())
        else:
            super().keyPressEvent(event)


class AlarmPrompt(FormBody):
    """The frame of both: the alarm's name, a reason and its quick choices."""

    submitted = Sent[str, float]()  # reason; seconds, 0.0 without a limit
    cancelled = Sent[()]()

    def __init__(
        self, title: str, submit: str, reasons: tuple[str, ...], quick_keys: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, submit, parent=parent)
        self._alarm: Alarm | None = None
        self._camera: Camera | None = None
        self._where = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.reason = ReasonField(self)
        self._quick = {
            key: (name, PromptButton(f"alarms.prompt.quick.{name}", key, self))
            for key, name in zip(quick_keys, reasons, strict=True)
        }
        self._quick_box = QGridLayout()
        self._quick_box.setSpacing(6)
        for at, (_, button) in enumerate(self._quick.values()):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setCheckable(False)
            button.clicked.connect(self._quick_clicked)
            self._quick_box.addWidget(button, at // 2, at % 2)
        self.column.addWidget(self._where)
        self.setMinimumWidth(520)
        self.reason.digit_pressed.connect(self._digit_pressed)
        self.reason.textEdited.connect(self._edited)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)

    def start(self, alarm: Alarm, camera: Camera | None) -> None:
        """Begin for an alarm as it was seen."""
        self._alarm, self._camera = alarm, camera
        self.reason.clear()
        mark_wrong(self.reason, False)
        self.set_error("")
        self.set_busy(False)
        self.retranslate()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: str) -> None:
        """What the digit on a choice does; one that stands on none does nothing."""
        if key in self._quick:
            self.reason.setText(say(f"alarms.prompt.quick.{self._quick[key][0]}"))
            self.reason.selectAll()
            self._edited()

    def retranslate(self) -> None:
        if self._alarm is not None:
            self.set_title(self._title_word, kind=wording.kind_word(self._alarm.kind))
            self._where.set_text(f"{wording.where_word(self._alarm, self._camera)} · {wording.measured(self._alarm)}")
        self.reason.setPlaceholderText(say("alarms.prompt.reason_hint"))

    def seconds(self) -> float:
        return 0.0

    def needs_reason(self) -> bool:
        return False

    @Slot()
    def _edited(self, *_: str) -> None:
        mark_wrong(self.reason, False)
        self.set_error("")

    @Slot(str)
    def _digit_pressed(self, key: str) -> None:
        self.choose(key)

    @Slot()
    def _quick_clicked(self) -> None:
        for key, (_, button) in self._quick.items():
            if button is self.sender():
                self.choose(key)
                self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_submit(self) -> None:
        text = self.reason.text().strip()
        if self.needs_reason() and not text:
            mark_wrong(self.reason, True)
            self.set_error(say("alarms.prompt.wrong_reason"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.submitted.emit(text, self.seconds())


class ShelvePrompt(AlarmPrompt):
    """A limit by 1 to 5 and a reason by 6 to 9 or in words; Enter shelves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("alarms.prompt.shelve_head", "alarms.prompt.shelve", SHELVE_REASONS, "6789", parent)
        self._now: datetime | None = None
        self._spans = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for at, (name, _) in enumerate(SPANS):
            button = PromptButton(f"alarms.prompt.span.{name}", str(at + 1), self)
            self._spans.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self._until = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.column.addWidget(FieldLabel("alarms.prompt.limit", parent=self))
        self.column.addLayout(row)
        self.column.addWidget(self._until)
        self.column.addLayout(labelled("alarms.prompt.reason", self.reason, self))
        self.column.addLayout(self._quick_box)
        self.column.addStretch(1)
        self._spans.idToggled.connect(self._span_toggled)
        self._spans.button(FIRST_SPAN).setChecked(True)

    def set_now(self, now: datetime) -> None:
        """The moment that the limit is counted from."""
        self._now = now
        self._say_until()

    def choose(self, key: str) -> None:
        span = self._spans.button(int(key) - 1)
        if span is not None:
            span.setChecked(True)
        else:
            super().choose(key)

    def start(self, alarm: Alarm, camera: Camera | None) -> None:
        self._spans.button(FIRST_SPAN).setChecked(True)
        super().start(alarm, camera)

    def seconds(self) -> float:
        return SPANS[self._spans.checkedId()][1]

    def needs_reason(self) -> bool:
        return True

    def retranslate(self) -> None:
        super().retranslate()
        self._say_until()

    def _say_until(self) -> None:
        if self._now is not None:
            at = self._now + timedelta(seconds=self.seconds())
            self._until.set_text(say("alarms.prompt.until", at=clock(at, seconds=False)))

    @Slot(int, bool)
    def _span_toggled(self, _at: int, checked: bool) -> None:
        if checked:
            self._say_until()


class FalsePrompt(AlarmPrompt):
    """A reason by 1 to 4 or in words, or none; Enter sends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("alarms.prompt.false_head", "alarms.prompt.false_alarm", FALSE_REASONS, "1234", parent)
        self._note = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.column.addLayout(labelled("alarms.prompt.reason_optional", self.reason, self))
        self.column.addLayout(self._quick_box)
        self.column.addWidget(self._note)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        super().retranslate()
        self._note.set_text(say("alarms.prompt.false_note"))
