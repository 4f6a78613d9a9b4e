"""The fakes' facts of a shift and figures of the wall, counted in plain Python from their rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model import counting
from storage.model.alarms import Alarm, AlarmState
from storage.model.cameras import Camera
from storage.model.counting import AssignmentTimes, Interval
from storage.model.shift_facts import AlarmLine, CameraLine, ShiftFacts, TicketLine
from storage.model.tickets import Assignment, TimelineEntry
from storage.model.wall import WallFigures
from storage.testing_commands import Kept
from storage.testing_watch import watched

if TYPE_CHECKING:
    from storage.testing import FakeSite

_JAMMED = frozenset({"congested", "stopped"})
_HOUR = timedelta(hours=1)
_TEN_MINUTES = timedelta(minutes=10)


def shift_facts(site: "FakeSite", since: datetime, until: datetime) -> ShiftFacts:
    """Everything from `since` until before `until`."""
    counted = [kept for kept in _by_opening(site) if kept.ticket.duplicate_of is None]
    lines = tuple(_line(site, kept) for kept in counted if _was_open(kept, since, until))
    opened = [line for line in lines if line.opened_at >= since]
    assignments = [a for kept in _real(site) for a in _assignments(kept) if since <= a.dispatched_at < until]
    raised = [alarm for alarm in site.alarms.values() if since <= alarm.raised_at < until]
    signed = site.shifts.sign_ins.values()
    first_hour = since.replace(minute=0, second=0, microsecond=0)
    return ShiftFacts(
        since=since,
        until=until,
        read_at=site.now,
        sign_ins=tuple(s for s in signed if s.signed_in_at < until and (s.signed_out_at or until) > since),
        handovers=counting.standing(h for h in site.shifts.handovers.values() if since < h.shift_ends_at <= until),
        log=tuple(entry for entry in site.shifts.log.values() if since <= entry.at < until),
        tickets=lines,
        by_category=counting.most_first(line.category for line in opened),
        by_agency=counting.most_first(times.agency for times in assignments),
        by_priority=counting.by_priority(opened),
        **counting.distributions(opened, assignments, _calls_s(site, since, until)),
        cameras=tuple(sorted((_camera_line(site, c, (since, until)) for c in site.cameras.values()), key=_most_lost)),
        alarms=_alarm_lines(raised),
        busiest_10_minutes=counting.busiest((alarm.raised_at for alarm in raised), _TEN_MINUTES),
        congestion_minutes=_minutes(_jams(site), (since, until), first_hour, _HOUR),
        watched_minutes=_minutes(watched(site), (since, until), first_hour, _HOUR),
        nuisance_calls=sum(since <= call.noted_at < until for call in site.nuisance),
        exercise_tickets=sum(k.ticket.exercise and since <= k.ticket.created_at < until for k in site.tickets.values()),
    )


def wall_figures(site: "FakeSite", since: datetime) -> WallFigures:
    """Figures from `since` to now."""
    first = [(kept.ticket, min(a.dispatched_at for a in kept.ticket.assignments)) for kept in _sent(site)]
    waits = [(at - ticket.created_at).total_seconds() for ticket, at in first if at >= since]
    seen = [row.seen_at for row in site.sightings.values() if row.kind == "congestion" and row.zone_id is not None]
    days = counting.usual_days(since, min(seen)) if seen else ()
    return WallFigures(
        dispatched=len(waits),
        dispatched_in_time=sum(wait <= counting.DISPATCH_IN_TIME_S for wait in waits),
        today=_quarters(site, since, min(site.now, since + counting.DAY)),
        usual=counting.mean_day([_quarters(site, day, day + counting.DAY) for day in days]) if days else (),
    )


def _real(site: "FakeSite") -> list[Kept]:
    """All but exercises: they count nowhere."""
    return [kept for kept in site.tickets.values() if not kept.ticket.exercise]


def _by_opening(site: "FakeSite") -> list[Kept]:
    return sorted(_real(site), key=lambda kept: (kept.ticket.created_at, kept.ticket.id))


def _sent(site: "FakeSite") -> list[Kept]:
    return [kept for kept in _real(site) if kept.ticket.assignments and kept.ticket.duplicate_of is None]


def _calls_s(site: "FakeSite", since: datetime, until: datetime) -> list[float]:
    reports = [report for kept in _real(site) for report in kept.reports]
    return [one.handled_s for one in reports if one.handled_s is not None and since <= one.received_at < until]


def _was_open(kept: Kept, since: datetime, until: datetime) -> bool:
    if kept.ticket.created_at >= until:
        return False
    if kept.ticket.created_at >= since:
        return True
    turns = [entry for entry in kept.timeline if entry.act in ("close", "reject", "reopen") and entry.at < until]
    before = [entry.act for entry in turns if entry.at <= since]
    reopened = any(entry.act == "reopen" and entry.at >= since for entry in turns)
    return reopened or not before or before[-1] == "reopen"


def _line(site: "FakeSite", kept: Kept) -> TicketLine:
    ticket = kept.ticket
    sent = sorted(ticket.assignments, key=lambda a: (a.dispatched_at, a.agency_name))
    last_reopened = max((entry.at for entry in kept.timeline if entry.act == "reopen"), default=None)
    stands = [e for e in kept.timeline if last_reopened is None or e.at > last_reopened]
    return TicketLine(
        id=ticket.id,
        number=ticket.number or "",
        title=ticket.title,
        category=ticket.category,
        priority=ticket.priority,
        state=ticket.state,
        place=ticket.place,
        agencies=tuple(dict.fromkeys(assignment.agency_name for assignment in sent)),
        opened_at=ticket.created_at,
        acknowledged_at=_first(kept.timeline, "acknowledge"),
        dispatched_at=sent[0].dispatched_at if sent else None,
        accepted_at=_first(kept.timeline, "accept"),
        on_scene_at=_first(kept.timeline, "arrive"),
        resolved_at=_first(reversed(stands), "resolve"),
        closed_at=_first(reversed(stands), "close"),
        reports=sum(
            k.ticket.reports for k in site.tickets.values() if ticket.id in (k.ticket.id, k.ticket.duplicate_of)
        ),
    )


def _first(timeline: Iterable[TimelineEntry], act: str) -> datetime | None:
    return next((entry.at for entry in timeline if entry.act == act), None)


def _assignments(kept: Kept) -> list[AssignmentTimes]:
    by_agency: dict[UUID, list[Assignment]] = defaultdict(list)
    for assignment in sorted(kept.ticket.assignments, key=lambda a: a.dispatched_at):
        by_agency[assignment.agency_id].append(assignment)
    times = []
    for mine in by_agency.values():
        nexts = [one.dispatched_at for one in mine[1:]] + [None]
        for one, following in zip(mine, nexts, strict=True):
            theirs = [
                entry
                for entry in kept.timeline
                if ("agency", one.agency_name) in entry.facts
                and entry.at >= one.dispatched_at
                and (following is None or entry.at < following)
            ]
            accepted, on_scene = _first(theirs, "accept"), _first(theirs, "arrive")
            times.append(AssignmentTimes(one.agency_name, one.dispatched_at, accepted, on_scene))
    return times


def _camera_line(site: "FakeSite", camera: Camera, span: Interval) -> CameraLine:
    since, until = span
    stretches = [
        (outage.began_at, outage.ended_at or site.now)
        for outage in site.outages.values()
        if outage.camera_id == camera.id
        and outage.began_at < until
        and (outage.ended_at is None or outage.ended_at > since or outage.began_at >= since)
    ]
    lost = (counting.clipped_minutes(s, (since, min(until, site.now))) for s in counting.merged(stretches))
    return CameraLine(camera.number, camera.name, sum(lost), len(stretches))


def _most_lost(line: CameraLine) -> tuple[float, int]:
    return -line.minutes_lost, line.number


def _alarm_lines(raised: list[Alarm]) -> tuple[AlarmLine, ...]:
    lines = []
    for kind, count in counting.most_first(alarm.kind.value for alarm in raised):
        mine = [alarm for alarm in raised if alarm.kind.value == kind]
        false = sum(alarm.state is AlarmState.FALSE for alarm in mine)
        ticketed = sum(alarm.ticket_id is not None for alarm in mine)
        lines.append(AlarmLine(kind, count, false, ticketed, sum(a.shelved_until is not None for a in mine)))
    return tuple(lines)


def _quarters(site: "FakeSite", since: datetime, until: datetime) -> tuple[float | None, ...]:
    jammed = _minutes(_jams(site), (since, until), since, counting.QUARTER)
    seen = _minutes(watched(site), (since, until), since, counting.QUARTER)
    return tuple(counting.known(minutes, some) for (_, minutes), (_, some) in zip(jammed, seen, strict=True))


def _minutes(
    intervals: Sequence[Interval], span: Interval, first: datetime, width: timedelta
) -> tuple[tuple[datetime, float], ...]:
    begins = counting.stretches(*span, first, width)
    windows = [(max(begin, span[0]), min(begin + width, span[1])) for begin in begins]
    minutes = [sum(counting.clipped_minutes(one, window) for one in intervals) for window in windows]
    return tuple(zip(begins, minutes, strict=True))


def _jams(site: "FakeSite") -> list[Interval]:
    """From each sighting that says so to the zone's next one, or to now while the zone is still watched."""
    rows = sorted(site.sightings.values(), key=lambda row: (row.seen_at, row.id))
    by_zone = defaultdict(list)
    for row in rows:
        if row.kind == "congestion" and row.zone_id is not None:
            by_zone[row.camera_id, row.zone_id].append(row)
    jams = []
    for (camera_id, zone_id), mine in by_zone.items():
        camera = site.cameras[camera_id]
        watched = camera.enabled and camera.analyse and zone_id in {zone.id for zone in camera.zones}
        ends = [row.seen_at for row in mine[1:]] + [site.now if watched else mine[-1].seen_at]
        jams += [(row.seen_at, end) for row, end in zip(mine, ends, strict=True) if row.state in _JAMMED]
    return jams
