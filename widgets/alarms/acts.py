"""What can be done to the alarm that is chosen, each with its key."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storage.model.alarms import SOUNDING, Alarm, AlarmState
from widgets import theme
from widgets.alarms.buttons import ListButton
from widgets.alarms.keys import KEYS, Wish
from widgets.common.signals import Sent
from widgets.theme import Role

ACTS_PX = 44


class AlarmActs(QWidget):
    """One row of buttons; what the chosen alarm does not allow is faint."""

    wished = Sent[Wish]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {
            wish: ListButton(f"alarms.act.{wish.value}", KEYS[wish], f"alarms.hint.{wish.value}", parent=self)
            for wish in (Wish.ACKNOWLEDGE, Wish.TICKET, Wish.FALSE_ALARM, Wish.SHELVE)
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD, 0, theme.PAD, 0)
        row.setSpacing(6)
        for button in self._buttons.values():
            row.addWidget(button)
            button.clicked.connect(self._on_clicked)
        row.addStretch(1)
        self.setFixedHeight(ACTS_PX)
        self.set_alarm(None)

    def button(self, wish: Wish) -> ListButton:
        return self._buttons[wish]

    def set_alarm(self, alarm: Alarm | None, *, may_act: bool = True) -> None:
        """The alarm that is chosen; None for none."""
        shelved = alarm is not None and alarm.state is AlarmState.SHELVED
        first = self._buttons[Wish.ACKNOWLEDGE]
        first.set_word("alarms.act.unshelve" if shelved else "alarms.act.acknowledge")
        first.set_hint("alarms.hint.unshelve" if shelved else "alarms.hint.acknowledge")
        for wish, button in self._buttons.items():
            button.setEnabled(may_act and alarm is not None and allows(alarm, wish))
        first.set_primary(first.isEnabled())

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme.color(Role.LINE))

    @Slot()
    def _on_clicked(self) -> None:
        for wish, button in self._buttons.items():
            if button is self.sender():
                self.wished.emit(wish)


def allows(alarm: Alarm, wish: Wish) -> bool:
    """Whether the alarm's state has room for the wish."""
    if wish is Wish.ACKNOWLEDGE:
        return alarm.state in SOUNDING or alarm.state is AlarmState.SHELVED
    if wish is Wish.SHELVE:
        return alarm.state is not AlarmState.SHELVED
    return wish in (Wish.TICKET, Wish.FALSE_ALARM)
