"""A backup is a whole record: what comes back from it equals, row for row, and nothing half is ever left."""

import subprocess
from pathlib import Path

import psycopg
import pytest
from pg.record.doors import PgDoors
from psycopg.conninfo import make_conninfo
from support.databases import beside, column, digests, nobody

from storage.model.ids import new_id
from storage.pg.backup import (
    Manifest,
    back_up,
)
from storage.pg.embedded import EmbeddedServer
from storage.pg.programs import program_for
from storage.pg.record import connect_person
from storage.pg.restore import audit_is_whole, restore
from storage.security.description import Facts, schema_facts


@pytest.fixture(scope="module")
def kept(doors: PgDoors, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest, dict[str, object]]:
    """A backup, and what the record was when it was made."""
    before = digests(doors.admin_dsn)
    return *back_up(doors.admin_dsn, tmp_path_factory.mktemp("backup"), nobody), before


def protection(admin_dsn: str) -> Facts:
    with psycopg.connect(admin_dsn) as connection:
        return schema_facts(connection)


def new_name(doors: PgDoors) -> str:
    return beside(doors.admin_dsn, f"kembali_{new_id().hex[-12:]}")


def test_a_backup_that_is_restored_equals_and_everybody_signs_in(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]]
) -> None:
    dump, _, before = kept
    target = new_name(doors)
    restored = restore(target, dump, nobody)
    assert digests(target) == before
    assert restored.passwords == {}
    assert protection(target) == protection(doors.admin_dsn)
    assert audit_is_whole(target)
    here = make_conninfo(doors.dsn, dbname=psycopg.conninfo.conninfo_to_dict(target)["dbname"])
    record = connect_person(here, "operator1", doors.passwords["operator1"])
    assert len(record.tickets()) == 2
    record.close()


def test_a_restored_record_goes_on_with_numbers_and_audit_where_it_stood(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]]
) -> None:
    target = new_name(doors)
    restore(target, kept[0], nobody)
    numbers = column(target, "SELECT number FROM siaga.audit ORDER BY number")
    with psycopg.connect(target) as admin:
        admin.execute("SELECT siaga.write_audit('person', %s, 'recover', '{}', '')", (new_id(),))
    later = column(target, "SELECT max(number) FROM siaga.audit")
    assert later[0] > max(numbers)  # type: ignore[type-var, operator]


def test_no_verifier_of_a_password_is_in_a_backup(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], each_postgres: EmbeddedServer
) -> None:
    program = program_for("pg_restore", int(each_postgres.version.partition(".")[0]), doors.admin_dsn)
    plain = subprocess.run([program.path, "-f", "-", kept[0]], capture_output=True, check=True).stdout
    assert b"SCRAM-SHA-256$" not in plain.replace(b"'^SCRAM-SHA-256", b"")
    assert b"Pohon jatuh" in plain


def test_the_backups_own_login_makes_a_whole_backup_and_can_change_nothing(doors: PgDoors, tmp_path: Path) -> None:
    before = digests(doors.admin_dsn)
    mine = make_conninfo(doors.dsn, user="backup1", password=doors.passwords["backup1"])
    dump, manifest = back_up(mine, tmp_path, nobody)
    assert manifest.rows == {name: one.rows for name, one in before.items()}
    target = new_name(doors)
    restore(target, dump, nobody)
    assert digests(target) == before
