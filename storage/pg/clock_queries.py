"""What clocks are told from, read under the row policies of whoever asks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.calendar import DayKind, SiteDay, WorkWeek
from storage.model.clock_values import (
    CategoryClass,
    ClockClass,
    ClockTarget,
    ClockTargets,
    Goal,
    PauseReason,
    Unit,
)
from storage.model.clocks import ClockAct, ClockEvent, TicketHistory
from storage.model.tickets import OPEN_STATES
from storage.pg import clock_tables as c
from storage.pg import tables as t
from storage.service.clocks_port import ClockRules, ClockSheet
from storage.service.errors import NotFound


def clock_rules(connection: sa.Connection) -> ClockRules:
    targets = connection.execute(sa.select(c.clock_target).order_by(c.clock_target.c.since, c.clock_target.c.id))
    classes = connection.execute(sa.select(c.clock_category).order_by(c.clock_category.c.since))
    weeks = connection.execute(sa.select(c.work_week).order_by(c.work_week.c.since))
    days = connection.execute(sa.select(c.site_day).where(c.site_day.c.removed_at.is_(None)).order_by(c.site_day.c.day))
    return ClockRules(
        ClockTargets(
            tuple(_to_target(row) for row in targets.mappings()),
            tuple(CategoryClass(r.id, r.category, ClockClass(r.clock_class), r.since) for r in classes),
        ),
        tuple(WorkWeek(row.id, row.since, tuple(row.hours)) for row in weeks),
        tuple(SiteDay(row.id, row.day, DayKind(row.kind), row.name, row.version) for row in days),
        str(connection.execute(sa.select(t.site.c.time_zone)).scalar_one()),
    )


def clock_sheet(connection: sa.Connection) -> ClockSheet:
    """Of open tickets, the oldest first."""
    query = _tickets().where(t.ticket.c.state.in_(sorted(OPEN_STATES))).order_by(t.ticket.c.created_at, t.ticket.c.id)
    return ClockSheet(read_at(connection), _with_events(connection, query))


def clock_history(connection: sa.Connection, ticket_id: UUID) -> TicketHistory:
    """Raises NotFound, also where the ticket is not to be seen."""
    found = _with_events(connection, _tickets().where(t.ticket.c.id == ticket_id))
    if not found:
        raise NotFound
    return found[0]


def read_at(connection: sa.Connection) -> datetime:
    now: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return now


def to_history(row: Mapping[Any, Any], events: Iterable[ClockEvent]) -> TicketHistory:
    """`row` has the ticket's fields by their names, and its id as `ticket_id`."""
    return TicketHistory(
        ticket_id=row["ticket_id"],
        number=row["number"],
        title=row["title"],
        category=row["category"],
        clock_class=ClockClass(row["clock_class"]) if row["clock_class"] else None,
        events=tuple(events),
        version=row["version"],
    )


def to_event(row: Mapping[Any, Any]) -> ClockEvent:
    """Of a row, or of its JSON, whose times and ids are text."""
    at, assignment_id = row["at"], row["assignment_id"]
    return ClockEvent(
        at=datetime.fromisoformat(at) if isinstance(at, str) else at,
        act=ClockAct(row["act"]),
        assignment_id=UUID(assignment_id) if isinstance(assignment_id, str) else assignment_id,
        agency=row["agency"] or "",
        reason=PauseReason(row["reason"]) if row["reason"] else None,
        answered=row["answered"],
    )


def _tickets() -> sa.Select[Any]:
    names = ("number", "title", "category", "clock_class", "version")
    return sa.select(t.ticket.c.id.label("ticket_id"), *(t.ticket.c[name] for name in names))


def _with_events(connection: sa.Connection, tickets: sa.Select[Any]) -> tuple[TicketHistory, ...]:
    rows = connection.execute(tickets).mappings().all()
    ids = sa.literal([row["ticket_id"] for row in rows], sa.ARRAY(sa.Uuid()))
    events: defaultdict[UUID, list[ClockEvent]] = defaultdict(list)
    query = (
        sa.select(c.clock_event, t.agency.c.name.label("agency"))
        .outerjoin(t.agency, t.agency.c.id == c.clock_event.c.agency_id)
        .where(c.clock_event.c.ticket_id == sa.any_(ids))
        .order_by(c.clock_event.c.number)
    )
    for row in connection.execute(query).mappings():
        events[row["ticket_id"]].append(to_event(row))
    return tuple(to_history(row, events[row["ticket_id"]]) for row in rows)


def _to_target(row: sa.RowMapping) -> ClockTarget:
    return ClockTarget(
        id=row["id"],
        clock_class=ClockClass(row["clock_class"]),
        goal=Goal(row["goal"]),
        unit=Unit(row["unit"]),
        amount=row["amount"],
        category=row["category"],
        warn_percent=row["warn_percent"],
        since=row["since"],
    )
