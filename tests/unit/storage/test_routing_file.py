"""A map of rules comes in whole, or every fault of it is told by its feature."""

import json

import pytest

from resources.words import Language, sentence, set_language
from storage.geo import check_rules
from storage.model.ids import new_id
from storage.model.people import Agency
from storage.model.routing import RoadClass, route
from storage.model.routing_file import BadRules, read_rules
from storage.model.tickets import Category, Priority

PUPR, DISHUB = Agency(new_id(), "pupr", "PUPR"), Agency(new_id(), "dishub", "Dishub")
DAMAGE = Category("road_damage", "Jalan rusak", "Road damage", Priority.MEDIUM, "pupr")
RING = [[107.1, -6.3], [107.2, -6.3], [107.2, -6.2], [107.1, -6.2], [107.1, -6.3]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
BOW = {"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]}


def feature(geometry: object = None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "Aturan", "agency": "pupr", **properties}}


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def read(*features: object):
    return read_rules(collection(*features), (PUPR, DISHUB), (DAMAGE,))


def faults(*features: object) -> list[tuple[int, str]]:
    set_language(Language.INDONESIAN)
    with pytest.raises(BadRules) as refused:
        check_rules(read(*features))
    assert all(fault.sentence in sentence(refused.value) for fault in refused.value.faults)
    return [(fault.feature, fault.sentence) for fault in refused.value.faults]


def test_a_feature_is_a_rule_with_what_it_asks_for() -> None:
    area, plain = read(
        feature(SQUARE, name="Jalan provinsi", category="road_damage", road="provincial"),
        feature(None, name="Malam", agency="dishub", enabled=False),
    )
    assert (area.agency_id, area.category, area.road) == (PUPR.id, "road_damage", RoadClass.PROVINCIAL)
    assert (plain.agency_id, plain.category, plain.road, plain.boundary, plain.enabled) == (
        DISHUB.id,
        "",
        None,
        "",
        False,
    )
    found = route("road_damage", DISHUB.id, (area,), point=(-6.25, 107.15), road=RoadClass.PROVINCIAL)
    assert found.agency_id == PUPR.id


def test_the_same_name_in_a_later_map_is_the_same_rule() -> None:
    assert read(feature(name="Jalan Provinsi"))[0].id == read(feature(SQUARE, name="jalan provinsi"))[0].id


def test_every_fault_is_told_by_its_feature_at_once() -> None:
    found = faults(
        feature(SQUARE),
        feature(name=" "),
        feature(name="B", agency="bpbd"),
        feature(name="C", category="macet"),
        feature(name="D", road="toll"),
        feature(name="E", enabled="ya"),
        feature({"type": "Point", "coordinates": [107, -6]}, name="F"),
        feature(
            {"type": "Polygon", "coordinates": [[[-6.3, 107.1], [-6.2, 107.1], [-6.2, 107.2], [-6.3, 107.1]]]}, name="G"
        ),
        feature(SQUARE, name="aturan"),
        "nothing",
    )
    assert [number for number, _ in found] == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert all(f"objek ke-{number}" in words for number, words in found)
    assert "dishub, pupr" in dict(found)[3]
    assert "national" in dict(found)[5]
    assert "tertukar" in dict(found)[8]


def test_an_area_that_crosses_itself_is_told_by_its_rule() -> None:
    assert [number for number, _ in faults(feature(SQUARE), feature(BOW, name="Pita"))] == [2]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection"}', '{"features": []}'])
def test_what_is_no_map_of_rules_is_said_of_the_file(text: str) -> None:
    with pytest.raises(BadRules) as refused:
        read_rules(text, (PUPR,), (DAMAGE,))
    assert [fault.feature for fault in refused.value.faults] == [0]
