"""The shift's sheets: signing in, the log book, the handover."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from support import shift_views, views
from visual.conftest import Grab, Show

from widgets.shift.logbook import LogBook
from widgets.shift.page import HandoverPage
from widgets.shift.signin import ShiftSignIn
from widgets.shift.values import Difference, Signed


def test_signing_in_to_a_shift_names_it_and_who_is_on_it(show: Show, grab: Grab) -> None:
    form = ShiftSignIn()
    show(form, 460, 280)
    form.start(shift_views.SPAN, ("Operator 1", "Supervisor 1"))
    grab(form, "shift-sign-in")


def test_the_log_book_shows_who_wrote_what_and_when(show: Show, grab: Grab) -> None:
    book = LogBook()
    show(book, 720, 420)
    first, *others = shift_views.ENTRIES
    book.set_entries(
        (first, replace(others[0], ticket_id=views.id_of(4182), ticket_number="BKS-2026-004182"), *others[1:])
    )
    book.start()
    for _ in range(2):
        QTest.keyClick(book, Qt.Key.Key_Up)
    grab(book, "shift-log")


def page(show: Show) -> HandoverPage:
    made = HandoverPage()
    show(made, 960, 860)
    return made


def test_a_handover_is_one_calm_page(show: Show, grab: Grab) -> None:
    made = page(show)
    made.set_handover(shift_views.PAPER, shift_views.STATE)
    grab(made, "shift-handover")


def test_a_signed_handover_says_what_changed_since_and_waits_for_the_incoming_side(show: Show, grab: Grab) -> None:
    made = page(show)
    state = replace(
        shift_views.STATE,
        digest="3f9c1a77b0e2" + "0" * 52,
        outgoing=Signed("Operator 3", views.NOW),
        differences=(Difference("ticket_new", "BKS-2026-004190 Banjir"),),
    )
    made.set_handover(replace(shift_views.forty_tickets(), notes="Bu Sari menunggu kabar soal pohon."), state)
    made.set_error("Nama masuk atau kata sandi salah, atau akun ini dinonaktifkan.")
    area = made.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(600)
    grab(made, "shift-handover-signed")
