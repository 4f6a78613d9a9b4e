"""Administration of logins, through the server's definer functions: an administrator's login suffices, and is needed.

A password never leaves this process: the server gets a SCRAM verifier.
"""

import secrets
from uuid import UUID

import psycopg
import sqlalchemy as sa

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.errors import translated
from storage.pg.unit_of_work import UnitOfWork


def new_password() -> str:
    """A random password of 96 bits that can be read out over a phone."""
    return secrets.token_hex(12)


def verifier(connection: sa.Connection, login: str, password: str) -> str:
    """The SCRAM verifier of a password, made by the client library without asking the server."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


class People:
    """What an administrator may do to logins. Raises Forbidden for anybody else, and for machine and owner roles."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def create(
        self,
        login: str,
        name: str,
        role: Role,
        password: str,
        *,
        agency_id: UUID | None = None,
        must_change: bool = True,
    ) -> UUID:
        """A new person's id; raises AlreadyTaken where the cluster knows the login, Invalid for a bad one."""
        person_id = new_id()
        with self._work.writing() as connection:
            create_person(connection, person_id, login, name, role, password, agency_id, must_change)
        return person_id

    def disable(self, login: str) -> None:
        """No new sessions from now on, and the running ones end."""
        with self._work.writing() as connection:
            connection.execute(sa.select(sa.func.siaga.disable_person(login)))
        self.end_sessions(login)  # those that began before the commit

    def enable(self, login: str) -> None:
        with self._work.writing() as connection:
            connection.execute(sa.select(sa.func.siaga.enable_person(login)))

    def reset_password(self, login: str, one_time: str) -> None:
        """A password that must be changed before anything else; the running sessions end."""
        with self._work.writing() as connection:
            made = verifier(connection, login, one_time)
            connection.execute(sa.select(sa.func.siaga.reset_password(login, made)))
        self.end_sessions(login)

    def end_sessions(self, login: str) -> int:
        with self._work.writing() as connection:
            return int(connection.execute(sa.select(sa.func.siaga.end_sessions(login))).scalar_one())

    def enrol_station(self, login: str, name: str, password: str) -> UUID:
        """A new station's id; the password goes to the station's keyring."""
        station_id = new_id()
        with self._work.writing() as connection:
            enrol_station(connection, station_id, login, name, password)
        return station_id


def connect_people(dsn: str, login: str, password: str) -> tuple[People, UnitOfWork]:
    """An administrator's door; whoever opens it closes the unit of work."""
    work = UnitOfWork(dsn, login, password, application="siaga people")
    work.open()
    return People(work), work


def change_password(dsn: str, login: str, old: str, new: str) -> None:
    """Change one's own password; raises BadLogin where `old` is wrong. Clears must-change.

    A record that is open under the old password lives until it must reconnect: sign in again with the new one.
    """
    work = UnitOfWork(dsn, login, old, application="siaga desk")
    try:
        with work.writing() as connection:
            made = verifier(connection, login, new)
            connection.execute(sa.select(sa.func.siaga.change_my_password(made)))
    finally:
        work.close()


def create_person(
    connection: sa.Connection,
    person_id: UUID,
    login: str,
    name: str,
    role: Role,
    password: str,
    agency_id: UUID | None = None,
    must_change: bool = False,
) -> None:
    """Within the caller's transaction."""
    made = verifier(connection, login, password)
    creating = sa.func.siaga.create_person(person_id, login, name, role.value, agency_id, made, must_change)
    connection.execute(sa.select(creating))


def enrol_station(connection: sa.Connection, station_id: UUID, login: str, name: str, password: str) -> None:
    """Within the caller's transaction."""
    made = verifier(connection, login, password)
    connection.execute(sa.select(sa.func.siaga.enrol_station(station_id, login, name, made)))


def create_intake(admin: sa.Connection, login: str, name: str, password: str) -> UUID:
    """The login of the public's reports, made by the server's superuser within the caller's transaction."""
    person_id = new_id()
    with translated("localhost"):
        made = verifier(admin, login, password)
        admin.execute(sa.select(sa.func.siaga.create_intake(person_id, login, name, made)))
    return person_id
