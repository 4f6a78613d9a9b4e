"""What the report's drawings show: places between 0 and 1, and each drawing in words for who cannot see it."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.reports.speech import Speech
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
    """The four distributions as rows of a table and as strips."""
    steps = (
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


def congestion(facts: ShiftFacts, speech: Speech) -> dict[str, Any]:
    """Bars by hour; by day where hours would be too many to be told apart."""
    by_hour = facts.congestion_minutes
    by_day = len(by_hour) > MOST_BARS
    bars = _days(by_hour, speech) if by_day else [(speech.clock(at), minutes) for at, minutes in by_hour]
    most = max((minutes for _, minutes in bars), default=0.0)
    total = sum(minutes for _, minutes in bars)
    busiest = max(bars, key=_height, default=("", 0.0))
    facts_in_words = {"total": speech.minutes(total), "most": speech.minutes(most), "when": busiest[0]}
    tall = [
        {"label": label, "height": minutes / most, "value": _figure(minutes, speech)} for label, minutes in bars if most
    ]
    return {
        "title": speech.say("report.section.congestion"),
        "note": speech.say("report.congestion.by_day" if by_day else "report.congestion.by_hour"),
        "bars": tall,
        "valued": len(tall) <= MOST_LABELS,
        "every": max(1, math.ceil(len(tall) / MOST_LABELS)),
        "told": speech.say("report.congestion.told", **facts_in_words) if most else "",
        "alt": speech.say("report.congestion.alt", bars=_in_words(bars, speech), **facts_in_words) if most else "",
        "empty": speech.say("report.empty.congestion"),
    }


def _days(by_hour: Sequence[tuple[datetime, float]], speech: Speech) -> list[tuple[str, float]]:
    days: dict[str, float] = {}
    for at, minutes in by_hour:
        day = at.astimezone(speech.zone).strftime("%d/%m")
        days[day] = days.get(day, 0.0) + minutes
    return list(days.items())


def _figure(minutes: float, speech: Speech) -> str:
    return speech.number(minutes, 0 if minutes >= 10 or not minutes else 1)


def _in_words(bars: Sequence[tuple[str, float]], speech: Speech) -> str:
    return ", ".join(f"{label} {_figure(minutes, speech)}" for label, minutes in bars)


def _height(bar: tuple[str, float]) -> float:
    return bar[1]
