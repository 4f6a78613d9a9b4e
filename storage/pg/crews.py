"""Crews and vehicles: their part of a person's record on PostgreSQL."""

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from storage.model.crews import Unit, UnitKind, UnitStatus, UnitTask
from storage.pg import tables as t
from storage.pg.crew_tables import unit, unit_task
from storage.pg.unit_of_work import UnitOfWork


class PgCrews:
    """`storage.service.crews_port.Crews`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def units(self) -> tuple[Unit, ...]:
        query = sa.select(unit).where(unit.c.active).order_by(unit.c.call_sign, unit.c.id)
        with self._work.reading() as connection:
            tasks = _tasks(connection)
            return tuple(_to_unit(row, tasks[row["id"]]) for row in connection.execute(query).mappings())


def _tasks(connection: sa.Connection) -> defaultdict[UUID, list[UnitTask]]:
    query = (
        sa.select(unit_task, t.ticket.c.number)
        .join(t.ticket, t.ticket.c.id == unit_task.c.ticket_id)
        .where(unit_task.c.ended_at.is_(None))
        .order_by(unit_task.c.sent_at, unit_task.c.id)
    )
    found: defaultdict[UUID, list[UnitTask]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        ids = (row["id"], row["assignment_id"], row["ticket_id"])
        found[row["unit_id"]].append(UnitTask(*ids, row["number"], UnitStatus(row["state"]), row["sent_at"]))
    return found


def _to_unit(row: sa.RowMapping, tasks: list[UnitTask]) -> Unit:
    return Unit(
        id=row["id"],
        agency_id=row["agency_id"],
        call_sign=row["call_sign"],
        kind=UnitKind(row["kind"]),
        status=UnitStatus(row["status"]),
        since=row["since"],
        active=row["active"],
        tasks=tuple(tasks),
        version=row["version"],
    )
