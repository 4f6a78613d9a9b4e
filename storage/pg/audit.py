"""The audit's part of the record on PostgreSQL, for people and for stations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.audit import AuditHead, Rolled, microseconds
from storage.model.erasing import Erasure, WordsRow
from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg import audit_tables as a
from storage.pg import tables as t
from storage.pg.audit_reading import PgAuditReading
from storage.pg.engine import AnsweredConnection
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import Forbidden

_LONG_S = 3600.0
"""The server may sort a record of years before it gives the first row."""
_ROLLED = sa.text("SELECT last, rows, digest, at FROM siaga.audit_rolled(:last, :rows, :digest, :most)")


class PgAuditHeads:
    """`storage.service.audit_port.AuditHeads`; a base of both records, which give the unit of work."""

    _work: UnitOfWork

    def record_us(self) -> int:
        with self._work.reading() as connection:
            return microseconds(connection.execute(sa.select(t.site.c.founded_at)).scalar_one())

    def roll_audit(self, after: Rolled, *, most: int = 200_000) -> Rolled:
        values = {"last": after.last, "rows": after.rows, "digest": after.digest, "most": most}
        with self._work.writing(act="roll_audit") as connection:  # it takes a transaction's number
            row = connection.execute(_ROLLED, values).one()
        return Rolled(row.last, row.rows, bytes(row.digest), row.at)

    def keep_audit_head(self, head: AuditHead) -> None:
        values = {"taken_at": head.taken_at, "last": head.last, "rows": head.rows, "digest": head.digest.hex()}
        signed = {"public_key": head.public_key.hex(), "signature": head.signature.hex()}
        with self._work.writing(act="keep_audit_head") as connection:
            connection.execute(sa.insert(a.audit_head).values(id=new_id(), **values, **signed))


class PgAudit(PgAuditHeads):
    """`storage.service.audit_port.AuditTrail`; a base of PgRecord."""

    def audit_heads(self, *, limit: int = 10) -> tuple[AuditHead, ...]:
        record = self.record_us()
        query = sa.select(a.audit_head).order_by(a.audit_head.c.last.desc(), a.audit_head.c.taken_at.desc())
        with self._work.reading() as connection:
            return tuple(to_head(row, record) for row in connection.execute(query.limit(limit)).mappings())

    @contextmanager
    def reading_audit(self) -> Iterator[PgAuditReading]:
        record = self.record_us()
        with self._work.reading() as connection:
            role = connection.execute(sa.select(sa.func.siaga.my_role())).scalar()
            if role not in (Role.AUDITOR, Role.ADMINISTRATOR):
                raise Forbidden("others do not see every row")
            # A record of years is read for longer than a statement of the desk may take.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            driver = connection.connection.driver_connection
            assert isinstance(driver, AnsweredConnection)
            heads = connection.execute(sa.select(a.audit_head)).mappings().all()
            driver.longer_s = _LONG_S
            try:
                yield PgAuditReading(driver, tuple(to_head(row, record) for row in heads))
            finally:
                driver.longer_s = None

    def worded_rows(self, ticket_id: UUID) -> tuple[WordsRow, ...]:
        row = t.audit.c
        mine = (row.subject == "ticket") & (row.subject_id == ticket_id) & row.salt.is_not(None)
        columns = (row.number, row.at, row.actor, row.act, row.facts, row.personal, row.said)
        with self._work.reading() as connection:
            found = connection.execute(sa.select(*columns).where(mine).order_by(row.number)).all()
        return tuple(WordsRow(one.number, one.at, one.actor, one.act, _words(one)) for one in found)

    def erasures(self) -> tuple[Erasure, ...]:
        query = sa.select(a.erasure).order_by(a.erasure.c.asked_at.desc(), a.erasure.c.id)
        with self._work.reading() as connection:
            return tuple(_to_erasure(row) for row in connection.execute(query).mappings())


def to_head(row: sa.RowMapping, record_us: int) -> AuditHead:
    digest, key, signature = (bytes.fromhex(row[name]) for name in ("digest", "public_key", "signature"))
    return AuditHead(record_us, microseconds(row["taken_at"]), row["last"], row["rows"], digest, key, signature)


def _words(row: Any) -> tuple[str, ...]:
    facts = (f"{name}: {row.facts[name]}" for name in row.personal)
    return (*facts, row.said) if row.said else tuple(facts)


def _to_erasure(row: sa.RowMapping) -> Erasure:
    values: dict[str, Any] = {name: row[name] for name in Erasure.__dataclass_fields__}
    for name in ("report_ids", "nuisance_ids", "audit_numbers"):
        values[name] = tuple(values[name])
    return Erasure(**{**values, "carried_out_by": row["carried_out_by"] or ""})
