"""What is no backup, or is stopped, leaves everything as it was, and says why."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from psycopg.conninfo import make_conninfo
from support.cluster import fresh_database
from support.databases import beside, digests, is_empty, is_there, nobody, stop_at
from unit.storage.callers_contract import a_report
from unit.storage.city import City
from unit.storage.demo_values import JPEG

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.backup import (
    BackupFailed,
    Damaged,
    Manifest,
    NoManifest,
    NotKept,
    back_up,
    manifest_file,
    read_manifest,
)
from storage.pg.embedded import EmbeddedServer
from storage.pg.people import connect_people
from storage.pg.record import connect_person
from storage.pg.restore import NotEmpty, NotEqual, restore
from storage.service.errors import OtherSchema, RecordError


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer) -> Iterator[PgDoors]:
    """The shipped PostgreSQL suffices: what is refused here is refused before a server's version matters."""
    doors = PgDoors(template_of(record_cluster))
    City(doors).open("dishub", still=JPEG, report=a_report())
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def kept(doors: PgDoors, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest, dict[str, object]]:
    """A backup, and what the record was when it was made."""
    before = digests(doors.admin_dsn)
    return *back_up(doors.admin_dsn, tmp_path_factory.mktemp("backup"), nobody), before


def new_name(doors: PgDoors) -> str:
    return beside(doors.admin_dsn, f"kembali_{new_id().hex[-12:]}")


def test_the_manifest_tells_what_it_is_and_nobody_else_reads_either_file(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]]
) -> None:
    dump, manifest, before = kept
    assert read_manifest(dump) == manifest
    assert (manifest.database, manifest.site, manifest.bytes) == (doors.database, "siaga", dump.stat().st_size)
    assert manifest.rows == {name: one.rows for name, one in before.items()}  # type: ignore[attr-defined]
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in (dump, manifest_file(dump))} == {0o600}
    assert sorted(file.suffix for file in dump.parent.iterdir()) == [".dump", ".json"]


def test_the_record_knows_when_its_last_backup_was_made(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]]
) -> None:
    _, manifest, _ = kept
    with psycopg.connect(doors.admin_dsn) as admin:
        rows = admin.execute(
            "SELECT bytes, revision FROM siaga.backup WHERE sha256 = %s", (manifest.sha256,)
        ).fetchall()
    assert rows == [(manifest.bytes, manifest.revision)]


def test_somebody_elses_login_makes_no_backup(doors: PgDoors, tmp_path: Path) -> None:
    mine = make_conninfo(doors.dsn, user="auditor1", password=doors.passwords["auditor1"])
    with pytest.raises(RecordError):
        back_up(mine, tmp_path, nobody)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_is_stopped_leaves_nothing(doors: PgDoors, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        back_up(doors.admin_dsn, tmp_path, stop_at(1))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotKept):
        back_up(doors.admin_dsn, tmp_path / "not there", nobody)


def test_a_login_that_the_new_server_does_not_know_gets_a_one_time_password(doors: PgDoors, tmp_path: Path) -> None:
    login = f"pulih_{new_id().hex[-10:]}"
    people, work = connect_people(doors.dsn, "administrator1", doors.passwords["administrator1"])
    people.create(login, "Orang pulih", Role.SUPERVISOR, "lama", must_change=False)
    work.close()
    dump, _ = back_up(doors.admin_dsn, tmp_path, nobody)
    doors.admin().execute(f"DROP ROLE {login}")  # as if the server were another
    target = new_name(doors)
    restored = restore(target, dump, nobody)
    assert list(restored.passwords) == [login]
    assert restored.passwords[login] not in repr(restored)
    here = make_conninfo(doors.dsn, dbname=psycopg.conninfo.conninfo_to_dict(target)["dbname"])
    record = connect_person(here, login, restored.passwords[login])
    assert record.me().must_change_password
    record.close()


def test_a_database_that_holds_something_is_not_touched(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], record_cluster: EmbeddedServer
) -> None:
    before = digests(doors.admin_dsn)
    with pytest.raises(NotEmpty):
        restore(doors.admin_dsn, kept[0], nobody)
    assert digests(doors.admin_dsn) == before
    other = fresh_database(record_cluster)
    with psycopg.connect(other) as admin:
        admin.execute("CREATE TABLE notes (words text)")
    with pytest.raises(NotEmpty):
        restore(other, kept[0], nobody)


def test_a_restore_that_is_stopped_leaves_the_database_as_it_was(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], record_cluster: EmbeddedServer
) -> None:
    there, missing = fresh_database(record_cluster), new_name(doors)
    for target in (there, missing):
        with pytest.raises(KeyboardInterrupt):
            restore(target, kept[0], nobody, restoring=stop_at(20))
    assert is_empty(there)
    assert not is_there(missing)


def copied(kept: tuple[Path, Manifest, dict[str, object]], folder: Path, **told: object) -> Path:
    """The backup again, with something else said of it."""
    dump, manifest, _ = kept
    file = folder / dump.name
    file.write_bytes(dump.read_bytes())
    said = json.loads(manifest_file(dump).read_text()) | told
    manifest_file(file).write_text(json.dumps(said))
    assert said["sha256"] == manifest.sha256
    return file


def test_a_file_that_was_changed_or_has_no_manifest_is_not_restored(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], tmp_path: Path
) -> None:
    file = copied(kept, tmp_path)
    target = new_name(doors)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Damaged):
        restore(target, file, nobody)
    manifest_file(file).unlink()
    with pytest.raises(NoManifest):
        restore(target, file, nobody)
    assert not is_there(target)


def test_rows_that_are_not_those_of_the_manifest_are_not_kept(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], tmp_path: Path
) -> None:
    rows = {**kept[1].rows, "ticket": 3}
    target = new_name(doors)
    with pytest.raises(NotEqual) as refused:
        restore(target, copied(kept, tmp_path, rows=rows), nobody)
    assert refused.value.facts == {"table": "ticket"}
    assert not is_there(target)


def test_a_backup_of_a_newer_siaga_is_refused_before_anything_is_read(
    doors: PgDoors, kept: tuple[Path, Manifest, dict[str, object]], tmp_path: Path
) -> None:
    with pytest.raises(OtherSchema):
        restore(new_name(doors), copied(kept, tmp_path, revision="r9999"), nobody)


def test_what_the_dump_program_says_last_is_told(doors: PgDoors, tmp_path: Path) -> None:
    admin = doors.admin()
    admin.execute("CREATE SCHEMA lain; CREATE TABLE lain.rahasia (x int)")
    try:
        with pytest.raises(BackupFailed) as refused:
            back_up(doors.admin_dsn, tmp_path, nobody)
    finally:
        admin.execute("DROP SCHEMA lain CASCADE")
    assert "permission denied" in str(refused.value.facts["what"])
    assert "LOCK" not in str(refused.value.facts["what"])
    assert list(tmp_path.iterdir()) == []
