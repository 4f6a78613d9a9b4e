"""What the superuser does once for a site: a database, and the first administrator."""

import psycopg
from psycopg import sql

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.people import create_person, new_password
from storage.security.check import weak_doors
from storage.service.errors import RecordError


def create_database(admin_dsn: str, name: str) -> bool:
    """Make the database if it is not there; whether it was made. `admin_dsn` leads to another one of the cluster."""
    with translated(host_of(admin_dsn)), psycopg.connect(admin_dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return True


class AlreadyFounded(RecordError):
    """There is a record with an administrator in this database; facts: database."""

    word = "operations.init.already"


class WeakDoors(RecordError):
    """The server lets somebody in without SCRAM, or over a network without TLS; facts: where."""

    word = "operations.init.weak_doors"


def refuse_weak_doors(connection: psycopg.Connection) -> None:
    """Raises WeakDoors by the lines of the server's pg_hba.conf."""
    found = [f"{one.name}: {one.found}" for one in weak_doors(connection)]
    if found:
        raise WeakDoors(where="; ".join(found))


def refuse_founded(admin_dsn: str) -> None:
    """Raises AlreadyFounded; a record whose founding was interrupted has no administrator yet."""
    with translated(host_of(admin_dsn)), psycopg.connect(admin_dsn) as connection:
        there = connection.execute("SELECT to_regclass('siaga.person') IS NOT NULL, current_database()").fetchone()
        assert there is not None
        query = "SELECT 1 FROM siaga.person WHERE role = 'administrator'"
        if there[0] and connection.execute(query).fetchone():
            raise AlreadyFounded(database=str(there[1]))


def first_administrator(admin_dsn: str, login: str) -> str:
    """Make an administrator who makes all others; the one-time password. Raises AlreadyTaken."""
    password = new_password()
    engine = admin_engine(admin_dsn)
    try:
        with translated(host_of(admin_dsn)), engine.begin() as connection:
            create_person(connection, new_id(), login, login, Role.ADMINISTRATOR, password, must_change=True)
    finally:
        engine.dispose()
    return password
