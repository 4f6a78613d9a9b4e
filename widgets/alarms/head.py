"""The head of the alarm list: how many, the sound and its mute, and the way to the shelved ones."""

from PySide6.QtCore import QTimerEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import theme
from widgets.alarms.buttons import ListButton
from widgets.alarms.keys import KEYS, Wish
from widgets.common.figures import age
from widgets.common.headers import SectionHeader
from widgets.common.labels import key_width
from widgets.common.signals import Sent
from widgets.theme import Role

FLASH_MS = 600
"""Slower than twice a second: seen from the side, and harmless to whom flicker makes ill."""


class AlarmHeader(SectionHeader):
    """A section's head with two small buttons. It flashes where there is something to hear and no sound for it."""

    mute_wished = Sent[()]()
    shelved_wished = Sent[()]()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        self._mute_s, self._left_s, self._audible, self._ready = 600.0, -1, True, False
        self._timer, self._lit = 0, False
        super().__init__("alarms.head", key, parent)
        self.mute = ListButton("alarms.sound.mute", KEYS[Wish.MUTE], parent=self)
        self.shelved = ListButton("alarms.act.shelved_count", KEYS[Wish.SHELVED], parent=self)
        self.shelved.set_icon("shelved")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.PAD + key_width(key) + theme.GAP, 1)
        row.setSpacing(6)
        row.addStretch(1)
        row.addWidget(self.shelved)
        row.addWidget(self.mute)
        self.mute.clicked.connect(self.mute_wished)
        self.shelved.clicked.connect(self.shelved_wished)
        self._ready = True
        self.set_shelved(0, shown=False)
        self.set_sound(calls=False, mute_left_s=None, audible=True)

    @property
    def flashes(self) -> bool:
        return self._timer != 0

    def set_mute_s(self, seconds: float) -> None:
        """How long a mute lasts."""
        self._mute_s = seconds
        self._say_sound()

    def set_shelved(self, count: int, *, shown: bool) -> None:
        """How many are shelved, and whether the list shows them now."""
        if shown:
            self.shelved.set_word("alarms.act.back_to_list")
            self.shelved.set_hint("alarms.hint.back_to_list")
        else:
            self.shelved.set_word("alarms.act.shelved_count", count=count)
            self.shelved.set_hint("alarms.hint.shelved_count")
        self.shelved.setVisible(shown or count > 0)
        self.set_word("alarms.head_shelved" if shown else "alarms.head")

    def set_sound(self, *, calls: bool, mute_left_s: int | None, audible: bool) -> None:
        """`calls`: an alarm waits that would sound; `mute_left_s` None: not muted; not `audible`: no device."""
        left = -1 if mute_left_s is None else mute_left_s
        if (left, audible) != (self._left_s, self._audible) or not self.mute.toolTip():
            self._left_s, self._audible = left, audible
            self._say_sound()
        self._flash(calls and not audible and mute_left_s is None)

    def retranslate(self) -> None:
        super().retranslate()
        if self._ready:
            self._say_sound()

    def _say_sound(self) -> None:
        if self._left_s >= 0:
            left = age(self._left_s)
            self.mute.set_word("alarms.sound.muted", left=left)
            self.mute.set_hint("alarms.sound.muted_hint", left=left)
        elif not self._audible:
            self.mute.set_word("alarms.sound.flashing")
            self.mute.set_hint("alarms.sound.flashing_hint")
        else:
            self.mute.set_word("alarms.sound.mute")
            self.mute.set_hint("alarms.sound.mute_hint", minutes=round(self._mute_s / 60))
        quiet = self._left_s >= 0 or not self._audible
        self.mute.set_icon("muted" if quiet else "bell")
        self.mute.set_ink(Role.AMBER if quiet else None)

    def _flash(self, on: bool) -> None:
        if on == self.flashes:
            return
        if on:
            self._timer, self._lit = self.startTimer(FLASH_MS), True
        else:
            self.killTimer(self._timer)
            self._timer, self._lit = 0, False
        self.update()

    def timerEvent(self, event: QTimerEvent) -> None:
        self._lit = not self._lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._lit:
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme.color(Role.AMBER_GROUND))
            painter.fillRect(0, 0, 3, self.height(), theme.color(Role.AMBER))
            painter.end()
        super().paintEvent(event)
