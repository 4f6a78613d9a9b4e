"""`main.py db` as the server's administrator types it: one object for programs, a sentence for people, no secret."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from support.cluster import wait_until
from support.databases import digests
from support.own_record import OwnRecord
from support.sources import ROOT
from unit.storage.demo_values import JPEG

import main
from resources.words import language, set_language
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer
from storage.pg.people import change_password
from storage.pg.record import connect_person

Siaga = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def record(cluster: EmbeddedServer) -> Iterator[OwnRecord]:
    record = OwnRecord(cluster)
    record.city().open("dishub", still=JPEG)
    record.leave()
    yield record
    record.leave()


@pytest.fixture
def siaga(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Siaga]:
    """Run a command in this process: its code, what a program reads, what a person reads beside it."""
    monkeypatch.setenv("SIAGA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115 - closed with the test
    before = language()

    def run(*words: str, lang: str = "en") -> tuple[int, str, str]:
        code = main.main(["--settings", str(tmp_path / "settings.toml"), "--lang", lang, "db", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield run
    sys.stdin.close()
    set_language(before)


def told(answer: tuple[int, str, str]) -> dict[str, Any]:
    code, out, err = answer
    assert code == 0, err
    values: dict[str, Any] = json.loads(out)
    return values


def test_a_record_is_begun_once_and_its_first_administrator_signs_in(
    siaga: Siaga, cluster: EmbeddedServer, tmp_path: Path
) -> None:
    admin_dsn = make_conninfo(cluster.admin_dsn(), dbname=f"awal_{new_id().hex[-10:]}")
    login = f"kepala_{new_id().hex[-8:]}"
    notifier = f"pesan_{new_id().hex[-8:]}"
    words = ("init", "--database", admin_dsn, "--administrator", login, "--prefix", "KRW", "--notifier", notifier)
    values = told(siaga(*words, "--json"))
    dsn = cluster.dsn(str(conninfo_to_dict(admin_dsn)["dbname"]))
    change_password(dsn, login, values["one_time_password"], "sandi-baru-yang-panjang")
    connect_person(dsn, login, "sandi-baru-yang-panjang").close()
    secret = json.loads(Path(values["notifier"]).read_text())
    assert secret["login"] == notifier
    psycopg.connect(dsn, user=notifier, password=secret["password"]).close()
    code, out, err = siaga(*words)
    assert (code, out) == (2, "")
    assert "administrator already" in err


def test_the_status_is_read_by_people_in_their_language_and_by_programs(siaga: Siaga, record: OwnRecord) -> None:
    values = told(siaga("status", "--database", record.admin_dsn, "--json"))
    assert (values["revision"], values["protection"]) == (values["newest"], "none")
    code, out, _ = siaga("status", "--database", record.admin_dsn, lang="id")
    assert code == 0
    assert "PostgreSQL 18" in out
    assert "satu mesin" in out


def test_an_upgrade_of_the_newest_says_that_there_is_nothing_to_do(siaga: Siaga, record: OwnRecord) -> None:
    values = told(siaga("upgrade", "--database", record.admin_dsn, "--json"))
    assert values["before"] == values["after"]
    assert "nothing to upgrade" in siaga("upgrade", "--database", record.admin_dsn)[1]


def test_drift_is_told_line_by_line_and_by_the_exit_code(siaga: Siaga, record: OwnRecord) -> None:
    with record.admin() as admin:
        admin.execute("ALTER TABLE siaga.report DISABLE ROW LEVEL SECURITY")
    try:
        code, out, _ = siaga("check", "--database", record.admin_dsn)
    finally:
        with record.admin() as admin:
            admin.execute("ALTER TABLE siaga.report ENABLE ROW LEVEL SECURITY")
    assert code == 1
    assert out.startswith("One thing")
    assert "table report" in out


def test_a_record_is_backed_up_and_comes_back_from_the_command_line(
    siaga: Siaga, record: OwnRecord, tmp_path: Path
) -> None:
    before = digests(record.admin_dsn)
    folder = tmp_path / "cadangan"
    folder.mkdir()
    values = told(siaga("backup", "--database", record.admin_dsn, "--folder", str(folder), "--json"))
    target = record.beside()
    code, out, err = siaga("restore", values["file"], "--database", target)
    assert (code, "equal to its backup" in out, "audit are whole" in out) == (0, True, True), out + err
    assert digests(target) == before
    status = told(siaga("status", "--database", record.admin_dsn, "--json"))
    assert status["backup_bytes"] == values["bytes"]
    assert "one minute ago" in siaga("status", "--database", record.admin_dsn)[1]


def test_an_administrator_is_let_in_again_from_the_command_line(siaga: Siaga, record: OwnRecord) -> None:
    login = record.login("administrator1")
    values = told(siaga("recover", "--database", record.admin_dsn, "--administrator", login, "--json"))
    change_password(record.dsn(), login, values["one_time_password"], login)
    code, _, err = siaga("recover", "--database", record.admin_dsn, "--administrator", record.login("operator1"))
    assert code == 2
    assert "not an administrator" in err


@pytest.mark.parametrize("what", ["status", "check", "upgrade"])
def test_a_database_without_a_record_is_answered_with_a_sentence(
    siaga: Siaga, cluster: EmbeddedServer, what: str
) -> None:
    code, out, err = siaga(what, "--database", cluster.admin_dsn())
    assert (code, out) == (2, "")
    assert "no Siaga record" in err


def test_an_embedded_server_that_is_not_there_is_not_made_by_looking(
    siaga: Siaga, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAGA_EMBEDDED_DIR", str(tmp_path / "tidak-ada"))
    code, _, err = siaga("status", "--embedded", "main")
    assert code == 2
    assert "no Siaga record" in err
    assert not (tmp_path / "tidak-ada").exists()


def test_a_password_in_an_address_is_refused_before_it_goes_anywhere(siaga: Siaga) -> None:
    code, out, err = siaga("status", "--database", "host=127.0.0.1 dbname=siaga user=postgres password=rahasia-41")
    assert code == 2
    assert "rahasia-41" not in out + err
    assert "password" in err


def test_a_password_that_is_needed_comes_from_the_environment_and_stands_in_no_process_list(
    siaga: Siaga, record: OwnRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login, secret = f"dba_{new_id().hex[-8:]}", "sangat-rahasia-5512"
    with record.admin() as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN SUPERUSER PASSWORD '{secret}'")
    over_tcp = make_conninfo(record.dsn(), user=login)
    seen: list[str] = []
    starting = subprocess.Popen.__init__

    def watched(self: Any, command: Any, *more: Any, **options: Any) -> None:
        seen.append(str(command) + str(options.get("env")))
        starting(self, command, *more, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", watched)
    try:
        code, _, err = siaga("backup", "--database", over_tcp, "--folder", str(tmp_path))
        assert code == 2
        assert "login or password" in err
        monkeypatch.setenv("SIAGA_SUPERUSER_PASSWORD", secret)
        code, out, err = siaga("backup", "--database", over_tcp, "--folder", str(tmp_path))
    finally:
        with record.admin() as admin:
            admin.execute(f"DROP ROLE {login}")
    assert code == 0, err
    assert len([one for one in seen if "--format=custom" in one]) == 1
    assert secret not in "".join(one.replace(f"'SIAGA_SUPERUSER_PASSWORD': '{secret}'", "") for one in seen) + out + err


def test_ctrl_c_ends_a_command_with_a_sentence_and_nothing_half(record: OwnRecord, tmp_path: Path) -> None:
    """In a process of its own, as at a terminal; stopped while it waits for a table that somebody holds."""
    words = ["--settings", str(tmp_path / "settings.toml"), "--lang", "en", "db", "check", "--database"]
    with record.admin() as looking, record.admin() as admin:
        admin.execute("BEGIN")
        admin.execute("LOCK TABLE siaga.transition")
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *words, record.admin_dsn],
            env={**os.environ, "SIAGA_DATA_DIR": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        wait_until(lambda: looking.execute(waiting).fetchone(), "the command waits")
        process.send_signal(signal.SIGINT)
        admin.execute("ROLLBACK")
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "Stopped" in err
    assert "Traceback" not in err
    with record.admin() as admin:
        left = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'siaga_check_%'").fetchall()
    assert left == []
