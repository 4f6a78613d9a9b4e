"""What the superuser does once for a site: a database, and the first administrator."""

import psycopg
from psycopg import sql

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.people import create_person, new_password


def create_database(admin_dsn: str, name: str) -> bool:
    """Make the database if it is not there; whether it was made. `admin_dsn` leads to another one of the cluster."""
    with translated(host_of(admin_dsn)), psycopg.connect(admin_dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return True


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
