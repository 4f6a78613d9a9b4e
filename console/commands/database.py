"""`main.py station enrol`: what an administrator does once for a machine at a shared database."""

import getpass
import os
import re
import sys

from console.entry import write_secret
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import say
from storage.model.people import Role
from storage.pg.people import connect_people, new_password


class NotWritten(SiagaError):
    """A file that must be written was not; facts: file, what."""

    word = "console.command.not_written"


def enrol_station(settings: Settings, dsn: str, administrator: str, name: str, *, wall: bool = False) -> int:
    """Make a station's login under the administrator's, and keep its secret in a file of this account alone.

    With `wall` also a login that may only read, so that `main.py wall` needs no person.
    """
    password = os.environ.get("SIAGA_ADMINISTRATOR_PASSWORD") or getpass.getpass(f"{administrator}: ")
    suffix = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    login, secret = f"station_{suffix}", new_password()
    content: dict[str, object] = {"login": login, "password": secret}
    people, work = connect_people(dsn, administrator, password)
    file = settings.station_file or settings.data_dir / "station.json"
    try:
        people.enrol_station(login, name, secret)
        if wall:
            wall_login, wall_secret = f"wall_{suffix}", new_password()
            people.create(wall_login, name, Role.WALL, wall_secret, must_change=False)
            content["wall"] = {"login": wall_login, "password": wall_secret}
        write_secret(file, content)
    except OSError as error:
        raise NotWritten(str(error), file=str(file), what=error.strerror or "") from error
    finally:
        work.close()
    sys.stdout.write(say("console.command.enrolled", login=login, file=str(file)) + "\n")
    return 0
