"""Rules of routing as lines: those that ask for the most first, as they count."""

from dataclasses import dataclass

from resources.words import say
from storage.model.people import Agency
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from widgets.common.sections import HeadLine, RowLine, SectionLine
from widgets.incidents.routing import agency_name, road_word
from widgets.incidents.wording import category_name


@dataclass(frozen=True, slots=True)
class RuleLine(RowLine):
    rule: RoutingRule
    cells: tuple[str, str, str, str]  # agency, category, road, area


def rule_lines(
    rules: tuple[RoutingRule, ...], agencies: tuple[Agency, ...], categories: tuple[Category, ...]
) -> tuple[SectionLine, ...]:
    if not rules:
        return ()
    ordered = sorted(rules, key=_rank)
    lines = tuple(
        RuleLine(one.id, rule_words(one, agencies, categories), one, _cells(one, agencies, categories))
        for one in ordered
    )
    return HeadLine(say("routing.rules.head"), len(lines)), *lines


def rule_words(rule: RoutingRule, agencies: tuple[Agency, ...], categories: tuple[Category, ...]) -> str:
    """All of a rule in a sentence."""
    agency, category, road, area = _cells(rule, agencies, categories)
    key = "routing.rules.says" if rule.enabled else "routing.rules.says_off"
    return say(key, name=rule.name, agency=agency, category=category, road=road, area=area)


def _cells(
    rule: RoutingRule, agencies: tuple[Agency, ...], categories: tuple[Category, ...]
) -> tuple[str, str, str, str]:
    every = say("routing.rules.every")
    category = next((category_name(one) for one in categories if one.code == rule.category), rule.category or every)
    road = road_word(rule.road) if rule.road is not None else every
    area = say("routing.rules.area") if rule.boundary else say("routing.rules.everywhere")
    return agency_name(rule.agency_id, agencies), category, road, area


def _rank(rule: RoutingRule) -> tuple[int, str]:
    return -rule.asks_for, rule.name.casefold()
