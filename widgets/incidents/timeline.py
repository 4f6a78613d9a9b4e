"""What happened to a ticket, line by line, newest last."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from storage.model.tickets import TimelineEntry
from widgets import theme
from widgets.common.figures import WIB, clock, day
from widgets.common.scrolling import BareScroll
from widgets.common.worded import WordedWidget
from widgets.incidents.wording import entry_sentence
from widgets.theme import Role, Type

_LINE = 24
_TEXT_AT = 96
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Timeline(BareScroll):
    """A timeline that keeps its newest entry in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines(self)
        self.set_body(self._lines)
        self._follows = True
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range)
        bar.actionTriggered.connect(self._on_scrolled)

    def set_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        if entries[:1] != self._lines.first():
            self._follows = True  # another ticket begins at its newest line
        self._lines.set_entries(entries)

    @Slot(int, int)
    def _on_range(self, least: int, most: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(most)

    @Slot(int)
    def _on_scrolled(self, action: int) -> None:
        """Who reads further up is not pulled down by the next line."""
        bar = self.verticalScrollBar()
        self._follows = bar.sliderPosition() >= bar.maximum()


class _Lines(WordedWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def first(self) -> tuple[TimelineEntry, ...]:
        return self._entries[:1]

    def set_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        self._entries = entries
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("tickets.timeline"))
        self.setAccessibleDescription("\n".join(f"{clock(one.at)} {entry_sentence(one)}" for one in self._entries))
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height())

    def _grow(self) -> None:
        self.setMinimumHeight(self._height())

    def _height(self) -> int:
        return round(sum(self._block(entry)[2] for entry in self._entries))

    def _block(self, entry: TimelineEntry) -> tuple[float, float, float]:
        """Height of the sentence, of the person's text, and of both with their distance."""
        room = QRectF(0, 0, max(80, self.width() - _TEXT_AT - theme.GAP), 10_000)
        sentence = QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _FLAGS, entry_sentence(entry)).height()
        text = 0.0
        if entry.text:
            text = QFontMetricsF(theme.font(Type.BODY)).boundingRect(room, _FLAGS, entry.text).height() + 2
        return sentence, text, max(_LINE, sentence + text + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        last_day = None
        for entry in self._entries:
            sentence, text, height = self._block(entry)
            today = entry.at.astimezone(WIB).date()
            time = clock(entry.at) if last_day in (None, today) else f"{day(entry.at).split(' ', 1)[1]}"
            last_day = today
            width = self.width() - _TEXT_AT - theme.GAP
            painter.setFont(theme.font(Type.BODY))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(QRectF(0, top + 2, 64, sentence), _FLAGS, time)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Role.SELECTION))
            painter.drawEllipse(QRectF(76, top + 9, 4, 4))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(QRectF(_TEXT_AT, top + 2, width, sentence + 2), _FLAGS, entry_sentence(entry))
            painter.setPen(theme.color(Role.SECOND))
            painter.drawText(QRectF(_TEXT_AT, top + 4 + sentence, width, text + 2), _FLAGS, entry.text)
            top += height
