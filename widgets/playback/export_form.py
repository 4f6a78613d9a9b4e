"""Evidence to be written: which cameras of the marked range, why, and where; then how far it is and what came of it."""

from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from resources.words import say
from storage.model.cameras import Camera
from storage.model.footage import REASON_MOST
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import Tick
from widgets.common.figures import decimal, span
from widgets.common.forms import FieldLabel, labelled, mark_wrong
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.written import WrittenForm
from widgets.playback.marking_forms import text_field
from widgets.playback.values import ExportDone, ExportProgress
from widgets.playback.wording import length, whole_moment
from widgets.theme import Role, Type

_LIST_PX = 132
_RESULT_PX = 132
_GROUP = 8
"""Digits of a fingerprint that stand together, as in the shift report."""


class CameraChoice(Tick):
    """A camera to tick, by number and name."""

    def __init__(self, camera: Camera, parent: QWidget | None = None) -> None:
        self.camera = camera
        super().__init__("", parent)

    def retranslate(self) -> None:
        self.setAccessibleName(f"{self.camera.number}  {self.camera.name}")
        self.updateGeometry()


class TicketTick(Tick):
    """Whether the evidence belongs to the ticket that is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._name = ""
        super().__init__("footage.export.with_ticket", parent)

    def set_name(self, name: str) -> None:
        self._name = name
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("footage.export.with_ticket", ticket=self._name))
        self.updateGeometry()
        self.update()


class ShareBar(QWidget):
    """How far something is, 0 to 1; keeps its room while nothing runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedHeight(6)

    def set_share(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.LINE if self.share else Role.PANEL))
        painter.fillRect(QRectF(0, 0, self.width() * self.share, self.height()), theme.color(Role.SELECTION))


class ExportForm(WrittenForm):
    """While it runs the fields are closed and the cancel button ends it; Esc only closes the dialog."""

    submitted = Sent[tuple[UUID, ...], str, str, bool]()  # cameras, reason, folder, with the ticket
    folder_wanted = Sent[()]()
    stopped = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("footage.export.title", "footage.export.submit", key="Ctrl+Return", parent=parent)
        self._span_us = (0, 0)
        self._ticket = ""
        self._done: ExportDone | None = None
        self._progress: ExportProgress | None = None
        self._running = False
        self._ticks: list[CameraChoice] = []
        self._about = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._list = QScrollArea(self)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedHeight(_LIST_PX)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._reason = text_field(REASON_MOST, self)
        self._folder = text_field(4096, self)
        self.choose = KeyButton("footage.export.choose", "Ctrl+O", parent=self)
        self._with_ticket = TicketTick(self)
        self.stop = KeyButton("footage.export.stop", "Ctrl+Backspace", parent=self)
        self.bar = ShareBar(self)
        self._state = ElidedLabel(Type.BODY, Role.TEXT, parent=self)
        self._result = QPlainTextEdit(self)
        self._fields = QWidget(self)
        self._assemble()
        self._connect()
        self.retranslate()

    def _assemble(self) -> None:
        cameras = QVBoxLayout()
        cameras.setSpacing(theme.SPACE)
        cameras.addWidget(FieldLabel("footage.export.cameras", self._list, self))
        cameras.addWidget(self._list)
        place = labelled("footage.export.folder", self._folder, self)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addLayout(place, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        self._result.setReadOnly(True)
        self._result.setFont(theme.font(Type.BODY))
        self._result.setMinimumHeight(_RESULT_PX)
        self._result.setTabChangesFocus(True)
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.PAD)
        fields.addLayout(cameras)
        fields.addLayout(labelled("footage.export.reason", self._reason, self))
        fields.addLayout(row)
        fields.addWidget(self._with_ticket)
        self.column.addWidget(self._about)
        self.column.addWidget(self._fields)
        self.column.addWidget(self._state)
        self.column.addWidget(self.bar)
        self.column.addWidget(self._result)
        self.buttons.insertWidget(0, self.stop)
        self.setMinimumWidth(600)

    def _connect(self) -> None:
        self.submit.clicked.connect(self._on_submit)
        self.stop.clicked.connect(self.stopped)
        self.choose.clicked.connect(self.folder_wanted)

    # Values in.

    def start(
        self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], span_us: tuple[int, int], ticket: str, folder: str
    ) -> None:
        """Begin with these cameras, `chosen` ticked; `ticket` names the one it may belong to, or is empty."""
        self._span_us, self._ticket = span_us, ticket
        self._done = self._progress = None
        self._fill(cameras, chosen)
        self._reason.clear()
        self._folder.setText(folder)
        self._with_ticket.set_name(ticket)
        self._with_ticket.setChecked(bool(ticket))
        self._with_ticket.setVisible(bool(ticket))
        self.bar.set_share(0.0)
        self.set_error("")
        mark_wrong(self._reason, False)
        self.set_running(False)
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...]) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(theme.PAD, theme.SPACE, theme.PAD, theme.SPACE)
        rows.setSpacing(0)
        self._ticks = [CameraChoice(camera, body) for camera in cameras]
        for tick in self._ticks:
            tick.setChecked(tick.camera.id in chosen)
            rows.addWidget(tick)
        rows.addStretch(1)
        self._list.setWidget(body)

    def set_folder(self, folder: str) -> None:
        self._folder.setText(folder)

    @property
    def folder(self) -> str:
        return self._folder.text().strip()

    def set_running(self, running: bool) -> None:
        self._running = running
        for field in (self._list, self._reason, self._folder, self.choose, self._with_ticket):
            field.setEnabled(not running)
        self.set_busy(running)
        self.stop.setVisible(running)
        if running:
            self._done = None
        self.retranslate()

    def set_progress(self, progress: ExportProgress) -> None:
        self._progress = progress
        self.bar.set_share(progress.share)
        self._tell()

    def set_done(self, done: ExportDone) -> None:
        """What lies there now; the dialog stays so that it can be read and copied."""
        self._done = done
        self.bar.set_share(1.0)
        self.retranslate()
        self._result.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def result(self) -> str:
        return self._result.toPlainText()

    @property
    def is_written(self) -> bool:
        """A reason that no export took yet; what runs goes on without its dialog."""
        return not self._running and self._done is None and bool(self._reason.text().strip())

    # Words.

    def retranslate(self) -> None:
        super().retranslate()
        begin, end = self._span_us
        self._about.set_text(
            say("footage.export.span", begin=whole_moment(begin), end=whole_moment(end), span=length(end - begin))
        )
        self._reason.setPlaceholderText(say("footage.export.reason_hint"))
        self._list.setAccessibleName(say("footage.export.cameras"))
        self._result.setAccessibleName(say("footage.export.result_name"))
        done = self._done is not None
        self._result.setVisible(done)
        self._fields.setVisible(not done)
        self.submit.setVisible(not done)
        self.cancel.set_word("footage.export.close" if done or self._running else "widgets.cancel")
        self._result.setPlainText(result_words(self._done) if self._done is not None else "")
        self._tell()

    def _tell(self) -> None:
        words = ""
        if self._running:
            percent = round(100 * (self._progress.share if self._progress is not None else 0.0))
            camera = self._progress.camera if self._progress is not None else ""
            words = say("footage.export.running", percent=percent, camera=camera)
        self._state.set_text(words.rstrip(" ·"))

    # Hands.

    @Slot()
    def _on_submit(self) -> None:
        cameras = tuple(tick.camera.id for tick in self._ticks if tick.isChecked())
        reason = self._reason.text().strip()
        mark_wrong(self._reason, not reason)
        mark_wrong(self._folder, not self.folder)
        if not cameras:
            self.set_error(say("footage.export.wrong.cameras"))
        elif not reason:
            self.set_error(say("footage.export.wrong.reason"))
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.folder:
            self.set_error(say("footage.export.wrong.folder"))
            self._folder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.set_error("")
            self.submitted.emit(cameras, reason, self.folder, self._with_ticket.isChecked())


def result_words(done: ExportDone) -> str:
    """Where it lies, how large it is, what is missing, and the fingerprint in groups."""
    lines = [
        say("footage.export.done", folder=done.folder, n=done.files, size=decimal(done.bytes / 1e6)),
        say("footage.export.fingerprint", fingerprint=grouped(done.key_fingerprint)),
    ]
    if done.gaps_s >= 1:
        lines.append(say("footage.export.gaps", span=span(done.gaps_s)))
    if not done.noted:
        lines.append(say("footage.export.not_noted"))
    return "\n".join(lines)


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups that a person can compare by eye, four to a line."""
    groups = [fingerprint[at : at + _GROUP] for at in range(0, len(fingerprint), _GROUP)]
    return "".join(f"\n{' '.join(groups[at : at + 4])}" for at in range(0, len(groups), 4))
