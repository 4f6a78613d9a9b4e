"""Clocks as the two doors on PostgreSQL read them, and the alarms that a station raises about them."""

from uuid import UUID

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from storage.model.alarms import NewClockAlarm
from storage.model.clocks import TicketHistory
from storage.pg import clock_queries
from storage.pg.unit_of_work import UnitOfWork
from storage.service.clocks_port import ClockRules, ClockSheet


class PgClocks:
    """`storage.service.clocks_port.Clocks`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def clock_rules(self) -> ClockRules:
        with self._work.reading() as connection:
            return clock_queries.clock_rules(connection)

    def clock_sheet(self) -> ClockSheet:
        with self._work.reading() as connection:
            return clock_queries.clock_sheet(connection)

    def clock_history(self, ticket_id: UUID) -> TicketHistory:
        with self._work.reading() as connection:
            return clock_queries.clock_history(connection, ticket_id)


class PgStationClocks:
    """`storage.service.clocks_port.StationClocks`; a base of PgStationRecord, which gives the unit of work."""

    _work: UnitOfWork

    def clock_rules(self) -> ClockRules:
        with self._work.reading() as connection:
            return clock_queries.clock_rules(connection)

    def clock_sheet(self) -> ClockSheet:
        with self._work.reading() as connection:
            at = clock_queries.read_at(connection)
            rows = connection.execute(sa.text("SELECT * FROM siaga.open_clocks()")).mappings().all()
        histories = (clock_queries.to_history(row, map(clock_queries.to_event, row["events"] or ())) for row in rows)
        return ClockSheet(at, tuple(histories))

    def raise_clock_alarms(self, alarms: tuple[NewClockAlarm, ...]) -> tuple[UUID, ...]:
        if not alarms:
            return ()
        given = Jsonb(
            [
                {
                    "id": str(one.id),
                    "kind": one.kind.value,
                    "about_ticket": str(one.ticket_id),
                    "version": one.ticket_version,
                    "priority": int(one.priority),
                    "held_s": one.held_s,
                    "subject": one.subject,
                }
                for one in alarms
            ]
        )
        with self._work.writing(act="raise_clock_alarms") as connection:
            raising = sa.text("SELECT * FROM siaga.raise_clock_alarms(:given)")
            return tuple(connection.execute(raising, {"given": given}).scalars())
