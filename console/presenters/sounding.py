"""What should sound now: from the alarms that wait and a person's mute, without a device and without Qt."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from storage.model.alarms import SOUNDING, Alarm
from storage.model.tickets import Priority

CHIME_EVERY_S = 20.0
CHIME_APART_S = 3.0
"""A new alarm chimes at once, but many that come together are not a peal."""
URGENT = frozenset({Priority.CRITICAL, Priority.HIGH})


class Call(StrEnum):
    """How loudly the alarms that nobody has answered call."""

    NONE = "none"
    CHIME = "chime"  # priority 3 and 4: one note now and then
    LOOP = "loop"  # priority 1 and 2: until it is answered


@dataclass(frozen=True, slots=True)
class SoundState:
    """What a person is told of the sound. `mute_left_s` is None while it is not muted."""

    call: Call = Call.NONE
    mute_left_s: int | None = None
    audible: bool = True  # there is a device to sound on


@dataclass(frozen=True, slots=True)
class Step:
    """What the device does now."""

    loop: bool
    chime: bool
    call: Call
    mute_left_s: int | None


class Sounding:
    """One desk's sound. `clock` gives seconds that only rise; `step()` is asked a few times a second.

    A mute holds for all alarms, also for new ones of priority 1: whoever mutes the desk is heard to it by the amber
    countdown in the list's head, and gets the sound back by itself.
    """

    def __init__(self, clock: Callable[[], float], mute_s: float) -> None:
        self._clock = clock
        self.mute_s = mute_s
        self._muted_until: float | None = None
        self._waiting: dict[UUID, Priority] = {}
        self._last_chime: float | None = None
        self._news = False

    def set_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """The alarms of the list as they stand now."""
        waiting = {alarm.id: alarm.priority for alarm in alarms if alarm.state in SOUNDING}
        self._news = self._news or bool(waiting.keys() - self._waiting.keys())
        self._waiting = waiting

    def mute(self) -> None:
        """Be silent for `mute_s`, counted from now."""
        self._muted_until = self._clock() + self.mute_s

    def unmute(self) -> None:
        self._muted_until = None

    @property
    def muted(self) -> bool:
        return self._mute_left() is not None

    def reset(self) -> None:
        """Another person, or none: no alarms, and nobody's mute is inherited."""
        self._muted_until = self._last_chime = None
        self._waiting = {}
        self._news = False

    def call(self) -> Call:
        """How the waiting alarms would sound unmuted."""
        if any(priority in URGENT for priority in self._waiting.values()):
            return Call.LOOP
        return Call.CHIME if self._waiting else Call.NONE

    def step(self) -> Step:
        """What the device does from now until the next step; a chime is due once."""
        call, left = self.call(), self._mute_left()
        chime = left is None and call is Call.CHIME and self._chime_due()
        if chime:
            self._last_chime = self._clock()
            self._news = False
        if call is Call.NONE:
            self._news = False
        return Step(left is None and call is Call.LOOP, chime, call, left)

    def _chime_due(self) -> bool:
        if self._last_chime is None:
            return True
        since = self._clock() - self._last_chime
        return since >= CHIME_EVERY_S or (self._news and since >= CHIME_APART_S)

    def _mute_left(self) -> int | None:
        if self._muted_until is None:
            return None
        left = self._muted_until - self._clock()
        if left <= 0:
            self._muted_until = None
            return None
        return math.ceil(left)
