"""The forms ask the rules that stand now, with a camera's place where a ticket has none of its own."""

import json
from dataclasses import replace
from uuid import UUID

from unit.storage.demo_values import fake_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.routing import RoutingPresenter
from resources.errors import SiagaError
from storage.model.ids import new_id
from storage.model.routing import Doubt, RoadClass, RoutingRule
from storage.service.commands import SaveRoutingRule
from storage.testing import FakeSite
from widgets.incidents.routing_values import Asked, Router

SQUARE = json.dumps(
    {"type": "Polygon", "coordinates": [[[107.1, -6.3], [107.2, -6.3], [107.2, -6.2], [107.1, -6.2], [107.1, -6.3]]]}
)


class View:
    def __init__(self) -> None:
        self.router: Router | None = None
        self.errors: list[SiagaError] = []

    def show_router(self, router: Router | None) -> None:
        self.router = router

    def show_error(self, error: SiagaError) -> None:
        self.errors.append(error)

    def ask(self, category: str, **facts: object) -> tuple[list[UUID], tuple[Doubt, ...], bool]:
        assert self.router is not None
        routed = self.router(Asked(category, **facts))  # type: ignore[arg-type]
        return [one.agency_id for one in routed.routing.candidates], routed.routing.doubts, routed.asks_road


def begun(login: str = "operator1") -> tuple[RoutingPresenter, View, FakeSite, dict[str, UUID]]:
    site, view = fake_site(), View()
    presenter = RoutingPresenter(view, ImmediateJobs())
    record = site.person(login)
    presenter.begin(record, record.me())
    return presenter, view, site, {one.code: one.id for one in site.agencies.values()}


def keep(site: FakeSite, presenter: RoutingPresenter, rule: RoutingRule) -> None:
    outcome = site.person("supervisor1").execute(SaveRoutingRule(key=new_id(), rule=rule))
    presenter.changed(outcome.changes)


def test_without_rules_the_categorys_agency_is_proposed() -> None:
    _, view, _, agencies = begun()
    assert view.ask("road_damage") == ([agencies["pupr"]], (), False)


def test_a_rule_that_a_supervisor_adds_is_asked_at_once() -> None:
    presenter, view, site, agencies = begun()
    rule = RoutingRule(new_id(), "Jalan nasional", agencies["polri"], "road_damage", RoadClass.NATIONAL)
    keep(site, presenter, rule)
    assert view.ask("road_damage", road=RoadClass.NATIONAL) == ([agencies["polri"]], (), True)
    found, doubts, _ = view.ask("road_damage")
    assert (set(found), doubts) == ({agencies["polri"], agencies["pupr"]}, (Doubt.NO_ROAD,))
    assert view.ask("fire") == ([agencies["damkar"]], (), False)


def test_a_ticket_without_a_place_stands_where_its_camera_does() -> None:
    presenter, view, site, agencies = begun()
    keep(site, presenter, RoutingRule(new_id(), "Cikarang", agencies["dishub"], "waste", boundary=SQUARE))
    camera = next(iter(site.cameras.values()))
    assert view.ask("waste")[1] == (Doubt.NO_POINT,)
    presenter.cameras_known((replace(camera, latitude=-6.25, longitude=107.15),))
    assert view.ask("waste", camera_id=camera.id)[0] == [agencies["dishub"]]
    assert view.ask("waste", camera_id=camera.id, point=(-6.5, 107.15))[0] == [agencies["kebersihan"]]


def test_who_opens_no_tickets_is_not_read_rules_for() -> None:
    _, view, _, _ = begun("dishub1")
    assert view.router is None
    assert view.errors == []


def test_nothing_is_left_of_the_rules_after_signing_out() -> None:
    presenter, view, _, _ = begun()
    presenter.end()
    assert view.router is None
