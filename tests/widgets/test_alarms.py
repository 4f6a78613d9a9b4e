"""The list of alarms: keys fall only on what a person chose, states are said, floods are grouped."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.alarm_views import ALARMS, BROKEN_DOWN, CAMERAS, DARK, FLOOD, RETURNED, SHELVED, STOPPED, alarm
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.alarms import AlarmKind, AlarmLoad, AlarmState, RecordingCause, subject_with
from widgets.alarms import wording
from widgets.alarms.bands import Band
from widgets.alarms.keys import KEYS, Wish
from widgets.alarms.lines import AlarmLine, GroupLine
from widgets.alarms.list import ROWS_MOST, AlarmListView
from widgets.alarms.load import LoadChip
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt
from widgets.alarms.rows import ROW_PX


@pytest.fixture
def listed(qtbot: QtBot) -> Iterator[AlarmListView]:
    host = QWidget()
    qtbot.addWidget(host)
    made = AlarmListView(host)
    QVBoxLayout(host).addWidget(made)
    host.resize(440, 600)
    made.set_now(views.NOW)
    made.set_cameras(CAMERAS)
    made.set_alarms(ALARMS)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    made.take_focus()
    qtbot.waitUntil(made.rows.hasFocus)
    yield made
    host.close()


def press(listed: AlarmListView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(listed.rows, key)


def said(listed: AlarmListView, row: int) -> str:
    model = listed.rows.model()
    return str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole))


def test_the_keyboard_comes_to_the_first_alarm_and_its_camera_is_asked_for(listed: AlarmListView) -> None:
    listed.select(None)
    told = Heard(listed.alarm_selected)
    listed.rows.place = 0
    listed.take_focus()
    assert told.told == [(STOPPED.id,)]


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Qt.Key.Key_Return, Wish.ACKNOWLEDGE),
        (Qt.Key.Key_Enter, Wish.ACKNOWLEDGE),
        (Qt.Key.Key_Space, Wish.ACKNOWLEDGE),
        (Qt.Key.Key_T, Wish.TICKET),
        (Qt.Key.Key_F, Wish.FALSE_ALARM),
        (Qt.Key.Key_S, Wish.SHELVE),
    ],
)
def test_each_key_asks_its_act_of_the_alarm_that_is_chosen(listed: AlarmListView, key: Qt.Key, wish: Wish) -> None:
    told = Heard(listed.wished)
    press(listed, key)
    assert told.told == [(wish, STOPPED.id)]


def test_the_lists_keys_go_before_the_desks_and_only_while_it_has_the_keyboard(
    listed: AlarmListView, qtbot: QtBot
) -> None:
    host = listed.parentWidget()
    other = QWidget(host)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    shortcut = QShortcut(QKeySequence("T"), host)
    desk, told = Heard(shortcut.activated), Heard(listed.wished)
    press(listed, Qt.Key.Key_T)
    assert (len(desk), len(told)) == (0, 1)
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    QTest.keyClick(other, Qt.Key.Key_T)
    assert (len(desk), len(told)) == (1, 1)


def test_keys_with_ctrl_stay_the_desks(listed: AlarmListView) -> None:
    told = Heard(listed.wished)
    QTest.keyClick(listed.rows, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert len(told) == 0


def test_an_acknowledged_alarm_is_not_acknowledged_again(listed: AlarmListView) -> None:
    told = Heard(listed.wished)
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert listed.chosen_alarm() == BROKEN_DOWN
    assert len(told) == 0
    assert not listed.acts.button(Wish.ACKNOWLEDGE).isEnabled()
    press(listed, Qt.Key.Key_T)
    assert told.told == [(Wish.TICKET, BROKEN_DOWN.id)]


def test_a_key_never_falls_on_the_alarm_that_took_the_place_of_the_chosen_one(listed: AlarmListView) -> None:
    told = Heard(listed.wished)
    listed.set_alarms(ALARMS[1:])
    press(listed, Qt.Key.Key_Return, Qt.Key.Key_T)
    assert len(told) == 0
    assert listed.chosen_alarm() is None


def test_after_a_chosen_alarm_has_left_an_arrow_goes_to_what_stands_at_its_place(listed: AlarmListView) -> None:
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_Down)
    listed.set_alarms(tuple(one for one in ALARMS if one is not RETURNED))
    press(listed, Qt.Key.Key_Down)
    assert listed.chosen_alarm() == DARK


def test_the_choice_stays_with_its_alarm_when_a_worse_one_comes(listed: AlarmListView) -> None:
    press(listed, Qt.Key.Key_Down)
    told = Heard(listed.alarm_selected)
    listed.set_alarms((alarm(9), *ALARMS))
    assert listed.chosen_alarm() == BROKEN_DOWN
    assert len(told) == 0


def test_a_changed_alarm_changes_its_row_alone(listed: AlarmListView) -> None:
    model = listed.rows.model()
    changed, reset = Heard(model.dataChanged), Heard(model.modelReset)
    listed.set_alarms((replace(STOPPED, state=AlarmState.ACKNOWLEDGED, acknowledged_by="Operator 3"), *ALARMS[1:]))
    assert (len(changed), len(reset)) == (1, 0)
    assert "diakui Operator 3" in said(listed, 0)


def test_every_state_of_the_list_has_an_icon_and_a_word_of_its_own() -> None:
    assert len(set(wording.ICONS.values())) == len(wording.ICONS) == 4
    assert len({wording.state_word(state) for state in wording.ICONS}) == 4


def test_a_row_says_what_where_how_much_how_it_stands_and_since_when(listed: AlarmListView) -> None:
    assert said(listed, 0) == (
        "Prioritas 1, Lalu lintas terhenti, 102 Jl. Urip Sumoharjo, okupansi 0,91 · laju 2 %, belum diakui, 00:42"
    )
    assert said(listed, 1).endswith("105 Pasar Cikarang, 31 s diam, diakui Operator 3, 01:55")
    assert "kembali normal" in said(listed, 2)
    set_language(Language.ENGLISH)
    QApplication.sendEvent(listed, QEvent(QEvent.Type.LanguageChange))
    assert "occupancy 0.91 · speed 2 %, not acknowledged" in said(listed, 0)


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_of_alarm_can_be_listed_in_both_languages(listed: AlarmListView, kind: AlarmKind) -> None:
    for language in Language:
        set_language(language)
        listed.set_alarms((alarm(1, kind),))
        assert not listed.grab().isNull()
        assert said(listed, 0)


def test_what_is_about_more_than_one_camera_names_its_group_and_how_many(listed: AlarmListView) -> None:
    listed.set_alarms((alarm(1, AlarmKind.GROUP_LOST, subject="Koridor Cikarang", affected=4),))
    assert "Kelompok kamera putus, Koridor Cikarang, 4 kamera tanpa gambar" in said(listed, 0)


def test_a_recording_that_stopped_says_on_which_disk_and_why_in_both_languages(listed: AlarmListView) -> None:
    stopped, full = AlarmKind.RECORDING_STOPPED, RecordingCause.FULL
    listed.set_alarms((alarm(1, stopped, subject=subject_with("meja-1", full), affected=2),))
    assert "Perekaman berhenti, meja-1, 2 kamera tidak terekam · disk penuh" in said(listed, 0)
    set_language(Language.ENGLISH)
    assert "Recording stopped, meja-1, 2 cameras not recorded · disk full" in said(listed, 0)
    listed.set_alarms((alarm(1, stopped, subject=subject_with("", full)),))
    assert f"Recording stopped, {CAMERAS[1].number} {CAMERAS[1].name}, 1 camera not recorded" in said(listed, 0)


@pytest.mark.parametrize("subject", ["Gudang|full", "meja|1", "meja-1|", "meja-1|unheard_of"])
def test_a_name_that_only_looks_like_a_cause_is_left_as_it_is(subject: str) -> None:
    kind = AlarmKind.GROUP_LOST if subject == "Gudang|full" else AlarmKind.RECORDING_STOPPED
    assert (alarm(1, kind, subject=subject).about, alarm(1, kind, subject=subject).cause) == (subject, None)


def test_shelved_alarms_are_apart_with_until_when_why_and_by_whom(listed: AlarmListView) -> None:
    assert listed.rows.model().rowCount() == 4
    listed.set_shelved(True)
    assert listed.rows.model().rowCount() == 1
    assert said(listed, 0).endswith("ditunda sampai 14:53: Kamera sedang diperbaiki · Operator 1")
    listed.take_focus()
    told = Heard(listed.wished)
    press(listed, Qt.Key.Key_S, Qt.Key.Key_Return)
    assert told.told == [(Wish.ACKNOWLEDGE, SHELVED.id)]
    assert listed.acts.button(Wish.ACKNOWLEDGE).said() == "Kembalikan"


def test_an_empty_list_says_so_in_one_row_and_still_hears_the_way_to_the_shelved(listed: AlarmListView) -> None:
    told = Heard(listed.shelved_wished)
    listed.set_alarms(())
    press(listed, Qt.Key.Key_Z, Qt.Key.Key_Return)
    assert len(told) == 1
    assert listed.rows.height() == ROW_PX
    assert listed.rows.empty_text == "Tidak ada alarm."
    assert not listed.acts.isVisible()


def test_a_long_list_scrolls_so_that_tickets_keep_their_room(listed: AlarmListView) -> None:
    listed.set_alarms(tuple(alarm(100 + at) for at in range(500)))
    assert listed.rows.height() == ROWS_MOST * ROW_PX


def test_who_may_only_read_sees_no_buttons_and_no_key_does_anything(listed: AlarmListView) -> None:
    told = Heard(listed.wished)
    listed.set_may_act(False)
    press(listed, Qt.Key.Key_Return, Qt.Key.Key_T, Qt.Key.Key_F, Qt.Key.Key_S)
    assert len(told) == 0
    assert not listed.acts.isVisible()


def test_buttons_do_what_their_keys_do_and_leave_the_keyboard_in_the_list(listed: AlarmListView, qtbot: QtBot) -> None:
    told = Heard(listed.wished)
    for wish in (Wish.ACKNOWLEDGE, Wish.TICKET, Wish.FALSE_ALARM, Wish.SHELVE):
        button = listed.acts.button(wish)
        assert KEYS[wish].replace("Return", "Enter") in button.toolTip()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [wish for wish, _ in told.told] == [Wish.ACKNOWLEDGE, Wish.TICKET, Wish.FALSE_ALARM, Wish.SHELVE]
    assert listed.rows.hasFocus()


def test_a_flood_is_grouped_by_kind_and_place_and_the_worst_stands_first(listed: AlarmListView) -> None:
    listed.set_alarms(FLOOD, flood=True)
    first, roads, vehicles, *_rest = listed.lines()
    assert isinstance(first, AlarmLine)
    assert isinstance(roads, GroupLine)
    assert isinstance(vehicles, (AlarmLine, GroupLine))
    assert (first.alarm, roads.kind, roads.group, len(roads.members)) == (
        STOPPED,
        AlarmKind.CONGESTION,
        "Koridor Cikarang",
        8,
    )
    assert said(listed, 1).startswith("Prioritas 2, Lalu lintas macet 8 kali, Koridor Cikarang")
    assert sum(len(line.members) if isinstance(line, GroupLine) else 1 for line in listed.lines()) == len(FLOOD)


def test_a_group_opens_and_closes_by_key_and_takes_no_act_for_all_its_alarms(listed: AlarmListView) -> None:
    listed.set_alarms(FLOOD, flood=True)
    closed = len(listed.lines())
    told = Heard(listed.wished)
    press(listed, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert len(listed.lines()) == closed + 8
    press(listed, Qt.Key.Key_T, Qt.Key.Key_F, Qt.Key.Key_S, Qt.Key.Key_Left)
    assert len(listed.lines()) == closed
    press(listed, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert [wish for wish, _ in told.told] == [Wish.ACKNOWLEDGE]
    assert listed.chosen_alarm() is not None


def test_the_chosen_alarm_is_still_chosen_when_a_flood_begins_and_when_it_ends(listed: AlarmListView) -> None:
    chosen = FLOOD[4]
    listed.set_alarms(FLOOD)
    listed.select(chosen.id)
    listed.set_alarms(FLOOD, flood=True)
    assert listed.chosen_alarm() == chosen
    listed.set_alarms(FLOOD)
    assert listed.chosen_alarm() == chosen


@pytest.mark.parametrize(
    ("raised", "operators", "band", "figure", "word"),
    [
        (0, 1, Band.GOAL, "0", ""),
        (1, 1, Band.MANAGEABLE, "1", ""),
        (2, 1, Band.MANAGEABLE, "2", ""),
        (3, 1, Band.BUSY, "3", "ramai"),
        (3, 2, Band.MANAGEABLE, "1,5", ""),
        (5, 1, Band.TOO_MANY, "5", "terlalu banyak"),
        (10, 1, Band.TOO_MANY, "10", "terlalu banyak"),
        (11, 1, Band.FLOOD, "11", "banjir alarm"),
        (20, 2, Band.TOO_MANY, "10", "terlalu banyak"),
    ],
)
def test_the_load_is_told_per_operator_against_eemua_191(
    qtbot: QtBot, raised: int, operators: int, band: Band, figure: str, word: str
) -> None:
    chip = LoadChip()
    qtbot.addWidget(chip)
    chip.set_load(AlarmLoad(raised, operators))
    assert (chip.band, chip.figure, chip.word) == (band, figure, word)
    assert "EEMUA 191" in chip.toolTip()


def test_a_load_that_is_not_known_is_not_shown_as_none(qtbot: QtBot) -> None:
    chip = LoadChip()
    qtbot.addWidget(chip)
    chip.set_load(AlarmLoad(3, 1))
    chip.set_load(None)
    assert (chip.band, chip.figure) == (None, "–")
    assert "tidak diketahui" in chip.toolTip()


@pytest.fixture
def shelve(qtbot: QtBot) -> ShelvePrompt:
    made = ShelvePrompt()
    qtbot.addWidget(made)
    made.set_now(views.NOW)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.start(STOPPED, CAMERAS[1])
    qtbot.waitUntil(made.reason.hasFocus)
    return made


@pytest.mark.parametrize(
    ("key", "seconds"), [("1", 900.0), ("2", 1800.0), ("3", 3600.0), ("4", 7200.0), ("5", 28800.0)]
)
def test_shelving_takes_a_limit_and_a_reason_by_one_key_each(shelve: ShelvePrompt, key: str, seconds: float) -> None:
    told = Heard(shelve.submitted)
    QTest.keyClicks(shelve.reason, key + "7")
    QTest.keyClick(shelve.reason, Qt.Key.Key_Return)
    assert told.told == [("Pekerjaan jalan", seconds)]


def test_shelving_without_a_reason_is_not_sent_and_says_why(shelve: ShelvePrompt) -> None:
    told = Heard(shelve.submitted)
    shelve.submit.click()
    assert len(told) == 0
    assert "nama Anda" in shelve.error_line.text
    assert shelve.reason.hasFocus()


def test_a_reason_in_words_may_have_digits_and_takes_the_place_of_a_quick_one(shelve: ShelvePrompt) -> None:
    told = Heard(shelve.submitted)
    QTest.keyClicks(shelve.reason, "6")
    QTest.keyClicks(shelve.reason, "Ada proyek km 31")
    shelve.submit.click()
    assert told.told == [("Ada proyek km 31", 1800.0)]


def test_the_next_alarm_finds_nothing_of_the_last_ones_answer(shelve: ShelvePrompt) -> None:
    QTest.keyClicks(shelve.reason, "58")
    shelve.start(DARK, CAMERAS[7])
    assert (shelve.reason.text(), shelve.seconds()) == ("", 1800.0)


def test_a_false_alarm_needs_no_reason_and_offers_some(qtbot: QtBot) -> None:
    made = FalsePrompt()
    qtbot.addWidget(made)
    made.start(BROKEN_DOWN, CAMERAS[4])
    told = Heard(made.submitted)
    made.submit.click()
    QTest.keyClicks(made.reason, "3")
    made.submit.click()
    assert told.told == [("", 0.0), ("Kendaraan parkir resmi", 0.0)]
