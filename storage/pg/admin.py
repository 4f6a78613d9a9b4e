"""How the superuser of a server comes in for maintenance, and what such a connection is asked first."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.pg.engine import host_of
from storage.pg.errors import connect_problem, translated
from storage.pg.tls import assert_no_password, secured
from storage.service.errors import BadLogin, RecordError

OLDEST = 150000
_APPLICATION = "siaga db"
_LOCAL = """
    SELECT inet_client_addr() IS NULL OR (current_setting('unix_socket_directories') = ''
        AND (inet_client_addr() <<= '127.0.0.0/8' OR inet_client_addr() = '::1'))"""


class NotSuperuser(RecordError):
    """This login is no superuser of the server; facts: login."""

    word = "operations.not_superuser"


class TooOld(RecordError):
    """The server is older than PostgreSQL 15; facts: version."""

    word = "operations.too_old"


class NoRecord(RecordError):
    """There is no record in this database; facts: database."""

    word = "operations.no_record"


class NotLocal(RecordError):
    """This is done on the server itself alone, by its socket; facts: host."""

    word = "operations.not_local"


def admin_address(
    dsn: str, ask: Callable[[str], str] | None = None, *, superuser: bool = True, made: bool = False
) -> str:
    """A superuser's whole address, its password with it where one is needed; `ask` gets the login and gives it.

    It is tried before anybody is asked: a socket's peer and libpq's own password file need nobody. Raises what
    `storage.pg.tls` raises, BadLogin, Unreachable, NotSuperuser and TooOld. With `superuser=False` any login will do;
    with `made` the database is only about to be made, and the server's own is asked instead.
    """
    assert_no_password(dsn)
    database_of(dsn)
    plain = make_conninfo(secured(dsn), application_name=_APPLICATION, connect_timeout=5)
    try:
        _try(plain, superuser=superuser, made=made)
    except BadLogin:
        if ask is None:
            raise
    else:
        return plain
    # What a password is asked for, proves by SCRAM that it is the right server.
    whole = make_conninfo(plain, password=ask(str(conninfo_to_dict(plain).get("user") or getpass.getuser())))
    _try(whole, superuser=superuser, made=made)
    return whole


def _try(admin_dsn: str, *, superuser: bool, made: bool) -> None:
    tried = with_database(admin_dsn, "postgres") if made else admin_dsn
    if superuser:
        assert_superuser(tried)
    else:
        with connected(tried):
            return


def assert_superuser(admin_dsn: str) -> None:
    with connected(admin_dsn) as connection:
        row = connection.execute("SELECT rolsuper, rolname::text FROM pg_roles WHERE rolname = current_user").fetchone()
        if row is None or not row[0]:
            raise NotSuperuser(login=row[1] if row else "?")
        if connection.info.server_version < OLDEST:
            raise TooOld(version=connection.info.parameter_status("server_version") or "?")


def assert_local(admin_dsn: str) -> None:
    """Raises NotLocal unless this address leads by a socket of this machine, or over loopback where there are none."""
    with connected(admin_dsn) as connection:
        row = connection.execute(_LOCAL).fetchone()
    if row is None or not row[0]:
        raise NotLocal(host=host_of(admin_dsn))


@contextmanager
def connected(admin_dsn: str, *, autocommit: bool = False) -> Iterator[psycopg.Connection[Any]]:
    """One connection for a block, committed where it ends well; raises RecordError subclasses, with no password in
    them."""
    problem: RecordError
    try:
        connection = psycopg.connect(admin_dsn, autocommit=autocommit)
    except psycopg.OperationalError as error:
        problem = connect_problem(error, str(conninfo_to_dict(admin_dsn).get("user") or ""), host_of(admin_dsn))
    else:
        with translated(host_of(admin_dsn)), connection:
            yield connection
        return
    raise problem


def database_of(admin_dsn: str) -> str:
    """The name of the database that the address leads to; raises NoRecord where it names none."""
    name = conninfo_to_dict(admin_dsn).get("dbname")
    if not name:
        raise NoRecord(database="-")
    return str(name)


def with_database(admin_dsn: str, name: str) -> str:
    return make_conninfo(admin_dsn, dbname=name)


def role_prefix(connection: psycopg.Connection[Any]) -> str:
    """The site's prefix of roles. Raises NoRecord for a database without a record."""
    found = connection.execute("SELECT to_regclass('siaga.site')::text, current_database()::text").fetchone()
    assert found is not None
    row = connection.execute("SELECT role_prefix FROM siaga.site").fetchone() if found[0] else None
    if row is None:
        raise NoRecord(database=found[1])
    return str(row[0])
