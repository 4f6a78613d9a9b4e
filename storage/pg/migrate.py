"""Brings a database to this console's schema; the one place that changes the schema."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql

from storage.model.people import Machine
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.schema import revision_of
from storage.security.roles import GROUPS, OWNER, REGISTRAR, ensure_roles, role_name
from storage.service.errors import OtherSchema

_FOUND_SITE = """
    INSERT INTO siaga.site (name, prefix, time_zone, role_prefix, demo)
    VALUES (:name, :prefix, :time_zone, :role_prefix, :demo)
    ON CONFLICT (only_one) DO NOTHING"""


def head() -> str:
    """The revision that the migrations of this program end in."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def migrate(
    admin_dsn: str,
    *,
    site: str = "siaga",
    name: str = "Kabupaten Bekasi",
    prefix: str = "BKS",
    time_zone: str = "Asia/Jakarta",
    demo: bool = False,
) -> None:
    """Make the site's roles and bring the schema of the database behind `admin_dsn` (a superuser) to the newest.

    Idempotent. `name`, `prefix`, `time_zone` and `demo` are written when the record is first created and stay: a
    database that was not created as demo never becomes one. Waits at most 5 s for a lock, then fails without damage.
    Raises Unreachable, and OtherSchema, before anything is changed, for a schema that is newer than this program.
    """
    host = host_of(admin_dsn)
    with translated(host):
        ensure_roles(admin_dsn, site)
    engine = admin_engine(admin_dsn)
    try:
        with translated(host), engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            # Two desks may start at once.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7303014, 2)")
            _refuse_newer(connection)
            owner = role_name(site, OWNER)
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS siaga AUTHORIZATION {owner}")
            connection.exec_driver_sql(f"GRANT CREATE, USAGE ON SCHEMA siaga TO {role_name(site, REGISTRAR)}")
            config = _config()
            config.attributes.update(connection=connection, site=site)
            command.upgrade(config, "head")
            values = {"name": name, "prefix": prefix, "time_zone": time_zone, "role_prefix": site, "demo": demo}
            connection.execute(sa.text(_FOUND_SITE), values)
            _close_to_strangers(connection, site)
            _open_to_backup(connection, site)
    finally:
        engine.dispose()


def _refuse_newer(connection: sa.Connection) -> None:
    found = revision_of(connection)
    scripts = ScriptDirectory.from_config(_config())
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise OtherSchema(console=head(), database=found)


def _close_to_strangers(connection: sa.Connection, site: str) -> None:
    """Other roles of a shared cluster may neither connect nor make temporary tables here."""
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


def _config() -> Config:
    config = Config()
    # ConfigParser reads a percent sign as interpolation.
    config.set_main_option("script_location", str(files("storage").joinpath("migrations")).replace("%", "%%"))
    return config
