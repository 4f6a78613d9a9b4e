"""The desk's bottom line: the record, the cameras, work under way, the language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from resources.words import Language, language, say
from storage.model.alarms import RecordingCause
from video.events import CameraId, StreamHealth, StreamState
from widgets import theme
from widgets.common.figures import decimal
from widgets.common.signals import Sent

HOURS_UNDER_DAYS = 2.0
"""Fewer days than these are told in hours."""
GOOD = frozenset({StreamState.LIVE, StreamState.RECEIVING})
_ORDER = (
    StreamState.LIVE,
    StreamState.RECEIVING,
    StreamState.LATE,
    StreamState.FROZEN,
    StreamState.LOST,
    StreamState.WAITING,
    StreamState.QUARANTINED,
)


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """Whether the desk has its record; `since` is the last moment it had, as hh:mm:ss."""

    connected: bool
    since: str = ""


class RecordingState(StrEnum):
    GOOD = "good"
    SHORT = "short"  # less than was promised
    STOPPED = "stopped"
    OFF = "off"  # this station is set to record nothing


@dataclass(frozen=True, slots=True)
class RecordingFigure:
    """How far back recordings go before the oldest is overwritten; `days` None while that is not known yet."""

    state: RecordingState
    days: float | None = None
    cause: RecordingCause | None = None  # why it stopped


class StatusBar(QWidget):
    """Grey while all is well; amber with a word where it is not."""

    language_requested = Sent[()]()
    keys_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30)
        self._record = QLabel(self)
        self._cameras = QLabel(self)
        self._recording = QLabel(self)
        self._work = QLabel(self)
        self._keys = QToolButton(self)
        self._language = QToolButton(self)
        for button in (self._keys, self._language):
            button.setProperty("role", "quiet")
            button.setAutoRaise(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(24)
        for label in (self._record, self._cameras, self._recording, self._work):
            label.setFont(theme.font(theme.Type.SMALL))
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self._keys)
        row.addWidget(self._language)
        self._keys.clicked.connect(self._keys_clicked)
        self._language.clicked.connect(self._language_clicked)
        self._status = RecordStatus(False)
        self._counts: dict[StreamState, int] = {}
        self._figure: RecordingFigure | None = None
        self._work_text = ""
        self.retranslate()

    def set_record(self, status: RecordStatus) -> None:
        self._status = status
        self._show_record()

    def record_text(self) -> str:
        return self._record.text()

    def set_health(self, health: Mapping[CameraId, StreamHealth]) -> None:
        counts: dict[StreamState, int] = {}
        for one in health.values():
            counts[one.state] = counts.get(one.state, 0) + 1
        if counts != self._counts:
            self._counts = counts
            self._show_cameras()

    def set_recording(self, figure: RecordingFigure) -> None:
        if figure != self._figure:
            self._figure = figure
            self._show_recording()

    def recording_text(self) -> str:
        return self._recording.text()

    def set_work(self, text: str) -> None:
        """A sentence about long work under way, or nothing."""
        self._work.setText(text)

    def _show_record(self) -> None:
        good = self._status.connected
        mark = "●" if good else "▲"
        key = "connected" if good else ("since" if self._status.since else "waiting")
        self._record.setText(f"{mark} {say(f'console.record.{key}', at=self._status.since)}")
        self._tint(self._record, warn=not good)

    def _show_cameras(self) -> None:
        parts = [
            f"{self._counts[state]} {say(f'console.count.{state.value}')}" for state in _ORDER if state in self._counts
        ]
        text = " · ".join(parts) or say("console.count.none")
        self._cameras.setText(f"{say('console.count.cameras')} {text}")

    def _show_recording(self) -> None:
        figure = self._figure
        if figure is None:
            return
        self._recording.setText(_recording_words(figure))
        self._recording.setToolTip(_recording_hint(figure))
        roles = {RecordingState.STOPPED: "red", RecordingState.SHORT: "amber"}
        self._tint_as(self._recording, roles.get(figure.state, "muted"))

    def _tint(self, label: QLabel, *, warn: bool) -> None:
        self._tint_as(label, "amber" if warn else "muted")

    def _tint_as(self, label: QLabel, role: str) -> None:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)

    @Slot()
    def _keys_clicked(self) -> None:
        self.keys_requested.emit()

    @Slot()
    def _language_clicked(self) -> None:
        self.language_requested.emit()

    def retranslate(self) -> None:
        self._keys.setText(say("console.status.keys"))
        self._keys.setToolTip(say("console.status.keys_hint"))
        self._language.setText("ID / en" if language() is Language.INDONESIAN else "id / EN")
        self._language.setToolTip(say("console.status.language_hint"))
        self._tint(self._cameras, warn=False)
        self._tint(self._work, warn=False)
        self._show_record()
        self._show_cameras()
        self._show_recording()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _recording_words(figure: RecordingFigure) -> str:
    """An icon where something is wrong; days, or hours where it is less than two days."""
    if figure.state is RecordingState.STOPPED:
        stopped = f"✕ {say('playback_desk.disk.stopped')}"
        return f"{stopped} · {say(f'recording.cause.{figure.cause.value}')}" if figure.cause is not None else stopped
    if figure.state is RecordingState.OFF:
        return f"○ {say('playback_desk.disk.off')}"
    if figure.days is None:
        return say("playback_desk.disk.begun")
    short = figure.state is RecordingState.SHORT
    if figure.days >= HOURS_UNDER_DAYS:
        days = decimal(figure.days)
        return f"▲ {say('playback_desk.disk.short', days=days)}" if short else say("playback_desk.disk.calm", days=days)
    left = figure.days * 24
    hours = str(round(left)) if left >= 2 else decimal(left)  # tenths of many hours change with each look at the disk
    return (
        f"▲ {say('playback_desk.disk.short_hours', hours=hours)}"
        if short
        else say("playback_desk.disk.hours", hours=hours)
    )


def _recording_hint(figure: RecordingFigure) -> str:
    """What the figure means; where recording stopped, why and what to do about it."""
    if figure.state is RecordingState.STOPPED and figure.cause is not None:
        return say(f"recording.reason.{figure.cause.value}")
    return say("playback_desk.disk.hint")
