"""The contact book by keyboard: found by typing, copied by Enter, kept by those who may."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.book_views import BUDI, CONTACTS, REGU_A
from support.qt import Heard

from storage.model.callers import Contact
from widgets.people.contact_book import ContactBookPage
from widgets.people.contact_book_lines import ContactLine

CTRL = Qt.KeyboardModifier.ControlModifier
REGU_B = CONTACTS[-1]


@pytest.fixture
def page(qtbot: QtBot) -> ContactBookPage:
    made = ContactBookPage()
    qtbot.addWidget(made)
    made.resize(1020, 820)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_may_edit(True)
    made.set_book(CONTACTS, views.AGENCIES)
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


def names(page: ContactBookPage) -> list[str]:
    return [line.contact.name for line in page.list.lines if isinstance(line, ContactLine)]


def contact_of(heard: Heard) -> Contact:
    contact = heard.told[-1][0]
    assert isinstance(contact, Contact)
    return contact


def test_lines_stand_by_agency_in_order_of_calling_with_those_switched_off_last(page: ContactBookPage) -> None:
    assert names(page)[1:4] == ["Regu jaga A", "Budi Santoso", "Regu jaga B"]
    assert [line.place for line in page.list.lines if isinstance(line, ContactLine)][1:4] == [1, 2, 0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("budi", ["Budi Santoso"]),
        ("dishub perwira", ["Regu jaga A", "Regu jaga B"]),
        ("08121000 2002", ["Budi Santoso"]),
        ("kanal 3", ["Regu jaga A"]),
        ("tidak ada", []),
    ],
)
def test_typing_finds_by_name_duty_agency_number_and_radio(
    page: ContactBookPage, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    qtbot.keyClicks(focused(), typed)
    assert names(page) == found
    if not found:
        assert page.list.model().index(0, 0).data() == "Tidak ada yang cocok dengan “tidak ada”."


def test_typing_and_enter_copy_the_number_of_what_was_found(page: ContactBookPage, qtbot: QtBot) -> None:
    copied = Heard(page.copied)
    qtbot.keyClicks(focused(), "budi")
    press(qtbot, Qt.Key.Key_Return)
    assert copied.told == [(BUDI.phone,)]
    assert QGuiApplication.clipboard().text() == BUDI.phone
    assert page.said.text == "0812-1000-2002 (Budi Santoso) sudah disalin; tempelkan dengan Ctrl+V."


def test_arrows_choose_from_the_search_and_typing_over_the_list_searches(page: ContactBookPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down)
    assert page.list.chosen_key == REGU_A.id
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert page.list.chosen_key == REGU_A.id
    page.list.setFocus()
    qtbot.keyClicks(focused(), "b")
    qtbot.keyClicks(focused(), "udi")
    assert (page.search.text(), names(page)) == ("budi", ["Budi Santoso"])


def test_escape_empties_the_search_before_it_closes(page: ContactBookPage, qtbot: QtBot) -> None:
    closed = Heard(page.closed)
    qtbot.keyClicks(focused(), "budi")
    press(qtbot, Qt.Key.Key_Escape)
    assert (page.search.text(), len(closed)) == ("", 0)
    press(qtbot, Qt.Key.Key_Escape)
    assert len(closed) == 1


def test_a_click_copies(page: ContactBookPage, qtbot: QtBot) -> None:
    page.list.choose(BUDI.id)
    at = page.list.visualRect(page.list.currentIndex()).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert QGuiApplication.clipboard().text() == BUDI.phone


def test_a_line_is_changed_by_keys(page: ContactBookPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    qtbot.keyClicks(focused(), "budi")
    press(qtbot, Qt.Key.Key_D, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert focused() is page.form.fields["phone"]
    qtbot.keyClicks(focused(), "0899-1")
    press(qtbot, Qt.Key.Key_Return)
    assert contact_of(saved) == replace(BUDI, phone="0899-1")


def test_a_new_line_is_of_the_chosen_lines_agency(page: ContactBookPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.list.choose(BUDI.id)
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    qtbot.keyClicks(focused(), "  Posko   Cibitung ")
    press(qtbot, Qt.Key.Key_Return)
    assert page.form.error_line.text.startswith("Isi telepon atau radionya")
    assert focused() is page.form.fields["phone"]
    qtbot.keyClicks(focused(), "tanpa angka")
    press(qtbot, Qt.Key.Key_Return)
    assert page.form.error_line.text == "Nomor telepon harus berisi angka."
    focused().clear()  # type: ignore[attr-defined]
    qtbot.keyClicks(focused(), "021-77")
    press(qtbot, Qt.Key.Key_Return)
    sent = contact_of(saved)
    assert (sent.agency_id, sent.name, sent.phone, sent.version) == (views.DISHUB.id, "Posko Cibitung", "021-77", 0)
    page.show_saved(sent)
    page.set_book((*CONTACTS, replace(sent, version=1, position=20)), views.AGENCIES)
    assert page.list.chosen_key == sent.id


def test_a_line_without_a_name_is_not_sent(page: ContactBookPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    press(qtbot, Qt.Key.Key_N, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Return)
    assert (page.form.error_line.text, saved.told) == ("Isi nama orang atau posnya.", [])


def test_ctrl_arrows_move_a_line_from_the_search_field_and_stop_at_the_ends(
    page: ContactBookPage, qtbot: QtBot
) -> None:
    moved = Heard(page.moved)
    page.list.choose(BUDI.id)
    press(qtbot, Qt.Key.Key_Up, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Down, modifier=CTRL)
    assert moved.told == [(BUDI.id, -1)]  # the last of those who are called does not move down
    assert page.list.chosen_key == BUDI.id
    page.list.choose(REGU_B.id)
    press(qtbot, Qt.Key.Key_Up, modifier=CTRL)
    assert page.list.chosen_key == REGU_B.id
    page.list.choose(REGU_A.id)
    press(qtbot, Qt.Key.Key_Up, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Down, modifier=CTRL)
    assert moved.told[1:] == [(REGU_A.id, 1)]


def test_a_line_is_switched_off_and_on(page: ContactBookPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.list.choose(BUDI.id)
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    assert contact_of(saved) == replace(BUDI, active=False)
    page.list.choose(REGU_B.id)
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    assert contact_of(saved) == replace(REGU_B, active=True)


def test_what_somebody_else_wrote_meanwhile_stands_over_what_i_typed(page: ContactBookPage, qtbot: QtBot) -> None:
    saved = Heard(page.saved)
    page.list.choose(BUDI.id)
    press(qtbot, Qt.Key.Key_D, modifier=CTRL)
    qtbot.keyClicks(focused(), "Pak ")
    now = replace(BUDI, phone="0877", position=8, version=2)
    page.set_book((*CONTACTS[:1], now, *CONTACTS[2:]), views.AGENCIES)
    assert "telepon 0877" in page.form.standing.sentence
    page.show_overtaken("Data ini baru saja diubah orang lain.")
    press(qtbot, Qt.Key.Key_Return)
    assert contact_of(saved) == replace(BUDI, name="Pak Budi Santoso", version=2, position=8)
    page.form.standing.acted.emit()
    assert page.form.fields["phone"].text() == "0877"


def test_whoever_may_not_change_reads_and_copies(page: ContactBookPage, qtbot: QtBot) -> None:
    saved, copied = Heard(page.saved), Heard(page.copied)
    page.set_may_edit(False)
    page.list.choose(BUDI.id)
    press(qtbot, Qt.Key.Key_T, modifier=CTRL)
    press(qtbot, Qt.Key.Key_D, modifier=CTRL)
    press(qtbot, Qt.Key.Key_Return)
    assert (page.is_editing, saved.told, copied.told) == (False, [], [(BUDI.phone,)])
    assert "Hanya supervisor dan administrator" in page.note.text


def test_a_line_without_a_telephone_gives_its_radio(page: ContactBookPage, qtbot: QtBot) -> None:
    copied = Heard(page.copied)
    page.set_book((replace(BUDI, phone="", radio="Kanal 9"),), views.AGENCIES)
    press(qtbot, Qt.Key.Key_Return)
    assert copied.told == [("Kanal 9",)]


def test_an_empty_book_says_so_for_each_agency(page: ContactBookPage) -> None:
    page.set_book((), views.AGENCIES[:1])
    said = [page.list.model().index(row, 0).data() for row in range(page.list.model().rowCount())]
    assert said == ["Dishub", "Belum ada kontak Dishub."]
    page.set_book((), ())
    assert page.list.model().index(0, 0).data() == "Belum ada dinas."
