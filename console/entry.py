"""How a desk comes into its record: the database, its station, and who sits down first."""

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from resources.errors import SiagaError


class NoStation(SiagaError):
    """This machine is not enrolled, or its station file cannot be read; facts: file, what."""

    word = "console.station.missing"


class NoWall(SiagaError):
    """This machine's station file holds no login for a wall; facts: file."""

    word = "wall.command.no_login"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login of the database; `repr` shows no password."""

    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    credentials: Credentials


@dataclass(frozen=True, slots=True)
class Entry:
    """`dsn` holds neither user nor password. `people` and `first` are the demo's alone."""

    dsn: str
    station: Credentials
    demo: bool = False
    first: Credentials | None = None
    people: tuple[DemoPerson, ...] = ()


def read_station(file: Path) -> Credentials:
    """The enrolled station's login from its 0600 file. Raises NoStation."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        return Credentials(str(stored["login"]), str(stored["password"]))
    except FileNotFoundError as error:
        raise NoStation(str(error), file=str(file), what="-") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoStation(type(error).__name__, file=str(file), what=type(error).__name__) from error


def read_wall(file: Path) -> Credentials:
    """The wall's login beside the station's, in the same file. Raises NoWall."""
    try:
        stored = json.loads(file.read_text("utf-8"))["wall"]
        return Credentials(str(stored["login"]), str(stored["password"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoWall(type(error).__name__, file=str(file)) from error


def write_secret(file: Path, content: dict[str, object]) -> None:
    """Write JSON that only this account may read, whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
