"""`main.py routing import`: the rules of routing of a map, all of them or none, with every fault by its feature."""

import getpass
import os
import sys
from pathlib import Path

from console.commands.places import UnreadableFile
from resources.words import say
from storage.geo import check_rules
from storage.model.ids import new_id
from storage.model.places_file import LARGEST_BYTES, decoded
from storage.model.routing_file import read_rules
from storage.pg.record import connect_person
from storage.service.commands import ImportRoutingRules


def import_rules(file: Path, dsn: str, login: str) -> int:
    """Read the map against the record's agencies and categories, then bring it in as this login.

    `login` is an administrator's or a supervisor's. Raises BadRules, BadPlaces, UnreadableFile, RecordError.
    """
    try:
        with file.open("rb") as opened:
            text = decoded(opened.read(LARGEST_BYTES + 1))
    except OSError as error:
        raise UnreadableFile(str(error), file=str(file), what=error.strerror or "") from error
    password = os.environ.get("SIAGA_ADMINISTRATOR_PASSWORD") or getpass.getpass(f"{login}: ")
    record = connect_person(dsn, login, password)
    try:
        rules = read_rules(text, record.agencies(), record.categories())
        check_rules(rules)
        record.execute(ImportRoutingRules(key=new_id(), rules=rules))
    finally:
        record.close()
    sys.stdout.write(say("routing.command.imported", n=len(rules)) + "\n")
    return 0
