"""The way back in when no administrator can sign in any more: on the server itself, by its superuser."""

import psycopg
from psycopg import sql

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.admin import assert_local, assert_superuser, connected, role_prefix
from storage.pg.logins import scram
from storage.pg.people import new_password
from storage.security.roles import role_name
from storage.service.errors import RecordError


class NoAdministrator(RecordError):
    """This login is not an administrator's; facts: login."""

    word = "operations.recover.no_administrator"


def recover(admin_dsn: str, login: str) -> str:
    """Let an administrator in again, also one who was disabled; the one-time password, to be changed first.

    Their sessions end. A login that the record does not know becomes a new administrator where there is none that is
    active. The audit has it under the superuser's name. Raises NotSuperuser, NotLocal for an address over a network,
    NoAdministrator for anybody else's login.
    """
    assert_superuser(admin_dsn)
    assert_local(admin_dsn)
    password = new_password()
    with connected(admin_dsn) as connection:
        group = role_name(role_prefix(connection), Role.ADMINISTRATOR)
        found = connection.execute("SELECT id, role FROM siaga.person WHERE login = %s", (login,)).fetchone()
        if found is None:
            person_id = _appoint(connection, login, password)
        elif found[1] != Role.ADMINISTRATOR:
            raise NoAdministrator(login=login)
        else:
            person_id = found[0]
            _let_in(connection, login, password, group)
        connection.execute("SELECT siaga.write_audit('person', %s, 'recover', '{}', '')", (person_id,))
    return password


def _appoint(connection: psycopg.Connection, login: str, password: str) -> object:
    active = "SELECT 1 FROM siaga.person WHERE role = 'administrator' AND active"
    if connection.execute(active).fetchone():
        raise NoAdministrator(login=login)
    person_id = new_id()
    making = "SELECT siaga.create_person(%s, %s, %s, 'administrator', NULL, %s, true)"
    connection.execute(making, (person_id, login, login, scram(connection, login, password)))
    return person_id


def _let_in(connection: psycopg.Connection, login: str, password: str, group: str) -> None:
    """The login as it was made, whatever became of it: it may have been taken away from the cluster."""
    role = sql.Identifier(login)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    connection.execute(
        sql.SQL(
            "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT"
            " CONNECTION LIMIT 30 VALID UNTIL 'infinity'"
        ).format(role)
    )
    member = "SELECT 1 FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole"
    if not connection.execute(member, (group, role.as_string())).fetchone():
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), role))
    connection.execute("SELECT siaga.enable_person(%s)", (login,))
    connection.execute("SELECT siaga.reset_password(%s, %s)", (login, scram(connection, login, password)))
