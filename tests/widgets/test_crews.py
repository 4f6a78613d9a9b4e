"""Crews and vehicles by keyboard: seen by agency and status, sent to the ticket that is looked at, kept by who may."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard
from unit.storage.city import City
from unit.storage.crews_contract import a_unit, part_of, saved, seen
from unit.storage.demo_values import fake_site
from unit.storage.test_fakes import FakeDoors

from console.presenters.crews import CrewsPresenter
from console.presenters.jobs import ImmediateJobs
from resources.words import Language, set_language
from storage.model.crews import Unit, UnitKind, UnitStatus, UnitTask
from storage.model.tickets import AssignmentState
from widgets.common.sections import HeadLine
from widgets.crews.lines import UnitLine, unit_lines
from widgets.crews.page import CrewsPage

DISHUB, SATPOL = views.AGENCIES[0], views.AGENCIES[1]
SINCE = views.NOW - timedelta(minutes=12)
FREE = Unit(UUID(int=1), DISHUB.id, "Dishub 2", UnitKind.VEHICLE, UnitStatus.AVAILABLE, SINCE, version=1)
TASK = UnitTask(UUID(int=8), UUID(int=9), UUID(int=10), "BKS-2026-004188", UnitStatus.UNDER_WAY, SINCE)
BUSY = Unit(UUID(int=2), DISHUB.id, "Dishub 1", UnitKind.CREW, UnitStatus.UNDER_WAY, SINCE, tasks=(TASK,), version=2)
OFF = Unit(UUID(int=3), SATPOL.id, "Praja 1", UnitKind.CREW, UnitStatus.OFF_DUTY, SINCE, version=1)
UNITS = (OFF, BUSY, FREE)
PART = views.assignment(DISHUB, AssignmentState.DISPATCHED, views.NOW)
TICKET = views.ticket(assignments=(PART,))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language(Language.INDONESIAN)


@pytest.fixture
def page(qtbot: QtBot) -> CrewsPage:
    made = CrewsPage()
    qtbot.addWidget(made)
    made.resize(1020, 820)
    with qtbot.waitExposed(made):
        made.show()
    made.set_rights(may_keep=True, may_send=True, agency_id=None)
    made.set_units(UNITS, views.AGENCIES, views.NOW)
    made.start()
    return made


def test_an_agencys_free_units_stand_first_and_those_of_the_ticket_on_top() -> None:
    lines = unit_lines(UNITS, views.AGENCIES, views.NOW, first=SATPOL.id)
    told = []
    for one in lines:
        if isinstance(one, HeadLine):
            told.append(one.text)
        elif isinstance(one, UnitLine):
            told.append(one.unit.call_sign)
    assert told == ["Satpol PP", "Praja 1", "Dishub", "Dishub 2", "Dishub 1"]
    busy = next(one for one in lines if isinstance(one, UnitLine) and one.unit is BUSY)
    assert "BKS-2026-004188" in busy.sentence
    assert "menuju lokasi" in busy.sentence


def test_enter_sends_the_chosen_unit_to_the_ticket_that_is_looked_at(page: CrewsPage, qtbot: QtBot) -> None:
    sent = Heard(page.sent)
    page.list.choose(FREE.id)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert len(sent) == 0, "no ticket is looked at"
    page.set_ticket(TICKET)
    page.list.choose(FREE.id)
    assert (TICKET.number or "?") in page.send.said()
    page.send.click()
    assert sent.told == [(FREE.id, PART.id)]


def test_a_unit_of_another_agency_or_off_duty_is_not_sent(page: CrewsPage) -> None:
    page.set_ticket(TICKET)
    page.list.choose(OFF.id)
    assert not page.send.isEnabled()
    page.set_units((replace(FREE, status=UnitStatus.OUT_OF_SERVICE),), views.AGENCIES, views.NOW)
    page.list.choose(FREE.id)
    assert not page.send.isEnabled()


def test_a_unit_at_work_is_not_switched_by_hand(page: CrewsPage) -> None:
    kept = Heard(page.saved)
    page.list.choose(BUSY.id)
    assert not page.switch.isEnabled()
    page.list.choose(FREE.id)
    page.switch.click()
    assert kept.told == [(replace(FREE, status=UnitStatus.OFF_DUTY),)]


def test_a_new_unit_needs_a_call_sign(page: CrewsPage, qtbot: QtBot) -> None:
    kept = Heard(page.saved)
    page.add.click()
    page.form.submit.click()
    assert len(kept) == 0
    assert page.form.error_line.text
    qtbot.keyClicks(page.form.call_sign, "Dishub  3")
    page.form.submit.click()
    (unit,) = kept.told[0]
    assert (unit.call_sign, unit.version, unit.status) == ("Dishub 3", 0, UnitStatus.AVAILABLE)


def test_an_agencys_people_see_no_other_agency_in_the_form(page: CrewsPage) -> None:
    page.set_rights(may_keep=True, may_send=True, agency_id=SATPOL.id)
    page.set_units((OFF,), views.AGENCIES, views.NOW)
    page.list.choose(OFF.id)
    page.add.click()
    assert [page.form.agency.itemData(at) for at in range(page.form.agency.count())] == [SATPOL.id]


def test_who_keeps_none_reads_and_sends(page: CrewsPage) -> None:
    page.set_rights(may_keep=False, may_send=True, agency_id=None)
    assert not page.add.isVisible()
    assert page.send.isVisible()


class View:
    """What the presenter shows, noted."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.units: tuple[Unit, ...] = ()

    def show_rights(self, **rights: object) -> None:
        self.told.append(("rights", rights))

    def show_units(self, units: tuple[Unit, ...], _agencies: object) -> None:
        self.units = units

    def __getattr__(self, name: str) -> object:
        def note(*values: object) -> None:
            self.told.append((name, values))

        return note


def test_the_presenter_sends_and_reads_again_what_stands() -> None:
    city = City(FakeDoors(fake_site()))
    unit, ticket = saved(city, a_unit(city)), city.open("dishub")
    view = View()
    presenter = CrewsPresenter(view, ImmediateJobs())  # type: ignore[arg-type]
    presenter.begin(city.operator, city.operator.me())
    presenter.open()
    presenter.look_at(city.detail(ticket).ticket)
    presenter.send(unit.id, part_of(city, ticket))
    assert seen(city, unit.id).status is UnitStatus.DISPATCHED
    assert view.units == (seen(city, unit.id),)
    assert "show_sent" in {name for name, _ in view.told}
    presenter.send(unit.id, part_of(city, ticket))
    assert "show_error" in {name for name, _ in view.told}, "twice to one task"
