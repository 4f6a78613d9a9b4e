"""What a database says of its own protection: one line a fact, so that two can be compared."""

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, LiteralString

import psycopg

Facts = Mapping[tuple[str, str], str]
"""(kind, name) -> what the catalog says."""


class Part(StrEnum):
    """A kind of fact; the value names its query."""

    RELATIONS = "relations"
    COLUMNS = "columns"
    CONSTRAINTS = "constraints"
    POLICIES = "policies"
    TRIGGERS = "triggers"
    FUNCTIONS = "functions"
    GRANTS = "grants"
    ROLES = "role_facts"


def schema_facts(connection: psycopg.Connection[Any]) -> Facts:
    """Of everything in the record's schema, and of who may come into this database."""
    connection.execute("SET LOCAL search_path = pg_catalog")  # names are then written out, the same on either side
    found = {}
    for part in Part:
        if part is not Part.ROLES:
            rows = connection.execute(query_of(part)).fetchall()
            found.update({(part.value, name): value for name, value in rows})
    return found


def role_facts(connection: psycopg.Connection[Any], site: str, logins: list[str]) -> Facts:
    rows = connection.execute(query_of(Part.ROLES), {"site": site, "logins": logins}).fetchall()
    return {(Part.ROLES.value, name): value for name, value in rows}


def query_of(part: Part) -> LiteralString:
    return files("storage.security").joinpath("sql", f"{part.value}.sql").read_text("utf-8")
