"""Who a trouble belongs to: by its category, where it is, and whose the road is (docs/design/routing.md).

A rule names an agency and may ask for a category, an area and a road class; of the rules that fit, the one that asks
for the most wins, and where none fits the category's own agency answers. What is not known for sure (a point beside a
border, no point, no road class) is decided in every way it may be: where all of them lead to one agency that is the
proposal, else the desk is asked with all candidates.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from storage.model.shapes import moved, shape_of

NEAR_M = 100.0
"""So near to a rule's border a point may as well lie beyond it: an address is no survey."""
_ACROSS_M = 10.0
"""How far beyond a border is looked: a narrower gap between two drawn areas is nobody's."""
_RINGS_M = (25.0, 50.0, 75.0, NEAR_M)
_DIRECTIONS = 36

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


class RoadClass(StrEnum):
    """Whose road it is (UU 38/2004): the state's, the province's, the regency's or the village's."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    REGENCY = "regency"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """Fits where everything that it asks for is so; version 0 is a rule that is not there yet."""

    id: UUID
    name: str  # "Jalan provinsi di Cikarang": said as the reason
    agency_id: UUID
    category: str = ""  # a category's code; empty for every one
    road: RoadClass | None = None  # None for every one
    boundary: str = ""  # a GeoJSON Polygon or MultiPolygon; empty for everywhere
    enabled: bool = True
    version: int = 0

    @property
    def asks_for(self) -> int:
        """Of how many things: the more, the earlier it counts."""
        return bool(self.category) + (self.road is not None) + bool(self.boundary)


class Doubt(StrEnum):
    """Why the desk is asked."""

    BORDER = "border"  # the point is within NEAR_M of a rule's border
    NO_POINT = "no_point"
    NO_ROAD = "no_road"
    SEVERAL = "several"  # rules that ask for as much name different agencies


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency, and the rule that names it; without a rule it is the category's own agency."""

    agency_id: UUID
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """One candidate is a proposal, several are a question with its doubts; none where nobody is known to answer."""

    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    distance_m: float | None = None  # to the nearest border, where that is a doubt

    @property
    def agency_id(self) -> UUID | None:
        """The proposed agency; None where there is a question, or nobody."""
        return self.candidates[0].agency_id if len(self.candidates) == 1 else None


def route(
    category: str,
    usual: UUID | None,
    rules: Iterable[RoutingRule],
    *,
    point: Point | None = None,
    road: RoadClass | None = None,
) -> Routing:
    """Who should get a ticket of this category; `usual` is the agency that answers where no rule fits."""
    live = [rule for rule in rules if rule.enabled and rule.category in ("", category)]
    places, near_m = _places(sorted({rule.boundary for rule in live if rule.boundary}), point)
    roads = (road,) if road is not None or not any(rule.road for rule in live) else tuple(RoadClass)
    table = [[_named(place, one, live, usual) for one in roads] for place in places]
    found: dict[UUID, Candidate] = {}
    for winners in (winners for row in table for winners in row):
        for one in winners:
            found.setdefault(one.agency_id, one)
    candidates = tuple(found.values())
    if len(candidates) < 2:
        return Routing(candidates)
    doubts = _doubts(table, Doubt.NO_POINT if point is None else Doubt.BORDER)
    return Routing(candidates, doubts, near_m if Doubt.BORDER in doubts else None)


def road_matters(category: str, rules: Iterable[RoutingRule]) -> bool:
    """Whether any rule of this category asks whose the road is: else nobody need be asked for it."""
    return any(rule.enabled and rule.road is not None and rule.category in ("", category) for rule in rules)


def _named(
    inside: frozenset[str], road: RoadClass | None, rules: Iterable[RoutingRule], usual: UUID | None
) -> tuple[Candidate, ...]:
    """Who it is if the point lies in these boundaries, on this road: several where as specific rules disagree."""
    fit = [rule for rule in rules if rule.road in (None, road) and (not rule.boundary or rule.boundary in inside)]
    if not fit:
        return () if usual is None else (Candidate(usual),)
    most = max(rule.asks_for for rule in fit)
    best = sorted((rule for rule in fit if rule.asks_for == most), key=_by_name)
    return tuple({rule.agency_id: Candidate(rule.agency_id, rule.name) for rule in reversed(best)}.values())[::-1]


def _doubts(table: Sequence[Sequence[tuple[Candidate, ...]]], of_place: Doubt) -> tuple[Doubt, ...]:
    """What the answer hangs on; the table has a row a place and a column a road class."""
    agencies = [[frozenset(one.agency_id for one in winners) for winners in row] for row in table]
    doubts = []
    if any(len(set(column)) > 1 for column in zip(*agencies, strict=True)):
        doubts.append(of_place)
    if any(len(set(row)) > 1 for row in agencies):
        doubts.append(Doubt.NO_ROAD)
    if any(len(one) > 1 for row in agencies for one in row):
        doubts.append(Doubt.SEVERAL)
    return tuple(doubts)


def _places(boundaries: Sequence[str], point: Point | None) -> tuple[list[frozenset[str]], float]:
    """In which boundaries the point may lie, the likeliest first, and how far the nearest border is."""
    if point is None:
        return [frozenset(), *(frozenset({one}) for one in boundaries)], math.inf
    y, x = point
    close = [one for one in boundaries if shape_of(one).is_near(x, y, NEAR_M)]
    here = frozenset(one for one in close if shape_of(one).holds(x, y))
    borders = {one: shape_of(one).to_border(x, y) for one in close}
    beside = {one: way for one, way in borders.items() if way[0] <= NEAR_M}
    if not beside:
        return [here], math.inf
    surely = here - set(beside)
    places = [here, *(_beyond(one, way, point, here, beside) | surely for one, way in sorted(beside.items()))]
    for metres in _RINGS_M:
        for turn in (math.tau * step / _DIRECTIONS for step in range(_DIRECTIONS)):
            there = moved(x, y, metres * math.sin(turn), metres * math.cos(turn))
            places.append(frozenset(one for one in beside if shape_of(one).holds(*there)) | surely)
    return list(dict.fromkeys(places)), min(way[0] for way in beside.values())


def _beyond(
    boundary: str, way: tuple[float, float, float], point: Point, here: frozenset[str], beside: Iterable[str]
) -> frozenset[str]:
    """Where a point lies that has just crossed this border: on its other side, whatever else is there."""
    metres, east, north = way
    longer = (metres + _ACROSS_M) / metres if metres > 0 else 1.0
    there = moved(point[1], point[0], east * longer, north * longer)
    inside = frozenset(one for one in beside if shape_of(one).holds(*there))
    return inside - {boundary} if boundary in here else inside | {boundary}


def _by_name(rule: RoutingRule) -> tuple[str, UUID]:
    return rule.name, rule.id
