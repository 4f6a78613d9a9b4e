"""The band over recorded pictures: nobody may take them for live ones."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.alarms.buttons import ListButton
from widgets.common.labels import ElidedLabel
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.playback.values import SECOND_US, Marked, Transport
from widgets.playback.wording import length, speed, whole_moment
from widgets.theme import Role, Type

BAND_PX = 40
_WIDE_PX = 860


class RecordedBand(WordedWidget):
    """Icon, word, and date and time of the moment shown; how long ago that is, how fast it runs, what is marked."""

    left = Sent[()]()  # back to live

    def __init__(self, word: str = "playback_desk.recorded", key: str = "F8", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._transport: Transport | None = None
        self._marked = Marked()
        self._now_us = 0
        self.setFixedHeight(BAND_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(Type.ROW, Role.AMBER, bold=True, parent=self)
        self._title.keep_whole()
        self._at = ElidedLabel(Type.TITLE, Role.AMBER, parent=self)
        self._at.keep_whole()
        self._how = ElidedLabel(Type.BODY, Role.TEXT, parent=self)
        self._range = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self.back = ListButton("playback_desk.to_live", key, "playback_desk.to_live_hint", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD + 24, 0, theme.PAD, 1)
        row.setSpacing(theme.PAD)
        row.addWidget(self._title)
        row.addWidget(self._at)
        row.addWidget(self._how, 1)
        row.addWidget(self._range, 1)
        row.addWidget(self.back)
        self._range.set_alignment(Qt.AlignmentFlag.AlignRight)
        self.back.clicked.connect(self._on_back)
        self.retranslate()

    def set_transport(self, transport: Transport | None, now_us: int) -> None:
        """What is shown; None while nothing is known yet."""
        self._transport, self._now_us = transport, now_us
        self._tell()

    def set_marked(self, marked: Marked) -> None:
        self._marked = marked
        self._tell()

    @property
    def words(self) -> str:
        """All that stands on it."""
        return " ".join(one.text for one in (self._title, self._at, self._how, self._range) if one.text)

    def retranslate(self) -> None:
        self._title.set_text(say(self._word).upper())
        self._tell()

    def _tell(self) -> None:
        now = self._transport
        self._at.set_text(whole_moment(now.at_us) if now is not None else "")
        self._how.set_text(self._how_of(now) if now is not None else say("playback_desk.loading"))
        self._range.set_text(self._range_words())
        self.setAccessibleName(self.words)

    def _how_of(self, now: Transport) -> str:
        ago = say("playback_desk.ago", span=length(max(SECOND_US, self._now_us - now.at_us)))
        how = speed(now.rate) if now.playing else say("playback_desk.paused")
        return f"{ago} · {how}"

    def _range_words(self) -> str:
        whole = self._marked.whole
        if whole is not None:
            begin, end = (whole_moment(at_us).split()[-1] for at_us in whole)
            return say("playback_desk.range", begin=begin, end=end, span=length(whole[1] - whole[0]))
        one = self._marked.since_us if self._marked.since_us is not None else self._marked.until_us
        if one is None:
            return ""
        key = "playback_desk.range_from" if self._marked.since_us is not None else "playback_desk.range_to"
        return say(key, at=whole_moment(one).split()[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._range.setVisible(self.width() >= _WIDE_PX)

    @Slot()
    def _on_back(self) -> None:
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
        painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.AMBER))
        theme.paint_icon(painter, QRectF(theme.PAD, (self.height() - 18) / 2, 18, 18), "recorded", Role.AMBER)
