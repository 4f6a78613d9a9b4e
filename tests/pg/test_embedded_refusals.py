"""What stands in the way of the embedded server becomes a sentence, and the folder stays as it was."""

import os
import subprocess
from pathlib import Path

import pytest
from support.cluster import FAST
from support.require import require

from resources.words import Language, say, sentence, set_language
from storage.pg import embedded_errors
from storage.pg.embedded import EmbeddedServer, Step
from storage.pg.embedded_errors import (
    BinariesBroken,
    BinariesMissing,
    EmbeddedError,
    FolderInUse,
    NotPermitted,
    OtherMajor,
    StillBusy,
    WouldNotStart,
    told_by,
)
from storage.pg.embedded_host import Account
from storage.pg.embedded_lock import FileLock


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_data_of_another_major_version_are_named_and_left_alone(server_home: Path):
    data = server_home / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    (data / "base").write_text("tickets")
    with pytest.raises(OtherMajor) as refused:
        EmbeddedServer(server_home).start()
    assert refused.value.facts["data"] == "14"
    assert contents(data) == {"PG_VERSION": b"14\n", "base": b"tickets"}


def test_a_folder_that_holds_something_else_is_left_alone(server_home: Path):
    data = server_home / "data"
    data.mkdir(parents=True)
    (data / "foto.jpg").write_bytes(b"liburan")
    with pytest.raises(FolderInUse):
        EmbeddedServer(server_home).start()
    assert contents(data) == {"foto.jpg": b"liburan"}


def test_what_a_killed_first_start_left_is_swept_and_laid_down_anew(server_home: Path):
    half = server_home / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(server_home, settings=FAST) as server:
        assert not half.exists()
        assert server.pid is not None


def test_a_folder_without_postgresql_is_named(server_home: Path, tmp_path: Path):
    with pytest.raises(BinariesMissing) as refused:
        EmbeddedServer(server_home, binaries=tmp_path).start()
    assert str(tmp_path) in sentence(refused.value)


def test_a_postgresql_that_does_not_run_here_is_named(server_home: Path):
    binaries = server_home / "bin"
    binaries.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        (binaries / name).write_text("#!/bin/sh\necho libmissing.so: cannot open shared object file\nexit 127\n")
        (binaries / name).chmod(0o755)
    with pytest.raises(BinariesBroken) as refused:
        EmbeddedServer(server_home, binaries=binaries).start()
    assert "libmissing.so" in sentence(refused.value)


def test_a_start_that_another_console_is_busy_with_says_how_long_it_waited(server_home: Path):
    server_home.mkdir()
    with FileLock(server_home / "lock").held(timeout_s=1), pytest.raises(StillBusy) as refused:
        EmbeddedServer(server_home, timeout_s=1).start()
    assert refused.value.facts == {"seconds": 1}


def test_a_setting_that_postgresql_does_not_know_leads_to_the_log_and_starts_once_it_is_gone(server_home: Path):
    with pytest.raises(WouldNotStart) as refused:
        EmbeddedServer(server_home, settings=FAST | {"tidak_ada": "1"}).start()
    assert "tidak_ada" in str(refused.value)
    with EmbeddedServer(server_home, settings=FAST) as server:
        assert server.pid is not None


def test_a_folder_that_the_servers_account_cannot_enter_is_named(tmp_path: Path):
    require(os.geteuid() == 0, "only root drops to another account")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(NotPermitted) as refused:
        EmbeddedServer(closed / "s").start()
    assert str(refused.value.facts["folder"]) in map(str, (closed, *closed.parents))


def test_the_server_of_root_does_not_run_as_root(cluster: EmbeddedServer):
    require(os.geteuid() == 0, "only root drops to another account")
    told = subprocess.run(["ps", "-o", "user=", "-p", str(cluster.pid)], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == Account.current().name == "siaga"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("FATAL:  could not write lock file: No space left on device", embedded_errors.DiskFull),
        ('could not open file "x": Permission denied', NotPermitted),
        ('could not bind IPv4 address "127.0.0.1": Address already in use', embedded_errors.NoPort),
        ("something else", WouldNotStart),
    ],
)
def test_postgresqls_words_become_an_error_with_a_sentence(words: str, kind: type[EmbeddedError]):
    error = told_by(words, folder=Path("/data"), log=Path("/log"))
    assert type(error) is kind
    assert words == str(error)


FACTS = {"folder": "/d", "log": "/l", "reason": "r", "data": "14", "binaries": "18", "user": "siaga", "seconds": 60}


@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_and_every_step_has_its_sentence_in_both_languages(language: Language):
    kinds = [kind for kind in vars(embedded_errors).values() if isinstance(kind, type)]
    errors = [kind("", **FACTS) for kind in kinds if issubclass(kind, EmbeddedError)]
    assert len(errors) > 8
    set_language(language)
    try:
        told = {type(error): sentence(error) for error in errors if type(error) is not EmbeddedError}
        assert len(set(told.values())) == len(told)
        assert len({say(step) for step in Step}) == len(Step)
    finally:
        set_language(Language.INDONESIAN)
