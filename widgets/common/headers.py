"""The head of a section: spaced capitals, how many there are, and the key that leads there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.labels import key_width, paint_key
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.theme import Role, Type


class SectionHeader(WordedWidget):
    """`word` is a key of resources/words; `key` is shown as a hint only, the window owns the shortcut."""

    clicked = Sent[()]()

    def __init__(self, word: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._key, self._count = word, key, ""
        self._title = ""
        self.setFixedHeight(theme.ROW_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_count(self, count: int | None) -> None:
        """How many things stand below; None shows no number."""
        self._count = "" if count is None else str(count)
        self._name()
        self.update()

    def set_word(self, word: str) -> None:
        self._word = word
        self.retranslate()

    def retranslate(self) -> None:
        self._title = say(self._word).upper()
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, theme.ROW_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = QRectF(self.rect()).adjusted(theme.PAD, 0, -theme.PAD, -1)
        key = key_width(self._key)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))
        painter.setFont(theme.font(Type.HEAD))
        painter.setPen(theme.color(Role.SECOND))
        room = inside.width() - key - theme.GAP - (24 if self._count else 0)
        metrics = QFontMetricsF(theme.font(Type.HEAD))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(theme.color(Role.TEXT))
        painter.setFont(theme.font(Type.BODY, bold=True))
        after = inside.adjusted(metrics.horizontalAdvance(title) + theme.GAP, 0, 0, 0)
        painter.drawText(after, Qt.AlignmentFlag.AlignVCenter, self._count)
        if self._key:
            chip = QRectF(inside.right() - key, (self.height() - 1 - 18) / 2, key, 18)
            paint_key(painter, chip, self._key, Role.SECOND)

    def _name(self) -> None:
        self.setAccessibleName(f"{say(self._word)} {self._count}".strip())
        self.setToolTip(say("widgets.key_hint", what=say(self._word), key=self._key) if self._key else "")
