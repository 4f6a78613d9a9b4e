"""The record: people, cameras, tickets, feed, audit, leases.

Revision ID: r0001
"""

from pathlib import Path

import psycopg
from alembic import op
from sqlalchemy import Connection

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).with_name("r0001")

# The table of transitions as it was published with this revision: (subject, start, act, end, roles, needs).
# Written out, since a migration imports nothing that may change later; a test compares it with the model's.
TRANSITIONS = (
    ("ticket", "new", "acknowledge", "acknowledged", ("operator", "supervisor"), ()),
    ("ticket", "new", "dispatch", "in_progress", ("operator", "supervisor"), ("agency",)),
    ("ticket", "acknowledged", "dispatch", "in_progress", ("operator", "supervisor"), ("agency",)),
    ("ticket", "in_progress", "dispatch", "in_progress", ("operator", "supervisor"), ("agency",)),
    ("ticket", "acknowledged", "resolve", "resolved", ("operator", "supervisor"), ("ended",)),
    ("ticket", "in_progress", "resolve", "resolved", ("operator", "supervisor"), ("ended",)),
    ("ticket", "resolved", "close", "closed", ("operator", "supervisor"), ()),
    ("ticket", "new", "reject", "rejected", ("operator", "supervisor"), ("ended", "text")),
    ("ticket", "acknowledged", "reject", "rejected", ("operator", "supervisor"), ("ended", "text")),
    ("ticket", "in_progress", "reject", "rejected", ("operator", "supervisor"), ("ended", "text")),
    ("ticket", "resolved", "reopen", "in_progress", ("operator", "supervisor"), ("text",)),
    ("ticket", "closed", "reopen", "in_progress", ("supervisor",), ("text",)),
    ("ticket", "rejected", "reopen", "in_progress", ("supervisor",), ("text",)),
    ("ticket", "new", "claim", "new", ("operator", "supervisor"), ("reason_from_other",)),
    ("ticket", "new", "edit", "new", ("operator", "supervisor"), ()),
    ("ticket", "new", "note", "new", ("agency", "operator", "supervisor"), ("text",)),
    ("ticket", "acknowledged", "claim", "acknowledged", ("operator", "supervisor"), ("reason_from_other",)),
    ("ticket", "acknowledged", "edit", "acknowledged", ("operator", "supervisor"), ()),
    ("ticket", "acknowledged", "note", "acknowledged", ("agency", "operator", "supervisor"), ("text",)),
    ("ticket", "in_progress", "claim", "in_progress", ("operator", "supervisor"), ("reason_from_other",)),
    ("ticket", "in_progress", "edit", "in_progress", ("operator", "supervisor"), ()),
    ("ticket", "in_progress", "note", "in_progress", ("agency", "operator", "supervisor"), ("text",)),
    ("ticket", "resolved", "claim", "resolved", ("operator", "supervisor"), ("reason_from_other",)),
    ("ticket", "resolved", "edit", "resolved", ("operator", "supervisor"), ()),
    ("ticket", "resolved", "note", "resolved", ("agency", "operator", "supervisor"), ("text",)),
    ("assignment", "dispatched", "accept", "accepted", ("agency", "operator", "supervisor"), ()),
    ("assignment", "accepted", "set_out", "under_way", ("agency", "operator", "supervisor"), ()),
    ("assignment", "under_way", "arrive", "on_scene", ("agency", "operator", "supervisor"), ()),
    ("assignment", "under_way", "complete", "done", ("agency", "operator", "supervisor"), ()),
    ("assignment", "on_scene", "complete", "done", ("agency", "operator", "supervisor"), ()),
    ("assignment", "dispatched", "decline", "rejected", ("agency", "operator", "supervisor"), ("text",)),
    ("assignment", "accepted", "decline", "rejected", ("agency", "operator", "supervisor"), ("text",)),
    ("assignment", "under_way", "decline", "rejected", ("agency", "operator", "supervisor"), ("text",)),
    ("assignment", "on_scene", "decline", "rejected", ("agency", "operator", "supervisor"), ("text",)),
)

REGISTRAR_FUNCTIONS = (
    "make_login(text, text, text)",
    "create_person(uuid, text, text, text, uuid, text, boolean)",
    "create_intake(uuid, text, text, text)",
    "enrol_station(uuid, text, text, text)",
    "end_sessions(text)",
    "disable_person(text)",
    "enable_person(text)",
    "reset_password(text, text)",
    "change_my_password(text)",
)


def upgrade() -> None:
    """Needs a superuser, and the site's group roles to be there (storage/security/roles.py)."""
    site = op.get_context().opts["site"]
    connection = op.get_bind()
    for file in sorted(SQL.glob("*.sql")):
        _run(connection, _filled(file.read_text("utf-8"), site))
    with _driver(connection).cursor() as cursor:
        cursor.executemany(
            'INSERT INTO siaga.transition (subject, start, act, "end", role, needs) VALUES (%s, %s, %s, %s, %s, %s)',
            [
                (subject, start, act, end, role, list(needs))
                for subject, start, act, end, roles, needs in TRANSITIONS
                for role in roles
            ],
        )
    _give_away(connection, site)


def _filled(sql: str, site: str) -> str:
    groups = {
        "house": ("operator", "supervisor", "administrator", "wall", "auditor"),
        "people": ("operator", "supervisor", "administrator", "agency", "wall", "auditor"),
        "everybody": ("operator", "supervisor", "administrator", "agency", "wall", "auditor", "intake", "station"),
    }
    for name, roles in groups.items():
        sql = sql.replace("{" + name + "}", ", ".join(f"{site}_{role}" for role in roles))
    return sql.replace("{site}", site)


def _give_away(connection: Connection, site: str) -> None:
    """Everything belongs to the owner role, which nobody can log in as; the people functions to the registrar."""
    tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'siaga'").scalars().all()
    for table in tables:
        _run(connection, f'ALTER TABLE siaga."{table}" OWNER TO {site}_owner')
    functions = (
        connection.exec_driver_sql(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'siaga'::regnamespace"
        )
        .scalars()
        .all()
    )
    for function in functions:
        _run(connection, f"ALTER FUNCTION {function} OWNER TO {site}_owner")
    for function in REGISTRAR_FUNCTIONS:
        _run(connection, f"ALTER FUNCTION siaga.{function} OWNER TO {site}_registrar")


def _driver(connection: Connection) -> psycopg.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _run(connection: Connection, sql: str) -> None:
    # Without parameters a '%' is a '%', and one call may hold many statements.
    with _driver(connection).cursor() as cursor:
        cursor.execute(sql)
