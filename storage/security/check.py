"""Whether a live database is still protected as the files say. docs/design/operations.md says why it is so compared.

What stands in the schema is compared with a record that the migrations make anew beside it, on the same server; what
belongs to the cluster, roles and logins, with what they are made as. Nothing of the live record is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from storage.model.people import Machine, Role
from storage.security.description import Facts, Part, role_facts, schema_facts
from storage.security.roles import GROUPS, OWNER, REGISTRAR, REGISTRARS_POWERS, TIMEOUTS, role_name

_LOGINS = """
    SELECT login, role, active FROM siaga.person UNION ALL SELECT login, 'station', active FROM siaga.station"""
_MACHINES = """
    SELECT u.rolname::text, g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
    JOIN pg_roles u ON u.oid = m.member WHERE g.rolname = ANY (%s) AND u.rolcanlogin AND NOT u.rolsuper"""
_WEAK = """
    SELECT concat_ws(' ', 'pg_hba.conf', line_number), concat_ws(' ', type, array_to_string(user_name, ','), address,
        auth_method)
    FROM pg_hba_file_rules
    WHERE error IS NULL AND database && ARRAY['all', current_database()::text] AND auth_method <> 'reject' AND (
        auth_method IN ('trust', 'password', 'ldap', 'radius', 'pam', 'bsd')
        OR (auth_method = 'ident' AND type <> 'local')
        OR (type IN ('host', 'hostnossl') AND address NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost')))"""


Pristine = Callable[[str, str], None]
"""Makes a record of an empty database (its superuser's address, the site's prefix) without touching the roles."""


class Drift(StrEnum):
    MISSING = "missing"  # the files say it, the database has it not
    EXTRA = "extra"  # the database has it, the files do not say it
    OTHER = "other"  # it is there, and is another


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference; `kind` is a part of the description, `expected` and `found` are empty where there is none."""

    drift: Drift
    kind: str
    name: str
    expected: str = ""
    found: str = ""


def check(admin_dsn: str, pristine: Pristine) -> tuple[Finding, ...]:
    """Every difference between the database of `admin_dsn` (a superuser's) and the files, by kind and name.

    Needs the right to make one beside this, for a moment. Raises the driver's
    errors.
    """
    with psycopg.connect(admin_dsn) as live:
        expected_roles, found_roles = _roles(live, _site(live))
    findings = tuple(_compared(expected_roles, found_roles))
    if any(one.drift is Drift.MISSING and one.name.startswith("role ") for one in findings):
        return findings  # the migrations cannot be run without them
    expected = pristine_facts(admin_dsn, pristine)
    with psycopg.connect(admin_dsn) as live:
        return compare(live, expected)


def pristine_facts(admin_dsn: str, pristine: Pristine) -> Facts:
    """What a record of this site is on this server when the migrations have just made it."""
    with psycopg.connect(admin_dsn) as live:
        site = _site(live)
    with _beside(admin_dsn) as other:
        pristine(other, site)
        with psycopg.connect(other) as fresh:
            return schema_facts(fresh)


def compare(live: psycopg.Connection, expected: Facts) -> tuple[Finding, ...]:
    """What `check` finds against a description that is there already, within the caller's transaction."""
    expected_roles, found_roles = _roles(live, _site(live))
    findings = [*_compared(expected_roles, found_roles), *weak_doors(live)]
    findings += _compared(expected, schema_facts(live))
    return tuple(sorted(findings, key=lambda one: (one.kind, one.name)))


def _site(live: psycopg.Connection) -> str:
    row = live.execute("SELECT role_prefix FROM siaga.site").fetchone()
    assert row is not None
    return str(row[0])


def _roles(live: psycopg.Connection, site: str) -> tuple[Facts, Facts]:
    """What the cluster should have, and what it has."""
    people = live.execute(_LOGINS).fetchall()
    logins = {login: (role_name(site, role), active) for login, role, active in people}
    machines = live.execute(_MACHINES, ([role_name(site, machine) for machine in Machine],)).fetchall()
    found = dict(role_facts(live, site, [*logins, *(login for login, _ in machines)]))
    for login in logins:  # who makes a role holds it, from PostgreSQL 16 on
        found.pop((Part.ROLES.value, f"member {login} has {role_name(site, REGISTRAR)}"), None)
    expected = dict(_groups(live, site))
    for login, (group, active) in logins.items():
        expected |= _login(login, group, active=active)
    for login, group in machines:
        if login not in logins:
            expected |= _login(login, group, rows=group == role_name(site, Machine.BACKUP))
    return {(Part.ROLES.value, name): value for name, value in expected.items()}, found


def _groups(live: psycopg.Connection, site: str) -> Iterator[tuple[str, str]]:
    for group in (*GROUPS, OWNER):
        yield f"role {role_name(site, group)}", "no login BYPASSRLS" if group is Machine.BACKUP else "no login"
    registrar = role_name(site, REGISTRAR)
    yield f"role {registrar}", "no login CREATEROLE"
    yield f"member {role_name(site, OWNER)} has {registrar}", ""
    yield from ((f"member {power} has {registrar}", "") for power in REGISTRARS_POWERS)
    for role in Role:
        yield f"member {role_name(site, role)} has {registrar}", "with admin option"


def _login(login: str, group: str, *, active: bool = True, rows: bool = False) -> dict[str, str]:
    attributes = ("login" if active else "no login") + (" BYPASSRLS" if rows else "")
    facts = {f"role {login}": attributes, f"member {group} has {login}": ""}
    return facts | {f"setting {login} {name}": value for name, value in TIMEOUTS.items()}


def _compared(expected: Facts, found: Facts) -> Iterator[Finding]:
    for key in sorted({*expected, *found}):
        if key not in found:
            yield Finding(Drift.MISSING, *key, expected=expected[key])
        elif key not in expected:
            yield Finding(Drift.EXTRA, *key, found=found[key])
        elif expected[key] != found[key]:
            yield Finding(Drift.OTHER, *key, expected=expected[key], found=found[key])


def weak_doors(live: psycopg.Connection) -> Iterator[Finding]:
    """Lines of pg_hba.conf that let somebody into this record without SCRAM, or over a network without TLS."""
    for name, line in live.execute(_WEAK).fetchall():
        yield Finding(Drift.EXTRA, "doors", name, found=line)


@contextmanager
def _beside(admin_dsn: str) -> Iterator[str]:
    """An empty database on the same server for a block, gone afterwards however it ends."""
    name = f"siaga_check_{uuid4().hex[:12]}"
    with psycopg.connect(admin_dsn, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield make_conninfo(admin_dsn, dbname=name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
