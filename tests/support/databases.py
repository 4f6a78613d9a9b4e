"""What two databases hold, and clients that leave no connection behind."""

from collections.abc import Callable

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.pg.digest import Digest, digest_of, tables_of

_EMPTY = (
    "SELECT count(*) FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace,"
    " 'information_schema'::regnamespace, 'pg_toast'::regnamespace)"
)


def digests(admin_dsn: str) -> dict[str, Digest]:
    """Of every table of the record."""
    with psycopg.connect(admin_dsn) as connection:
        return {table.name: digest_of(connection, table) for table in tables_of(connection)}


def beside(admin_dsn: str, name: str) -> str:
    """Another database of the same server."""
    return make_conninfo(admin_dsn, dbname=name)


def is_there(admin_dsn: str) -> bool:
    with psycopg.connect(beside(admin_dsn, "postgres")) as connection:
        name = conninfo_to_dict(admin_dsn)["dbname"]
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone())


def is_empty(admin_dsn: str) -> bool:
    with psycopg.connect(admin_dsn) as connection:
        row = connection.execute(_EMPTY).fetchone()
        return row == (0,)


def column(admin_dsn: str, query: str, *values: object) -> list[object]:
    with psycopg.connect(admin_dsn) as connection:
        return [row[0] for row in connection.execute(query, values).fetchall()]


def nobody(*_told: object) -> None:
    """The progress of nobody."""


def stop_at(part: int) -> Callable[[int], None]:
    """A person who presses Ctrl+C when so much is done."""

    def progress(done: int) -> None:
        if done >= part:
            raise KeyboardInterrupt

    return progress
