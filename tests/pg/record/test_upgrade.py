"""A record of an earlier revision, with rows in it, brought to the newest."""

import json
from typing import Any

import psycopg
import pytest
from alembic import command
from pg.record.doors import PgDoors
from support.cluster import fresh_database
from unit.storage.demo_values import JPEG

from storage.model.alarms import AlarmKind
from storage.model.cameras import Transport
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
CAMERA = "INSERT INTO siaga.camera (id, number, name, main_url) VALUES (%s, %s, 'Kamera', 'rtsp://10.0.0.5/1')"
RULE = (
    "INSERT INTO siaga.alarm_rule (id, kind, priority, min_duration_s, cooldown_s, camera_id)"
    " VALUES (%s, 'dark', 3, 9, 9, %s)"
)
GATHERED = "SELECT attname FROM pg_stats WHERE schemaname = 'siaga' AND tablename = 'ticket' AND attname = 'title'"
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
    with psycopg.connect(first_revision, autocommit=True) as admin:
        admin.execute("ANALYZE siaga.ticket")
        assert admin.execute(GATHERED).fetchall() == [("title",)]
    migrate(first_revision)
    with psycopg.connect(first_revision) as admin:
        assert admin.execute("SELECT version_num FROM siaga.alembic_version").fetchone() == (SCHEMA,)
        kept = admin.execute("SELECT s.jpeg FROM siaga.ticket t JOIN siaga.still s ON s.ticket_id = t.id").fetchall()
        assert kept == [(JPEG,)]
        assert admin.execute("SELECT number FROM siaga.feed_counter").fetchone() == (0,)
        assert admin.execute("SELECT count(*) FROM siaga.alarm_rule").fetchone() == (len(AlarmKind),)
        assert admin.execute(OPEN_TO_ALL).fetchall() == []
        assert admin.execute(GATHERED).fetchall() == []


def test_what_a_console_of_the_second_revision_writes_is_still_taken(doors: PgDoors) -> None:
    camera, lost = new_id(), new_id()
    supervisor, station = doors.raw("supervisor1"), doors.raw("station1")
    supervisor.execute(CAMERA, (camera, 777))
    supervisor.execute("UPDATE siaga.camera SET name = 'Kamera', zones = '[]' WHERE id = %s", (camera,))
    alarm = {"id": str(lost), "kind": "camera_lost", "camera_id": str(camera), "zone_id": None, "priority": 3}
    alarm |= {"held_s": 31.0, "cooldown_s": 60.0, "occupancy": 0.0, "speed": 0.0}
    assert station.execute("SELECT siaga.raise_alarms(%s)", (json.dumps([alarm]),)).fetchone() == (lost,)
    kept = doors.person("operator1").alarm(lost)
    assert (kept.subject, kept.affected) == ("", 1)
    supervisor.execute(RULE, (new_id(), camera))
    found = next(one for one in doors.person("operator1").cameras() if one.id == camera)
    assert (found.record, found.transport, found.aspect, found.ptz) == (True, Transport.TCP, "", False)


def test_a_record_of_an_earlier_revision_begins_with_cameras_that_are_recorded(first_revision: str) -> None:
    with psycopg.connect(first_revision) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(CAMERA, (new_id(), 5))
    migrate(first_revision)
    columns = "record, transport, aspect, onvif_url, ptz, replay_url"
    with psycopg.connect(first_revision) as admin:
        found = admin.execute(f"SELECT {columns} FROM siaga.camera").fetchall()
        wider = admin.execute(
            "SELECT 1 FROM siaga.alarm_rule WHERE kind ~ '^(group|recording)_' AND enabled"
        ).fetchall()
    assert found == [(True, "tcp", "", "", False, "")]
    assert len(wider) == 3
