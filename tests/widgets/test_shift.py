"""The shift's sheets by keyboard: what is sent, what stays, and what of a password is left."""

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot
from support import shift_views, views
from support.qt import Heard

from resources.words import Language, set_language
from widgets.common.buttons import KeyButton
from widgets.common.labels import ElidedLabel
from widgets.common.notices import Banner
from widgets.shift.logbook import LogBook
from widgets.shift.page import HandoverPage
from widgets.shift.signature import SignatureBox
from widgets.shift.signin import ShiftSignIn
from widgets.shift.values import Difference, HandoverState, Signed

SIGNED = replace(shift_views.STATE, digest="ab" * 32, outgoing=Signed("Operator 3", views.NOW))


@pytest.fixture
def page(qtbot: QtBot) -> HandoverPage:
    made = HandoverPage()
    qtbot.addWidget(made)
    made.resize(960, 760)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.set_handover(shift_views.PAPER, shift_views.STATE)
    return made


def box(page: HandoverPage, at: int) -> SignatureBox:
    return page.findChildren(SignatureBox)[at]


def focused() -> QLineEdit | QPlainTextEdit:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    return widget


def notes(page: HandoverPage) -> QPlainTextEdit:
    found = page.findChild(QPlainTextEdit)
    assert found is not None
    return found


def test_notes_then_tab_then_password_then_enter_signs_as_the_outgoing_side(page: HandoverPage, qtbot: QtBot) -> None:
    sent = Heard(page.outgoing_signed)
    qtbot.keyClicks(focused(), "Tunggu Dishub")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    field = focused()
    qtbot.keyClicks(field, "sandi panjang")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sent.told == [("sandi panjang", "Tunggu Dishub")]
    assert isinstance(field, QLineEdit)
    assert field.text() == ""


def test_after_the_outgoing_signature_the_keyboard_is_at_the_incoming_login(page: HandoverPage, qtbot: QtBot) -> None:
    sent = Heard(page.incoming_signed)
    page.set_handover(shift_views.PAPER, SIGNED)
    qtbot.keyClicks(focused(), "operator1")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "sandi lain")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert sent.told == [("operator1", "sandi lain")]
    assert notes(page).isReadOnly()


def test_a_refusal_keeps_the_login_and_asks_for_the_password_again(page: HandoverPage, qtbot: QtBot) -> None:
    page.set_handover(shift_views.PAPER, SIGNED)
    qtbot.keyClicks(focused(), "operator1")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), "salah")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    page.set_error("Nama masuk atau kata sandi salah.")
    login, password = box(page, 1).findChildren(QLineEdit)
    assert (login.text(), password.text()) == ("operator1", "")
    assert QApplication.focusWidget() is password


def test_enter_without_a_password_says_what_is_missing_and_sends_nothing(page: HandoverPage, qtbot: QtBot) -> None:
    sent = Heard(page.outgoing_signed)
    qtbot.keyClick(notes(page), Qt.Key.Key_Tab)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert len(sent) == 0
    assert "kata sandi" in page._error.text


def test_enter_in_the_notes_is_a_new_line_and_signs_nothing(page: HandoverPage, qtbot: QtBot) -> None:
    sent = Heard(page.outgoing_signed)
    qtbot.keyClicks(notes(page), "a")
    qtbot.keyClick(notes(page), Qt.Key.Key_Return)
    qtbot.keyClicks(notes(page), "b")
    assert (page.notes(), len(sent)) == ("a\nb", 0)


def test_a_page_that_follows_the_feed_leaves_what_is_being_typed(page: HandoverPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(notes(page), "belum selesai")
    page.set_handover(shift_views.forty_tickets(), shift_views.STATE)
    assert page.notes() == "belum selesai"
    assert QApplication.focusWidget() is notes(page)


def test_forty_tickets_scroll_from_the_password_field(page: HandoverPage, qtbot: QtBot) -> None:
    page.set_handover(shift_views.forty_tickets(), shift_views.STATE)
    area = page.findChild(QScrollArea)
    assert area is not None
    QApplication.sendPostedEvents()
    qtbot.keyClick(notes(page), Qt.Key.Key_Tab)
    for _ in range(20):
        qtbot.keyClick(focused(), Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() == area.verticalScrollBar().maximum() > 1000
    qtbot.keyClick(focused(), Qt.Key.Key_PageUp)
    assert area.verticalScrollBar().value() < area.verticalScrollBar().maximum()


def test_what_changed_is_said_and_preparing_again_is_offered_once_it_is_signed(
    page: HandoverPage, qtbot: QtBot
) -> None:
    again = Heard(page.again_requested)
    what = (Difference("ticket_new", "BKS-2026-004190 Banjir"),)
    page.set_handover(shift_views.PAPER, replace(SIGNED, differences=what))
    banner = page.findChild(Banner)
    assert banner is not None
    assert "tiket baru BKS-2026-004190 Banjir" in banner.sentence
    qtbot.keyClick(focused(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert len(again) == 1


def test_a_shift_that_is_handed_over_says_who_to_whom_and_when_and_offers_nothing(page: HandoverPage) -> None:
    both = replace(SIGNED, incoming=Signed("Operator 1", views.NOW))
    page.set_handover(shift_views.PAPER, both)
    banner = page.findChild(Banner)
    assert banner is not None
    assert "sudah diserahterimakan: Operator 3 kepada Operator 1, Sel 24 Nov 14:03" in banner.sentence
    assert notes(page).isReadOnly()
    assert not any(field.isVisible() for field in page.findChildren(QLineEdit))


def test_a_demo_says_where_its_passwords_are(page: HandoverPage) -> None:
    def told() -> list[str]:
        return [one.text for one in page.findChildren(ElidedLabel) if one.isVisible() and "--passwords" in one.text]

    assert told() == []
    page.set_demo(True)
    assert told() == [
        "Kota percontohan: nama pengguna dan kata sandi ditampilkan oleh perintah main.py demo --passwords"
    ]


def test_many_changes_are_counted_and_not_listed_endlessly(page: HandoverPage) -> None:
    what = tuple(Difference("ticket_new", f"nomor {n}") for n in range(9))
    page.set_handover(shift_views.PAPER, replace(SIGNED, differences=what))
    banner = page.findChild(Banner)
    assert banner is not None
    assert "dan 6 lagi" in banner.sentence


def test_while_a_signature_is_under_way_it_cannot_be_sent_twice(page: HandoverPage, qtbot: QtBot) -> None:
    sent = Heard(page.outgoing_signed)
    qtbot.keyClick(notes(page), Qt.Key.Key_Tab)
    page.set_busy(True)
    qtbot.keyClicks(focused(), "sandi")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert len(sent) == 0


def test_escape_closes_and_hands_the_notes_back(page: HandoverPage, qtbot: QtBot) -> None:
    closed = Heard(page.closed)
    qtbot.keyClicks(notes(page), "simpan saya")
    qtbot.keyClick(notes(page), Qt.Key.Key_Escape)
    assert closed.told == [("simpan saya",)]


def test_a_cleared_page_has_no_password_and_no_note_of_the_last_handover(page: HandoverPage, qtbot: QtBot) -> None:
    page.set_handover(replace(shift_views.PAPER, notes="Pesan"), SIGNED)
    for field in box(page, 1).findChildren(QLineEdit):
        field.setText("sisa")
    page.clear()
    assert [field.text() for field in page.findChildren(QLineEdit)] == [""] * 4
    assert page.notes() == ""


def test_no_password_is_ever_shown(page: HandoverPage) -> None:
    fields = [at.findChildren(QLineEdit)[1] for at in page.findChildren(SignatureBox)]
    assert {field.echoMode() for field in fields} == {QLineEdit.EchoMode.Password}


def test_a_signature_is_icon_word_and_time_in_the_language_of_the_desk(page: HandoverPage) -> None:
    page.set_handover(shift_views.PAPER, SIGNED)
    chip = box(page, 0)._chip
    assert (chip.accessibleName(), chip._icon) == ("ditandatangani 14:03", "check")
    set_language(Language.ENGLISH)
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert chip.accessibleName() == "signed 14:03"


def test_one_key_signs_in_to_the_shift_and_another_puts_it_off(qtbot: QtBot) -> None:
    form = ShiftSignIn()
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    signed, later = Heard(form.submitted), Heard(form.cancelled)
    form.start(shift_views.SPAN, ())
    assert "Pagi" in form.title.text
    qtbot.keyClick(form, Qt.Key.Key_Return)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert (len(signed), len(later)) == (1, 1)


def test_enter_writes_in_the_log_book_and_the_line_stays_until_the_record_has_it(qtbot: QtBot) -> None:
    book = LogBook()
    qtbot.addWidget(book)
    with qtbot.waitExposed(book):
        book.show()
    book.start()
    written = Heard(book.written)
    line = book.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(line, " Hujan deras ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert written.told == [("Hujan deras",)]
    assert line.text() == " Hujan deras "
    book.clear_line()
    assert line.text() == ""


def test_an_entry_that_is_chosen_opens_its_ticket_while_nothing_is_written(qtbot: QtBot) -> None:
    book = LogBook()
    qtbot.addWidget(book)
    with qtbot.waitExposed(book):
        book.show()
    linked = replace(shift_views.ENTRIES[0], ticket_id=views.id_of(4182), ticket_number="BKS-2026-004182")
    book.set_entries((linked, *shift_views.ENTRIES[1:]))
    book.start()
    opened, written = Heard(book.ticket_opened), Heard(book.written)
    line = book.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Return)
    for _ in shift_views.ENTRIES:
        qtbot.keyClick(line, Qt.Key.Key_Up)
        assert opened.told == []
    assert any("Enter membuka BKS-2026-004182" in one.text() for one in book.findChildren(QLabel))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opened.told == [(views.id_of(4182),)]
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(line, "Hujan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (len(opened), written.told) == (1, [("Hujan",)])


def test_at_most_one_button_of_the_page_is_primary(page: HandoverPage) -> None:
    for state in (shift_views.STATE, SIGNED):
        page.set_handover(shift_views.PAPER, state)
        assert sum(button.is_primary for button in page.findChildren(KeyButton)) == 1


@pytest.mark.parametrize("kind", [HandoverPage, LogBook, ShiftSignIn])
def test_a_closed_sheet_is_gone(kind: type[HandoverPage] | type[LogBook] | type[ShiftSignIn]) -> None:
    view = kind()
    if isinstance(view, HandoverPage):
        view.set_handover(shift_views.PAPER, HandoverState("Operator 3", "Siang"))
    known = weakref.ref(view)
    view.close()
    del view
    gc.collect()
    assert known() is None
