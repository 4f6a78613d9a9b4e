"""How the superuser comes in for `main.py db`: over a shared server's address, or to the server that Siaga starts."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from console.settings import Settings
from resources.words import say
from storage.pg.admin import NoRecord, admin_address, with_database
from storage.pg.embedded import EmbeddedServer
from storage.service.errors import BadLogin

DATABASES = {"demo": "siaga_demo"}
PASSWORD = "SIAGA_SUPERUSER_PASSWORD"
"""An environment variable: an argument would stand in the list of processes."""


@contextmanager
def superuser_door(
    settings: Settings, dsn: str, embedded: str, *, superuser: bool = True, made: bool = False
) -> Iterator[str]:
    """A superuser's address of the record, for a block in which an embedded server runs.

    `dsn` has no password: it comes from the socket's peer, libpq's password file, the environment, or is asked for.
    With `superuser=False` another login is let through, such as the backup's; with `made` the database need not be
    there yet.
    """
    if not embedded:
        yield admin_address(dsn, ask_password, superuser=superuser, made=made)
        return
    server = EmbeddedServer(
        settings.embedded_dir,
        name=embedded,
        binaries=settings.postgres_binaries,
        progress=lambda step: tell(say(step.value)),
    )
    if not made and not server.data.exists():
        raise NoRecord(database=embedded)  # looking makes no server
    with server:
        yield with_database(server.admin_dsn(), DATABASES.get(embedded, "siaga"))


def ask_password(login: str) -> str:
    """From the environment, else from whoever sits at the terminal; raises BadLogin where nobody does."""
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise BadLogin
    return getpass.getpass(f"{login}: ")


def tell(line: str) -> None:
    """A step, to the person and not into what a program reads."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
