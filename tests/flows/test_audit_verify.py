"""`main.py audit verify` from the command line, as auditor, against a file of heads and a fingerprint."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from support.sources import ROOT
from unit.storage.city import City

from console.nodes.audit_heads import HeadTaker
from storage.pg.embedded import EmbeddedServer


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer):
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


def verify(doors: PgDoors, folder: Path, *more: str, login: str = "auditor1") -> subprocess.CompletedProcess[str]:
    settings = folder / "settings.toml"
    settings.write_text(f'data_dir = "{folder}"\n')
    given = ["--settings", str(settings), "audit", "verify", "--database", doors.dsn, "--login", login, *more]
    return subprocess.run(
        [sys.executable, "main.py", *given],
        cwd=ROOT,
        env={**os.environ, "SIAGA_PASSWORD": doors.passwords[login]},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_audit_is_proven_then_bent_by_the_superuser_and_found(doors: PgDoors, tmp_path: Path) -> None:
    ticket = City(doors).open("dishub")
    head = HeadTaker(tmp_path).take(doors.station("station1"))
    whole = verify(doors, tmp_path, "--key", head.fingerprint, "--json")
    assert whole.returncode == 0, whole.stderr
    values = json.loads(whole.stdout)
    assert (values["proven"], values["protected"]["last"], values["unprotected"]) == (True, head.last, 0)
    with psycopg.connect(doors.admin_dsn) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.audit SET actor = 'operator2' WHERE subject_id = %s AND position = 1", (ticket,))
    bent = verify(doors, tmp_path, "--heads", str(tmp_path / "audit-heads.jsonl"), "--key", head.fingerprint)
    assert bent.returncode == 1
    assert f"ticket {ticket}" in bent.stdout
    with psycopg.connect(doors.admin_dsn) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.audit SET actor = 'operator1' WHERE subject_id = %s AND position = 1", (ticket,))


def test_without_heads_from_outside_nothing_is_proven_and_the_exit_code_says_so(doors: PgDoors, tmp_path: Path) -> None:
    found = verify(doors, tmp_path, "--lang", "en")
    assert found.returncode == 3, found.stdout + found.stderr
    assert "--heads" in found.stdout


@pytest.mark.parametrize("login", ["operator1", "supervisor1"])
def test_who_does_not_see_every_row_cannot_verify(doors: PgDoors, tmp_path: Path, login: str) -> None:
    found = verify(doors, tmp_path, login=login)
    assert (found.returncode, found.stdout) == (2, "")


def test_a_part_of_a_fingerprint_is_refused(doors: PgDoors, tmp_path: Path) -> None:
    assert verify(doors, tmp_path, "--key", "ab12").returncode == 2
