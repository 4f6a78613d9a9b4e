"""What the report's drawings show: places between 0 and 1, and each drawing in words for who cannot see it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console.reports.speech import NOTHING, Speech
from storage.model.shift_facts import Distribution, ShiftFacts

SHORTEST_S, LONGEST_S = 10.0, 172_800.0
TICKS_S = (60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)
MOST_BARS = 48
MOST_LABELS = 24


def place(seconds: float) -> float:
    """Where a time lies between 10 s and 2 days, by its logarithm: minutes and days fit on one line."""
    clipped = min(max(seconds, SHORTEST_S), LONGEST_S)
    return math.log(clipped / SHORTEST_S) / math.log(LONGEST_S / SHORTEST_S)


def response(facts: ShiftFacts, speech: Speech) -> dict[str, Any]:
    """The distributions as rows of a table and as strips."""
    steps = (
        ("to_take_call", facts.to_take_call),
        ("to_dispatch", facts.to_dispatch),
        ("to_accept", facts.to_accept),
        ("to_scene", facts.to_scene),
        ("to_resolve", facts.to_resolve),
    )
    columns = ("step", "count", "median", "p90", "longest", "within")
    measured = any(times.count for _, times in steps)
    return {
        "title": speech.say("report.section.response"),
        "note": speech.say("report.response.note"),
        "head": [speech.say(f"report.column.{column}") for column in columns],
        "rows": [_row(name, times, speech) for name, times in steps] if measured else [],
        "empty": speech.say("report.empty.response"),
        "ticks": [{"at": place(tick), "label": speech.duration(tick)} for tick in TICKS_S],
        "key": speech.say("report.response.key"),
    }


def _row(name: str, times: Distribution, speech: Speech) -> dict[str, Any]:
    step = speech.say(f"report.response.{name}")
    figures = [speech.duration(value) for value in (times.median_s, times.p90_s, times.longest_s)]
    within = [
        {
            "limit": speech.say("report.response.limit", limit=speech.duration(limit)),
            "count": speech.number(count),
            "share": speech.share(count, times.count),
        }
        for limit, count in times.within
        if times.count
    ]
    words = dict(zip(("median", "p90", "longest"), figures, strict=True))
    return {
        "cells": [step, speech.number(times.count), *figures],
        "within": within,
        "strip": _strip(times),
        "limits": [place(limit) for limit, _ in times.within],
        "alt": speech.say("report.response.alt", step=step, **words) if times.count else "",
    }


def _strip(times: Distribution) -> dict[str, float] | None:
    if times.median_s is None or times.p90_s is None or times.longest_s is None:
        return None
    return {"median": place(times.median_s), "p90": place(times.p90_s), "longest": place(times.longest_s)}


@dataclass(frozen=True, slots=True)
class Bar:
    """Minutes of congestion of an hour or a day, and in how many of its minutes anybody watched."""

    label: str
    minutes: float
    watched: float


def congestion(facts: ShiftFacts, speech: Speech) -> dict[str, Any]:
    """Bars by hour; by day where hours would be too many to be told apart."""
    by_day = len(facts.congestion_minutes) > MOST_BARS
    bars = _days(facts, speech) if by_day else _hours(facts, speech)
    most = max((bar.minutes for bar in bars), default=0.0)
    total = sum(bar.minutes for bar in bars)
    busiest = max(bars, key=_height).label if bars else ""
    facts_in_words = {"total": speech.minutes(total), "most": speech.minutes(most), "when": busiest}
    tall = [{"label": b.label, "height": b.minutes / most, "value": _figure(b, speech)} for b in bars if most]
    return {
        "title": speech.say("report.section.congestion"),
        "note": speech.say("report.congestion.by_day" if by_day else "report.congestion.by_hour"),
        "bars": tall,
        "valued": len(tall) <= MOST_LABELS,
        "every": max(1, math.ceil(len(tall) / MOST_LABELS)),
        "told": speech.say("report.congestion.told", **facts_in_words) if most else "",
        "alt": speech.say("report.congestion.alt", bars=_in_words(bars, speech), **facts_in_words) if most else "",
        "empty": speech.say("report.empty.congestion"),
        "watched": _watched(facts, speech),
    }


def _watched(facts: ShiftFacts, speech: Speech) -> str:
    """How much of the span anybody looked at: without it a dark night reads as a free road."""
    watched = sum(minutes for _, minutes in facts.watched_minutes)
    span = max(0.0, (min(facts.until, facts.read_at) - facts.since).total_seconds() / 60)
    if not watched:
        return speech.say("report.congestion.unwatched")
    # A second's gap at a restart is no news.
    if span - watched < 1:
        return speech.say("report.congestion.all_watched")
    return speech.say("report.congestion.watched", watched=speech.minutes(watched), span=speech.minutes(span))


def _hours(facts: ShiftFacts, speech: Speech) -> list[Bar]:
    watched = dict(facts.watched_minutes)
    return [Bar(speech.clock(at), minutes, watched.get(at, 0.0)) for at, minutes in facts.congestion_minutes]


def _days(facts: ShiftFacts, speech: Speech) -> list[Bar]:
    watched = dict(facts.watched_minutes)
    days: dict[str, Bar] = {}
    for at, minutes in facts.congestion_minutes:
        label = at.astimezone(speech.zone).strftime("%d/%m")
        old = days.get(label, Bar(label, 0.0, 0.0))
        days[label] = Bar(label, old.minutes + minutes, old.watched + watched.get(at, 0.0))
    return list(days.values())


def _figure(bar: Bar, speech: Speech) -> str:
    if not bar.minutes and not bar.watched:
        return NOTHING
    return speech.number(bar.minutes, 0 if bar.minutes >= 10 or not bar.minutes else 1)


def _in_words(bars: Sequence[Bar], speech: Speech) -> str:
    return ", ".join(f"{bar.label} {_figure(bar, speech)}" for bar in bars)


def _height(bar: Bar) -> float:
    return bar.minutes
