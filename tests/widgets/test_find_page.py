"""The page on which tickets are found, by keyboard: typing rests, chips do not, the end asks for more."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.search import SavedFilter, TicketFilter
from storage.model.tickets import Ticket, TicketState
from widgets import theme
from widgets.incidents.find_page import FindPage
from widgets.incidents.find_values import Span, begin_of, date_of, end_of

TODAY = views.NOW.date()
SHARED = SavedFilter(views.id_of(1), "Banjir", TicketFilter(text="banjir", days=1), True, "Supervisor 1", False)
MINE = SavedFilter(
    views.id_of(2), "Ditutup", TicketFilter(states=(TicketState.CLOSED,), categories=("waste",)), False, "Saya", True
)


def found(count: int) -> tuple[Ticket, ...]:
    return tuple(views.ticket(4000 + at) for at in range(count))


@pytest.fixture
def page(qtbot: QtBot) -> FindPage:
    made = FindPage()
    qtbot.addWidget(made)
    made.resize(1180, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_now(views.NOW)
    made.set_choices(views.CATEGORIES, views.AGENCIES)
    made.saved.set_rights(may_keep=True, may_share=False)
    made.saved.set_filters((SHARED, MINE))
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


def last(heard: Heard) -> TicketFilter:
    wanted = heard.told[-1][0]
    assert isinstance(wanted, TicketFilter)
    return wanted


def test_typing_is_looked_for_once_it_rests(page: FindPage, qtbot: QtBot) -> None:
    heard = Heard(page.wanted)
    qtbot.keyClicks(focused(), "banjir rawa")
    assert heard.told == []
    qtbot.waitUntil(lambda: bool(heard.told), timeout=2000)
    assert [one[0] for one in heard.told] == [TicketFilter(text="banjir rawa")]


def test_enter_looks_at_once_and_then_opens(page: FindPage, qtbot: QtBot) -> None:
    heard, chosen = Heard(page.wanted), Heard(page.found.ticket_chosen)
    qtbot.keyClicks(focused(), "4188")
    press(qtbot, Qt.Key.Key_Return)
    assert last(heard).text == "4188"
    page.set_found(found(1), complete=True)
    press(qtbot, Qt.Key.Key_Return)
    assert chosen.told == [(found(1)[0].id,)]


def test_chips_ask_at_once_and_together_with_the_words(page: FindPage, qtbot: QtBot) -> None:
    heard = Heard(page.wanted)
    page.field.setText("sampah")
    page.filters.spans.setFocus()
    press(qtbot, Qt.Key.Key_3)
    page.filters.states.setFocus()
    press(qtbot, Qt.Key.Key_B, Qt.Key.Key_T)
    assert last(heard) == TicketFilter(text="sampah", days=7, states=(TicketState.NEW, TicketState.CLOSED))


def test_a_range_of_days_counts_both(page: FindPage, qtbot: QtBot) -> None:
    heard = Heard(page.wanted)
    page.filters.spans.setFocus()
    press(qtbot, Qt.Key.Key_5)
    qtbot.keyClicks(page.filters.since, "1/11")
    qtbot.keyClicks(page.filters.until, "3/11/2026")
    first, third = TODAY.replace(day=1), TODAY.replace(day=3)
    assert (last(heard).since, last(heard).until) == (begin_of(first), end_of(third))
    asked = len(heard.told)
    qtbot.keyClicks(page.filters.until, "9")
    assert len(heard.told) == asked, "a day that is none is not looked for"
    assert page.filters.until.property("wrong")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/11/2026", TODAY),
        ("24-11-26", TODAY),
        ("24.11", TODAY),
        ("25/11", TODAY.replace(year=2025, day=25)),
        ("31/2/2026", None),
        ("kemarin", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: object) -> None:
    assert date_of(text, TODAY) == day


def test_the_arrows_go_through_what_was_found_and_letters_go_back_to_the_words(page: FindPage, qtbot: QtBot) -> None:
    chosen = Heard(page.found.ticket_chosen)
    page.set_found(found(3), complete=True)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert chosen.told == [(found(3)[1].id,)]
    qtbot.keyClicks(focused(), "air")
    assert page.field.text() == "air"
    assert focused() is page.field


def test_the_next_page_is_asked_for_near_the_end_and_once(page: FindPage, qtbot: QtBot) -> None:
    more = Heard(page.found.more_wanted)
    page.set_found(found(50), complete=False)
    assert more.told == []
    for _ in range(45):
        page.found.step(1)
    assert more.told
    page.found.set_finding(True)
    asked = len(more.told)
    page.found.step(1)
    assert len(more.told) == asked
    assert "memuat" in page.found.foot
    page.found.set_finding(False)
    page.set_found(found(70), complete=True)
    assert page.found.foot == "70 tiket · akhir daftar"
    page.found.choose()
    page.found.step(30)
    assert len(more.told) == asked


def test_the_chosen_row_stays_where_it_is_when_more_comes(page: FindPage, qtbot: QtBot) -> None:
    chosen = Heard(page.found.ticket_chosen)
    page.set_found(found(50), complete=False)
    for _ in range(20):
        page.found.step(1)
    page.set_found((views.ticket(3999), *found(80)), complete=True)
    page.found.choose()
    assert chosen.told == [(found(20)[19].id,)]


def test_nothing_an_error_and_a_retry_say_what_to_do(page: FindPage, qtbot: QtBot) -> None:
    assert page.found.empty_word == "Ketik kata atau nomor, atau pilih saringan."
    page.field.setText("zzz")
    page.set_found((), complete=True)
    assert page.found.empty_word.startswith("Tidak ada tiket yang cocok.")
    retry = Heard(page.found.retry_requested)
    page.found.set_error("Basis data tidak terjangkau.")
    assert page.found.foot == "Basis data tidak terjangkau."
    press(qtbot, Qt.Key.Key_R, modifier=Qt.KeyboardModifier.AltModifier)
    assert len(retry.told) == 1


def test_a_kept_filter_is_picked_by_its_number_and_shown_in_the_chips(page: FindPage, qtbot: QtBot) -> None:
    heard = Heard(page.wanted)
    page.saved.chips.setFocus()
    press(qtbot, Qt.Key.Key_1)
    assert last(heard) == SHARED.filter
    assert page.filters.spans.chosen == (Span.TODAY,)
    press(qtbot, Qt.Key.Key_2)
    assert last(heard) == MINE.filter
    page.filters.states.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert page.saved.chosen is None, "it is another filter now"


def test_a_filter_is_kept_under_a_name_by_keyboard(page: FindPage, qtbot: QtBot) -> None:
    kept = Heard(page.filter_kept)
    page.field.setText("banjir")
    press(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.saved.shared.isHidden(), "only a supervisor shares"
    press(qtbot, Qt.Key.Key_Return)
    assert kept.told == []
    qtbot.keyClicks(focused(), "ditutup")
    press(qtbot, Qt.Key.Key_Return)
    assert kept.told == [("ditutup", TicketFilter(text="banjir"), False, MINE.id)], "the one of that name is replaced"
    page.show_kept(MINE.id)
    assert focused() is page.field


def test_ones_own_is_taken_away_after_a_question_and_anothers_not(page: FindPage, qtbot: QtBot) -> None:
    removed, closed = Heard(page.saved.removed), Heard(page.closed)
    page.saved.chips.setFocus()
    press(qtbot, Qt.Key.Key_1)
    assert not page.saved.remove.isVisible()
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Delete, modifier=Qt.KeyboardModifier.AltModifier)
    press(qtbot, Qt.Key.Key_Escape)
    assert (removed.told, closed.told) == ([], [])
    press(qtbot, Qt.Key.Key_Delete, modifier=Qt.KeyboardModifier.AltModifier)
    press(qtbot, Qt.Key.Key_Return)
    assert removed.told == [(MINE.id,)]


def test_esc_empties_the_words_before_it_leaves(page: FindPage, qtbot: QtBot) -> None:
    heard, closed = Heard(page.wanted), Heard(page.closed)
    qtbot.keyClicks(focused(), "banjir")
    press(qtbot, Qt.Key.Key_Escape)
    assert (last(heard).text, closed.told) == ("", [])
    press(qtbot, Qt.Key.Key_Escape)
    assert len(closed.told) == 1


def test_whoever_comes_next_finds_an_empty_page(page: FindPage) -> None:
    page.field.setText("rahasia")
    page.filters.set_wanted(replace(MINE.filter, agency_id=views.AGENCIES[1].id))
    page.forget()
    assert page.asked.empty


def test_a_change_of_language_keeps_what_is_chosen(page: FindPage, qtbot: QtBot) -> None:
    page.filters.set_wanted(replace(MINE.filter, agency_id=views.AGENCIES[1].id))
    asked = page.asked
    set_language(Language.ENGLISH)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.retranslate(app)
    try:
        assert page.asked == asked
        page.set_found((), complete=True)
        assert page.found.empty_word.startswith("No ticket fits.")
    finally:
        set_language(Language.INDONESIAN)
