"""A record of an earlier revision, with rows in it, brought to the newest."""

from typing import Any

import psycopg
import pytest
from alembic import command
from support.cluster import fresh_database
from unit.storage.demo_values import JPEG

from storage.model.alarms import AlarmKind
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.schema import SCHEMA

# Written out: what seeds a record today may name tables that the first revision had not.
ROWS = (
    "INSERT INTO siaga.agency (id, code, name) VALUES (gen_random_uuid(), 'dishub', 'Dishub')",
    "INSERT INTO siaga.category VALUES ('congestion', 'Kemacetan', 'Congestion', 2, 'dishub', 1)",
)
TICKET = (
    "INSERT INTO siaga.ticket (id, number, title, category, priority, opened_by)"
    " VALUES (%s, 'BKS-2026-000001', 'Macet', 'congestion', 2, 'operator1')"
)
STILL = "INSERT INTO siaga.still (id, ticket_id, jpeg, taken_by, sha256) VALUES (%s, %s, %s, 'operator1', '')"
OPEN_TO_ALL = """
    SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace = 'siaga'::regnamespace
        AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)"""


@pytest.fixture
def first_revision(each_postgres: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """A superuser's DSN of a record as the first revision left it."""
    upgrade = command.upgrade

    def to_the_first(config: Any, _revision: str) -> None:
        upgrade(config, "r0001")

    admin_dsn = fresh_database(each_postgres)
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", to_the_first)
        migrate(admin_dsn, demo=True)
    return admin_dsn


def test_a_record_with_tickets_and_stills_is_brought_to_the_newest_and_keeps_them(first_revision: str) -> None:
    ticket, still = new_id(), new_id()
    with psycopg.connect(first_revision) as admin:
        admin.execute("SET session_replication_role = replica")  # nobody of the record writes here
        for row in ROWS:
            admin.execute(row)
        admin.execute(TICKET, (ticket,))
        admin.execute(STILL, (still, ticket, JPEG))
    migrate(first_revision)
    with psycopg.connect(first_revision) as admin:
        assert admin.execute("SELECT version_num FROM siaga.alembic_version").fetchone() == (SCHEMA,)
        kept = admin.execute("SELECT s.jpeg FROM siaga.ticket t JOIN siaga.still s ON s.ticket_id = t.id").fetchall()
        assert kept == [(JPEG,)]
        assert admin.execute("SELECT number FROM siaga.feed_counter").fetchone() == (0,)
        assert admin.execute("SELECT count(*) FROM siaga.alarm_rule").fetchone() == (len(AlarmKind),)
        assert admin.execute(OPEN_TO_ALL).fetchall() == []
