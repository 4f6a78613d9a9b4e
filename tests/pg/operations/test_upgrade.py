"""An upgrade waits for nobody for long, says so, and leaves the record as it was; what is unguarded is not entered."""

from collections.abc import Iterator

import psycopg
import pytest
from support.databases import beside, column
from support.own_record import OwnRecord

from storage.pg import migrate as migrating
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import LockNotHad, TookTooLong, migrate
from storage.pg.record import connect_person
from storage.pg.schema import SCHEMA
from storage.pg.status import Protection, status_of
from storage.security.guarded import Unguarded


@pytest.fixture(scope="module")
def record(cluster: EmbeddedServer) -> OwnRecord:
    return OwnRecord(cluster)


@pytest.fixture
def admin(record: OwnRecord) -> Iterator[psycopg.Connection]:
    with record.admin() as connection:
        yield connection


def test_a_table_that_somebody_holds_is_told_and_nothing_is_changed(
    record: OwnRecord, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "LOCK_WAIT_S", 0.2)
    with admin.transaction():
        admin.execute("LOCK TABLE siaga.alembic_version")
        with pytest.raises(LockNotHad) as refused:
            migrate(record.admin_dsn, site=record.site)
    assert refused.value.facts == {"n": 1}
    assert column(record.admin_dsn, "SELECT version_num FROM siaga.alembic_version") == [SCHEMA]


def test_a_step_that_takes_too_long_is_told_and_taken_back(record: OwnRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(connection: migrating.sa.Connection, _site: str) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = '50ms'")
        connection.exec_driver_sql("CREATE TABLE siaga.half (x int)")
        connection.exec_driver_sql("SELECT pg_sleep(30)")

    monkeypatch.setattr(migrating, "_close_to_strangers", forever)
    with pytest.raises(TookTooLong):
        migrate(record.admin_dsn, site=record.site)
    assert column(record.admin_dsn, "SELECT to_regclass('siaga.half')::text") == [None]


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("ALTER TABLE siaga.report DISABLE ROW LEVEL SECURITY", "report"),
        ("ALTER TABLE siaga.ticket DISABLE TRIGGER changes", "ticket.changes"),
        ("ALTER TABLE siaga.ticket ENABLE REPLICA TRIGGER audit_act", "ticket.audit_act"),
    ],
)
def test_nobody_signs_in_to_a_record_whose_rules_are_switched_off(
    record: OwnRecord, admin: psycopg.Connection, act: str, what: str
) -> None:
    admin.execute(act)
    try:
        with pytest.raises(Unguarded) as refused:
            connect_person(record.dsn(), record.login("operator1"), record.login("operator1"))
    finally:
        admin.execute("ALTER TABLE siaga.report ENABLE ROW LEVEL SECURITY")
        admin.execute("ALTER TABLE siaga.ticket ENABLE TRIGGER changes")
        admin.execute("ALTER TABLE siaga.ticket ENABLE TRIGGER audit_act")
    assert refused.value.facts == {"what": what}
    connect_person(record.dsn(), record.login("operator1"), record.login("operator1")).close()


def test_the_status_tells_versions_sizes_connections_and_that_nothing_was_ever_backed_up(record: OwnRecord) -> None:
    record.person("operator1")
    status = status_of(record.admin_dsn)
    record.leave()
    assert (status.revision, status.newest, status.pending, status.demo) == (SCHEMA, SCHEMA, (), False)
    assert status.server.startswith("18")
    assert (status.protection, status.standbys) == (Protection.NONE, 0)
    assert (status.backup_at, status.backup_bytes) == (None, 0)
    assert 0 < status.connections <= status.connections_most
    sessions = {one.role: (one.open, one.limit) for one in status.sessions}
    assert sessions == {
        "operator": (1, 30),
        "supervisor": (0, 30),
        "administrator": (0, 30),
        "station": (0, 30),
    }
    assert status.bytes > sum(table.bytes for table in status.tables) > 0
    assert status.messages == ()


def test_a_standby_that_is_named_and_does_not_follow_leaves_the_record_unprotected(record: OwnRecord) -> None:
    with psycopg.connect(beside(record.admin_dsn, "postgres"), autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_standby_names = 'siaga_standby'")
        try:
            server.execute("SELECT pg_reload_conf()")
            for _ in range(500):
                if server.execute("SHOW synchronous_standby_names").fetchone() == ("siaga_standby",):
                    break
            assert status_of(record.admin_dsn).protection is Protection.UNPROTECTED
        finally:
            server.execute("ALTER SYSTEM RESET synchronous_standby_names")
            server.execute("SELECT pg_reload_conf()")
