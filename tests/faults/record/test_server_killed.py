"""The server killed and back: what was confirmed is there, once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from support.cluster import DEBIAN_15, kill_server, wait_until
from support.require import require

from storage.pg.embedded import EmbeddedServer

WRITER = Path(__file__).with_name("writer.py")


class Writer:
    """The writing process and what it has been promised."""

    def __init__(self, process: "subprocess.Popen[str]", told: Path) -> None:
        self._process = process
        self._told = told

    def lines(self) -> list[str]:
        return self._told.read_text().split("\n")[:-1]

    def confirmed(self) -> list[int]:
        return [int(line) for line in self.lines() if line.isdigit()]

    def end(self) -> None:
        self._process.kill()
        self._process.wait(20)


@contextmanager
def writing(dsn: str, told: Path) -> Iterator[Writer]:
    with psycopg.connect(dsn) as connection:
        connection.execute("create table kept (number bigint, what text)")
    with told.open("w") as out, subprocess.Popen([sys.executable, WRITER, dsn], stdout=out, text=True) as process:
        writer = Writer(process, told)
        try:
            yield writer
        finally:
            writer.end()


def kept(server: EmbeddedServer) -> list[int]:
    with psycopg.connect(server.admin_dsn()) as connection:
        return [row[0] for row in connection.execute("select number from kept order by number")]


def assert_nothing_lost(writer: Writer, server: EmbeddedServer) -> None:
    writer.end()
    rows = kept(server)
    assert len(set(rows)) == len(rows), "a row is there twice"
    assert set(writer.confirmed()) <= set(rows), "a confirmed row is lost"


@pytest.mark.parametrize("binaries", [None, DEBIAN_15], ids=["shipped", "15"])
def test_all_that_was_confirmed_survives_a_server_killed_three_times(
    server_home: Path, tmp_path: Path, binaries: Path | None
):
    require(binaries is None or binaries.is_dir(), "Debian's PostgreSQL 15 is not installed")
    with (
        EmbeddedServer(server_home, binaries=binaries) as server,
        writing(server.admin_dsn(), tmp_path / "told") as writer,
    ):
        for _ in range(3):
            before = len(writer.confirmed())
            wait_until(lambda before=before: len(writer.confirmed()) > before + 50, "rows were confirmed")
            kill_server(server.data)
            wait_until(lambda: "lost" in writer.lines()[-1:], "the writer noticed")
            server.start()
            assert not server.adopted
        assert len(writer.confirmed()) > 150
        assert_nothing_lost(writer, server)


def test_a_postmaster_killed_alone_is_replaced_once_its_stuck_backend_is_gone(
    server_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("storage.pg.embedded._ORPHAN_PATIENCE_S", 0.3)
    with (
        EmbeddedServer(server_home) as server,
        writing(server.admin_dsn(), tmp_path / "told") as writer,
        psycopg.connect(server.admin_dsn()) as held,
    ):
        wait_until(lambda: len(writer.confirmed()) > 20, "rows were confirmed")
        stuck = psutil.Process(held.info.backend_pid)
        stuck.suspend()  # it does not notice that its postmaster is gone
        assert server.pid is not None
        psutil.Process(server.pid).kill()
        wait_until(lambda: server.pid is None, "the postmaster is gone")
        server.start()
        assert not stuck.is_running() or stuck.status() == psutil.STATUS_ZOMBIE
        assert_nothing_lost(writer, server)


def test_a_pid_file_that_names_a_zombie_or_a_stranger_stops_nobody(server_home: Path):
    server = EmbeddedServer(server_home)
    server.start()
    remains = (server.data / "postmaster.pid").read_text().splitlines()[1:]
    server.close()
    with subprocess.Popen([sys.executable, "-c", ""]) as zombie, subprocess.Popen(["sleep", "60"]) as stranger:
        wait_until(lambda: psutil.Process(zombie.pid).status() == psutil.STATUS_ZOMBIE, "a zombie")
        try:
            for pid in (zombie.pid, stranger.pid):
                (server.data / "postmaster.pid").write_text("\n".join([str(pid), *remains, ""]))
                with server:
                    assert server.pid != pid
                    assert not server.adopted
            assert stranger.poll() is None
        finally:
            stranger.kill()
