"""Record: one truth that nobody can bend, lose or get into.

Revision ID: r0004
"""

from pathlib import Path

import psycopg
from alembic import op
from sqlalchemy import Connection

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_name("r0004")
GROUPS = {
    "desk": ("operator", "supervisor"),
    "keepers": ("supervisor", "administrator"),
    "movers": ("operator", "supervisor", "administrator"),
    "readers": ("operator", "supervisor", "administrator", "auditor"),
    "house": ("operator", "supervisor", "administrator", "wall", "auditor"),
    "people": ("operator", "supervisor", "administrator", "wall", "auditor", "agency"),
}


def upgrade() -> None:
    """Runs the topics in the order of their files, then gives everything that is new to the owner role."""
    site = op.get_context().opts["site"]
    connection = op.get_bind()
    for file in sorted(SQL.glob("*.sql")):
        _run(connection, _filled(file.read_text("utf-8"), site))
    _give_away(connection, site)


def _filled(sql: str, site: str) -> str:
    for name, roles in GROUPS.items():
        sql = sql.replace("{" + name + "}", ", ".join(f"{site}_{role}" for role in roles))
    return sql.replace("{site}", site)


def _give_away(connection: Connection, site: str) -> None:
    """Functions lose PUBLIC's right to call them: that of a new function is there by default."""
    tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'siaga'").scalars().all()
    for table in tables:
        _run(connection, f'ALTER TABLE siaga."{table}" OWNER TO {site}_owner')
    mine = f"pronamespace = 'siaga'::regnamespace AND proowner = '{site}_registrar'::regrole"
    functions = (
        connection.exec_driver_sql(
            f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'siaga'::regnamespace AND NOT ({mine})"
        )
        .scalars()
        .all()
    )
    for function in functions:
        _run(connection, f"ALTER FUNCTION {function} OWNER TO {site}_owner")
    _run(connection, "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA siaga FROM PUBLIC")


def _run(connection: Connection, sql: str) -> None:
    # Without parameters a '%' is a '%', and one call may hold many statements.
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor:
        cursor.execute(sql)
