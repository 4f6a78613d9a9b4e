"""What a panel says when there is nothing to show, something to know, or something to wait for."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QTimerEvent, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type


class EmptyState(WordedWidget):
    """A quiet icon and a sentence that says what belongs here and how it comes."""

    def __init__(self, word: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._icon = word, icon
        self.setMinimumHeight(96)
        self.retranslate()

    def set_word(self, word: str) -> None:
        self._word = word
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say(self._word))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.rect().center()
        theme.paint_icon(painter, QRectF(middle.x() - 12, middle.y() - 40, 24, 24), self._icon, Role.FAINT)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.SECOND))
        below = self.rect().adjusted(theme.PAD, middle.y() - 8, -theme.PAD, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self.accessibleName())


class Tone(StrEnum):
    """How loud a notice is."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"


_TONES = {
    Tone.CALM: ("info", Role.SELECTION, Role.RAISED),
    Tone.AMBER: ("warning", Role.AMBER, Role.AMBER_GROUND),
    Tone.RED: ("error", Role.RED, Role.RED_GROUND),
}


PASSING_MS = 8000
"""How long a passing sentence is seen: long enough to read it after looking up from the keyboard."""


@dataclass(frozen=True, slots=True)
class _Notice:
    tone: Tone
    sentence: str
    action: str = ""
    closable: bool = False


class Banner(WordedWidget):
    """One sentence over the whole width, with at most one thing to do; hidden while there is nothing to say.

    What is done ("bookmark saved") passes by itself and gives the room back to what stood there: a trouble that
    lasts is never covered for longer. Sentences come finished from outside, so whoever showed one says it again at a
    change of language.
    """

    acted = Sent[()]()
    dismissed = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.CALM
        self._standing: _Notice | None = None
        self._passing = QTimer(self, interval=PASSING_MS, singleShot=True)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setFont(theme.font(Type.ROW))
        self._act = KeyButton(parent=self)
        self._close = KeyButton(parent=self)
        self._close.set_icon("close")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD + 24, 6, theme.PAD, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._act.clicked.connect(self.acted)
        self._close.clicked.connect(self.dismissed)
        self._passing.timeout.connect(self._passed)
        self.retranslate()
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_notice(self, tone: Tone, sentence: str, action: str = "", *, closable: bool = False) -> None:
        """Say it until it is cleared; `action` is the key of the word on the button, which emits `acted`."""
        self._passing.stop()
        self._standing = _Notice(tone, sentence, action, closable)
        self._show(self._standing)

    def show_passing(self, sentence: str) -> None:
        """Say it calmly for `PASSING_MS`, then again what stood there before."""
        self._passing.start()
        self._show(_Notice(Tone.CALM, sentence, closable=True))

    def clear_trouble(self) -> None:
        """The trouble is over: a calm sentence, such as that a handover is signed, stays."""
        if self._standing is not None and self._standing.tone is not Tone.CALM:
            self._standing = None
            if not self._passing.isActive():
                self._show(None)

    def clear(self) -> None:
        """Take off what is seen: a passing sentence leads back to what stood there."""
        if self._passing.isActive():
            self._passing.stop()
        else:
            self._standing = None
        self._show(self._standing)

    @Slot()
    def _passed(self) -> None:
        self._show(self._standing)

    def _show(self, notice: _Notice | None) -> None:
        said = notice if notice is not None else _Notice(Tone.CALM, "")
        self._tone = said.tone
        self._sentence.setText(said.sentence)
        self._act.set_word(said.action)
        self._act.setVisible(bool(said.action))
        self._close.setVisible(said.closable)
        self.setAccessibleName(said.sentence)
        self.setVisible(notice is not None)
        self.update()

    def retranslate(self) -> None:
        self._close.setToolTip(say("widgets.close"))
        self._close.setAccessibleDescription(say("widgets.close"))

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, role, ground = _TONES[self._tone]
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(ground))
        painter.fillRect(0, 0, 3, self.height(), theme.color(role))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))
        theme.paint_icon(painter, QRectF(theme.PAD, (self.height() - 16) / 2, 16, 16), icon, role)


class BusyBar(QWidget):
    """A thin bar that moves while something is under way; it keeps its room when still, so nothing jumps."""

    _STEP_MS = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = 0
        self._at = 0.0
        self.setFixedHeight(2)

    @property
    def busy(self) -> bool:
        return self._timer != 0

    def set_busy(self, busy: bool) -> None:
        if busy == self.busy:
            return
        if busy:
            self._at = 0.0
            self._timer = self.startTimer(self._STEP_MS)
            self.setAccessibleName(say("widgets.busy"))
        else:
            self.killTimer(self._timer)
            self._timer = 0
            self.setAccessibleName("")
        self.update()

    def timerEvent(self, event: QTimerEvent) -> None:
        self._at = (self._at + 0.02) % 1.0
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.busy:
            painter = QPainter(self)
            length = self.width() * 0.25
            left = self._at * (self.width() + length) - length
            painter.fillRect(self.rect(), theme.color(Role.LINE))
            painter.fillRect(QRectF(left, 0, length, self.height()), theme.color(Role.SELECTION))
