"""The commands of reports, pictures, contacts and places as writes; the server's triggers judge them."""

import json
from collections.abc import Collection
from dataclasses import asdict
from importlib.resources import files
from uuid import UUID

import sqlalchemy as sa

from storage.model.callers import Area, normal_number
from storage.model.cameras import Place
from storage.model.ids import new_id
from storage.pg import caller_tables as c
from storage.pg import tables as t
from storage.pg.keep_report import keep_report
from storage.pg.write import write
from storage.service.commands import AddReport, AddStill, ImportPlaces, NoteNuisance, SaveContact
from storage.service.errors import Forbidden, NotFound, Stale


@write.register
def _add_report(command: AddReport, connection: sa.Connection) -> None:
    _assert_seen(connection, command.ticket_id)
    keep_report(connection, command.ticket_id, command.report)


@write.register
def _add_still(command: AddStill, connection: sa.Connection) -> None:
    _assert_seen(connection, command.ticket_id)
    still = {"ticket_id": command.ticket_id, "camera_id": command.camera_id, "jpeg": command.jpeg}
    connection.execute(sa.insert(t.still).values(id=new_id(), **still))


@write.register
def _note_nuisance(command: NoteNuisance, connection: sa.Connection) -> None:
    number = {"caller_number": command.caller_number, "number_key": normal_number(command.caller_number)}
    connection.execute(sa.insert(c.nuisance).values(id=new_id(), channel=command.channel, **number))


@write.register
def _save_contact(command: SaveContact, connection: sa.Connection) -> None:
    values = asdict(command.contact)
    contact_id, version = values.pop("id"), values.pop("version")
    contact = c.contact.c
    if version == 0:
        connection.execute(sa.insert(c.contact).values(id=contact_id, **values))
        return
    mine = (contact.id == contact_id) & (contact.version == version)
    if connection.execute(sa.update(c.contact).where(mine).values(**values)).rowcount == 0:
        seen = connection.execute(sa.select(contact.version).where(contact.id == contact_id)).scalar()
        if seen is None:
            raise NotFound
        raise Forbidden if seen == version else Stale


@write.register
def _import_places(command: ImportPlaces, connection: sa.Connection) -> None:
    _bring_in(connection, "import_areas", {area.code: area for area in command.areas}.values())
    _bring_in(connection, "import_places", {place.id: place for place in command.places}.values())


def _bring_in(connection: sa.Connection, name: str, rows: Collection[Area | Place]) -> None:
    """By a statement of sql/: one for all rows, so that the audit tells of one import."""
    if not rows:
        return
    statement = sa.text(files("storage.pg").joinpath("sql", f"{name}.sql").read_text("utf-8"))
    connection.execute(statement, {"rows": json.dumps([asdict(row) for row in rows], default=str)})


def _assert_seen(connection: sa.Connection, ticket_id: UUID) -> None:
    """Raises NotFound for a ticket that whoever asks does not see."""
    if connection.execute(sa.select(t.ticket.c.id).where(t.ticket.c.id == ticket_id)).first() is None:
        raise NotFound
