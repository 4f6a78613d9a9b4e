"""Whether two databases hold the same: their tables, and a digest over every row of one."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

_TABLES = """
    SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'siaga'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname"""
# What else a session has set must not make two equal rows different.
_PLAIN = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'", "SET LOCAL IntervalStyle = 'postgres'",
          "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the record with the columns that it stores; what is generated is not among them."""

    name: str
    columns: tuple[str, ...]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier("siaga", self.name)

    @property
    def column_list(self) -> sql.Composed:
        return sql.SQL(", ").join(sql.Identifier(column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Digest:
    rows: int
    sha256: str


def tables_of(connection: psycopg.Connection[Any]) -> tuple[Table, ...]:
    return tuple(Table(name, tuple(columns)) for name, columns in connection.execute(_TABLES).fetchall())


def count_of(connection: psycopg.Connection[Any], table: Table) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table.identifier)).fetchone()
    assert row is not None
    return int(row[0])


def digest_of(connection: psycopg.Connection[Any], table: Table) -> Digest:
    """Within the caller's transaction; sorts the digests of all rows, 32 bytes each."""
    for setting in _PLAIN:
        connection.execute(setting)
    text = files("storage.pg").joinpath("sql", "table_digest.sql").read_text("utf-8")
    row = connection.execute(sql.SQL(text).format(columns=table.column_list, table=table.identifier)).fetchone()
    assert row is not None
    return Digest(int(row[0]), row[1])
