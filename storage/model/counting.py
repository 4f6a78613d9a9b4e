"""How the shift's facts are counted from plain values: percentiles, the busiest minutes, minutes by stretch."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.model.shift_facts import Distribution, TicketLine
from storage.model.shifts import Handover
from storage.model.tickets import Priority

DISPATCH_LIMITS_S = (60.0, 300.0)
"""NFPA 1225: a call answered is dispatched within 60 s."""
CALL_LIMITS_S = (20.0, 60.0)
ACCEPT_LIMITS_S = (300.0, 900.0)
SCENE_LIMITS_S = (900.0, 1800.0)
RESOLVE_LIMITS_S = (3600.0, 14400.0, 86400.0)

DISPATCH_IN_TIME_S = DISPATCH_LIMITS_S[0]
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
DAY_QUARTERS = range(96)
USUAL_DAYS = 7

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class AssignmentTimes:
    """When one agency was dispatched, accepted and arrived; None where it did not come so far."""

    agency: str  # its name
    dispatched_at: datetime
    accepted_at: datetime | None
    on_scene_at: datetime | None


def distribution(seconds: Iterable[float], limits: Sequence[float]) -> Distribution:
    """Nearest-rank: a percentile is the smallest value that so many of the values do not exceed."""
    values = sorted(seconds)
    within = tuple((limit, sum(value <= limit for value in values)) for limit in limits)
    if not values:
        return Distribution(within=within)
    return Distribution(
        count=len(values),
        median_s=_nearest_rank(values, 50),
        p90_s=_nearest_rank(values, 90),
        longest_s=values[-1],
        within=within,
    )


def between(begin: datetime, end: datetime | None) -> tuple[float, ...]:
    """The seconds from `begin` to `end`, or nothing where the end has not come."""
    return () if end is None else ((end - begin).total_seconds(),)


def distributions(
    opened: Sequence[TicketLine], assignments: Sequence[AssignmentTimes], calls_s: Iterable[float]
) -> dict[str, Distribution]:
    """The distributions of ShiftFacts, by their names: of the span's tickets, of its assignments, and of its calls."""
    dispatched = [s for line in opened for s in between(line.opened_at, line.dispatched_at)]
    accepted = [s for times in assignments for s in between(times.dispatched_at, times.accepted_at)]
    on_scene = [s for times in assignments for s in between(times.dispatched_at, times.on_scene_at)]
    resolved = [s for line in opened for s in between(line.opened_at, line.resolved_at)]
    return {
        "to_take_call": distribution(calls_s, CALL_LIMITS_S),
        "to_dispatch": distribution(dispatched, DISPATCH_LIMITS_S),
        "to_accept": distribution(accepted, ACCEPT_LIMITS_S),
        "to_scene": distribution(on_scene, SCENE_LIMITS_S),
        "to_resolve": distribution(resolved, RESOLVE_LIMITS_S),
    }


def standing(handovers: Iterable[Handover]) -> tuple[Handover, ...]:
    """Those that both sides signed, and of a shift without one what was prepared last; in the order given.

    `handovers` are in the order they were prepared.
    """
    given = list(handovers)
    last = {(one.shift_starts_at, one.shift_name): one.id for one in given}
    done = {(one.shift_starts_at, one.shift_name) for one in given if one.complete}
    shifts = [(one.shift_starts_at, one.shift_name) for one in given]
    return tuple(
        one
        for one, shift in zip(given, shifts, strict=True)
        if one.complete or (shift not in done and one.id == last[shift])
    )


def most_first(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How often each name came; of as many, by name."""
    return tuple(sorted(Counter(names).items(), key=_most_then_name))


def by_priority(lines: Iterable[TicketLine]) -> tuple[tuple[Priority, int], ...]:
    """Every priority, the most pressing first, also those without a ticket."""
    counted = Counter(line.priority for line in lines)
    return tuple((priority, counted[priority]) for priority in Priority)


def busiest(moments: Iterable[datetime], width: timedelta) -> int:
    """The most moments in any stretch of `width`, its end not counted."""
    times = sorted(moments)
    most, first = 0, 0
    for last, moment in enumerate(times):
        while moment - times[first] >= width:
            first += 1
        most = max(most, last - first + 1)
    return most


def clipped_minutes(interval: Interval, span: Interval) -> float:
    """How many minutes of `interval` lie in `span`."""
    begin, end = max(interval[0], span[0]), min(interval[1], span[1])
    return max(0.0, (end - begin).total_seconds() / 60)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same stretches of time, where none overlaps another."""
    apart: list[Interval] = []
    for begin, end in sorted(intervals):
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


def stretches(since: datetime, until: datetime, first: datetime, width: timedelta) -> tuple[datetime, ...]:
    """The begins of the stretches of `width`, counted from `first`, that `since` to `until` touches."""
    count = max(0, math.ceil((until - first) / width))
    begins = (first + number * width for number in range(count))
    return tuple(begin for begin in begins if begin + width > since and until > since)


def usual_days(since: datetime, first: datetime) -> tuple[datetime, ...]:
    """The begins of the seven days before `since`, but of those that ended before anything was seen at `first`."""
    days = (since - number * DAY for number in range(1, USUAL_DAYS + 1))
    return tuple(day for day in days if first < day + DAY)


def known(minutes: float, watched: float) -> float | None:
    """Minutes of congestion as they are told: nothing seen while nobody watched is no nought."""
    return minutes if minutes > 0 or watched > 0 else None


def mean_day(days: Sequence[Sequence[float | None]]) -> tuple[float | None, ...]:
    """The mean of each quarter over the days on which it is known; None where it never is."""
    return tuple(_mean([value for value in quarter if value is not None]) for quarter in zip(*days, strict=True))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _nearest_rank(values: Sequence[float], percent: int) -> float:
    # In whole numbers: 0.9 * 10 is more than 9 in floating point.
    return values[max(1, -(-len(values) * percent // 100)) - 1]


def _most_then_name(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
