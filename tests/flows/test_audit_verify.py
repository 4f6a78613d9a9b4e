"""`main.py audit verify` from the command line, as auditor, against a file of heads and a fingerprint."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from support.sources import ROOT
from unit.storage.city import City

from console.nodes.audit_heads import HeadTaker
from main import main
from resources.words import Language, set_language
from storage.pg.embedded import EmbeddedServer

Verify = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer):
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


@pytest.fixture
def verify(
    doors: PgDoors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Verify]:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'data_dir = "{tmp_path}"\n')

    def run(*more: str, login: str = "auditor1") -> tuple[int, str]:
        monkeypatch.setenv("SIAGA_PASSWORD", doors.passwords[login])
        given = ["--settings", str(settings), "audit", "verify", "--database", doors.dsn, "--login", login]
        return main([*given, *more]), capsys.readouterr().out

    yield run
    set_language(Language.INDONESIAN)


def test_the_audit_is_proven_then_bent_by_the_superuser_and_found(
    doors: PgDoors, tmp_path: Path, verify: Verify
) -> None:
    ticket = City(doors).open("dishub")
    head = HeadTaker(tmp_path).take(doors.station("station1"))
    code, told = verify("--key", head.fingerprint, "--json")
    assert code == 0, told
    values = json.loads(told)
    assert (values["proven"], values["protected"]["last"], values["unprotected"]) == (True, head.last, 0)
    with psycopg.connect(doors.admin_dsn) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.audit SET actor = 'operator2' WHERE subject_id = %s AND position = 1", (ticket,))
    code, told = verify("--heads", str(tmp_path / "audit-heads.jsonl"), "--key", head.fingerprint)
    assert code == 1
    assert f"ticket {ticket}" in told
    with psycopg.connect(doors.admin_dsn) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.audit SET actor = 'operator1' WHERE subject_id = %s AND position = 1", (ticket,))


def test_without_heads_from_outside_nothing_is_proven_and_the_exit_code_says_so(verify: Verify) -> None:
    code, told = verify("--lang", "en")
    assert code == 3
    assert "--heads" in told


@pytest.mark.parametrize("login", ["operator1", "supervisor1"])
def test_who_does_not_see_every_row_cannot_verify(verify: Verify, login: str) -> None:
    assert verify(login=login) == (2, "")


def test_a_part_of_a_fingerprint_is_refused(verify: Verify) -> None:
    assert verify("--key", "ab12") == (2, "")


def test_the_check_loads_no_qt() -> None:
    code = "import sys, console.commands.audit_run; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0
