"""The embedded server: its doors, its lifecycle, and how it is shared."""

import os
import secrets
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from support.cluster import FAST, database_of, fresh_database, wait_until
from support.require import require

from storage.pg.embedded import EmbeddedServer, Step
from storage.pg.embedded_errors import NotPermitted
from storage.pg.embedded_host import program


def one(dsn: str, question: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def person(cluster: EmbeddedServer, name: str) -> str:
    """A login role with a password; returns the password."""
    password = secrets.token_hex(8)
    with psycopg.connect(cluster.admin_dsn()) as connection:
        made = sql.SQL("create role {} login password {}").format(sql.Identifier(name), sql.Literal(password))
        connection.execute(made)
    return password


def test_a_person_comes_in_over_loopback_with_the_right_password_only(each_postgres: EmbeddedServer):
    database = database_of(fresh_database(each_postgres))
    name = f"warga_{secrets.token_hex(3)}"
    password = person(each_postgres, name)
    dsn = each_postgres.dsn(database)
    assert one(make_conninfo(dsn, user=name, password=password), "select session_user::text") == name
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(make_conninfo(dsn, user=name, password="salah"))


def test_a_person_does_not_come_in_by_the_socket(cluster: EmbeddedServer):
    name = f"warga_{secrets.token_hex(3)}"
    password = person(cluster, name)
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(make_conninfo(cluster.admin_dsn(), user=name, password=password))


def test_the_superuser_does_not_come_in_over_loopback_even_with_a_password(cluster: EmbeddedServer):
    with psycopg.connect(cluster.admin_dsn()) as connection:
        connection.execute("alter role postgres password 'benar'")
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(make_conninfo(cluster.dsn("postgres"), user="postgres", password="benar"))


def test_another_account_of_the_machine_is_not_the_superuser(cluster: EmbeddedServer):
    require(os.geteuid() == 0, "only root can act as another account")
    psql = program(cluster._binaries, "psql")
    asked = subprocess.run(
        [psql, cluster.admin_dsn(), "-c", "select 1"],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode != 0
    assert "Permission denied" in asked.stderr
    assert one(cluster.admin_dsn(), "select rolsuper from pg_roles where rolname = session_user") is True


def test_the_cluster_speaks_utf8_in_utc_and_lowers_letters_beyond_ascii(each_postgres: EmbeddedServer):
    dsn = fresh_database(each_postgres)
    assert one(dsn, "show server_encoding") == "UTF8"
    assert one(dsn, "show timezone") == "UTC"
    assert one(dsn, "select lower('ÉÇ')") == "éç"
    assert one(dsn, "show data_checksums") == "on"


def test_a_copy_of_a_template_has_what_the_template_had(cluster: EmbeddedServer):
    template = fresh_database(cluster)
    with psycopg.connect(template) as connection:
        connection.execute("create table jalan as select 'Ahmad Yani' as nama")
    assert one(fresh_database(cluster, database_of(template)), "select nama from jalan") == "Ahmad Yani"


def test_the_first_start_says_what_it_does_and_the_second_has_less_to_say(server_home: Path):
    steps: list[Step] = []
    server = EmbeddedServer(server_home, settings=FAST, progress=steps.append)
    with server:
        assert [step for step in steps if step is not Step.COPYING] == [Step.CREATING, Step.STARTING]
        assert not server.adopted
    steps.clear()
    with server:
        assert steps == [Step.STARTING]
        EmbeddedServer(server_home).start()
        assert steps == [Step.STARTING]


def test_the_second_user_adopts_and_only_the_last_one_stops_it(server_home: Path):
    first, second = EmbeddedServer(server_home, settings=FAST), EmbeddedServer(server_home, settings=FAST)
    first.start()
    running = first.pid
    second.start()
    assert second.adopted
    first.close()
    assert second.pid == running
    assert one(second.admin_dsn(), "select 1") == 1
    second.close()
    assert second.pid is None
    second.close()  # and closing again is nothing


def test_three_that_start_at_once_lay_down_one_cluster(server_home: Path):
    servers = [EmbeddedServer(server_home, settings=FAST) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(server.start) for server in servers]:
            done.result()
    assert sorted(server.adopted for server in servers) == [False, True, True]
    assert len({server.pid for server in servers}) == 1
    for server in servers:
        server.close()
    assert servers[0].pid is None


def test_a_port_that_somebody_took_is_left_for_another_that_is_remembered(server_home: Path):
    server = EmbeddedServer(server_home, settings=FAST)
    with server:
        before = server.port
    with socket.socket() as taker:
        taker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taker.bind(("127.0.0.1", before))
        taker.listen()
        with server:
            moved = server.port
            assert moved != before
            assert one(server.admin_dsn(), "show port") == str(moved)
    with server:
        assert server.port == moved


def test_a_home_whose_path_is_too_long_for_a_socket_gets_a_private_one_elsewhere(server_home: Path):
    long = server_home / ("kabupaten-" * 10) / "s"
    server = EmbeddedServer(long, settings=FAST)
    with server:
        folder = Path(psycopg.conninfo.conninfo_to_dict(server.admin_dsn())["host"])  # type: ignore[arg-type]
        assert len(str(folder)) < 90
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert one(server.admin_dsn(), "select 1") == 1
    folder.rmdir()
    folder.symlink_to(server_home)
    with pytest.raises(NotPermitted):
        server.start()
    folder.unlink()


def test_a_strict_umask_keeps_nobody_out_who_must_come_in(server_home: Path):
    before = os.umask(0o077)
    try:
        with EmbeddedServer(server_home / "deeper" / "s", settings=FAST) as server:
            assert one(server.admin_dsn(), "select 1") == 1
            assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_a_shell_full_of_postgresqls_variables_does_not_steer_it(server_home: Path, monkeypatch: pytest.MonkeyPatch):
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "example.invalid", "PGUSER": "tamu"}.items():
        monkeypatch.setenv(name, value)
    with EmbeddedServer(server_home, settings=FAST) as server:
        assert one(server.admin_dsn(), "select session_user::text") == "postgres"
        assert Path(str(one(server.admin_dsn(), "show data_directory"))) == server_home / "data"


def test_without_unix_sockets_the_superuser_comes_in_with_a_private_password(server_home: Path):
    with EmbeddedServer(server_home, settings=FAST, sockets=False) as server:
        assert one(server.admin_dsn(), "select rolsuper from pg_roles where rolname = session_user") is True
        assert one(server.admin_dsn(), "show unix_socket_directories") == ""
        assert stat.S_IMODE((server_home / "conf" / "superuser").stat().st_mode) == 0o600
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(make_conninfo(server.admin_dsn(), password="salah"))


def test_no_password_reaches_the_log_not_even_when_a_backend_crashes(server_home: Path):
    secret = f"rahasia{secrets.token_hex(6)}"
    with EmbeddedServer(server_home, settings=FAST) as server:
        with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("create role petugas login password {}").format(sql.Literal(secret)))
            with pytest.raises(psycopg.errors.DuplicateObject):
                connection.execute(sql.SQL("create role petugas login password {}").format(sql.Literal(secret)))
        crash_while_busy_with(server, secret)
        wait_until(lambda: "terminated by signal" in log_of(server), "the crash stands in the log")
        assert "already exists" in log_of(server)
        assert secret not in log_of(server)


def crash_while_busy_with(server: EmbeddedServer, secret: str) -> None:
    """End a backend with SIGKILL while its statement names the secret."""
    busy = "import sys, psycopg; psycopg.connect(sys.argv[1]).execute(f\"select pg_sleep(60), '{sys.argv[2]}'\")"
    with subprocess.Popen([sys.executable, "-c", busy, server.admin_dsn(), secret], stderr=subprocess.DEVNULL) as child:
        question = f"select pid from pg_stat_activity where query like '%{secret[:4]}%' and wait_event = 'PgSleep'"
        with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
            wait_until(lambda: connection.execute(question).fetchone(), "the statement runs")
            row = connection.execute(question).fetchone()
        assert row is not None
        os.kill(row[0], 9)
        child.wait(20)


def log_of(server: EmbeddedServer) -> str:
    return "".join(path.read_text("utf-8") for path in server.log.glob("*.log"))
