"""The commands of crews as writes; the server's triggers judge them."""

import sqlalchemy as sa

from storage.model.ids import new_id
from storage.pg.crew_tables import unit, unit_task
from storage.pg.write import write
from storage.service.commands import SaveUnit, SendUnit
from storage.service.errors import Forbidden, NotFound, Stale


@write.register
def _save_unit(command: SaveUnit, connection: sa.Connection) -> None:
    one = command.unit
    values = {"call_sign": one.call_sign, "kind": one.kind, "status": one.status, "active": one.active}
    if one.version == 0:
        connection.execute(sa.insert(unit).values(id=one.id, agency_id=one.agency_id, **values))
        return
    mine = (unit.c.id == one.id) & (unit.c.version == one.version)
    if connection.execute(sa.update(unit).where(mine).values(**values)).rowcount == 0:
        seen = connection.execute(sa.select(unit.c.version).where(unit.c.id == one.id)).scalar()
        if seen is None:
            raise NotFound
        raise Forbidden if seen == one.version else Stale


@write.register
def _send_unit(command: SendUnit, connection: sa.Connection) -> None:
    values = {"unit_id": command.unit_id, "assignment_id": command.assignment_id}
    connection.execute(sa.insert(unit_task).values(id=new_id(), **values))
