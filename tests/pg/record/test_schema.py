"""The schema as migrated, as the tables describe it, and as other versions find it."""

import re
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pg.record.doors import PgDoors
from support.cluster import fresh_database

from storage.model.transitions import TRANSITIONS
from storage.pg.embedded import EmbeddedServer
from storage.pg.engine import admin_engine
from storage.pg.migrate import migrate
from storage.pg.operation_tables import backup, outbox
from storage.pg.record import connect_person
from storage.pg.revisions import head
from storage.pg.schema import SCHEMA
from storage.pg.tables import metadata
from storage.service.errors import OtherSchema

VERSIONS = Path(__file__).parents[3] / "storage" / "migrations" / "versions"


# Only the server reads that type.
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_the_tables_describe_the_schema_that_the_migrations_make(doors: PgDoors) -> None:
    engine = admin_engine(doors.admin_dsn)
    with engine.connect() as connection:
        options = {
            "include_schemas": True,
            "compare_type": True,
            # Indexes and constraints are the migrations' own; a query needs the columns.
            "include_object": lambda thing, name, kind, *_: kind in ("table", "column") and name != "alembic_version",
            "include_name": lambda name, kind, _: kind != "schema" or name == "siaga",
        }
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    assert differences == []
    assert {backup.fullname, outbox.fullname} <= metadata.tables.keys()


def test_the_server_judges_by_the_same_transitions_as_the_model(doors: PgDoors) -> None:
    rows = doors.admin().execute('SELECT subject, start, act, "end", role, needs FROM siaga.transition').fetchall()
    ours = {
        (t.subject.value, t.start.value, t.act.value, t.end.value, role.value, frozenset(n.value for n in t.needs))
        for t in TRANSITIONS
        for role in t.who
    }
    assert {(*row[:5], frozenset(row[5])) for row in rows} == ours


def test_the_console_speaks_the_newest_revision() -> None:
    assert head() == SCHEMA


def test_migrations_import_nothing_of_ours() -> None:
    ours = re.compile(r"^\s*(from|import) (storage|resources|console|video|widgets)\b", re.MULTILINE)
    files = sorted(VERSIONS.glob("*.py"))
    assert files
    assert [file.name for file in files if ours.search(file.read_text("utf-8"))] == []


def test_migrating_again_changes_nothing(each_postgres: EmbeddedServer) -> None:
    admin_dsn = fresh_database(each_postgres)
    migrate(admin_dsn, prefix="KRW")
    migrate(admin_dsn, prefix="BKS", demo=True)
    with psycopg.connect(admin_dsn) as connection:
        assert connection.execute("SELECT prefix, demo FROM siaga.site").fetchall() == [("KRW", False)]


@pytest.mark.parametrize("found", ["r0000", "r9999"])
def test_a_console_and_a_schema_of_different_versions_part_without_damage(doors: PgDoors, found: str) -> None:
    admin = doors.admin()
    admin.execute("UPDATE siaga.alembic_version SET version_num = %s", (found,))
    try:
        with pytest.raises(OtherSchema) as refused:
            connect_person(doors.dsn, "operator1", doors.passwords["operator1"])
    finally:
        admin.execute("UPDATE siaga.alembic_version SET version_num = %s", (SCHEMA,))
    assert refused.value.facts == {"console": SCHEMA, "database": found}
    connect_person(doors.dsn, "operator1", doors.passwords["operator1"]).close()


def test_a_database_without_a_record_is_another_schema(doors: PgDoors) -> None:
    with pytest.raises(OtherSchema) as refused:
        connect_person(doors.dsn.replace(doors.database, "postgres"), "operator1", doors.passwords["operator1"])
    assert refused.value.facts["database"] == "-"


def test_a_newer_schema_is_not_migrated_by_an_older_program(each_postgres: EmbeddedServer) -> None:
    admin_dsn = fresh_database(each_postgres)
    migrate(admin_dsn)
    with psycopg.connect(admin_dsn) as connection:
        connection.execute("UPDATE siaga.alembic_version SET version_num = 'r9999'")
    with pytest.raises(OtherSchema) as refused:
        migrate(admin_dsn)
    assert refused.value.facts == {"console": SCHEMA, "database": "r9999"}
    with psycopg.connect(admin_dsn) as connection:
        assert connection.execute("SELECT version_num FROM siaga.alembic_version").fetchone() == ("r9999",)
