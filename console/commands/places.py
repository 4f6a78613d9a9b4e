"""`main.py places import`: a site's own landmarks and areas, all of a file or nothing of it."""

import getpass
import os
import sys
from pathlib import Path

from resources.errors import SiagaError
from resources.words import say
from storage.geo import check_boundaries
from storage.model.ids import new_id
from storage.model.places_file import LARGEST_BYTES, decoded, read_csv, read_geojson, with_known_ids
from storage.pg.record import connect_person
from storage.service.commands import ImportPlaces

_READERS = {".csv": read_csv, ".geojson": read_geojson, ".json": read_geojson}


class UnreadableFile(SiagaError):
    """A file of places that cannot be opened; facts: file, what."""

    word = "places.command.unreadable"


class UnknownFormat(SiagaError):
    """A file whose name ends in nothing that is known; facts: file."""

    word = "places.command.unknown_format"


def import_places(file: Path, dsn: str, login: str) -> int:
    """Read the file before anybody is asked for a password, then bring it in as this login; prints what came in.

    `login` is an administrator's or a supervisor's. Raises BadPlaces, UnreadableFile, UnknownFormat, RecordError.
    """
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise UnknownFormat(file=str(file))
    places, areas = reader(decoded(_content(file)))
    check_boundaries(areas)
    password = os.environ.get("SIAGA_ADMINISTRATOR_PASSWORD") or getpass.getpass(f"{login}: ")
    record = connect_person(dsn, login, password)
    try:
        places = with_known_ids(places, record.places())
        record.execute(ImportPlaces(key=new_id(), places=places, areas=areas))
    finally:
        record.close()
    sys.stdout.write(say("places.command.imported", landmarks=len(places), areas=len(areas)) + "\n")
    return 0


def _content(file: Path) -> bytes:
    """The file's bytes, of one that is too large just enough to be refused."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(str(error), file=str(file), what=error.strerror or "") from error
