"""The site's roles in the cluster: made by an idempotent step, not by a migration, since roles are cluster-wide."""

import re
from typing import LiteralString

import psycopg
from psycopg import sql

from storage.model.people import Machine, Role

GROUPS: tuple[Role | Machine, ...] = (*Role, *Machine)
"""Each is a NOLOGIN group role `<site>_<role>`; a person or machine is a member of exactly one."""

_POWERLESS: LiteralString = "NOCREATEROLE NOCREATEDB NOSUPERUSER NOREPLICATION"

OWNER = "owner"
REGISTRARS_POWERS = ("pg_signal_backend", "pg_read_all_stats")
"""To end sessions, and to see which of them keep others waiting."""
LOCK_WAIT = "5s"
"""For another host that makes the roles at this moment."""
REGISTRAR = "registrar"


TIMEOUTS = {"lock_timeout": "5s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "15s"}
"""What every login has without its client's help, as `make_login` gives it to people and stations."""

_GROUPS_OF = """
    SELECT DISTINCT coalesce(g.rolname, '-') FROM pg_roles u LEFT JOIN pg_auth_members m ON m.member = u.oid
    LEFT JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolname = %s"""


def role_name(site: str, role: str) -> str:
    return f"{site}_{role}"


def ensure_roles(admin_dsn: str, site: str = "siaga") -> None:
    """Create the group, owner and registrar roles of a site where they are missing; needs a superuser.

    Safe to run at the same time from several hosts: an advisory lock in the maintenance database, which all share,
    lets one pass at a time. Raises ValueError for a site name that is not a plain identifier, and LockNotAvailable
    where somebody holds that lock for longer than another host needs: every login of the cluster could.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]{1,20}", site):
        raise ValueError(f"not a site prefix: {site!r}")
    with psycopg.connect(admin_dsn, dbname="postgres") as connection:
        connection.execute("SELECT set_config('lock_timeout', %s, true)", (LOCK_WAIT,))
        connection.execute("SELECT pg_advisory_xact_lock(7303014, 1)")
        for role in (*GROUPS, OWNER):
            # The backup's alone passes by row policies: who dumps sets this role, and no row is left out.
            rows: LiteralString = " BYPASSRLS" if role is Machine.BACKUP else " NOBYPASSRLS"
            _ensure(connection, role_name(site, role), "NOLOGIN " + _POWERLESS + rows)
        registrar = role_name(site, REGISTRAR)
        # Only its functions use it: nobody is a member of it, and it cannot log in.
        _ensure(connection, registrar, "NOLOGIN CREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS")
        _grant(connection, role_name(site, OWNER), registrar, "")
        for power in REGISTRARS_POWERS:
            _grant(connection, power, registrar, "")
        for role in Role:
            # PostgreSQL 16 and newer ask for this before a CREATEROLE role may hand out membership.
            _grant(connection, role_name(site, role), registrar, "WITH ADMIN OPTION")


def make_machine(admin_dsn: str, machine: Machine, login: str, password: str, site: str = "siaga") -> None:
    """Make a machine's login, or give the one that is there this password; needs a superuser.

    Raises ValueError for a login that is no plain identifier, or that is of another kind already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", login) or login.startswith((f"{site}_", "pg_")):
        raise ValueError(f"not a login: {login!r}")
    group = role_name(site, machine)
    with psycopg.connect(admin_dsn) as connection:
        found = connection.execute(_GROUPS_OF, (login,)).fetchall()
        if found not in ([], [(group,)]):
            raise ValueError(f"{login!r} is another's login")
        _ensure(connection, login, "LOGIN INHERIT CONNECTION LIMIT 5 " + _POWERLESS)
        rows: LiteralString = "BYPASSRLS" if machine is Machine.BACKUP else "NOBYPASSRLS"
        connection.execute(sql.SQL("ALTER ROLE {} ").format(sql.Identifier(login)) + sql.SQL(rows))
        secret = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(secret)))
        for name, value in TIMEOUTS.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(login), sql.Identifier(name), sql.Literal(value)
                )
            )
        _grant(connection, group, login, "")


def _ensure(connection: psycopg.Connection, name: str, attributes: LiteralString) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER ROLE {} " if found else "CREATE ROLE {} ")
    connection.execute(verb.format(sql.Identifier(name)) + sql.SQL(attributes))


def _grant(connection: psycopg.Connection, group: str, member: str, option: LiteralString) -> None:
    connection.execute(
        sql.SQL("GRANT {} TO {} ").format(sql.Identifier(group), sql.Identifier(member)) + sql.SQL(option)
    )
