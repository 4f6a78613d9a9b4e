"""Routing in words: whom the rules propose and why, and why the desk is asked."""

from collections.abc import Mapping
from uuid import UUID

from resources.words import say
from storage.model.people import Agency
from storage.model.routing import Candidate, Doubt, RoadClass, Routing

Facts = Mapping[str, str | int | float]


def road_word(road: RoadClass) -> str:
    return say(f"routing.road.{road.value}")


def doubt_word(doubt: Doubt, distance_m: float | None = None) -> str:
    if doubt is Doubt.BORDER and distance_m is not None:
        return say("routing.doubt.border_at", metres=round(distance_m))
    return say(f"routing.doubt.{doubt.value}")


def agency_name(agency_id: UUID, agencies: tuple[Agency, ...]) -> str:
    return next((one.name for one in agencies if one.id == agency_id), "?")


def candidate_word(candidate: Candidate, agencies: tuple[Agency, ...]) -> str:
    """The agency and why: "PUPR, menurut aturan Jalan kabupaten"."""
    name = agency_name(candidate.agency_id, agencies)
    if candidate.rule:
        return say("routing.by_rule", agency=name, rule=candidate.rule)
    return say("routing.by_category", agency=name)


def routing_sentence(routing: Routing, agencies: tuple[Agency, ...]) -> str:
    """What is proposed, or what the desk has to decide; empty where there is nothing to say."""
    if not routing.candidates:
        return ""
    if len(routing.candidates) == 1:
        return say("routing.proposed", what=candidate_word(routing.candidates[0], agencies))
    return say(
        "routing.asked",
        why=". ".join(doubt_word(one, routing.distance_m) for one in routing.doubts),
        who=say("routing.or").join(agency_name(one.agency_id, agencies) for one in routing.candidates),
    )


def routed(facts: Facts) -> str:
    """The line of a ticket's timeline: what was proposed or asked, and whether the person chose otherwise."""
    doubts = [Doubt(one) for one in str(facts.get("doubts", "")).split(",") if one in set(Doubt)]
    metres = facts.get("distance_m")
    if doubts:
        why = "; ".join(doubt_word(one, float(metres) if metres is not None else None) for one in doubts)
        said = say("routing.told_asked", agency=facts["agency"], why=why)
    elif "rule" in facts:
        said = say("routing.told_rule", agency=facts["agency"], rule=facts["rule"])
    else:
        said = say("routing.told_category", agency=facts["agency"])
    return say("routing.told_otherwise", what=said) if facts.get("followed") == "false" else said
