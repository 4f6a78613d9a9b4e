"""What is read of alarms and their rules, under the row policies of whoever asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.alarms import LISTED, NO_CAMERA, Alarm, AlarmKind, AlarmLoad, AlarmRule, AlarmState, Outage
from storage.model.tickets import Priority
from storage.pg import alarm_tables as a
from storage.pg import tables as t
from storage.service.errors import NotFound

_ON_THE_DESK = sorted(LISTED | {AlarmState.SHELVED})


def alarms(connection: sa.Connection) -> tuple[Alarm, ...]:
    """Listed and shelved ones, by priority, then the oldest first."""
    query = _alarm_query().where(a.alarm.c.closed_at.is_(None), a.alarm.c.state.in_(_ON_THE_DESK))
    rows = connection.execute(query.order_by(a.alarm.c.priority, a.alarm.c.raised_at, a.alarm.c.id))
    return tuple(_to_alarm(row) for row in rows.mappings())


def alarm(connection: sa.Connection, alarm_id: UUID) -> Alarm:
    """Raises NotFound."""
    row = connection.execute(_alarm_query().where(a.alarm.c.id == alarm_id)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _to_alarm(row)


def open_alarms(connection: sa.Connection) -> tuple[Alarm, ...]:
    """Every one that is not closed, in the order they were raised."""
    query = _alarm_query().where(a.alarm.c.closed_at.is_(None)).order_by(a.alarm.c.raised_at, a.alarm.c.id)
    return tuple(_to_alarm(row) for row in connection.execute(query).mappings())


def alarms_between(connection: sa.Connection, since: datetime, until: datetime, camera_id: UUID) -> tuple[Alarm, ...]:
    """A camera's alarms whose condition held at some time from `since` to before `until`, the oldest first."""
    row = a.alarm.c
    began = row.raised_at - sa.func.make_interval(0, 0, 0, 0, 0, 0, row.held_s)
    query = _alarm_query().where(
        row.camera_id == camera_id,
        # Says nothing that the next line does not, but an index knows it.
        row.closed_at.is_(None) | (row.closed_at >= since),
        row.active | (row.returned_at >= since),
        began < until,
    )
    return tuple(_to_alarm(r) for r in connection.execute(query.order_by(row.raised_at, row.id)).mappings())


def alarm_rules(connection: sa.Connection) -> tuple[AlarmRule, ...]:
    """The site's first, then those of cameras and zones, by kind."""
    rule = a.alarm_rule.c
    of_points = (rule.kind, rule.camera_id.nulls_first(), rule.zone_id.nulls_first())
    rows = connection.execute(sa.select(a.alarm_rule).order_by(*of_points)).mappings()
    return tuple(_to_rule(row) for row in rows)


def alarm_load(connection: sa.Connection) -> AlarmLoad:
    row = connection.execute(sa.text("SELECT raised, operators FROM siaga.alarm_load()")).one()
    return AlarmLoad(raised=row.raised, operators=row.operators)


def open_outages(connection: sa.Connection) -> tuple[Outage, ...]:
    query = sa.select(a.outage).where(a.outage.c.ended_at.is_(None)).order_by(a.outage.c.began_at, a.outage.c.id)
    return tuple(Outage(row.id, row.camera_id, row.began_at, row.ended_at) for row in connection.execute(query))


def _alarm_query() -> sa.Select[Any]:
    acknowledger, shelver = t.person.alias("acknowledger"), t.person.alias("shelver")
    joined = a.alarm.outerjoin(acknowledger, acknowledger.c.id == a.alarm.c.acknowledged_by)
    joined = joined.outerjoin(shelver, shelver.c.id == a.alarm.c.shelved_by)
    names = (acknowledger.c.name.label("acknowledged_by_name"), shelver.c.name.label("shelved_by_name"))
    return sa.select(a.alarm, *names).select_from(joined)


def _to_alarm(row: sa.RowMapping) -> Alarm:
    same = ("id", "zone_id", "active", "raised_at", "changed_at", "version", "occupancy", "speed")
    later = ("held_s", "acknowledged_at", "shelved_until", "reason", "returned_at", "closed_at", "ticket_id", "subject")
    return Alarm(
        kind=AlarmKind(row["kind"]),
        camera_id=row["camera_id"] or NO_CAMERA,
        priority=Priority(row["priority"]),
        state=AlarmState(row["state"]),
        acknowledged_by=row["acknowledged_by_name"] or "",
        shelved_by=row["shelved_by_name"] or "",
        still_id=row["still_id"],
        affected=row["affected"],
        about_ticket=row["about_ticket"],
        **{name: row[name] for name in (*same, *later)},
    )


def _to_rule(row: sa.RowMapping) -> AlarmRule:
    same = ("id", "min_duration_s", "cooldown_s", "camera_id", "zone_id", "enabled", "version")
    return AlarmRule(
        kind=AlarmKind(row["kind"]), priority=Priority(row["priority"]), **{name: row[name] for name in same}
    )
