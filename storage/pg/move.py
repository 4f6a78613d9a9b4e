"""A record moved to another server, of an older version too: table by table within one transaction on either side.

The new server's schema is made by the migrations, not by a dump: PostgreSQL 18's sets what 15 does not know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from storage.pg.admin import connected, database_of, role_prefix
from storage.pg.digest import Table, count_of, digest_of, tables_of
from storage.pg.logins import assert_free, logins_of, make_logins
from storage.pg.migrate import migrate
from storage.pg.restore import NotEqual, fresh_database
from storage.pg.schema import SCHEMA
from storage.service.errors import OtherSchema, RecordError

_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
_SEQUENCES = "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'siaga' ORDER BY 1"

Progress = Callable[[str, int, int], None]
"""Told of a table, and of the rows that are over so far, of all."""


class StillInUse(RecordError):
    """Consoles are connected to the record that is to be moved; facts: n."""

    word = "operations.move.in_use"


class DemoStays(RecordError):
    """A demo's record is not moved: nothing of it goes into another database."""

    word = "operations.move.demo"


@dataclass(frozen=True, slots=True)
class Moved:
    tables: int
    rows: int
    logins: int


def move(source_dsn: str, target_dsn: str, progress: Progress) -> Moved:
    """Copy the record to the database of `target_dsn`, made where it is missing, and close the old one to consoles.

    Both addresses are superusers'. All or nothing: what went over is compared row for row before it is committed, and
    whatever goes wrong, the old record is as it was and the new database as empty as before. People and machines keep
    their passwords. Raises StillInUse, DemoStays, OtherSchema, NotEmpty, NotEqual, AlreadyTaken, and what connecting
    raises.
    """
    with connected(source_dsn) as source:
        _assert_movable(source)
        site, founded = role_prefix(source), source.execute("SELECT name, prefix, time_zone FROM siaga.site").fetchone()
        assert founded is not None
        logins = logins_of(source, verifiers=True)
        tables = tables_of(source)
        _hold(source, tables)
        with fresh_database(target_dsn):
            with connected(target_dsn) as target:
                assert_free(target, logins, site)
            migrate(target_dsn, site=site, name=founded[0], prefix=founded[1], time_zone=founded[2])
            with connected(target_dsn) as target:
                rows = _copy_all(source, target, tables, progress)
                make_logins(target, logins, site)
                # The superuser still comes in: nothing is taken away, but two records must not grow apart.
                name = sql.Identifier(database_of(source_dsn))
                source.execute(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT 0").format(name))
    return Moved(len(tables), rows, len(logins))


def _assert_movable(source: psycopg.Connection[Any]) -> None:
    role_prefix(source)
    row = source.execute("SELECT (SELECT version_num FROM siaga.alembic_version), demo FROM siaga.site").fetchone()
    assert row is not None
    if row[1]:
        raise DemoStays
    if row[0] != SCHEMA:
        raise OtherSchema(console=SCHEMA, database=row[0])
    others = source.execute(_OTHERS).fetchone()
    if others is not None and others[0]:
        raise StillInUse(n=others[0])


def _hold(source: psycopg.Connection[Any], tables: tuple[Table, ...]) -> None:
    """Nobody writes until the end: who connects meanwhile reads, and waits with a write."""
    source.execute("SET LOCAL lock_timeout = '5s'")
    names = sql.SQL(", ").join(table.identifier for table in tables)
    source.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(names))


def _copy_all(
    source: psycopg.Connection[Any], target: psycopg.Connection[Any], tables: tuple[Table, ...], progress: Progress
) -> int:
    target.execute("SET LOCAL session_replication_role = replica")  # rows come as they are: no trigger judges them anew
    counts = {table: count_of(source, table) for table in tables}
    done, total = 0, sum(counts.values())
    for table in tables:
        progress(table.name, done, total)
        _copy(source, target, table)
        if digest_of(source, table) != digest_of(target, table):
            raise NotEqual(table=table.name)
        done += counts[table]
    for (name,) in source.execute(_SEQUENCES).fetchall():
        _set_sequence(source, target, sql.Identifier("siaga", name))
    progress("", total, total)
    return total


def _copy(source: psycopg.Connection[Any], target: psycopg.Connection[Any], table: Table) -> None:
    # What the migrations put there is the old record's as well.
    target.execute(sql.SQL("DELETE FROM {}").format(table.identifier))
    out = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(table.column_list, table.identifier)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(table.identifier, table.column_list)
    with source.cursor().copy(out) as reading, target.cursor().copy(into) as writing:
        for block in reading:
            writing.write(block)


def _set_sequence(source: psycopg.Connection[Any], target: psycopg.Connection[Any], name: sql.Identifier) -> None:
    row = source.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(name)).fetchone()
    assert row is not None
    target.execute("SELECT setval(%s::regclass, %s, %s)", (name.as_string(), *row))
