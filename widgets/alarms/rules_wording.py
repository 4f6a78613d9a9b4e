"""An alarm rule in words, and lengths of time as a person types and reads them; free of Qt."""

import re
from enum import StrEnum

from resources.words import say
from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.cameras import Camera
from widgets.alarms.wording import kind_word
from widgets.common.figures import decimal

DAY_S = 86_400.0
"""The longest that a rule may wait or rest."""
OF_ZONES = frozenset({AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC, AlarmKind.STOPPED_VEHICLE})
"""Kinds that are seen in a zone; the others are of a whole camera."""

_UNITS = {
    1.0: ("", "s", "d", "dtk", "dt", "det", "detik", "sec", "secs", "second", "seconds"),
    60.0: ("m", "mnt", "men", "menit", "min", "mins", "minute", "minutes"),
    3600.0: ("j", "jam", "h", "hr", "hour", "hours"),
}
_SECONDS_OF = {name: seconds for seconds, names in _UNITS.items() for name in names}
_PART = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)\s*([a-z]*)\.?\s*")


class SpanFault(StrEnum):
    """Why a text is no length of time that a rule can have."""

    EMPTY = "empty"
    NOT_A_TIME = "not_a_time"
    NEGATIVE = "negative"
    TOO_LONG = "too_long"


def read_span(text: str) -> float | SpanFault:
    """Seconds of "60", "60 s", "5 menit", "1 jam 30 menit", "2,5 m" or "1:30" (minutes and seconds)."""
    words = text.strip().casefold()
    if not words:
        return SpanFault.EMPTY
    if re.match(r"[-−]\s*[0-9]", words):
        return SpanFault.NEGATIVE
    if clock := re.fullmatch(r"([0-9]{1,6}):([0-5][0-9])", words):
        seconds = 60.0 * int(clock[1]) + int(clock[2])
    else:
        found = _sum(words)
        if found is None:
            return SpanFault.NOT_A_TIME
        seconds = found
    return SpanFault.TOO_LONG if seconds > DAY_S else seconds


def _sum(words: str) -> float | None:
    at, seconds = 0, 0.0
    while at < len(words):
        part = _PART.match(words, at)
        if part is None or part[2] not in _SECONDS_OF:
            return None
        seconds += float(part[1].replace(",", ".")) * _SECONDS_OF[part[2]]
        at = part.end()
    return seconds


def span_words(seconds: float) -> str:
    """In full: "30 detik", "1 menit 30 detik", "5 menit", "1 jam". What `read_span` reads back as the same."""
    if seconds != int(seconds):
        return say("books.span.fraction", seconds=decimal(seconds, 1))
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = []
    if hours:
        parts.append(say("books.span.hours", n=hours))
    if minutes:
        parts.append(say("books.span.minutes", n=minutes))
    if rest or not parts:
        parts.append(say("books.span.seconds", n=rest))
    return " ".join(parts)


def zone_word(camera: Camera | None, rule: AlarmRule) -> str:
    """The zone's name; empty for a rule of a whole camera, a word of its own for a zone that is no more."""
    if rule.zone_id is None:
        return ""
    zones = camera.zones if camera is not None else ()
    return next((zone.name for zone in zones if zone.id == rule.zone_id), say("books.rules.zone_gone"))


def where_word(rule: AlarmRule, camera: Camera | None) -> str:
    """ "semua kamera", "102 Jl. Urip Sumoharjo, lajur utara"."""
    if rule.camera_id is None:
        return say("books.rules.everywhere")
    name = f"{camera.number} {camera.name}" if camera is not None else say("alarms.unknown_camera")
    return ", ".join(part for part in (name, zone_word(camera, rule)) if part)


def rule_sentence(rule: AlarmRule, camera: Camera | None) -> str:
    """What the rule does, in a full sentence."""
    facts: dict[str, str | int | float] = {
        "what": kind_word(rule.kind),
        "where": where_word(rule, camera),
        "priority": int(rule.priority),
        "held": span_words(rule.min_duration_s),
        "rest": span_words(rule.cooldown_s),
    }
    if not rule.enabled:
        own = rule.camera_id is not None
        return say("books.rules.says.off_here", **facts) if own else say("books.rules.says.off", **facts)
    if rule.min_duration_s and rule.cooldown_s:
        return say("books.rules.says.held_rest", **facts)
    if rule.min_duration_s:
        return say("books.rules.says.held", **facts)
    return say("books.rules.says.rest", **facts) if rule.cooldown_s else say("books.rules.says.at_once", **facts)


def values_word(rule: AlarmRule) -> str:
    """Its values alone: "prioritas 2, bila berlangsung 1 menit, jeda 5 menit, aktif"."""
    return say(
        "books.rules.values",
        priority=int(rule.priority),
        held=span_words(rule.min_duration_s),
        rest=span_words(rule.cooldown_s),
        state=state_word(rule.enabled),
    )


def held_word(rule: AlarmRule) -> str:
    return span_words(rule.min_duration_s) if rule.min_duration_s else say("books.rules.at_once")


def rest_word(rule: AlarmRule) -> str:
    return span_words(rule.cooldown_s) if rule.cooldown_s else say("books.rules.no_rest")


def state_word(enabled: bool) -> str:
    return say("books.on") if enabled else say("books.off")
