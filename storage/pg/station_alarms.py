"""Alarms and outages as a station's record on PostgreSQL writes them; the server's functions decide."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from storage.model.alarms import Alarm, AlarmRule, NewAlarm, Outage
from storage.pg import alarm_queries
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import NotFound


class PgStationAlarms:
    """`storage.service.record.StationAlarms`; a base of PgStationRecord, which gives the unit of work."""

    _work: UnitOfWork

    def alarm_rules(self) -> tuple[AlarmRule, ...]:
        with self._work.reading() as connection:
            return alarm_queries.alarm_rules(connection)

    def open_alarms(self) -> tuple[Alarm, ...]:
        with self._work.reading() as connection:
            return alarm_queries.open_alarms(connection)

    def raise_alarms(self, alarms: tuple[NewAlarm, ...]) -> tuple[UUID, ...]:
        if not alarms:
            return ()
        return tuple(self._call("raise_alarms(:given)", given=_json(alarms)))

    def return_alarms(self, alarm_ids: tuple[UUID, ...]) -> None:
        if alarm_ids:
            self._call("return_alarms(CAST(:ids AS uuid[]))", ids=list(alarm_ids))

    def keep_alarm_still(self, alarm_id: UUID, jpeg: bytes) -> None:
        (known,) = self._call("keep_alarm_still(:id, :jpeg)", id=alarm_id, jpeg=jpeg)
        if not known:
            raise NotFound

    def end_shelving(self) -> int:
        (ended,) = self._call("end_shelving()")
        return int(ended)

    def unanalysed(self, *, for_s: float) -> tuple[UUID, ...]:
        query = sa.text("SELECT * FROM siaga.unanalysed(:for_s)")
        with self._work.reading() as connection:
            return tuple(connection.execute(query, {"for_s": for_s}).scalars())

    def open_outages(self) -> tuple[Outage, ...]:
        with self._work.reading() as connection:
            return alarm_queries.open_outages(connection)

    def write_outages(self, outages: tuple[Outage, ...]) -> None:
        if outages:
            self._call("write_outages(:given)", given=_json(outages))

    def _call(self, call: str, **values: object) -> list[Any]:
        with self._work.writing(act=call.partition("(")[0]) as connection:
            return list(connection.execute(sa.text(f"SELECT * FROM siaga.{call}"), values).scalars())


def _json(rows: tuple[NewAlarm, ...] | tuple[Outage, ...]) -> Jsonb:
    return Jsonb([{name: _plain(value) for name, value in asdict(row).items()} for row in rows])


def _plain(value: object) -> object:
    """Numbers as they are; ids, kinds and times as text."""
    return value if value is None or isinstance(value, int | float) else str(value)
