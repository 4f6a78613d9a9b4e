"""The telephone's dialog between its form and its presenter: it closes on success, and never with what is unsaid."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import callers, views
from support.qt import Heard

from console.presenters.jobs import ImmediateJobs
from console.presenters.telephone import TelephonePresenter
from console.windows.telephone_sheet import TelephoneSheet
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import AddReport, NoteNuisance, OpenTicket
from storage.service.errors import Unreachable
from widgets.telephone.parts import HistoryLine, SimilarRow

OPERATOR = Person(new_id(), "operator1", "Operator 1", Role.OPERATOR)


class Desk:
    """A desk with nothing on it but the telephone."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.record = callers.CallRecord()
        self.sheet = TelephoneSheet(self.window)
        self.presenter = TelephonePresenter(self.sheet, ImmediateJobs())  # type: ignore[arg-type]
        self.sheet.attach(self.presenter)
        self.taken = Heard(self.sheet.ticket_taken)
        self.notices = Heard(self.sheet.notice)

    @property
    def is_open(self) -> bool:
        return self.sheet.sheet.isVisible()

    def type(self, qtbot: QtBot, *texts: str) -> None:
        """Each text into the field that has the keyboard, and on by Enter."""
        for text in texts:
            qtbot.keyClicks(QApplication.focusWidget(), text)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made.window)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.presenter.begin(made.record, OPERATOR)  # type: ignore[arg-type]
    with qtbot.waitExposed(made.sheet.sheet):
        made.sheet.take_call()
    qtbot.waitUntil(lambda: made.sheet.form.fields[0].hasFocus())
    yield made
    made.sheet.form.clock.stop()


CALL = ("0812", "Pohon tumbang!", "po", "", "dpn masjid")


def send(qtbot: QtBot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_sent_call_closes_its_dialog_and_tells_the_ticket(desk: Desk, qtbot: QtBot) -> None:
    desk.type(qtbot, *CALL)
    send(qtbot)
    (command,) = desk.record.done
    assert isinstance(command, OpenTicket)
    assert command.report is not None
    assert command.report.words == "Pohon tumbang!"
    assert desk.taken.told == [(command.ticket_id,)]
    assert not desk.is_open


def test_an_error_stands_in_the_dialog_and_a_second_try_sends_the_same(desk: Desk, qtbot: QtBot) -> None:
    desk.type(qtbot, *CALL)
    desk.record.down = Unreachable(host="db")
    send(qtbot)
    assert desk.is_open
    assert "db" in desk.sheet.form.error_line.text
    assert desk.sheet.form.draft().words == "Pohon tumbang!"
    desk.record.down = None
    send(qtbot)
    assert not desk.is_open
    assert len({command.key for command in desk.record.asked}) == 1


def test_a_nuisance_closes_and_is_said(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), "0812")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    (command,) = desk.record.done
    assert isinstance(command, NoteNuisance)
    assert command.caller_number == "0812"
    assert desk.notices.told == [("Panggilan iseng dicatat.",)]
    assert len(desk.taken) == 0
    assert not desk.is_open


def test_a_call_about_an_open_ticket_is_added_to_it_by_its_letter(desk: Desk, qtbot: QtBot) -> None:
    known = callers.ticket(category="fallen_tree", landmark="Masjid Al-Ikhlas")
    desk.sheet.tickets_known((known,))
    desk.sheet.show_now(views.NOW)
    desk.type(qtbot, *CALL, "masjid")
    assert [row.ticket for row in desk.sheet.form.findChildren(SimilarRow) if row.isVisible()] == [known]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    (command,) = desk.record.done
    assert isinstance(command, AddReport)
    assert command.ticket_id == known.id
    assert desk.taken.told == [(known.id,)]


def test_what_a_number_is_known_for_comes_while_the_form_is_filled(desk: Desk, qtbot: QtBot) -> None:
    desk.record.histories["0812"] = callers.NumberHistory(2, 3)
    desk.type(qtbot, "0812")
    qtbot.waitUntil(lambda: "3 panggilan iseng" in desk.sheet.form.findChildren(HistoryLine)[0].text)


def test_the_frames_close_button_asks_as_esc_does(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), "0812")
    desk.sheet.sheet.close()
    assert desk.is_open
    assert desk.sheet.form.draft().number == "0812"
    desk.sheet.sheet.close()
    assert not desk.is_open


def test_the_next_call_begins_empty(desk: Desk, qtbot: QtBot) -> None:
    desk.type(qtbot, *CALL)
    send(qtbot)
    desk.sheet.take_call()
    assert desk.sheet.form.draft().is_blank


def test_who_may_not_take_calls_gets_no_form_and_who_leaves_closes_it(desk: Desk) -> None:
    desk.presenter.end()
    assert not desk.is_open
    desk.sheet.take_call()
    assert not desk.is_open
    assert desk.notices.told == [("Hanya petugas pusat komando yang menerima telepon. Ganti orang dengan Ctrl+L.",)]


def test_a_failure_while_no_form_is_open_goes_to_the_desk(desk: Desk) -> None:
    desk.presenter.end()
    told = Heard(desk.sheet.failed)
    desk.record.down = Unreachable(host="db")
    desk.presenter.begin(desk.record, OPERATOR)  # type: ignore[arg-type]
    assert [type(error) for (error,) in told.told] == [Unreachable]
