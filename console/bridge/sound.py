"""The sound of one desk's alarms: a timer between what should sound (`Sounding`) and the speaker."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from console.bridge.speaker import Speaker
from console.presenters.sounding import Sounding, SoundState
from storage.model.alarms import Alarm
from widgets.common.signals import Sent

STEP_MS = 250


class AlarmSound(QObject):
    """`start()` opens the speaker, `close()` leaves it silent. Lives on the GUI thread and waits for nothing."""

    state_changed = Sent[SoundState]()

    def __init__(
        self, clock: Callable[[], float], mute_s: float, speaker: Speaker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sounding = Sounding(clock, mute_s)
        self._speaker = speaker
        self._state = SoundState()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def state(self) -> SoundState:
        return self._state

    @property
    def mute_s(self) -> float:
        return self._sounding.mute_s

    def start(self) -> None:
        self._speaker.open()
        self._timer.start()
        self._step()

    def close(self) -> None:
        self._timer.stop()
        self._speaker.loop(False)
        self._speaker.close()

    def set_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """The alarms that this desk's person can answer, as they stand now."""
        self._sounding.set_alarms(alarms)
        self._step()

    def reset(self) -> None:
        """Another person, or none: silent, and nobody's mute is inherited."""
        self._sounding.reset()
        self._step()

    @Slot()
    def toggle_mute(self) -> None:
        if self._sounding.muted:
            self._sounding.unmute()
        else:
            self._sounding.mute()
        self._step()

    @Slot()
    def _step(self) -> None:
        """Nothing sounds before `start` and after `close`."""
        if not self._timer.isActive():
            return
        step = self._sounding.step()
        self._speaker.loop(step.loop)
        if step.chime:
            self._speaker.chime()
        state = SoundState(step.call, step.mute_left_s, self._speaker.available)
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
