"""The dialogs around an alarm: shelving it, and calling it false."""

from datetime import datetime

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.alarms import AlarmsPresenter
from console.windows.sheet import Sheet
from storage.model.alarms import Alarm, AlarmAct
from storage.model.cameras import Camera
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt


class AlarmSheets(QObject):
    """Opens the prompts over the desk and turns their answers into the presenter's intents."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: AlarmsPresenter | None = None
        self._alarm: Alarm | None = None
        self.shelve = ShelvePrompt()
        self.false = FalsePrompt()
        self.shelve_sheet = Sheet("alarms.sheet.shelve", self.shelve, owner, width=520)
        self.false_sheet = Sheet("alarms.sheet.false_alarm", self.false, owner, width=480)
        self.shelve.submitted.connect(self._shelved)
        self.shelve.cancelled.connect(self.shelve_sheet.dismiss)
        self.false.submitted.connect(self._called_false)
        self.false.cancelled.connect(self.false_sheet.dismiss)

    def attach(self, presenter: AlarmsPresenter) -> None:
        self._presenter = presenter

    def set_now(self, now: datetime) -> None:
        self.shelve.set_now(now)

    def ask(self, alarm: Alarm, act: AlarmAct, camera: Camera | None) -> None:
        """Ask what `act` needs; the alarm is acted on as it was seen now."""
        self._alarm = alarm
        prompt, sheet = (self.shelve, self.shelve_sheet) if act is AlarmAct.SHELVE else (self.false, self.false_sheet)
        prompt.start(alarm, camera)
        sheet.present()

    def dismiss(self) -> None:
        """Nobody is asked any more, since nobody may act."""
        self._alarm = None
        self.shelve_sheet.dismiss()
        self.false_sheet.dismiss()

    @Slot(str, float)
    def _shelved(self, reason: str, seconds: float) -> None:
        self.shelve_sheet.accept()
        if self._presenter is not None and self._alarm is not None:
            self._presenter.act(AlarmAct.SHELVE, self._alarm, reason=reason, for_s=seconds)

    @Slot(str, float)
    def _called_false(self, reason: str, _seconds: float) -> None:
        self.false_sheet.accept()
        if self._presenter is not None and self._alarm is not None:
            self._presenter.act(AlarmAct.FALSE_ALARM, self._alarm, reason=reason)
