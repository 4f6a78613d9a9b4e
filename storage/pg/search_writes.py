"""Filters that people keep as writes; the server's trigger and row policies judge them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.pg.search import from_filter
from storage.pg.search_tables import saved_filter
from storage.pg.write import write
from storage.service.commands import RemoveFilter, SaveFilter
from storage.service.errors import Forbidden, NotFound


@write.register
def _save(command: SaveFilter, connection: sa.Connection) -> None:
    values = {"name": command.name, "filter": from_filter(command.filter), "shared": command.shared}
    adding = insert(saved_filter).values(id=command.filter_id, **values)
    new = adding.on_conflict_do_nothing(index_elements=["id"]).returning(saved_filter.c.id)
    if connection.execute(new).first() is not None:
        return
    mine = saved_filter.c.id == command.filter_id
    if connection.execute(sa.update(saved_filter).where(mine).values(**values)).rowcount == 0:
        raise Forbidden  # another's


@write.register
def _remove(command: RemoveFilter, connection: sa.Connection) -> None:
    mine = saved_filter.c.id == command.filter_id
    if connection.execute(sa.delete(saved_filter).where(mine)).rowcount:
        return
    seen = connection.execute(sa.select(saved_filter.c.id).where(mine)).first()
    raise NotFound if seen is None else Forbidden
