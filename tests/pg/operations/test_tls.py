"""A shared server is reached by TLS whose name is checked, or not at all: a server with an authority of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from support.certificates import Authority
from support.cluster import DEBIAN_15, FAST, fresh_database, server_folder
from support.require import require

from resources.words import sentence
from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_host import Account
from storage.pg.founding import first_administrator
from storage.pg.migrate import migrate
from storage.pg.people import change_password
from storage.pg.record import connect_person
from storage.pg.tls import NoRootFile, NoTls, NotScram, PlainAddress, UnknownAuthority, WrongName, secured
from storage.service.errors import RecordError, Unreachable

HOST, PASSWORD = "rekaman.siaga.test", "sangat-rahasia-8834"


@dataclass(frozen=True)
class Shared:
    """A record behind TLS on this machine: its name is looked up by nobody, so the number stands beside it."""

    server: EmbeddedServer
    authority: Path
    stranger: Path
    database: str

    def dsn(self, *, host: str = HOST, root: Path | None = None, mode: str = "verify-full") -> str:
        address = f"host={host} hostaddr=127.0.0.1 port={self.server.port} dbname={self.database}"
        return f"{address} sslmode={mode} sslrootcert={root or self.authority}"


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    require((DEBIAN_15 / "postgres").is_file(), "Debian's PostgreSQL 15 is not installed")
    folder = server_folder()
    authority, stranger = Authority(folder / "akar.crt"), Authority(folder / "asing.crt")
    certificate, key = authority.sign(HOST, folder)
    Account.current().hand_over(key)
    settings = {**FAST, "ssl": "on", "ssl_cert_file": str(certificate), "ssl_key_file": str(key)}
    server = EmbeddedServer(folder / "s", binaries=DEBIAN_15, settings=settings)
    try:
        server.start()
        admin_dsn = fresh_database(server)
        migrate(admin_dsn)
        database = str(psycopg.conninfo.conninfo_to_dict(admin_dsn)["dbname"])
        shared = Shared(server, authority.file, stranger.file, database)
        one_time = first_administrator(admin_dsn, "admin_tls")
        change_password(shared.dsn(), "admin_tls", one_time, PASSWORD)
        yield shared
    finally:
        server.close()
        shutil.rmtree(folder)


def refused(dsn: str) -> RecordError:
    with pytest.raises(RecordError) as caught:
        connect_person(dsn, "admin_tls", PASSWORD)
    assert PASSWORD not in repr(caught.value) + str(vars(caught.value)) + sentence(caught.value)
    return caught.value


def test_a_person_signs_in_over_tls_whose_name_is_checked(shared: Shared) -> None:
    record = connect_person(shared.dsn(), "admin_tls", PASSWORD)
    assert record.me().login == "admin_tls"
    with psycopg.connect(shared.server.admin_dsn()) as admin:
        row = admin.execute("SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                            " WHERE usename = 'admin_tls'").fetchone()  # fmt: skip
    record.close()
    assert row == (True,)


def test_another_name_an_unknown_authority_and_a_missing_file_are_told_apart(shared: Shared, tmp_path: Path) -> None:
    assert type(refused(shared.dsn(host="lain.siaga.test"))) is WrongName
    assert refused(shared.dsn(host="lain.siaga.test")).facts == {"host": "lain.siaga.test"}
    assert type(refused(shared.dsn(root=shared.stranger))) is UnknownAuthority
    missing = refused(shared.dsn(root=tmp_path / "tidak_ada.crt"))
    assert type(missing) is NoRootFile
    assert missing.facts == {"file": str(tmp_path / "tidak_ada.crt")}


def test_there_is_no_way_back_to_plain_text(shared: Shared, cluster: EmbeddedServer) -> None:
    """A server without TLS, or somebody in between who says so, gets no password."""
    plain = shared.dsn().replace(f"port={shared.server.port}", f"port={cluster.port}")
    assert type(refused(plain)) is NoTls


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_an_address_over_a_network_without_a_checked_name_is_never_dialled(mode: str) -> None:
    error = refused(f"host=192.0.2.7 dbname=siaga sslmode={mode}")
    assert type(error) is PlainAddress
    assert error.facts == {"host": "192.0.2.7"}


@pytest.mark.parametrize(
    "dsn",
    [
        "host=db.example dbname=siaga",
        "host=127.0.0.1,db.example dbname=siaga",
        "host=localhost hostaddr=192.0.2.7 dbname=siaga",
        "service=siaga",
        "postgresql://db.example/siaga?sslmode=prefer",
    ],
)
def test_a_loopback_name_does_not_cover_for_a_network(dsn: str) -> None:
    with pytest.raises(PlainAddress):
        secured(dsn)


def test_what_the_environment_says_is_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    with pytest.raises(PlainAddress):
        secured("dbname=siaga")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert "require_auth" in secured("dbname=siaga")


@pytest.mark.parametrize("dsn", ["host=127.0.0.1 dbname=siaga", "host=::1 dbname=s", "host=localhost dbname=s"])
def test_on_the_machine_itself_a_password_goes_by_scram_alone(dsn: str) -> None:
    assert "require_auth=scram-sha-256" in secured(dsn)


@pytest.mark.parametrize("dsn", ["host=/run/postgresql dbname=siaga", "dbname=siaga"])
def test_a_socket_is_no_network(dsn: str) -> None:
    assert secured(dsn) == dsn


def test_an_address_that_cannot_be_read_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        secured("nothing like it")


def test_a_server_that_asks_for_the_password_itself_does_not_get_it(shared: Shared) -> None:
    """A false server would ask for it in clear, or for none, and let everybody in."""
    conf = shared.server.home / "conf" / "pg_hba.conf"
    before = conf.read_text()
    with psycopg.connect(shared.server.admin_dsn(), autocommit=True) as admin:
        try:
            for method in ("password", "trust"):
                conf.write_text(f"host all all 127.0.0.1/32 {method}\n{before}")
                admin.execute("SELECT pg_reload_conf()")
                error = told_otherwise(shared)
                assert type(error) is NotScram, error
        finally:
            conf.write_text(before)
            admin.execute("SELECT pg_reload_conf()")


def told_otherwise(shared: Shared) -> RecordError:
    """The first refusal after the server has read its rules anew."""
    for _ in range(200):
        try:
            connect_person(shared.dsn(), "admin_tls", PASSWORD).close()
        except RecordError as error:
            return error
    pytest.fail("the server goes by its old rules")
