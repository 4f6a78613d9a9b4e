"""The alarms of the desk's right column, their prompts, and the load in the top line."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from support import views
from support.alarm_views import ALARMS, CAMERAS, FLOOD, STOPPED
from visual.conftest import Grab, Show

from console.presenters.sounding import Call, SoundState
from console.windows.alarm_panel import AlarmPanel
from storage.model.alarms import Alarm, AlarmLoad
from widgets.alarms.keys import Wish
from widgets.alarms.load import LoadChip
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt

SOUNDS = SoundState(Call.LOOP, None, True)
MUTED = SoundState(Call.LOOP, 512, True)
DEAF = SoundState(Call.LOOP, None, False)


class Column(QWidget):
    """The panel as it stands in the column, on the window's ground."""

    def __init__(self, alarms: tuple[Alarm, ...], sound: SoundState, *, flood: bool = False) -> None:
        super().__init__()
        self.chip = LoadChip(self)
        self.panel = AlarmPanel(self.chip, "A", self)
        self.panel.show_access(reads=True, acts=True)
        self.panel.set_now(views.NOW)
        self.panel.show_cameras(CAMERAS)
        self.panel.show_alarms(alarms, flood=flood)
        self.panel.show_load(AlarmLoad(12 if flood else 3, 1))
        self.panel.show_sound(sound)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        column.addWidget(self.chip)
        column.addStretch(1)


def test_the_list_shows_what_wants_an_answer_and_how_each_stands(show: Show, grab: Grab) -> None:
    column = Column(ALARMS, SOUNDS)
    column.panel.list.select(STOPPED.id)
    grab(show(column, 440, 340), "alarms-list")


def test_a_muted_desk_says_so_in_amber_with_the_time_that_is_left(show: Show, grab: Grab) -> None:
    grab(show(Column(ALARMS[:2], MUTED), 440, 220), "alarms-muted")


def test_shelved_alarms_say_until_when_and_why_and_a_desk_without_sound_flashes(show: Show, grab: Grab) -> None:
    column = Column(ALARMS, DEAF)
    column.panel.head.killTimer(column.panel.head._timer)  # lit for the picture, however slow the machine is
    show(column, 440, 220)
    column.panel.list._on_wish(Wish.SHELVED)
    grab(column, "alarms-shelved")


def test_a_flood_is_grouped_and_a_group_can_be_opened(show: Show, grab: Grab) -> None:
    column = Column(FLOOD, SOUNDS, flood=True)
    show(column, 440, 480)
    column.panel.list.select(FLOOD[2].id)
    column.panel.list.rows.setCurrentIndex(column.panel.list.rows.model().index(1, 0))
    column.panel.list._on_wish(Wish.OPEN)
    grab(column, "alarms-flood")


def test_an_empty_list_takes_one_row(show: Show, grab: Grab) -> None:
    grab(show(Column((), SoundState()), 440, 140), "alarms-none")


def test_shelving_asks_for_a_limit_and_a_reason(show: Show, grab: Grab) -> None:
    prompt = ShelvePrompt()
    prompt.set_now(views.NOW)
    prompt.start(STOPPED, CAMERAS[1])
    prompt.choose("3")
    prompt.submit.click()
    grab(show(prompt, 560, 440), "alarms-shelve")


def test_a_false_alarm_offers_reasons(show: Show, grab: Grab) -> None:
    prompt = FalsePrompt()
    prompt.start(STOPPED, CAMERAS[1])
    prompt.choose("1")
    grab(show(prompt, 560, 360), "alarms-false")


def test_the_load_has_a_colour_and_a_word_only_where_it_is_not_normal(show: Show, grab: Grab) -> None:
    column = QWidget()
    rows = QVBoxLayout(column)
    for load in (AlarmLoad(0, 1), AlarmLoad(2, 1), AlarmLoad(3, 1), AlarmLoad(13, 2), AlarmLoad(24, 2), None):
        chip = LoadChip(column)
        chip.set_load(load)
        rows.addWidget(chip)
    grab(show(column, 300, 230), "alarms-load")
