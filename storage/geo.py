"""Whether imported boundaries are shapes at all, by shapely; what is asked of them later needs no library."""

import json
from collections.abc import Iterable

from shapely.geometry import shape

from resources.words import say
from storage.model.callers import Area
from storage.model.places_file import BadPlaces
from storage.model.routing import RoutingRule
from storage.model.routing_file import BadRules, Fault


def check_boundaries(areas: Iterable[Area]) -> None:
    """Raises BadPlaces for the first boundary that crosses itself or encloses nothing."""
    for area in areas:
        if not area.boundary:
            continue
        boundary = shape(json.loads(area.boundary))
        if not boundary.is_valid or boundary.area == 0:
            raise BadPlaces("crossing", what=f"{area.desa} ({area.code})")


def check_rules(rules: Iterable[RoutingRule]) -> None:
    """Raises BadRules with every rule of a map whose area crosses itself or encloses nothing."""
    faults = []
    for number, rule in enumerate(rules, start=1):
        area = shape(json.loads(rule.boundary)) if rule.boundary else None
        if area is not None and (not area.is_valid or area.area == 0):
            faults.append(Fault(number, say("routing.bad.crossing", what=rule.name)))
    if faults:
        raise BadRules(tuple(faults))
