"""The shift's sheets over a window, with the record in memory: what is shown where, and in which language."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from support.qt import Heard
from support.shift_desk import PASSWORD, PLAN, SHIFT_BEGINS, Door, shift_site
from support.small_site import new_ticket

from console.presenters.handover import HandoverPresenter
from console.presenters.jobs import ImmediateJobs
from console.presenters.logbook import LogBookPresenter
from console.presenters.shift import ShiftPresenter
from console.presenters.signing import NotAtADesk, Signer
from console.windows.shift_sheets import ShiftSheets
from resources.words import Language, set_language
from storage.service.errors import Unreachable
from widgets import theme


class Desk:
    def __init__(self, login="operator1"):
        self.site = shift_site()
        self.window = QMainWindow()
        self.window.show()
        self.sheets = ShiftSheets(self.window)
        self.header, self.reminded = Heard(self.sheets.header_changed), Heard(self.sheets.reminded)
        self.failed = Heard(self.sheets.failed)
        jobs = ImmediateJobs()
        self.shift = ShiftPresenter(self.sheets, jobs, PLAN, self.now)
        self.log = LogBookPresenter(self.sheets, jobs, PLAN, self.now)
        signer = Signer(Door(self.site), demo=False)
        self.handover = HandoverPresenter(
            self.sheets, jobs, signer, self.shift, PLAN, self.now, tuple, self.change_person
        )
        self.sheets.attach(self.shift, self.log, self.handover)
        record = self.site.person(login)
        for part in (self.shift, self.log, self.handover):
            part.begin(record, record.me())

    def now(self):
        return self.site.now

    def change_person(self, login, password):
        raise AssertionError(f"{login} took the desk over")


@pytest.fixture
def open_desk(qapp, qtbot):
    theme.apply(qapp)
    set_language(Language.INDONESIAN)

    def opened(login="operator1"):
        desk = Desk(login)
        qtbot.addWidget(desk.window)
        return desk

    yield opened
    set_language(Language.INDONESIAN)


def press(sheet, qtbot, key):
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.isActiveWindow())
    QTest.keyClick(QApplication.focusWidget(), key)


def test_one_key_signs_in_and_another_sheet_signs_out(open_desk, qtbot):
    desk = open_desk()
    press(desk.sheets.sign_in_sheet, qtbot, Qt.Key.Key_Return)
    assert desk.header.told[-1] == ("Shift Siang",)
    assert not desk.sheets.sign_in_sheet.isVisible()
    desk.sheets.open_shift()
    press(desk.sheets.sign_in_sheet, qtbot, Qt.Key.Key_Return)
    assert desk.header.told[-1] == ("",)
    desk.sheets.open_shift()
    assert desk.sheets.sign_in_sheet.isVisible()


def test_a_sign_in_that_the_record_could_not_take_is_said_in_its_sheet(open_desk, qtbot):
    desk = open_desk()
    desk.site.down = Unreachable(host="db")
    press(desk.sheets.sign_in_sheet, qtbot, Qt.Key.Key_Return)
    assert desk.sheets.sign_in_sheet.isVisible()
    assert desk.sheets.sign_in.error_line.text
    desk.site.down = None
    press(desk.sheets.sign_in_sheet, qtbot, Qt.Key.Key_Return)
    assert desk.header.told[-1] == ("Shift Siang",)


def test_header_and_reminder_are_said_again_in_the_other_language(open_desk, qtbot):
    desk = open_desk()
    desk.sheets._sign_in()
    desk.site.now = SHIFT_BEGINS + timedelta(hours=7, minutes=50)
    desk.shift.tick()
    assert desk.reminded.told[-1][0].startswith("Shift Siang berakhir pukul 22:00")
    set_language(Language.ENGLISH)
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.LanguageChange))
    assert desk.header.told[-1] == ("Siang shift",)
    assert desk.reminded.told[-1][0].startswith("The Siang shift ends at 22:00")


def test_notes_outlive_the_page_however_it_is_closed(open_desk, qtbot):
    desk = open_desk()
    desk.sheets._sign_in()
    desk.sheets.open_handover()
    qtbot.waitUntil(desk.sheets.page_sheet.isActiveWindow)
    QTest.keyClicks(QApplication.focusWidget(), "Tunggu Dishub")
    desk.sheets.page_sheet.close()
    assert desk.sheets.page.notes() == ""
    desk.sheets.open_handover()
    assert desk.sheets.page.notes() == "Tunggu Dishub"
    desk.handover.sign_outgoing(PASSWORD, desk.sheets.page.notes())
    press(desk.sheets.page_sheet, qtbot, Qt.Key.Key_Escape)
    desk.sheets.open_handover()
    assert (desk.sheets.page.notes(), desk.sheets.page._state.outgoing.name) == ("Tunggu Dishub", "Operator 1")


def test_a_line_that_names_a_ticket_leads_to_it_by_keys(open_desk, qtbot):
    desk = open_desk()
    press(desk.sheets.sign_in_sheet, qtbot, Qt.Key.Key_Return)
    command = new_ticket(title="Pohon tumbang")
    desk.site.person("operator2").execute(command)
    opened = Heard(desk.sheets.ticket_opened)
    desk.sheets.open_log()
    qtbot.waitUntil(lambda: desk.sheets.book_sheet.isVisible() and desk.sheets.book_sheet.isActiveWindow())
    QTest.keyClicks(QApplication.focusWidget(), "Dahan #1 sudah disingkirkan")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert opened.told == [(command.ticket_id,)]
    assert not desk.sheets.book_sheet.isVisible()


def test_an_agency_is_told_that_it_hands_nothing_over(open_desk):
    desk = open_desk("dishub1")
    desk.sheets.open_handover()
    assert not desk.sheets.page_sheet.isVisible()
    assert isinstance(desk.failed.told[0][0], NotAtADesk)
