"""The alarm rules by keyboard: what is typed, what is understood, what is sent, and what stays."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.book_views import CAMERAS, EXCEPTIONS, JL_URIP, NORTH, RULES, SITE_RULES
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.tickets import Priority
from widgets.alarms.rules import RulesPage
from widgets.alarms.rules_wording import SpanFault, read_span, rule_sentence, span_words

CTRL = Qt.KeyboardModifier.ControlModifier
CONGESTION = SITE_RULES[0]


@pytest.fixture
def page(qtbot: QtBot) -> RulesPage:
    made = RulesPage()
    qtbot.addWidget(made)
    made.resize(1020, 820)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_may_edit(True)
    made.set_rules(RULES, CAMERAS)
    made.start()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key, modifier)


def rule_of(heard: Heard) -> AlarmRule:
    rule = heard.told[-1][0]
    assert isinstance(rule, AlarmRule)
    return rule


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("60", 60.0),
        ("60 s", 60.0),
        ("5 menit", 300.0),
        ("5m", 300.0),
        ("1 jam 30 menit", 5400.0),
        ("2,5 menit", 150.0),
        ("1:30", 90.0),
        ("24 jam", 86_400.0),
        (" 90 Detik ", 90.0),
        ("1 hour 5 min", 3900.0),
        ("0", 0.0),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(typed: str, seconds: float) -> None:
    assert read_span(typed) == seconds


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", SpanFault.EMPTY),
        ("-5", SpanFault.NEGATIVE),
        ("- 5 menit", SpanFault.NEGATIVE),
        ("25 jam", SpanFault.TOO_LONG),
        ("9" * 40, SpanFault.TOO_LONG),
        ("lima", SpanFault.NOT_A_TIME),
        ("5 hari", SpanFault.NOT_A_TIME),
        ("nan", SpanFault.NOT_A_TIME),
        ("1e3", SpanFault.NOT_A_TIME),
        ("٥", SpanFault.NOT_A_TIME),
    ],
)
def test_what_is_no_length_of_time_for_a_rule_has_a_reason(typed: str, fault: SpanFault) -> None:
    assert read_span(typed) is fault


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("seconds", [0.0, 1.0, 2.5, 60.0, 90.0, 300.0, 3600.0, 5400.0, 5401.0, 86_400.0])
def test_a_length_of_time_reads_back_as_it_was_said(language: Language, seconds: float) -> None:
    set_language(language)
    assert read_span(span_words(seconds)) == seconds


def test_a_rule_is_said_in_a_full_sentence_of_the_persons_language() -> None:
    rule = replace(CONGESTION, camera_id=JL_URIP.id, zone_id=NORTH.id)
    assert rule_sentence(rule, JL_URIP) == (
        "Lalu lintas macet di 102 Jl. Urip Sumoharjo, lajur utara menjadi alarm prioritas 2 bila berlangsung 1 menit; "
        "setelah selesai, tidak berbunyi lagi selama 5 menit."
    )
    off = replace(rule, enabled=False)
    assert "tidak menjadi alarm, apa pun aturan situsnya" in rule_sentence(off, JL_URIP)
    set_language(Language.ENGLISH)
    at_once = replace(CONGESTION, min_duration_s=0.0, cooldown_s=0.0)
    assert rule_sentence(at_once, None) == (
        "Congested traffic at all cameras becomes an alarm of priority 2 as soon as it is seen, "
        "and may sound again at once."
    )


def test_arrows_go_from_the_sites_rules_to_the_exceptions_over_the_head_between(page: RulesPage, qtbot: QtBot) -> None:
    press(qtbot, *[Qt.Key.Key_Down] * 6)
    assert page.list.chosen_key == EXCEPTIONS[0].id
    assert page.said.text.startswith("Lalu lintas macet di 102 Jl. Urip Sumoharjo, lajur utara")
    press(qtbot, Qt.Key.Key_Up)
    assert page.list.chosen_key == SITE_RULES[-1].id


def test_enter_types_and_enter_again_lower_a_rule(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "20 detik")
    assert "bila berlangsung 20 detik" in page.form._said.text
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "2 menit")
    press(qtbot, Qt.Key.Key_Return)
    assert rule_of(saved) == replace(CONGESTION, min_duration_s=20.0, cooldown_s=120.0)
    assert page.is_editing  # until the record has it
    page.show_saved(rule_of(saved))
    assert not page.is_editing
    assert focused() is page.list


def test_a_priority_is_chosen_by_its_digit(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClick(focused(), Qt.Key.Key_Backtab)
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert rule_of(saved).priority is Priority.CRITICAL


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-5", "tidak dapat kurang dari nol"), ("2 hari", "satuannya"), ("25 jam", "paling lama satu hari"), ("", "isi")],
)
def test_a_bad_value_has_a_sentence_and_loses_nothing(page: RulesPage, qtbot: QtBot, typed: str, said: str) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "45")
    press(qtbot, Qt.Key.Key_Tab)
    focused().clear()  # type: ignore[attr-defined]
    qtbot.keyClicks(focused(), typed)
    press(qtbot, Qt.Key.Key_Return)
    assert said in page.form.error_line.text
    assert not saved.told
    assert focused() is page.form.spans["cooldown_s"]
    assert [field.text() for field in page.form.spans.values()] == ["45", typed]


def test_escape_leaves_the_form_and_another_escape_the_page(page: RulesPage, qtbot: QtBot) -> None:
    closed = Heard(page.closed)
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert (page.is_editing, len(closed)) == (False, 0)
    press(qtbot, Qt.Key.Key_Escape)
    assert len(closed) == 1


def test_an_exception_of_a_zone_is_added_by_keys(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.set_rules(SITE_RULES, CAMERAS)
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    assert focused() is page.form.camera
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert focused() is page.form.zone
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    rule = rule_of(saved)
    assert (rule.kind, rule.camera_id, rule.zone_id, rule.version) == (AlarmKind.CONGESTION, JL_URIP.id, NORTH.id, 0)


def test_a_kind_of_whole_cameras_offers_no_zone(page: RulesPage, qtbot: QtBot) -> None:
    page.list.choose(SITE_RULES[3].id)  # dark
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Down)
    assert page.form.camera.currentData() == JL_URIP.id
    assert not page.form.zone.isEnabled()


def test_an_exception_that_is_there_already_is_not_sent(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.list.choose(EXCEPTIONS[1].id)
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Return)
    assert "sudah ada (prioritas 3, bila berlangsung 1 menit 30 detik" in page.form.error_line.text
    assert not saved.told


def test_ctrl_t_switches_off_what_is_on_and_on_what_is_off(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    assert rule_of(saved) == replace(CONGESTION, enabled=False)
    page.list.choose(EXCEPTIONS[2].id)
    assert page.switch.said() == "Aktifkan"
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    assert rule_of(saved) == replace(EXCEPTIONS[2], enabled=True)


def test_an_answer_for_one_rule_does_not_take_the_form_of_another_away(page: RulesPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "45")
    page.show_saved(replace(CONGESTION, enabled=False))
    assert page.is_editing
    assert page.form.spans["min_duration_s"].text() == "45"


def changed(rule: AlarmRule, **values: object) -> tuple[AlarmRule, ...]:
    new = replace(rule, version=rule.version + 1, **values)  # type: ignore[arg-type]
    return tuple(new if one.id == rule.id else one for one in RULES)


def test_what_somebody_else_wrote_meanwhile_stands_over_what_i_typed(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "45")
    page.set_rules(changed(CONGESTION, cooldown_s=3600.0), CAMERAS)
    assert "jeda 1 jam" in page.form.standing.sentence
    assert page.form.spans["min_duration_s"].text() == "45"
    press(qtbot, Qt.Key.Key_Return)
    assert rule_of(saved).version == CONGESTION.version  # nobody is written over unseen
    page.show_overtaken("Data ini baru saja diubah orang lain.")
    assert page.form.error_line.text.startswith("Data ini baru saja diubah")
    press(qtbot, Qt.Key.Key_Return)
    assert (rule_of(saved).version, rule_of(saved).min_duration_s) == (CONGESTION.version + 1, 45.0)


def test_what_stands_can_be_taken_instead_of_mine(page: RulesPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "45")
    page.set_rules(changed(CONGESTION, min_duration_s=90.0), CAMERAS)
    page.form.standing.acted.emit()
    assert page.form.spans["min_duration_s"].text() == "1 menit 30 detik"
    assert page.form.standing.isHidden()


def test_whoever_may_not_change_reads_and_is_told_who_may(page: RulesPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.set_may_edit(False)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    assert (page.is_editing, saved.told) == (False, [])
    assert "Hanya supervisor dan administrator" in page.note.text
    assert not page.change.isVisible()


def test_without_exceptions_the_page_says_what_holds(page: RulesPage) -> None:
    page.set_rules(SITE_RULES, CAMERAS)
    said = [page.list.model().index(row, 0).data() for row in range(page.list.model().rowCount())]
    assert said[-1] == "Belum ada pengecualian: aturan situs berlaku di semua kamera dan zona."


def test_a_zone_that_is_gone_is_named_as_gone() -> None:
    rule = replace(EXCEPTIONS[0], zone_id=views.id_of(9999))
    assert "zona yang sudah dihapus" in rule_sentence(rule, JL_URIP)


def test_the_page_and_its_form_speak_the_other_language(page: RulesPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(focused(), "45")
    set_language(Language.ENGLISH)
    for widget in (page, page.form, *page.findChildren(QWidget)):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert page.title.text == "Alarm rules"
    assert page.form.spans["min_duration_s"].text() == "45"
    assert page.form._said.text.startswith("Congested traffic at all cameras")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.said.text.startswith("Congested traffic at all cameras")
