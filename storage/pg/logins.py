"""The logins behind a record: they belong to the cluster, so a dump of the database has them not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from storage.pg.people import new_password
from storage.security.roles import TIMEOUTS, role_name
from storage.service.errors import AlreadyTaken

_KNOWN = """
    SELECT login, role, active FROM siaga.person UNION ALL SELECT login, 'station', active FROM siaga.station
    ORDER BY login"""
_GROUPS = """
    SELECT u.rolname::text, coalesce(array_agg(DISTINCT g.rolname::text) FILTER (WHERE g.rolname IS NOT NULL), '{}')
    FROM pg_roles u LEFT JOIN pg_auth_members m ON m.member = u.oid LEFT JOIN pg_roles g ON g.oid = m.roleid
    WHERE u.rolname = ANY (%s) GROUP BY u.rolname"""
_VERIFIERS = "SELECT rolname::text, rolpassword FROM pg_authid WHERE rolname = ANY (%s)"


@dataclass(frozen=True, slots=True)
class Login:
    """A person's, the intake's or a station's; `role` names its group."""

    login: str
    role: str
    active: bool
    verifier: str = field(default="", repr=False)  # empty: it has no password


def logins_of(connection: psycopg.Connection[Any], *, verifiers: bool = False) -> tuple[Login, ...]:
    """Every login that the record names; with their SCRAM verifiers a superuser's connection is needed."""
    rows = connection.execute(_KNOWN).fetchall()
    told = dict(connection.execute(_VERIFIERS, ([row[0] for row in rows],)).fetchall()) if verifiers else {}
    return tuple(Login(login, role, active, told.get(login) or "") for login, role, active in rows)


def assert_free(connection: psycopg.Connection[Any], logins: tuple[Login, ...], site: str) -> None:
    """Raises AlreadyTaken where the cluster knows one of these names as somebody else's."""
    _there(connection, logins, site)


def make_logins(connection: psycopg.Connection[Any], logins: tuple[Login, ...], site: str) -> dict[str, str]:
    """Make those that the cluster does not know, in the caller's transaction; the new passwords by login.

    One with a verifier keeps its password and is not among them; one that is there keeps everything. Raises
    AlreadyTaken before anything is made.
    """
    there = _there(connection, logins, site)
    given: dict[str, str] = {}
    for one in logins:
        if one.login in there:
            continue
        if not one.verifier:
            given[one.login] = new_password()
        secret = one.verifier or scram(connection, one.login, given[one.login])
        _make(connection, one, secret, role_name(site, one.role))
        if one.login in given and one.role not in ("station", "intake"):
            connection.execute("UPDATE siaga.person SET must_change_password = true WHERE login = %s", (one.login,))
    return given


def scram(connection: psycopg.Connection[Any], login: str, password: str) -> str:
    """A password's verifier, made by the client library without asking the server."""
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def _there(connection: psycopg.Connection[Any], logins: tuple[Login, ...], site: str) -> set[str]:
    wanted = {one.login: [role_name(site, one.role)] for one in logins}
    found = connection.execute(_GROUPS, (list(wanted),)).fetchall()
    if any(groups != wanted[login] for login, groups in found):
        raise AlreadyTaken(field="login")
    return {login for login, _ in found}


def _make(connection: psycopg.Connection[Any], one: Login, secret: str, group: str) -> None:
    run: Callable[..., object] = connection.execute
    name = sql.Identifier(one.login)
    run(
        sql.SQL(
            "CREATE ROLE {} {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT"
            " CONNECTION LIMIT 30 PASSWORD {} IN ROLE {}"
        ).format(name, sql.SQL("LOGIN" if one.active else "NOLOGIN"), sql.Literal(secret), sql.Identifier(group))
    )
    for setting, value in TIMEOUTS.items():
        run(sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value)))
