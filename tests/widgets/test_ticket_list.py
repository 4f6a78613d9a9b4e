"""The ticket list: the selection stays with its ticket, ages come from outside, and length costs nothing."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.tickets import AssignmentState, Priority
from widgets.incidents import rows
from widgets.incidents.list import TicketListView
from widgets.incidents.rows import TicketModel
from widgets.incidents.wording import state_word


@pytest.fixture
def listed(qtbot: QtBot) -> TicketListView:
    made = TicketListView()
    qtbot.addWidget(made)
    made.resize(440, 420)
    made.set_now(views.NOW)
    made.set_tickets(views.TICKETS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def view_of(listed: TicketListView) -> QListView:
    return listed.findChildren(QListView)[0]


def said(listed: TicketListView, row: int) -> str:
    model = view_of(listed).model()
    return str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole))


def test_a_person_who_chooses_a_ticket_is_told_of(listed: TicketListView, qtbot: QtBot) -> None:
    view = view_of(listed)
    at = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(listed.ticket_selected) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [views.TICKETS[2].id]


def test_arrows_walk_the_list_and_enter_opens(listed: TicketListView, qtbot: QtBot) -> None:
    listed.select(views.TICKETS[0].id)
    with qtbot.waitSignal(listed.ticket_selected) as told:
        qtbot.keyClick(view_of(listed), Qt.Key.Key_Down)
    assert told.args == [views.TICKETS[1].id]
    with qtbot.waitSignal(listed.ticket_activated) as opened:
        qtbot.keyClick(view_of(listed), Qt.Key.Key_Return)
    assert opened.args == [views.TICKETS[1].id]


def test_a_selection_set_from_outside_is_not_told_back(listed: TicketListView) -> None:
    told = Heard(listed.ticket_selected)
    listed.select(views.TICKETS[3].id)
    listed.select(None)
    listed.set_tickets(views.TICKETS[::-1])
    assert len(told) == 0


def test_the_selection_stays_with_its_ticket_when_the_order_changes(listed: TicketListView) -> None:
    listed.select(views.TICKETS[1].id)
    listed.set_tickets(views.TICKETS[::-1])
    assert listed.selected_id() == views.TICKETS[1].id
    assert view_of(listed).currentIndex().row() == len(views.TICKETS) - 2


def test_a_ticket_that_comes_later_can_be_selected_before(listed: TicketListView) -> None:
    late = views.ticket(5000)
    listed.select(late.id)
    assert view_of(listed).selectionModel().selectedIndexes() == []
    listed.set_tickets((late, *views.TICKETS))
    assert [index.row() for index in view_of(listed).selectionModel().selectedIndexes()] == [0]


def test_a_changed_ticket_changes_its_row_alone(listed: TicketListView) -> None:
    model = view_of(listed).model()
    changed, reset = Heard(model.dataChanged), Heard(model.modelReset)
    newer = views.ticket(title="Lalu lintas lancar kembali")
    listed.set_tickets((views.TICKETS[0], newer, *views.TICKETS[2:]))
    assert (len(changed), len(reset)) == (1, 0)
    assert "lancar kembali" in said(listed, 1)


def test_ages_follow_the_moment_that_is_given(listed: TicketListView) -> None:
    assert said(listed, 1).endswith("00:42")
    listed.set_now(views.NOW + timedelta(seconds=18))
    assert said(listed, 1).endswith("01:00")
    listed.set_now(views.NOW + timedelta(hours=2))
    assert said(listed, 1).endswith("2 j 00 m")


def test_a_ticket_is_over_its_limit_only_after_it() -> None:
    model = TicketModel()
    model.set_tickets(views.TICKETS)
    model.now = views.NOW
    model.limits_s = {Priority.CRITICAL: 492.0}
    assert not model.is_over(views.TICKETS[0])
    model.limits_s = {Priority.CRITICAL: 491.0}
    assert model.is_over(views.TICKETS[0])
    assert not model.is_over(views.TICKETS[4])


def test_only_the_rows_in_sight_are_drawn(listed: TicketListView, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Priority] = []

    def counted(painter: QPainter, rect: QRectF, priority: Priority) -> None:
        drawn.append(priority)

    monkeypatch.setattr(rows, "paint_priority", counted)
    listed.set_tickets(tuple(views.ticket(10_000 + at) for at in range(5000)))
    listed.grab()
    assert 0 < len(drawn) < 20


def test_a_ticket_far_down_is_scrolled_to(listed: TicketListView) -> None:
    listed.set_tickets(tuple(views.ticket(10_000 + at) for at in range(5000)))
    listed.select(views.id_of(14_000))
    view = view_of(listed)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_letters_pass_through_to_the_desk(listed: TicketListView, qtbot: QtBot) -> None:
    listed.select(views.TICKETS[0].id)
    qtbot.keyClicks(view_of(listed), "lt1")
    assert listed.selected_id() == views.TICKETS[0].id


def test_rows_are_said_in_the_language_chosen(listed: TicketListView) -> None:
    assert "menuju lokasi" in said(listed, 0)
    set_language(Language.ENGLISH)
    QApplication.sendEvent(listed, QEvent(QEvent.Type.LanguageChange))
    assert "under way" in said(listed, 0)
    assert "not yet shared" in said(listed, 3)


def test_a_ticket_that_several_reported_says_how_many(listed: TicketListView) -> None:
    assert "Jl. Kalimalang · 3 laporan" in said(listed, 3)
    assert "laporan" not in said(listed, 0)
    listed.set_tickets((views.ticket(reports=1),))
    assert "laporan" not in said(listed, 0)


def test_the_state_shown_is_that_of_the_agency_that_is_furthest_and_still_busy() -> None:
    tasks = (
        views.assignment(views.DISHUB, AssignmentState.DONE, views.NOW),
        views.assignment(views.DAMKAR, AssignmentState.ON_SCENE, views.NOW),
        views.assignment(views.POLRI, AssignmentState.REJECTED, views.NOW),
    )
    assert state_word(views.ticket(assignments=tasks)) == "di lokasi"
    assert state_word(views.ticket(assignments=tasks[2:])) == "diakui"


def test_the_keyboard_that_comes_to_the_list_chooses_its_first_ticket(listed: TicketListView) -> None:
    heard = Heard(listed.ticket_selected)
    listed.take_focus()
    assert heard.told == [(listed.tickets()[0].id,)]
    listed.take_focus()
    assert len(heard) == 1
