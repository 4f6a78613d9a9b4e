"""Alarms as a person's record on PostgreSQL reads them."""

from uuid import UUID

from storage.model.alarms import Alarm, AlarmLoad, AlarmRule
from storage.pg import alarm_queries
from storage.pg.unit_of_work import UnitOfWork


class PgAlarms:
    """`storage.service.record.Alarms`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def alarms(self) -> tuple[Alarm, ...]:
        with self._work.reading() as connection:
            return alarm_queries.alarms(connection)

    def alarm(self, alarm_id: UUID) -> Alarm:
        with self._work.reading() as connection:
            return alarm_queries.alarm(connection, alarm_id)

    def alarm_rules(self) -> tuple[AlarmRule, ...]:
        with self._work.reading() as connection:
            return alarm_queries.alarm_rules(connection)

    def alarm_load(self) -> AlarmLoad:
        with self._work.reading() as connection:
            return alarm_queries.alarm_load(connection)
