"""A shift's facts and the wall's figures, counted by the server of one moment; the queries stand in sql/."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from storage.model import counting
from storage.model.counting import AssignmentTimes, Interval
from storage.model.shift_facts import AlarmLine, CameraLine, ShiftFacts, TicketLine
from storage.model.tickets import Priority, TicketState
from storage.model.wall import WallFigures
from storage.pg import shift_queries
from storage.pg.shift_tables import handover, log_entry, shift_sign_in

_HOUR = timedelta(hours=1)
_NUISANCE = "SELECT count(*) FROM siaga.nuisance WHERE noted_at >= :since AND noted_at < :until"
_CALLS = (
    "SELECT r.handled_s FROM siaga.report r JOIN siaga.ticket t ON t.id = r.ticket_id"
    " WHERE r.received_at >= :since AND r.received_at < :until AND r.handled_s IS NOT NULL AND NOT t.exercise"
)
_EXERCISES = "SELECT count(*) FROM siaga.ticket WHERE created_at >= :since AND created_at < :until AND exercise"
_MOMENT = "SELECT now() AS read_at, date_trunc('hour', CAST(:since AS timestamptz), time_zone) AS hour FROM siaga.site"
_FIRST_TRAFFIC = "SELECT min(seen_at) FROM siaga.sighting WHERE kind = 'congestion' AND zone_id IS NOT NULL"


def shift_facts(connection: sa.Connection, since: datetime, until: datetime) -> ShiftFacts:
    """Everything from `since` until before `until`; raises Forbidden for roles that do not read shifts."""
    span = {"since": since, "until": until}
    signed, written, papers = shift_sign_in.c, log_entry.c, handover.c
    still_on = signed.signed_out_at.is_(None) | (signed.signed_out_at > since)
    sign_ins = shift_queries.sign_ins(connection, (signed.signed_in_at < until) & still_on)
    ended = (papers.shift_ends_at > since) & (papers.shift_ends_at <= until)
    handovers = shift_queries.handovers(connection, ended)
    lines = tuple(_ticket_line(row) for row in _rows(connection, "ticket_lines", **span))
    opened = [line for line in lines if line.opened_at >= since]
    assignments = [AssignmentTimes(**row) for row in _rows(connection, "assignment_times", **span)]
    (moment,) = connection.execute(sa.text(_MOMENT), span).mappings()
    return ShiftFacts(
        since=since,
        until=until,
        read_at=moment["read_at"],
        sign_ins=sign_ins,
        handovers=counting.standing(handovers),
        log=shift_queries.log_entries(connection, (written.at >= since) & (written.at < until)),
        tickets=lines,
        by_category=counting.most_first(line.category for line in opened),
        by_agency=counting.most_first(times.agency for times in assignments),
        by_priority=counting.by_priority(opened),
        **counting.distributions(opened, assignments, connection.execute(sa.text(_CALLS), span).scalars()),
        cameras=tuple(CameraLine(**row) for row in _rows(connection, "camera_lines", **span)),
        alarms=tuple(AlarmLine(**row) for row in _rows(connection, "alarm_lines", **span)),
        busiest_10_minutes=connection.execute(_query("busiest"), span).scalar_one(),
        congestion_minutes=_minutes("congestion", connection, (since, until), moment["hour"], _HOUR),
        watched_minutes=_minutes("watched", connection, (since, until), moment["hour"], _HOUR),
        nuisance_calls=connection.execute(sa.text(_NUISANCE), span).scalar_one(),
        exercise_tickets=connection.execute(sa.text(_EXERCISES), span).scalar_one(),
    )


def wall_figures(connection: sa.Connection, since: datetime) -> WallFigures:
    """Figures from `since` to now; `today` ends with the quarter that runs, `usual` goes on to the end of the day."""
    (row,) = _rows(connection, "wall_dispatched", since=since, limit_s=counting.DISPATCH_IN_TIME_S)
    now, first = connection.execute(sa.text(f"SELECT now(), ({_FIRST_TRAFFIC})")).one()
    end = min(now, since + counting.DAY)
    return WallFigures(
        dispatched=row["dispatched"],
        dispatched_in_time=row["in_time"],
        today=tuple(_quarters(connection, since, end).values()),
        usual=() if first is None else _usual(connection, since, first),
    )


def _usual(connection: sa.Connection, since: datetime, first: datetime) -> tuple[float | None, ...]:
    """The mean of the days before, of those that were already watched."""
    days = counting.usual_days(since, first)
    if not days:
        return ()
    begin = min(days)
    history = _quarters(connection, begin, since)
    return counting.mean_day([[history[day + n * counting.QUARTER] for n in counting.DAY_QUARTERS] for day in days])


def _quarters(connection: sa.Connection, since: datetime, until: datetime) -> dict[datetime, float | None]:
    """Minutes of congestion by the quarters that begin at `since`; None where nobody watched."""
    span = (since, until)
    jammed = _minutes("congestion", connection, span, since, counting.QUARTER)
    watched = dict(_minutes("watched", connection, span, since, counting.QUARTER))
    return {begin: counting.known(minutes, watched[begin]) for begin, minutes in jammed}


def _minutes(
    query: str, connection: sa.Connection, span: Interval, first: datetime, width: timedelta
) -> tuple[tuple[datetime, float], ...]:
    """The minutes that a query of sql/ finds, by every stretch that the span touches, also those without any."""
    since, until = span
    found = _rows(connection, query, since=since, until=until, first=first, width=width)
    minutes = {row["begins"]: row["minutes"] for row in found}
    begins = counting.stretches(since, until, first, width)
    return tuple((begin, minutes.get(begin, 0.0)) for begin in begins)


def _ticket_line(row: sa.RowMapping) -> TicketLine:
    values: dict[str, Any] = {**row, "agencies": tuple(row["agencies"])}
    values.update(priority=Priority(row["priority"]), state=TicketState(row["state"]))
    return TicketLine(**values)


def _rows(connection: sa.Connection, name: str, **values: object) -> list[sa.RowMapping]:
    return list(connection.execute(_query(name), values).mappings())


@cache
def _query(name: str) -> sa.TextClause:
    """A statement of sql/, read once."""
    return sa.text(files("storage.pg").joinpath("sql", f"{name}.sql").read_text("utf-8"))
