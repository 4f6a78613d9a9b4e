"""Real PostgreSQL for tests: one embedded server for each xdist worker, and databases that are new each time.

    def test_something(cluster):
        dsn = fresh_database(cluster)              # a superuser's DSN of an empty database
        dsn = fresh_database(cluster, "migrated")  # or a copy of a template database: about 40 ms

`cluster` never fsyncs and belongs to all: a test that kills its server makes one in `server_home` instead. Roles belong
to the cluster, not to a database: name them apart, or make them idempotently.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_process import processes_of
from support.require import require

FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
_serial = count(1)


def server_folder() -> Path:
    """A new folder that the server's account can reach: pytest's own is closed to every other user."""
    folder = Path(tempfile.mkdtemp(prefix="siaga-pg-"))
    folder.chmod(0o755)
    return folder


def fresh_database(cluster: EmbeddedServer, template: str | None = None) -> str:
    """Make an empty database, or a copy of `template` (to which nobody may be connected); its superuser's DSN."""
    name = f"test_{next(_serial)}"
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as connection:
        source = sql.Identifier(template or "template1")
        connection.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), source))
    return cluster.admin_dsn(name)


def database_of(dsn: str) -> str:
    """The database's name in a DSN, for `cluster.dsn(...)`."""
    return str(conninfo_to_dict(dsn)["dbname"])


def wait_until(condition: Callable[[], object], what: str, timeout_s: float = 20.0) -> None:
    """Look until `condition` holds; fail with `what` when it does not in time."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {timeout_s:g} s: {what}")
        time.sleep(0.01)


def kill_server(data: Path) -> None:
    """Kill every process of the server on this data folder; one that ends with its postmaster is gone already."""
    for process in processes_of(data):
        with suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture
def server_home() -> Iterator[Path]:
    """A place for a server of the test's own, which it may kill; whatever still runs there ends with the test."""
    folder = server_folder()
    home = folder / "s"
    yield home
    kill_server(home / "data")
    wait_until(lambda: not processes_of(home / "data"), "the killed server is gone")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster() -> Iterator[EmbeddedServer]:
    """The worker's own server, of the version that Siaga ships."""
    yield from _served(None)


@pytest.fixture(scope="session")
def record_cluster() -> Iterator[EmbeddedServer]:
    """Another one for the record's own tests, whose template keeps its logins for as long as the worker lives.

    Roles belong to the cluster: a site that is seeded beside the template would give its people new passwords.
    """
    yield from _served(None)


@pytest.fixture(scope="session")
def postgres15() -> Iterator[EmbeddedServer]:
    """The oldest PostgreSQL that a site may have, as Debian 12 packages it."""
    require((DEBIAN_15 / "postgres").is_file(), "Debian's PostgreSQL 15 is not installed")
    yield from _served(DEBIAN_15)


@pytest.fixture(scope="session", params=["shipped", "15"])
def each_postgres(request: pytest.FixtureRequest) -> EmbeddedServer:
    """The shipped PostgreSQL, then Debian's 15: the test runs on both."""
    server: EmbeddedServer = request.getfixturevalue("record_cluster" if request.param == "shipped" else "postgres15")
    return server


def _served(binaries: Path | None) -> Iterator[EmbeddedServer]:
    folder = server_folder()
    server = EmbeddedServer(folder / "s", binaries=binaries, settings=FAST)
    try:
        server.start()
        yield server
    finally:
        server.close()
        shutil.rmtree(folder)
