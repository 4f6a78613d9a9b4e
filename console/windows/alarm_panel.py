"""The alarms of the desk's right column: head, list, sound and dialogs, as one part that a window puts in."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from console.bridge.sound import AlarmSound
from console.presenters.alarms import AlarmsPresenter
from console.presenters.sounding import Call, SoundState
from console.windows.alarm_sheets import AlarmSheets
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.alarms import Alarm, AlarmAct, AlarmLoad
from storage.model.cameras import Camera
from widgets.alarms import wording
from widgets.alarms.head import AlarmHeader
from widgets.alarms.keys import Wish
from widgets.alarms.list import AlarmListView
from widgets.alarms.load import LoadChip
from widgets.common.notices import Tone
from widgets.common.signals import Sent

_ACTS = {Wish.FALSE_ALARM: AlarmAct.FALSE_ALARM, Wish.SHELVE: AlarmAct.SHELVE}


class AlarmPanel(QWidget):
    """Implements AlarmsView. Hidden while nobody is signed in who has alarms.

    `load` is the chip in the window's top line, which is shown and hidden with the list. What a person wants of an
    alarm goes to the presenter that is attached; the rest leaves as signals.
    """

    camera_requested = Sent[UUID]()  # an alarm was chosen: bring its camera up
    ticket_chosen = Sent[UUID]()  # an alarm at a ticket was chosen: show the ticket
    ticket_requested = Sent[UUID]()  # alarm id: T was pressed on it
    ticket_made = Sent[UUID]()  # ticket id: it is open and acknowledged
    acted = Sent[UUID]()  # alarm id: the record has taken an act on it
    mute_requested = Sent[()]()
    noticed = Sent[Tone, str]()  # a sentence for the window's banner

    def __init__(self, load: LoadChip, key: str = "A", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter: AlarmsPresenter | None = None
        self._sound: AlarmSound | None = None
        self._cameras: dict[UUID, Camera] = {}
        self._may_act = False
        self.head = AlarmHeader(key, self)
        self.list = AlarmListView(self)
        self.load = load
        self.load.setVisible(False)
        self.load.setVisible(False)
        self.sheets = AlarmSheets(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(self.list)
        # As high as its rows: what is spare in the column is the tickets'.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.head.mute_wished.connect(self.toggle_mute)
        self.head.shelved_wished.connect(self._turn)
        self.head.clicked.connect(self.take_focus)
        self.list.shelved_wished.connect(self._turn)
        self.list.alarm_selected.connect(self._selected)
        self.list.wished.connect(self._wished)
        self.setVisible(False)

    def attach(self, presenter: AlarmsPresenter, sound: AlarmSound) -> None:
        self._presenter, self._sound = presenter, sound
        self.sheets.attach(presenter)
        self.head.set_mute_s(sound.mute_s)
        sound.state_changed.connect(self.show_sound)
        self.show_sound(sound.state)

    def set_now(self, now: datetime) -> None:
        """The moment that ages and limits are told from; aware. Once a second."""
        self.list.set_now(now)
        self.sheets.set_now(now)

    @Slot()
    def take_focus(self) -> None:
        """The keyboard to the list, with its first alarm chosen; nothing while it is hidden."""
        if self.isVisible():
            self.list.take_focus()

    @Slot()
    def toggle_mute(self) -> None:
        """Mute this desk for the settings' time, or end that early."""
        self.mute_requested.emit()
        if self._sound is not None:
            self._sound.toggle_mute()

    # What the presenter shows.

    def show_access(self, *, reads: bool, acts: bool) -> None:
        """Whether there is a list for this person; only who can answer an alarm hears it."""
        self._may_act = acts
        self.setVisible(reads)
        self.load.setVisible(reads)
        self.list.set_may_act(acts)
        self.list.set_shelved(False)
        self.list.select(None)
        self.head.set_may_mute(acts)
        self.sheets.dismiss()
        if self._sound is not None:
            self._sound.reset()

    def show_cameras(self, cameras: tuple[Camera, ...]) -> None:
        self._cameras = {camera.id: camera for camera in cameras}
        self.list.set_cameras(cameras)

    def show_alarms(self, alarms: tuple[Alarm, ...], *, flood: bool) -> None:
        self.list.set_alarms(alarms, flood=flood)
        self._count()
        if self._sound is not None:
            self._sound.set_alarms(self.list.listed if self._may_act else ())

    def show_load(self, load: AlarmLoad | None) -> None:
        self.load.set_load(load)

    def show_question(self, alarm: Alarm, act: AlarmAct) -> None:
        self.sheets.ask(alarm, act, self._cameras.get(alarm.camera_id))

    def show_overtaken(self, alarm: Alarm, who: str) -> None:
        facts = {
            "kind": wording.kind_word(alarm.kind),
            "camera": wording.camera_word(self._cameras.get(alarm.camera_id)),
            "state": wording.state_word(alarm.state),
        }
        words = say("alarms.overtaken_by", name=who, **facts) if who else say("alarms.overtaken", **facts)
        self.noticed.emit(Tone.CALM, words)

    def show_acted(self, alarm_id: UUID) -> None:
        self.acted.emit(alarm_id)

    def show_ticket_made(self, ticket_id: UUID) -> None:
        self.ticket_made.emit(ticket_id)

    def show_error(self, error: SiagaError) -> None:
        self.noticed.emit(Tone.AMBER, sentence(error))

    @Slot(object)
    def show_sound(self, state: SoundState) -> None:
        self.head.set_sound(calls=state.call is not Call.NONE, mute_left_s=state.mute_left_s, audible=state.audible)

    # What a person does.

    @Slot()
    def _turn(self) -> None:
        self.list.set_shelved(not self.list.shows_shelved)
        self._count()
        self.list.take_focus()

    def _count(self) -> None:
        shown = self.list.shows_shelved
        self.head.set_count(len(self.list.shelved if shown else self.list.listed))
        self.head.set_shelved(len(self.list.shelved), shown=shown)

    @Slot(object)
    def _selected(self, alarm_id: UUID) -> None:
        alarm = self.list.chosen_alarm()
        if alarm is not None and alarm.id == alarm_id:
            if alarm.about_ticket is not None:
                self.ticket_chosen.emit(alarm.about_ticket)
            else:
                self.camera_requested.emit(alarm.camera_id)

    @Slot(object, object)
    def _wished(self, wish: Wish, alarm_id: UUID) -> None:
        if self._presenter is None:
            return
        chosen = self.list.chosen_alarm()
        if wish is Wish.TICKET and chosen is not None and chosen.id == alarm_id and chosen.about_ticket is not None:
            self.ticket_made.emit(chosen.about_ticket)  # it has its ticket: the keyboard goes there
        elif wish is Wish.TICKET:
            self.ticket_requested.emit(alarm_id)
            self._presenter.make_ticket(alarm_id)
        elif wish is Wish.ACKNOWLEDGE:
            act = AlarmAct.UNSHELVE if self.list.shows_shelved else AlarmAct.ACKNOWLEDGE
            self._presenter.begin_act(act, alarm_id)
        elif wish in _ACTS:
            self._presenter.begin_act(_ACTS[wish], alarm_id)
