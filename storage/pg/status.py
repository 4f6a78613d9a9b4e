"""How a record is doing, as its server's superuser sees it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files

from storage.pg.admin import connected, database_of, role_prefix
from storage.pg.revisions import head, pending

_REPLICATION = """
    SELECT current_setting('synchronous_standby_names') <> '',
        count(*) FILTER (WHERE sync_state IN ('sync', 'quorum') AND state = 'streaming'),
        count(*) FILTER (WHERE state = 'streaming'), pg_is_in_recovery()
    FROM pg_stat_replication"""
_BACKUP = "SELECT made_at, bytes FROM siaga.backup ORDER BY made_at DESC LIMIT 1"
_MESSAGES = "SELECT state, count(*) FROM siaga.outbox GROUP BY state ORDER BY state"


class Protection(StrEnum):
    """Whether what is confirmed stands on a second machine."""

    NONE = "none"  # no standby is named: nothing is promised
    PROTECTED = "protected"  # a synchronous standby follows
    UNPROTECTED = "unprotected"  # one is named and does not follow
    STANDBY = "standby"  # this is the standby itself


@dataclass(frozen=True, slots=True)
class Sessions:
    """Of one group: how many of its connections are open, and how many one login may have."""

    role: str
    open: int
    limit: int


@dataclass(frozen=True, slots=True)
class TableSize:
    name: str
    bytes: int
    rows: int  # as the server estimates them


@dataclass(frozen=True, slots=True)
class RecordStatus:
    database: str
    server: str
    revision: str
    newest: str
    pending: tuple[str, ...]
    demo: bool
    bytes: int
    tables: tuple[TableSize, ...]  # the largest first
    protection: Protection
    standbys: int
    backup_at: datetime | None
    backup_bytes: int
    read_at: datetime  # the server's clock
    connections: int
    connections_most: int
    sessions: tuple[Sessions, ...]
    messages: tuple[tuple[str, int], ...]


def status_of(admin_dsn: str) -> RecordStatus:
    """One moment of the record. Raises NoRecord, and what connecting raises."""
    with connected(admin_dsn) as connection:
        site = role_prefix(connection)
        revision = connection.execute("SELECT version_num FROM siaga.alembic_version").fetchone()
        now = connection.execute("SELECT now(), pg_database_size(current_database()), demo FROM siaga.site").fetchone()
        most = connection.execute(
            "SELECT current_setting('max_connections')::int, count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend'"
        ).fetchone()
        assert revision is not None
        assert now is not None
        assert most is not None
        sizes = connection.execute(_sql("table_sizes")).fetchall()
        sessions = connection.execute(_sql("sessions"), {"site": site}).fetchall()
        replication = connection.execute(_REPLICATION).fetchone()
        # A record of an earlier revision has neither.
        kept = connection.execute("SELECT to_regclass('siaga.backup')::text").fetchone()
        there = bool(kept and kept[0])
        backup = connection.execute(_BACKUP).fetchone() if there else None
        messages = connection.execute(_MESSAGES).fetchall() if there else []
        assert replication is not None
        return RecordStatus(
            database=database_of(admin_dsn),
            server=connection.info.parameter_status("server_version") or "",
            revision=revision[0],
            newest=head(),
            pending=pending(revision[0]),
            demo=now[2],
            bytes=now[1],
            tables=tuple(TableSize(*row) for row in sizes),
            protection=_protection(*replication),
            standbys=replication[2],
            backup_at=backup[0] if backup else None,
            backup_bytes=backup[1] if backup else 0,
            read_at=now[0],
            connections=most[1],
            connections_most=most[0],
            sessions=tuple(Sessions(*row) for row in sessions),
            messages=tuple((row[0], row[1]) for row in messages),
        )


def _protection(named: bool, synchronous: int, _standbys: int, in_recovery: bool) -> Protection:
    if in_recovery:
        return Protection.STANDBY
    if not named:
        return Protection.NONE
    return Protection.PROTECTED if synchronous else Protection.UNPROTECTED


def _sql(name: str) -> bytes:
    return files("storage.pg").joinpath("sql", f"{name}.sql").read_bytes()
