"""The rules of routing as a book: as they count, kept by those who may, and what somebody else wrote is shown."""

from dataclasses import replace
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard
from unit.storage.demo_values import fake_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.routing_rules import RoutingRulesPresenter
from console.windows.routing_sheet import RoutingSheet
from resources.words import Language, set_language
from storage.model.ids import new_id
from storage.model.routing import RoadClass, RoutingRule
from storage.service.commands import SaveRoutingRule
from widgets.routing.lines import RuleLine
from widgets.routing.page import RoutingPage

PUPR, DISHUB = views.AGENCIES[4], views.AGENCIES[0]
CODE = views.CATEGORIES[0].code
WIDE = RoutingRule(UUID(int=1), "Semua jalan", DISHUB.id, version=1)
NARROW = RoutingRule(UUID(int=2), "Jalan provinsi", PUPR.id, CODE, RoadClass.PROVINCIAL, "{}", version=4)
OFF = replace(WIDE, id=UUID(int=3), name="Lama", enabled=False)


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language(Language.INDONESIAN)


@pytest.fixture
def page(qtbot: QtBot) -> RoutingPage:
    made = RoutingPage()
    qtbot.addWidget(made)
    made.resize(1020, 820)
    with qtbot.waitExposed(made):
        made.show()
    made.set_may_edit(True)
    made.set_rules((WIDE, OFF, NARROW), views.AGENCIES, views.CATEGORIES)
    made.start()
    return made


def test_the_rule_that_asks_for_the_most_stands_first_as_it_counts(page: RoutingPage) -> None:
    rows = [one for one in page.list.lines if isinstance(one, RuleLine)]
    assert [one.rule.name for one in rows] == ["Jalan provinsi", "Lama", "Semua jalan"]
    assert "Provinsi" in rows[0].sentence
    assert "nonaktif" in rows[1].sentence


def test_a_rule_is_changed_at_its_version_and_keeps_its_area(page: RoutingPage, qtbot: QtBot) -> None:
    kept = Heard(page.saved)
    page.list.choose(NARROW.id)
    page.change.click()
    page.form.road.setCurrentIndex(0)
    page.form.submit.click()
    assert kept.told == [(replace(NARROW, road=None),)]
    page.form.name.clear()
    page.form.submit.click()
    assert len(kept) == 1
    assert page.form.error_line.text


def test_what_somebody_else_wrote_meanwhile_is_shown_over_the_fields(page: RoutingPage) -> None:
    page.list.choose(NARROW.id)
    page.change.click()
    theirs = replace(NARROW, agency_id=DISHUB.id, version=5)
    page.set_rules((WIDE, theirs), views.AGENCIES, views.CATEGORIES)
    assert DISHUB.name in page.form.standing.sentence
    page.show_overtaken("Sudah berubah.")
    assert page.form.draft().version == 5


def test_who_may_not_keep_rules_reads_them(page: RoutingPage) -> None:
    page.set_may_edit(False)
    assert not page.add.isVisible()
    assert not page.change.isVisible()


def test_a_supervisor_switches_a_rule_off_and_an_operator_sees_it(qtbot: QtBot) -> None:
    site = fake_site()
    agency = next(iter(site.agencies))
    rule = RoutingRule(new_id(), "Jalan kabupaten", agency)
    supervisor = site.person("supervisor1")
    supervisor.execute(SaveRoutingRule(key=new_id(), rule=rule))
    owner = RoutingPage()
    qtbot.addWidget(owner)
    sheet = RoutingSheet(owner)
    presenter = RoutingRulesPresenter(sheet, ImmediateJobs())
    sheet.attach(presenter)
    presenter.begin(supervisor, supervisor.me())
    presenter.open()
    sheet.page.list.choose(rule.id)
    sheet.page.switch.click()
    (seen,) = site.person("operator1").routing_rules()
    assert (seen.enabled, seen.version) == (False, 2)
    (row,) = [one for one in sheet.page.list.lines if isinstance(one, RuleLine)]
    assert not row.rule.enabled
    presenter.begin(site.person("dishub1"), site.person("dishub1").me())
    told = Heard(sheet.noticed)
    sheet.open_routing()
    assert len(told) == 1
