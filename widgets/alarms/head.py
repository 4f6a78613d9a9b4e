"""The head of the alarm list: how many, the sound and its mute, and the way to the shelved ones."""

from PySide6.QtCore import QTimerEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import theme
from widgets.alarms.buttons import ListButton
from widgets.alarms.keys import KEYS, MUTE_KEY, Wish
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
        self._mute_s, self._ready, self._may_mute = 600.0, False, True
        self._sound: tuple[bool, int, bool] = (False, -1, True)  # calls, seconds of mute left, audible
        self._timer, self._lit = 0, False
        super().__init__("alarms.head", key, parent)
        self.mute = ListButton("alarms.sound.mute", MUTE_KEY, everywhere=True, parent=self)
        self.shelved = ListButton("", KEYS[Wish.SHELVED], parent=self)
        self.shelved.make_quiet()
        self.mute.make_quiet()
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
        self._say_sound()

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
        self.shelved.set_icon("" if shown else "shelved")
        self.shelved.setVisible(shown or count > 0)
        self.set_word("alarms.head_shelved" if shown else "alarms.head")

    def set_may_mute(self, may_mute: bool) -> None:
        """Whoever cannot answer an alarm hears none, and has nothing to mute."""
        self._may_mute = may_mute
        self._say_sound()

    def set_sound(self, *, calls: bool, mute_left_s: int | None, audible: bool) -> None:
        """`calls`: an alarm waits that would sound; `mute_left_s` None: not muted; not `audible`: no device."""
        sound = (calls, -1 if mute_left_s is None else mute_left_s, audible)
        if sound != self._sound:
            self._sound = sound
            self._say_sound()
        self._flash(calls and not audible and mute_left_s is None)

    def retranslate(self) -> None:
        super().retranslate()
        if self._ready:
            self._say_sound()

    def _say_sound(self) -> None:
        calls, left_s, audible = self._sound
        muted = left_s >= 0
        if muted:
            left = age(left_s)
            self.mute.set_word("alarms.sound.muted", left=left)
            self.mute.set_hint("alarms.sound.muted_hint", left=left)
        elif not audible:
            self.mute.set_word("alarms.sound.flashing")
            self.mute.set_hint("alarms.sound.flashing_hint")
        else:
            self.mute.set_word("alarms.sound.mute")
            self.mute.set_hint("alarms.sound.mute_hint", minutes=round(self._mute_s / 60))
        self.mute.set_icon("muted" if muted or not audible else "bell")
        self.mute.set_ink(Role.AMBER if muted or (calls and not audible) else None)
        self.mute.setVisible(self._may_mute and (calls or muted or not audible))

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
