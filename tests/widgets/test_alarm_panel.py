"""The desk's alarms put together: by keys alone from the list to the record, and the sound that goes with it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.alarmed import raise_alarm
from support.qt import Heard
from support.small_site import small_site

from console.bridge.sound import AlarmSound
from console.bridge.speaker import QtSpeaker
from console.presenters.alarms import AlarmsPresenter
from console.presenters.jobs import ImmediateJobs
from console.windows.alarm_panel import AlarmPanel
from storage.model.alarms import AlarmAct, AlarmKind, AlarmState
from storage.model.ids import new_id
from storage.model.tickets import Priority, TicketState
from storage.service.commands import ActOnAlarm
from storage.service.errors import Busy
from storage.testing import FakeSite
from widgets.alarms.load import LoadChip
from widgets.common.figures import clock
from widgets.common.notices import Tone
from widgets.incidents.wording import entry_sentence


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class FakeSpeaker:
    def __init__(self) -> None:
        self.available = True
        self.is_open = self.looping = False
        self.chimes = 0

    def open(self) -> None:
        self.is_open = True

    def loop(self, on: bool) -> None:
        self.looping = on

    def chime(self) -> None:
        self.chimes += 1

    def close(self) -> None:
        self.is_open = False


class Room:
    """A window with the panel in it, wired as the desk does it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.site: FakeSite = small_site()
        self.clock, self.speaker = Clock(), FakeSpeaker()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        chip = LoadChip(self.window)
        self.panel = AlarmPanel(chip, "A", self.window)
        box = QVBoxLayout(self.window)
        top = QHBoxLayout()
        top.addWidget(chip)
        box.addLayout(top)
        box.addWidget(self.panel)
        self.presenter = AlarmsPresenter(self.panel, ImmediateJobs(), self.now)
        self.sound = AlarmSound(self.clock, 600.0, self.speaker)
        self.panel.attach(self.presenter, self.sound)
        self.panel.set_now(self.site.now)
        self.window.resize(440, 700)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.sound.start()
        self.qtbot = qtbot

    def now(self) -> object:
        return self.site.now

    def sign_in(self, login: str = "operator1") -> None:
        record = self.site.person(login)
        self.presenter.begin(record, record.me())

    def focus(self) -> None:
        self.panel.take_focus()
        self.qtbot.waitUntil(self.panel.list.rows.hasFocus)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.panel.list.rows, key)

    def pass_time(self, seconds: float) -> None:
        """Time for the sound alone; its own timer is not waited for."""
        self.clock.seconds += seconds
        self.sound._step()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.sound.close()


def test_an_alarm_sounds_until_enter_acknowledges_it(room: Room) -> None:
    alarm = raise_alarm(room.site, AlarmKind.STOPPED_TRAFFIC, priority=Priority.CRITICAL)
    room.sign_in()
    assert room.speaker.looping
    room.focus()
    room.press(Qt.Key.Key_Return)
    assert room.site.alarms[alarm.id].state is AlarmState.ACKNOWLEDGED
    assert not room.speaker.looping


def test_choosing_an_alarm_asks_for_its_camera(room: Room) -> None:
    first = raise_alarm(room.site, number=101)
    second = raise_alarm(room.site, number=102)
    room.sign_in()
    told = Heard(room.panel.camera_requested)
    room.focus()
    room.press(Qt.Key.Key_Down)
    assert told.told == [(first.camera_id,), (second.camera_id,)]


def test_t_makes_a_ticket_and_the_next_key_does_not_make_another(room: Room) -> None:
    alarm = raise_alarm(room.site, number=101)
    raise_alarm(room.site, number=102)
    room.sign_in()
    asked, made = Heard(room.panel.ticket_requested), Heard(room.panel.ticket_made)
    room.focus()
    room.press(Qt.Key.Key_T, Qt.Key.Key_T)
    assert asked.told == [(alarm.id,)]
    ((ticket_id,),) = made.told
    (kept,) = room.site.tickets.values()
    assert (kept.ticket.id, kept.ticket.state) == (ticket_id, TicketState.ACKNOWLEDGED)
    room.press(Qt.Key.Key_Down, Qt.Key.Key_T)
    assert len(room.site.tickets) == 2


def test_a_tickets_timeline_begins_with_the_alarm_that_it_came_from(room: Room) -> None:
    alarm = raise_alarm(room.site, occupancy=0.91, speed=0.02)
    other = raise_alarm(room.site, AlarmKind.STOPPED_VEHICLE)
    room.sign_in()
    for one in (alarm, other):
        room.presenter.make_ticket(one.id)
    said = [[entry_sentence(entry) for entry in kept.timeline] for kept in room.site.tickets.values()]
    first = f"Dari alarm pukul {clock(alarm.raised_at)}: Lalu lintas macet (okupansi 0,91 · laju 2 %)"
    assert first in said[0]
    assert f"Dari alarm pukul {clock(other.raised_at)}: Kendaraan mogok" in said[1]


def test_shelving_by_keys_alone_and_bringing_back(room: Room) -> None:
    alarm = raise_alarm(room.site)
    room.sign_in()
    room.focus()
    room.press(Qt.Key.Key_S)
    prompt = room.panel.sheets.shelve
    room.qtbot.waitUntil(prompt.reason.hasFocus)
    QTest.keyClicks(prompt.reason, "37")
    QTest.keyClick(prompt.reason, Qt.Key.Key_Return)
    kept = room.site.alarms[alarm.id]
    assert (kept.state, kept.reason) == (AlarmState.SHELVED, "Pekerjaan jalan")
    assert not room.panel.sheets.shelve_sheet.isVisible()
    assert not room.speaker.looping
    assert room.panel.head.shelved.isVisible()
    room.window.activateWindow()
    room.focus()
    room.press(Qt.Key.Key_Z, Qt.Key.Key_Return)
    assert room.site.alarms[alarm.id].state is AlarmState.UNACKNOWLEDGED
    room.press(Qt.Key.Key_Z)
    assert not room.panel.list.shows_shelved
    assert room.speaker.looping


def test_a_false_alarm_by_keys_alone_keeps_its_reason(room: Room) -> None:
    alarm = raise_alarm(room.site, AlarmKind.STOPPED_VEHICLE)
    room.sign_in()
    room.focus()
    room.press(Qt.Key.Key_F)
    prompt = room.panel.sheets.false
    room.qtbot.waitUntil(prompt.reason.hasFocus)
    QTest.keyClicks(prompt.reason, "1")
    QTest.keyClick(prompt.reason, Qt.Key.Key_Return)
    assert (room.site.alarms[alarm.id].state, room.site.alarms[alarm.id].reason) == (
        AlarmState.FALSE,
        "Bayangan atau lampu",
    )


def test_a_quicker_desk_is_named_in_the_windows_banner(room: Room) -> None:
    alarm = raise_alarm(room.site)
    room.sign_in()
    room.site.person("operator2").execute(
        ActOnAlarm(key=new_id(), alarm_id=alarm.id, expected_version=1, act=AlarmAct.ACKNOWLEDGE)
    )
    told = Heard(room.panel.noticed)
    room.focus()
    room.press(Qt.Key.Key_Return)
    ((tone, words),) = told.told
    assert tone is Tone.CALM
    assert words == "Terlambat sesaat: Lalu lintas macet (101 Kamera 101) sudah diakui oleh Operator 2."


def test_a_refusal_is_told_in_words(room: Room) -> None:
    raise_alarm(room.site)
    room.sign_in()
    told = Heard(room.panel.noticed)
    room.site.down = Busy()
    room.focus()
    room.press(Qt.Key.Key_Return)
    assert {tone for tone, _ in told.told} == {Tone.AMBER}


def test_an_agency_sees_neither_list_nor_load_and_hears_nothing(room: Room) -> None:
    raise_alarm(room.site, priority=Priority.CRITICAL)
    told = Heard(room.panel.noticed)
    room.sign_in("dishub1")
    assert not room.panel.isVisible()
    assert not room.panel.load.isVisible()
    assert not room.speaker.looping
    assert len(told) == 0


def test_who_can_not_answer_an_alarm_does_not_hear_it(room: Room) -> None:
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in("administrator1")
    assert room.panel.isVisible()
    assert not room.speaker.looping
    assert not room.panel.head.mute.isVisible()


def test_the_mute_key_works_away_from_the_list_counts_down_and_ends_by_itself(room: Room) -> None:
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in()
    room.window.setFocus()
    told = Heard(room.panel.mute_requested)
    QTest.keyClick(room.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert len(told) == 1
    assert not room.speaker.looping
    assert room.panel.head.mute.said() == "dibungkam 10:00"
    room.pass_time(61)
    assert room.panel.head.mute.said() == "dibungkam 08:59"
    room.pass_time(539)
    assert room.speaker.looping
    assert room.panel.head.mute.said() == "Bungkam"


def test_a_mute_is_not_inherited_by_the_next_person(room: Room) -> None:
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in()
    room.panel.toggle_mute()
    room.presenter.end()
    assert not room.speaker.looping
    room.sign_in("operator2")
    assert room.speaker.looping


def test_the_lower_priorities_chime(room: Room) -> None:
    raise_alarm(room.site, AlarmKind.DARK, priority=Priority.MEDIUM)
    room.sign_in()
    assert (room.speaker.chimes, room.speaker.looping) == (1, False)
    room.pass_time(20)
    assert room.speaker.chimes == 2


def test_without_a_device_the_head_flashes_until_the_alarm_is_answered(room: Room) -> None:
    room.speaker.available = False
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in()
    assert room.panel.head.flashes
    assert room.panel.head.mute.said() == "tanpa suara"
    assert "berkedip" in room.panel.head.mute.toolTip()
    room.focus()
    room.press(Qt.Key.Key_Return)
    assert not room.panel.head.flashes


def test_a_device_that_is_plugged_in_takes_over_from_the_flashing(room: Room) -> None:
    room.speaker.available = False
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in()
    room.speaker.available = True
    room.qtbot.waitUntil(lambda: not room.panel.head.flashes)
    assert room.speaker.looping


def test_a_closed_desk_is_silent(room: Room) -> None:
    raise_alarm(room.site, priority=Priority.CRITICAL)
    room.sign_in()
    room.sound.close()
    assert (room.speaker.looping, room.speaker.is_open) == (False, False)
    room.sound.set_alarms(room.panel.list.listed)
    assert not room.speaker.looping


def test_the_speaker_says_whether_there_is_a_device_and_never_warns(qtbot: QtBot) -> None:
    speaker = QtSpeaker()
    assert not speaker.available
    speaker.open()
    from PySide6.QtMultimedia import QMediaDevices  # not before: loaded by itself it warns of a missing pipewire

    assert speaker.available is bool(QMediaDevices.audioOutputs())
    speaker.loop(True)
    speaker.chime()
    speaker.loop(False)
    speaker.close()
    assert not speaker.available


def test_a_system_without_sound_libraries_is_a_desk_without_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PySide6.QtMultimedia", None)
    monkeypatch.delattr("PySide6.QtMultimedia", raising=False)
    speaker = QtSpeaker()
    speaker.open()
    speaker.loop(True)
    assert not speaker.available
    speaker.close()
