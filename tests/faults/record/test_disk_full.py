"""A full disk: a sentence, and once there is space again, all that was confirmed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from support.cluster import wait_until
from support.require import require

from resources.words import sentence
from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_errors import DiskFull
from storage.pg.embedded_process import processes_of

SIZE_MB = 120
SETTINGS = {"max_wal_size": "48MB", "min_wal_size": "32MB"}


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own for one server."""
    require(os.geteuid() == 0 and shutil.which("mount"), "only root can mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="siaga-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0755", "siaga-test", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    require(mounted.returncode == 0, f"this machine does not let us mount a small disk: {mounted.stderr.strip()}")
    yield folder
    for process in processes_of(folder / "s" / "data"):
        process.kill()
    wait_until(lambda: not processes_of(folder / "s" / "data"), "the server is gone")
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def fill(disk: Path) -> Path:
    """Take all the space that is left."""
    stuffing = disk / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        block = b"x" * 65536
        while block:
            try:
                file.write(block)
            except OSError:
                block = block[: len(block) // 2]
    assert shutil.disk_usage(disk).free == 0
    return stuffing


def write_until_refused(dsn: str, confirmed: list[int]) -> psycopg.Error:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for number in range(len(confirmed) + 1, 100_000):
            try:
                connection.execute("insert into kept values (%s, repeat(md5(%s::text), 200))", (number, number))
            except psycopg.Error as error:
                return error
            confirmed.append(number)
    raise AssertionError("100,000 rows went onto a full disk")


def test_a_disk_that_fills_while_writing_loses_nothing_that_was_confirmed(small_disk: Path):
    confirmed: list[int] = []
    with EmbeddedServer(small_disk / "s", settings=SETTINGS) as server:
        with psycopg.connect(server.admin_dsn()) as connection:
            connection.execute("create table kept (number bigint, what text)")
            connection.execute("alter table kept alter what set storage external")
        stuffing = fill(small_disk)
        refused = write_until_refused(server.admin_dsn(), confirmed)
        assert isinstance(refused, psycopg.errors.DiskFull | psycopg.OperationalError)
        stuffing.unlink()
        server.start()
        with psycopg.connect(server.admin_dsn()) as connection:
            rows = [row[0] for row in connection.execute("select number from kept order by number")]
            assert set(confirmed) <= set(rows)
            assert len(rows) == len(set(rows))
            connection.execute("insert into kept values (-1, 'space again')")


def test_a_write_ahead_log_without_space_stops_the_server_and_loses_nothing_that_was_confirmed(small_disk: Path):
    # No checkpoint frees a segment of the log, so the log itself meets the end of the disk, which ends the server.
    server = EmbeddedServer(small_disk / "s", settings={"max_wal_size": "1GB"})
    with server:
        with psycopg.connect(server.admin_dsn()) as connection:
            connection.execute("create table reached as select 0 as number")
        stuffing = fill(small_disk)
        confirmed = log_until_refused(server.admin_dsn())
        assert confirmed > 0
        with pytest.raises(DiskFull):
            server.start()
        stuffing.unlink()
        server.start()
        with psycopg.connect(server.admin_dsn()) as connection:
            row = connection.execute("select number from reached").fetchone()
        assert row is not None
        assert row[0] in (confirmed, confirmed + 1)


def log_until_refused(dsn: str) -> int:
    """Write to the log alone, half a megabyte a transaction; returns the number of the last one confirmed."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for number in range(1, 1000):
            try:
                with connection.transaction():
                    connection.execute("update reached set number = %s", (number,))
                    connection.execute("select pg_logical_emit_message(true, 'x', repeat('y', 500000))")
            except psycopg.OperationalError:
                return number - 1
    raise AssertionError("500 MB of log went onto a full disk")


def test_a_start_on_a_full_disk_says_so_and_works_once_there_is_space(small_disk: Path):
    server = EmbeddedServer(small_disk / "s", settings=SETTINGS)
    with server, psycopg.connect(server.admin_dsn()) as connection:
        connection.execute("create table kept as select 1 as number")
    stuffing = fill(small_disk)
    with pytest.raises(DiskFull) as refused:
        server.start()
    assert str(small_disk) in sentence(refused.value)
    stuffing.unlink()
    with server, psycopg.connect(server.admin_dsn()) as connection:
        assert connection.execute("select number from kept").fetchall() == [(1,)]


def test_a_first_start_on_a_full_disk_says_so_and_leaves_no_half_database(small_disk: Path):
    stuffing = fill(small_disk)
    server = EmbeddedServer(small_disk / "s", settings=SETTINGS)
    with pytest.raises(DiskFull):
        server.start()
    assert not (small_disk / "s" / "data").exists()
    stuffing.unlink()
    with server:
        assert server.pid is not None
