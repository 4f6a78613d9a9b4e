"""Brings a database to this console's schema; the one place that changes the schema."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
import sqlalchemy.exc
from alembic import command
from psycopg import sql

from storage.model.people import Machine
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.procedure_shipping import ship_procedures
from storage.pg.revisions import Plan, config, head, in_order, is_known, plan
from storage.pg.schema import revision_of
from storage.security.roles import GROUPS, OWNER, REGISTRAR, ensure_roles, role_name
from storage.service.errors import OtherSchema, RecordError

LONGEST_MIN = 30
"""Minutes that one statement of an upgrade may take."""
LOCK_WAIT_S = 5.0
_NO_LOCK, _NO_TIME = "55P03", "57014"
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> 'siaga db'"""

_FOUND_SITE = """
    INSERT INTO siaga.site (name, prefix, time_zone, role_prefix, demo)
    VALUES (:name, :prefix, :time_zone, :role_prefix, :demo)
    ON CONFLICT (only_one) DO NOTHING"""


class LockNotHad(RecordError):
    """Somebody works with a table that must be changed, for longer than we wait; facts: n (open connections)."""

    word = "operations.upgrade.lock"


class TookTooLong(RecordError):
    """One step of an upgrade took longer than it may; facts: minutes."""

    word = "operations.upgrade.too_long"


def migrate(
    admin_dsn: str,
    *,
    site: str = "siaga",
    name: str = "Kabupaten Bekasi",
    prefix: str = "BKS",
    time_zone: str = "Asia/Jakarta",
    demo: bool = False,
    finish: bool = False,
    roles: bool = True,
) -> Plan:
    """Make the site's roles and bring the schema of the database behind `admin_dsn` (a superuser) to the newest.

    Of a record that is there, only as far as older consoles can go on with it, unless `finish`; what is left is told.

    Idempotent. `name`, `prefix`, `time_zone` and `demo` are written when the record is first created and stay: a
    database that was not created as demo never becomes one. Waits at most 5 s for a lock, then fails without damage.
    Raises Unreachable, LockNotHad, TookTooLong, and OtherSchema, before anything is changed, for a schema that is newer
    than this program.
    """
    if roles:
        with _told(admin_dsn):
            ensure_roles(admin_dsn, site)
    engine = admin_engine(admin_dsn)
    try:
        with _told(admin_dsn), engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(1000 * LOCK_WAIT_S)}ms'")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{LONGEST_MIN}min'")
            # Two desks may start at once.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7303014, 2)")
            going = plan(in_order(), _found(connection), finish=finish)
            owner = role_name(site, OWNER)
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS siaga AUTHORIZATION {owner}")
            connection.exec_driver_sql(f"GRANT CREATE, USAGE ON SCHEMA siaga TO {role_name(site, REGISTRAR)}")
            alembic = config()
            alembic.attributes.update(connection=connection, site=site)
            command.upgrade(alembic, going.goal)
            values = {"name": name, "prefix": prefix, "time_zone": time_zone, "role_prefix": site, "demo": demo}
            connection.execute(sa.text(_FOUND_SITE), values)
            _close_to_strangers(connection, site)
            _open_to_backup(connection, site)
            ship_procedures(connection)
    finally:
        engine.dispose()
    return going


def make_pristine(admin_dsn: str, site: str) -> None:
    """An empty database as the migrations alone make it; the site's roles must be there and are not touched."""
    migrate(admin_dsn, site=site, roles=False)


@contextmanager
def _told(admin_dsn: str) -> Iterator[None]:
    """`translated`, with what an upgrade alone has to say."""
    problem: RecordError
    try:
        with translated(host_of(admin_dsn)):
            try:
                yield
            except (psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
                state = getattr(getattr(error, "orig", error), "sqlstate", None)
                if state not in (_NO_LOCK, _NO_TIME):
                    raise
                problem = TookTooLong(minutes=LONGEST_MIN) if state == _NO_TIME else LockNotHad(n=_others(admin_dsn))
            else:
                return
    except RecordError as error:
        problem = error
    raise problem


def _others(admin_dsn: str) -> int:
    with psycopg.connect(admin_dsn, application_name="siaga db") as connection:
        row = connection.execute(_OTHERS).fetchone()
        return int(row[0]) if row else 0


def _found(connection: sa.Connection) -> str | None:
    """The record's revision; raises OtherSchema for one that this program does not know."""
    found = revision_of(connection)
    if found is not None and not is_known(found):
        raise OtherSchema(console=head(), database=found)
    return found


def _close_to_strangers(connection: sa.Connection, site: str) -> None:
    """Other roles of a shared cluster may neither connect nor make temporary tables here, and nobody large objects."""
    connection.exec_driver_sql(
        "REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC"
    )
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    groups = sql.SQL(", ").join(sql.Identifier(role_name(site, role)) for role in GROUPS)
    for statement in ("REVOKE ALL ON DATABASE {} FROM PUBLIC", "GRANT CONNECT ON DATABASE {} TO {}"):
        filled = sql.SQL(statement).format(sql.Identifier(database), groups)
        connection.exec_driver_sql(filled.as_string())


def _open_to_backup(connection: sa.Connection, site: str) -> None:
    """The backup reads every table that there is now: one that a dump cannot read stops the whole dump."""
    backup = role_name(site, Machine.BACKUP)
    for kind in ("TABLES", "SEQUENCES"):
        connection.exec_driver_sql(f"GRANT SELECT ON ALL {kind} IN SCHEMA siaga TO {backup}")
