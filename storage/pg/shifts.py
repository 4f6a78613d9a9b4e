"""The shift's part of a person's record on PostgreSQL."""

from datetime import datetime
from uuid import UUID

from storage.model.shift_facts import ShiftFacts
from storage.model.shifts import Handover, LogEntry, SignIn
from storage.pg import shift_facts, shift_queries
from storage.pg.shift_tables import handover, log_entry, shift_sign_in
from storage.pg.unit_of_work import UnitOfWork


class PgShifts:
    """`storage.service.record.Shifts`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def sign_ins(self, *, since: datetime) -> tuple[SignIn, ...]:
        signed_in, still = shift_sign_in.c.signed_in_at >= since, shift_sign_in.c.signed_out_at.is_(None)
        with self._work.reading() as connection:
            return shift_queries.sign_ins(connection, signed_in | still)

    def log_entries(self, *, since: datetime) -> tuple[LogEntry, ...]:
        with self._work.reading() as connection:
            return shift_queries.log_entries(connection, log_entry.c.at >= since)

    def handovers(self, *, since: datetime) -> tuple[Handover, ...]:
        with self._work.reading() as connection:
            return shift_queries.handovers(connection, handover.c.prepared_at >= since)

    def handover(self, handover_id: UUID) -> Handover:
        with self._work.reading() as connection:
            return shift_queries.handover(connection, handover_id)

    def shift_facts(self, since: datetime, until: datetime) -> ShiftFacts:
        with self._work.reading() as connection:
            return shift_facts.shift_facts(connection, since, until)
