"""The cheap half of the check, that every sign-in can make: row policies hold, and no trigger is set aside.

It needs no expectation and no right but to look, and costs a millisecond. The whole comparison is `check`.
"""

from importlib.resources import files

import sqlalchemy as sa

from storage.service.errors import RecordError


class Unguarded(RecordError):
    """The server no longer enforces the record's rules; facts: what (a table or trigger)."""

    word = "operations.unguarded"


def assert_guarded(connection: sa.Connection) -> None:
    """Raises Unguarded before anything is read or written in a record whose rules are switched off."""
    query = files("storage.security").joinpath("sql", "unguarded.sql").read_text("utf-8")
    found = connection.exec_driver_sql(query).scalars().all()
    if found:
        raise Unguarded(what=str(found[0]))
