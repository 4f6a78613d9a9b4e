"""The site's roles in the cluster: made by an idempotent step, not by a migration, since roles are cluster-wide."""

import re
from typing import LiteralString

import psycopg
from psycopg import sql

from storage.model.people import Role

GROUPS: tuple[Role, ...] = tuple(Role)
"""Each is a NOLOGIN group role `<site>_<role>`; a person or machine is a member of exactly one."""

OWNER = "owner"
REGISTRAR = "registrar"


def role_name(site: str, role: str) -> str:
    return f"{site}_{role}"


def ensure_roles(admin_dsn: str, site: str = "siaga") -> None:
    """Create the group, owner and registrar roles of a site where they are missing; needs a superuser.

    Safe to run at the same time from several hosts: an advisory lock in the maintenance database, which all share,
    lets one pass at a time. Raises ValueError for a site name that is not a plain identifier.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]{1,20}", site):
        raise ValueError(f"not a site prefix: {site!r}")
    with psycopg.connect(admin_dsn, dbname="postgres") as connection:
        connection.execute("SELECT pg_advisory_xact_lock(7303014, 1)")
        for role in (*GROUPS, OWNER):
            _ensure(connection, role_name(site, role), "NOLOGIN NOCREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS")
        registrar = role_name(site, REGISTRAR)
        # Only its functions use it: nobody is a member of it, and it cannot log in.
        _ensure(connection, registrar, "NOLOGIN CREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS")
        _grant(connection, role_name(site, OWNER), registrar, "")
        _grant(connection, "pg_signal_backend", registrar, "")
        for role in GROUPS:
            # PostgreSQL 16 and newer ask for this before a CREATEROLE role may hand out membership.
            _grant(connection, role_name(site, role), registrar, "WITH ADMIN OPTION")


def _ensure(connection: psycopg.Connection, name: str, attributes: LiteralString) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER ROLE {} " if found else "CREATE ROLE {} ")
    connection.execute(verb.format(sql.Identifier(name)) + sql.SQL(attributes))


def _grant(connection: psycopg.Connection, group: str, member: str, option: LiteralString) -> None:
    connection.execute(
        sql.SQL("GRANT {} TO {} ").format(sql.Identifier(group), sql.Identifier(member)) + sql.SQL(option)
    )
