"""Who a trouble belongs to: what is proposed, what is asked, and that nothing is proposed which a border may change."""

import json
import math
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.model.ids import new_id
from storage.model.routing import NEAR_M, Candidate, Doubt, RoadClass, RoutingRule, road_matters, route
from storage.model.shapes import moved, shape_of

REGENCY, PROVINCE, STATE, FIRE = (UUID(int=n) for n in range(1, 5))
X, Y = 107.15, -6.30
"""Somewhere in Cikarang."""
WIDE_M = 1000.0


def square(east_m: float, north_m: float, side_m: float = WIDE_M) -> str:
    """A square whose south-west corner is so far from (X, Y)."""
    corners = [(0.0, 0.0), (side_m, 0.0), (side_m, side_m), (0.0, side_m), (0.0, 0.0)]
    ring = [list(moved(X, Y, east_m + east, north_m + north)) for east, north in corners]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def at(east_m: float, north_m: float) -> tuple[float, float]:
    x, y = moved(X, Y, east_m, north_m)
    return y, x


def rule(agency: UUID, name: str = "", *, category: str = "road_damage", **asks: object) -> RoutingRule:
    return RoutingRule(new_id(), name or f"Aturan {agency.int}", agency, category, **asks)  # type: ignore[arg-type]


WEST, EAST = square(-WIDE_M, 0), square(0, 0)
OWNERS = (rule(PROVINCE, "Jalan provinsi", road=RoadClass.PROVINCIAL), rule(STATE, road=RoadClass.NATIONAL))
TWO_AREAS = (rule(REGENCY, "Barat", boundary=WEST), rule(PROVINCE, "Timur", boundary=EAST))


def test_without_a_rule_the_categorys_agency_answers() -> None:
    assert route("waste", REGENCY, OWNERS, point=at(5, 5)).candidates == (Candidate(REGENCY),)
    assert route("waste", None, ()).candidates == ()


@pytest.mark.parametrize(
    ("road", "owner"),
    [
        (RoadClass.NATIONAL, STATE),
        (RoadClass.PROVINCIAL, PROVINCE),
        (RoadClass.REGENCY, REGENCY),
        (RoadClass.VILLAGE, REGENCY),
    ],
)
def test_the_owner_of_the_road_gets_what_is_broken_in_it(road: RoadClass, owner: UUID) -> None:
    assert route("road_damage", REGENCY, OWNERS, road=road).agency_id == owner


def test_an_unknown_road_is_asked_for_with_every_owner_it_may_have() -> None:
    asked = route("road_damage", REGENCY, OWNERS)
    assert {one.agency_id for one in asked.candidates} == {STATE, PROVINCE, REGENCY}
    assert asked.doubts == (Doubt.NO_ROAD,)
    assert asked.agency_id is None


def test_an_unknown_road_is_nobodys_business_where_it_changes_nothing() -> None:
    assert route("fire", FIRE, OWNERS).agency_id == FIRE
    assert road_matters("road_damage", OWNERS)
    assert not road_matters("fire", OWNERS)
    same = tuple(rule(REGENCY, road=road) for road in RoadClass)
    assert route("road_damage", REGENCY, same).agency_id == REGENCY


def test_well_inside_an_area_its_agency_is_proposed_by_its_rules_name() -> None:
    assert route("road_damage", FIRE, TWO_AREAS, point=at(-500, 500)).candidates == (Candidate(REGENCY, "Barat"),)
    assert route("road_damage", FIRE, TWO_AREAS, point=at(500, 500)).candidates == (Candidate(PROVINCE, "Timur"),)
    assert route("road_damage", FIRE, TWO_AREAS, point=at(5000, 500)).candidates == (Candidate(FIRE),)


@pytest.mark.parametrize("east_m", [-99.0, -40.0, -0.001, 0.001, 40.0, 99.0])
def test_beside_the_border_of_two_areas_both_are_asked_about_and_nobody_else(east_m: float) -> None:
    asked = route("road_damage", FIRE, TWO_AREAS, point=at(east_m, 500))
    assert {one.agency_id for one in asked.candidates} == {REGENCY, PROVINCE}
    assert asked.candidates[0].agency_id == (REGENCY if east_m < 0 else PROVINCE)
    assert asked.doubts == (Doubt.BORDER,)
    assert asked.distance_m == pytest.approx(abs(east_m), abs=0.1)


def test_a_border_between_areas_of_one_agency_is_no_question() -> None:
    one = (rule(REGENCY, boundary=WEST), rule(REGENCY, boundary=EAST))
    assert route("road_damage", FIRE, one, point=at(1, 500)).agency_id == REGENCY


def test_without_a_point_every_area_may_be_meant() -> None:
    asked = route("road_damage", FIRE, TWO_AREAS)
    assert {one.agency_id for one in asked.candidates} == {REGENCY, PROVINCE, FIRE}
    assert asked.doubts == (Doubt.NO_POINT,)


def test_a_rule_that_asks_for_more_comes_before_one_that_asks_for_less() -> None:
    rules = (
        rule(FIRE, "Semua", category=""),
        rule(REGENCY, boundary=EAST),
        rule(PROVINCE, "Jalan provinsi di timur", boundary=EAST, road=RoadClass.PROVINCIAL),
    )
    here = {"point": at(500, 500)}
    assert route("road_damage", None, rules, road=RoadClass.PROVINCIAL, **here).agency_id == PROVINCE
    assert route("road_damage", None, rules, road=RoadClass.VILLAGE, **here).agency_id == REGENCY
    assert route("waste", None, rules, road=RoadClass.VILLAGE, **here).agency_id == FIRE


def test_as_specific_rules_that_disagree_are_asked_about() -> None:
    asked = route("road_damage", None, (rule(FIRE, "A"), rule(REGENCY, "B")))
    assert [one.rule for one in asked.candidates] == ["A", "B"]
    assert asked.doubts == (Doubt.SEVERAL,)


def test_a_rule_that_is_switched_off_is_not_there() -> None:
    off = (rule(STATE, road=RoadClass.NATIONAL, enabled=False),)
    assert route("road_damage", REGENCY, off, road=RoadClass.NATIONAL).agency_id == REGENCY
    assert not road_matters("road_damage", off)


def test_a_hole_in_an_area_is_not_in_it() -> None:
    outer, hole = (json.loads(square(-side / 2, -side / 2, side))["coordinates"][0] for side in (2000.0, 600.0))
    ring = json.dumps({"type": "Polygon", "coordinates": [outer, hole]})
    rules = (rule(STATE, boundary=ring),)
    assert route("road_damage", REGENCY, rules, point=at(0, 0)).agency_id == REGENCY
    assert route("road_damage", REGENCY, rules, point=at(600, 0)).agency_id == STATE
    assert route("road_damage", REGENCY, rules, point=at(250, 0)).doubts == (Doubt.BORDER,)


# What holds whatever is drawn. A cell that a circle of 16 m fits into is never missed (36 directions on 4 rings).
COARSE_M = 16.0
_metres = st.floats(-900, 900)
_sides = st.floats(60, 1500)
_rules = st.lists(
    st.builds(
        lambda agency, east, north, side: rule(UUID(int=agency), f"{agency}", boundary=square(east, north, side)),
        st.integers(1, 3), _metres, _metres, _sides,
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def bare(rules: list[RoutingRule], point: tuple[float, float]) -> set[UUID]:
    """Who it is exactly at this point, by the boundaries alone."""
    fit = [one for one in rules if shape_of(one.boundary).holds(point[1], point[0])]
    return {one.agency_id for one in fit} or {FIRE}


@settings(max_examples=150, deadline=None)
@given(rules=_rules, east=_metres, north=_metres, turn=st.floats(0, math.tau), metres=st.floats(0, NEAR_M - COARSE_M))
def test_what_is_proposed_is_right_for_every_point_that_may_have_been_meant(
    rules: list[RoutingRule], east: float, north: float, turn: float, metres: float
) -> None:
    there = at(east + metres * math.sin(turn), north + metres * math.cos(turn))
    routing = route("road_damage", FIRE, rules, point=at(east, north))
    close = min(shape_of(one.boundary).to_border(there[1], there[0])[0] for one in rules)
    if close >= COARSE_M:
        assert bare(rules, there) <= {one.agency_id for one in routing.candidates}
    assert bare(rules, at(east, north)) <= {one.agency_id for one in routing.candidates}


@settings(max_examples=150, deadline=None)
@given(rules=_rules, east=_metres, north=_metres)
def test_far_from_every_border_nobody_is_asked_of_one(rules: list[RoutingRule], east: float, north: float) -> None:
    point = at(east, north)
    nearest = min(shape_of(one.boundary).to_border(point[1], point[0])[0] for one in rules)
    routing = route("road_damage", FIRE, rules, point=point)
    if nearest > NEAR_M:
        assert Doubt.BORDER not in routing.doubts
        assert {one.agency_id for one in routing.candidates} == bare(rules, point)
    else:
        assert routing.distance_m is None or routing.distance_m == pytest.approx(nearest)


@settings(max_examples=100, deadline=None)
@given(east=_metres, north=_metres, turn=st.floats(0, math.tau), metres=st.floats(0, 3000))
def test_the_way_to_a_border_is_as_long_as_the_way_that_was_gone(
    east: float, north: float, turn: float, metres: float
) -> None:
    """From outside a corner straight away from it, the corner stays the nearest."""
    corner = moved(X, Y, east, north)
    outward = math.pi + (turn % (math.pi / 2))
    x, y = moved(*corner, metres * math.sin(outward), metres * math.cos(outward))
    away, to_east, to_north = shape_of(square(east, north)).to_border(x, y)
    assert away == pytest.approx(metres, abs=0.01 + metres * 1e-3)
    assert math.hypot(to_east, to_north) == pytest.approx(away)
