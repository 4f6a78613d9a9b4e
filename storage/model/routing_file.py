"""Rules of routing read from a GeoJSON map, a feature a rule; every fault is told by its feature, and none comes in.

The format is described for administrators in docs/guide/administrator/en/routing.md.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.people import Agency
from storage.model.places_file import MOST_ENTRIES, BadPlaces, boundary_of
from storage.model.routing import RoadClass, RoutingRule
from storage.model.tickets import Category

_LONGEST_NAME = 120
_RULES = UUID("5f0c1c55-1f0a-5d29-8a53-7d0f1f0f9a11")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which feature, as a sentence that names it; 0 is the file itself."""

    feature: int
    sentence: str


class BadRules(SiagaError):
    """A map of rules that is refused whole; `faults` are all that were found. Facts: faults."""

    word = "routing.bad.refused"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(faults="\n".join(fault.sentence for fault in faults))


def read_rules(text: str, agencies: Iterable[Agency], categories: Iterable[Category]) -> tuple[RoutingRule, ...]:
    """A rule of each feature: `name` and `agency` (its code), and where it asks for them `category`, `road`, an area.

    A feature without a geometry is a rule for everywhere. The same name in a later map is the same rule. Raises
    BadRules.
    """
    known = {agency.code: agency.id for agency in agencies}
    codes = {category.code for category in categories}
    rules: dict[UUID, RoutingRule] = {}
    faults: list[Fault] = []
    for number, feature in enumerate(_features(text), start=1):
        where = say("places.where.feature", number=number)
        try:
            rule = _rule(where, feature, known, codes)
            if rule.id in rules:
                raise _Wrong(say("routing.bad.duplicate", where=where, what=rule.name))
            rules[rule.id] = rule
        except BadPlaces as error:
            faults.append(Fault(number, sentence(error)))
        except _Wrong as error:
            faults.append(Fault(number, error.sentence))
    if faults:
        raise BadRules(tuple(faults))
    return tuple(rules.values())


def rule_id(name: str) -> UUID:
    """The same rule in a later map."""
    return uuid5(_RULES, name.casefold())


def _features(text: str) -> list[Any]:
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRules((Fault(0, say("routing.bad.not_geojson")),)) from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise BadRules((Fault(0, say("routing.bad.not_geojson")),))
    if not features:
        raise BadRules((Fault(0, say("routing.bad.empty")),))
    if len(features) > MOST_ENTRIES:
        raise BadRules((Fault(0, say("routing.bad.too_many", what=MOST_ENTRIES)),))
    return features


class _Wrong(Exception):
    """One feature's fault."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def _rule(where: str, feature: Any, agencies: Mapping[str, UUID], categories: set[str]) -> RoutingRule:
    """The rule of one feature; raises _Wrong, or BadPlaces for its area."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    given = {str(k).lower(): v for k, v in (properties if isinstance(properties, dict) else {}).items()}
    values = {name: str(given.get(name) or "").strip() for name in ("name", "agency", "category", "road")}
    if not values["name"] or len(values["name"]) > _LONGEST_NAME:
        raise _Wrong(say("routing.bad.name", where=where, most=_LONGEST_NAME))
    one_of: tuple[tuple[str, Collection[str]], ...] = (
        ("agency", agencies),
        ("category", ("", *sorted(categories))),
        ("road", ("", *RoadClass)),
    )
    for name, known in one_of:
        if values[name] not in known:
            what = ", ".join(sorted(value for value in known if value))
            raise _Wrong(say(f"routing.bad.{name}", where=where, what=values[name], known=what))
    enabled = given.get("enabled", True)
    if not isinstance(enabled, bool):
        raise _Wrong(say("routing.bad.enabled", where=where))
    geometry = feature.get("geometry")
    return RoutingRule(
        id=rule_id(values["name"]),
        name=values["name"],
        agency_id=agencies[values["agency"]],
        category=values["category"],
        road=RoadClass(values["road"]) if values["road"] else None,
        boundary="" if geometry is None else boundary_of(where, geometry),
        enabled=enabled,
    )
