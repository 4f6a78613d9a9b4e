"""The whole audit in one transaction, row after row by the server's cursor: no client holds a million of them."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from storage.model.audit import AuditHead, AuditRow, read_json

_AT_ONCE = 5_000
_DIGESTS: LiteralString = "SELECT number, digest FROM siaga.audit ORDER BY number"


class PgAuditReading:
    """`storage.service.audit_port.AuditReading` on one connection."""

    def __init__(self, connection: psycopg.Connection[Any], heads: tuple[AuditHead, ...]) -> None:
        self._connection, self._heads = connection, heads

    def rows(self) -> Iterator[AuditRow]:
        for row in self._streamed("siaga_audit_rows", _statement("audit_rows")):
            yield AuditRow(
                number=row[0],
                subject=row[1],
                subject_id=row[2],
                position=row[3],
                act=row[4],
                actor=row[5],
                at_us=row[6],
                facts=read_json(row[7]),
                said=row[8],
                personal=tuple(row[9]),
                salt=row[10],
                sealed=row[11],
                digest=row[12],
            )

    def digests(self) -> Iterator[tuple[int, bytes]]:
        return self._streamed("siaga_audit_digests", _DIGESTS)

    def broken_tails(self) -> tuple[tuple[str, UUID], ...]:
        return self._chains("audit_broken_tails")

    def loose_rows(self) -> tuple[tuple[str, UUID], ...]:
        return self._chains("audit_loose_rows")

    def heads(self) -> tuple[AuditHead, ...]:
        return self._heads

    def _chains(self, name: str) -> tuple[tuple[str, UUID], ...]:
        with self._connection.cursor() as cursor:
            return tuple((row[0], row[1]) for row in cursor.execute(_statement(name)))

    def _streamed(self, name: str, statement: LiteralString) -> Iterator[Any]:
        with self._connection.cursor(name, binary=True) as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(statement)
            yield from cursor


def _statement(name: str) -> LiteralString:
    return files("storage.pg").joinpath("sql", f"{name}.sql").read_text("utf-8")
