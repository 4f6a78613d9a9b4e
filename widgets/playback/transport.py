"""The buttons under recorded pictures: each shows its key, none takes the keyboard."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.alarms.buttons import SMALL_PX, ListButton
from widgets.common.buttons import key_name
from widgets.common.labels import ElidedLabel, key_width
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.playback.values import Transport
from widgets.playback.wishes import KEYS, Wish
from widgets.playback.wording import speed
from widgets.theme import Role, Type

BAR_PX = 40
_SPACE = 6
_BARE_PX = 14
_SPEED_PX = 92
_SHORTENED = (
    frozenset[Wish](),
    frozenset({Wish.SLOWER, Wish.FASTER, Wish.MARK_IN, Wish.MARK_OUT}),
    frozenset({Wish.SLOWER, Wish.FASTER, Wish.MARK_IN, Wish.MARK_OUT, Wish.STILL, Wish.LOCK, Wish.PLAY}),
    frozenset(Wish),
)
"""Which buttons go without their word, the narrower the more."""
_ICONS = {
    Wish.PLAY: "play",
    Wish.BOOKMARK: "bookmark",
    Wish.LOCK: "lock",
    Wish.EXPORT: "disk",
    Wish.STILL: "picture",
    Wish.GO_TO: "clock",
}
_MOVING = (Wish.PLAY, Wish.FRAME_BACK, Wish.FRAME_ON, Wish.SLOWER, Wish.FASTER)
_MARKING = (Wish.MARK_IN, Wish.MARK_OUT, Wish.BOOKMARK, Wish.LOCK, Wish.EXPORT, Wish.STILL, Wish.GO_TO)


class WishButton(ListButton):
    """A button of one wish; `pressed_wish` tells it."""

    wished = Sent[Wish]()

    def __init__(self, wish: Wish, parent: QWidget | None = None) -> None:
        self.wish, self._short = wish, False
        self._said = f"playback_desk.button.{wish.value}"
        super().__init__(self._said, KEYS[wish], f"playback_desk.keys.{wish.value}", parent=parent)
        self.set_icon(_ICONS.get(wish, ""))
        self.clicked.connect(self._on_clicked)

    def set_short(self, short: bool) -> None:
        """Without its word, where there is no room: the key and the tooltip say it."""
        if short != self._short:
            self._short = short
            self.retranslate()

    def show_play(self, playing: bool, icon: str) -> None:
        """What the play button would do now."""
        self._said = "playback_desk.button.pause" if playing else "playback_desk.button.play"
        self.set_icon(icon)
        self.retranslate()

    def said(self) -> str:
        return "" if self._short else say(self._said)

    def retranslate(self) -> None:
        super().retranslate()
        self.setAccessibleName(self.said() or say(f"playback_desk.keys.{self.wish.value}"))

    def sizeHint(self) -> QSize:
        """By the word that stands on it: its accessible name may say more."""
        if not self.said() and self.wish not in _ICONS:
            return QSize(key_width(key_name(self.key)) + _BARE_PX, SMALL_PX)
        metrics = QFontMetricsF(theme.font(Type.SMALL))
        whole = super().sizeHint()
        return QSize(
            round(
                whole.width()
                - metrics.horizontalAdvance(self.accessibleName())
                + metrics.horizontalAdvance(self.said())
            ),
            whole.height(),
        )

    @Slot()
    def _on_clicked(self) -> None:
        self.wished.emit(self.wish)


class TransportBar(WordedWidget):
    """Play, speed, marks and what is done with them. `wished` tells what a button asks."""

    wished = Sent[Wish]()

    def __init__(self, wishes: tuple[Wish, ...] = _MARKING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing, self._rate = False, 1.0
        self.setFixedHeight(BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons = {wish: WishButton(wish, self) for wish in (*_MOVING, *wishes)}
        self._speed = ElidedLabel(Type.ROW, Role.TEXT, bold=True, parent=self)
        self._speed.set_alignment(Qt.AlignmentFlag.AlignHCenter)
        self._speed.setFixedWidth(_SPEED_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD, 0, theme.PAD, 0)
        row.setSpacing(_SPACE)
        for wish in (Wish.PLAY, Wish.FRAME_BACK, Wish.FRAME_ON, Wish.SLOWER):
            row.addWidget(self.buttons[wish])
        row.addWidget(self._speed)
        row.addWidget(self.buttons[Wish.FASTER])
        row.addStretch(1)
        for wish in wishes:
            row.addWidget(self.buttons[wish])
        for button in self.buttons.values():
            button.wished.connect(self.wished)
        self.retranslate()

    def set_transport(self, transport: Transport | None) -> None:
        playing = transport is not None and transport.playing
        rate = transport.rate if transport is not None else 1.0
        if (playing, rate) != (self._playing, self._rate):
            self._playing, self._rate = playing, rate
            self.retranslate()

    @property
    def speed_words(self) -> str:
        return self._speed.text

    def retranslate(self) -> None:
        icon = "pause" if self._playing else ("play_back" if self._rate < 0 else "play")
        self.buttons[Wish.PLAY].show_play(self._playing, icon)
        self._speed.set_text(speed(self._rate))
        self._shorten()

    def _shorten(self) -> None:
        """As many words as there is room for."""
        for short in _SHORTENED:
            for wish, button in self.buttons.items():
                button.set_short(wish in short)
            for widget in (self._speed, *(self.buttons[wish] for wish in _MOVING[1:])):
                widget.setVisible(short is not _SHORTENED[-1])  # the band tells the speed too, keys step
            if self._needed() <= self.width():
                return

    def _needed(self) -> int:
        widths = sum(button.sizeHint().width() + _SPACE for button in self.buttons.values())
        return widths + _SPEED_PX + _SPACE + 2 * theme.PAD

    def minimumSizeHint(self) -> QSize:
        return QSize(320, BAR_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._shorten()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.PANEL))
        painter.fillRect(0, 0, self.width(), 1, theme.color(Role.LINE))
