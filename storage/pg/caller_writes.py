"""The commands of reports, pictures, contacts and places as writes; the server's triggers judge them."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert

from storage.model.callers import normal_number
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
    """What stands already as it is imported is left alone, so that nobody hears of it."""
    if command.areas:
        saving = insert(c.area)
        names = {name: saving.excluded[name] for name in ("kecamatan", "desa")}
        # A list of names takes no boundary away.
        boundary = sa.func.coalesce(sa.func.nullif(saving.excluded.boundary, ""), c.area.c.boundary)
        _upsert(connection, saving, c.area.c.code, {**names, "boundary": boundary}, command.areas)
    if command.places:
        saving = insert(t.place)
        fields = ("name", "kecamatan", "desa", "latitude", "longitude")
        _upsert(connection, saving, t.place.c.id, {name: saving.excluded[name] for name in fields}, command.places)


def _upsert(
    connection: sa.Connection, saving: Insert, key: sa.Column[Any], changed: dict[str, Any], rows: tuple[Any, ...]
) -> None:
    columns = saving.table.columns
    differs = sa.or_(*(columns[name].is_distinct_from(value) for name, value in changed.items()))
    saving = saving.on_conflict_do_update(index_elements=[key], set_=changed, where=differs)
    connection.execute(saving, [asdict(row) for row in rows])


def _assert_seen(connection: sa.Connection, ticket_id: UUID) -> None:
    """Raises NotFound for a ticket that whoever asks does not see."""
    if connection.execute(sa.select(t.ticket.c.id).where(t.ticket.c.id == ticket_id)).first() is None:
        raise NotFound
