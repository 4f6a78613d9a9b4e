"""Rules of routing are kept by keepers, read by the house, and a ticket keeps what they said of it."""

import json
from dataclasses import replace

import pytest
from unit.storage.city import City
from unit.storage.demo_values import NOBODY

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.routing import Candidate, Doubt, RoadClass, Routing, RoutingRule
from storage.service.commands import ImportRoutingRules, SaveRoutingRule
from storage.service.errors import Forbidden, Invalid, NotFound, Stale

RING = [[107.1, -6.3], [107.2, -6.3], [107.2, -6.2], [107.1, -6.3]]
AREA = json.dumps({"type": "MultiPolygon", "coordinates": [[RING]]})


def a_rule(city: City, name: str = "Jalan provinsi", **fields: object) -> RoutingRule:
    rule = RoutingRule(new_id(), name, city.agencies["pupr"], "road_damage", RoadClass.PROVINCIAL, AREA)
    return replace(rule, **fields)  # type: ignore[arg-type]


def saved(city: City, rule: RoutingRule, by: str = "supervisor1") -> RoutingRule:
    city.person(by).execute(SaveRoutingRule(key=new_id(), rule=rule))
    return next(one for one in city.operator.routing_rules() if one.id == rule.id)


class RoutingContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_rule_is_kept_as_it_was_given_and_changed_at_its_version(self, city: City) -> None:
        rule = a_rule(city)
        first = saved(city, rule)
        assert first == replace(rule, version=1)
        plain = replace(first, category="", road=None, boundary="", enabled=False)
        assert saved(city, plain, "administrator1") == replace(plain, version=2)
        with pytest.raises(Stale):
            saved(city, first)
        with pytest.raises(NotFound):
            saved(city, a_rule(city, version=3))

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1"])
    def test_only_keepers_keep_rules(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).execute(SaveRoutingRule(key=new_id(), rule=a_rule(city)))

    @pytest.mark.parametrize("login", ["dishub1", "intake1"])
    def test_rules_are_the_houses_to_read(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).routing_rules()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"name": "x" * 121},
            {"agency_id": NOBODY},
            {"category": "nothing"},
            {"boundary": "{}"},
            {"boundary": json.dumps({"type": "Polygon", "coordinates": []})},
            {"boundary": json.dumps({"type": "Point", "coordinates": [107.1, -6.3]})},
        ],
    )
    def test_a_rule_that_no_desk_could_use_is_refused(self, city: City, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            saved(city, a_rule(city, **wrong))

    def test_a_map_is_brought_in_whole_or_not_at_all_and_what_stands_is_no_news(self, city: City) -> None:
        rules = (a_rule(city, "Barat"), a_rule(city, "Timur"))
        command = ImportRoutingRules(key=new_id(), rules=rules)
        told = city.person("supervisor1").execute(command).changes
        assert {(one.kind, one.id) for one in told} == {(Kind.ROUTING_RULE, rule.id) for rule in rules}
        again = ImportRoutingRules(key=new_id(), rules=(rules[0], replace(rules[1], road=None)))
        assert [one.id for one in city.person("supervisor1").execute(again).changes] == [rules[1].id]
        third = a_rule(city, "Utara")
        bad = ImportRoutingRules(key=new_id(), rules=(third, a_rule(city, agency_id=NOBODY)))
        with pytest.raises(Invalid):
            city.person("supervisor1").execute(bad)
        assert third.id not in {one.id for one in city.operator.routing_rules()}

    def test_a_ticket_tells_what_was_proposed_and_that_it_was_followed(self, city: City) -> None:
        proposal = Routing((Candidate(city.agencies["pupr"], "Jalan provinsi"),))
        ticket = city.open("pupr", road=RoadClass.PROVINCIAL, routing=proposal)
        seen = city.detail(ticket)
        assert seen.ticket.road is RoadClass.PROVINCIAL
        (told,) = [dict(one.facts) for one in seen.timeline if one.act == "route"]
        assert told == {"agency": "PUPR", "rule": "Jalan provinsi", "followed": "true"}

    def test_a_person_who_chooses_otherwise_is_written_down_as_such(self, city: City) -> None:
        asked = Routing(tuple(Candidate(city.agencies[c]) for c in ("pupr", "dishub")), (Doubt.BORDER,), 39.6)
        ticket = city.open("polri", routing=asked)
        (told,) = [dict(one.facts) for one in city.detail(ticket).timeline if one.act == "route"]
        assert told == {"agency": "PUPR, Dishub", "doubts": "border", "distance_m": "40", "followed": "false"}
        unsent = city.open(routing=asked)
        (told,) = [dict(one.facts) for one in city.detail(unsent).timeline if one.act == "route"]
        assert "followed" not in told

    def test_a_ticket_without_rules_tells_of_none(self, city: City) -> None:
        seen = city.detail(city.open("pupr", routing=Routing()))
        assert (seen.ticket.road, [one.act for one in seen.timeline]) == (None, ["open", "dispatch"])
