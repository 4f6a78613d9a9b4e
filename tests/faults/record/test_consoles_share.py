"""Two consoles, one server: whoever leaves, and however, the other keeps it; the last one ends it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from support.cluster import kill_server, wait_until
from support.sources import ROOT

from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_process import processes_of

USER = Path(__file__).with_name("user.py")


@contextmanager
def console(home: Path) -> Iterator[tuple["subprocess.Popen[str]", str, int]]:
    """A process that uses the server: the process, "started" or "adopted", and the postmaster's pid."""
    command = [sys.executable, str(USER), str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env={"PYTHONPATH": str(ROOT)}) as process:
        assert process.stdout is not None
        how, _, pid = process.stdout.readline().strip().partition(" ")
        try:
            yield process, how, int(pid)
        finally:
            process.kill()


def leave(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0


def test_the_first_console_starts_it_and_the_last_one_stops_it(server_home: Path):
    data = server_home / "data"
    with console(server_home) as (first, how_first, pid), console(server_home) as (second, how_second, same):
        assert (how_first, how_second) == ("started", "adopted")
        assert pid == same
        leave(first)
        assert pid in [process.pid for process in processes_of(data)]
        leave(second)
        assert processes_of(data) == []


def test_a_console_that_was_killed_is_not_counted_and_its_server_is_adopted(server_home: Path):
    data = server_home / "data"
    with console(server_home) as (first, _, pid):
        first.kill()
        first.wait(30)
        assert pid in [process.pid for process in processes_of(data)]
        with console(server_home) as (second, how, same):
            assert (how, same) == ("adopted", pid)
            leave(second)
        assert processes_of(data) == []


def test_a_killed_server_is_brought_back_by_either_console_and_serves_both(server_home: Path):
    server = EmbeddedServer(server_home)
    with server, console(server_home) as (other, _, pid):
        kill_server(server.data)
        wait_until(lambda: server.pid is None, "the server is gone")
        server.start()
        assert server.pid != pid
        with psycopg.connect(server.admin_dsn()) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        leave(other)
        assert server.pid is not None
    assert server.pid is None
