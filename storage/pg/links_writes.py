"""Linking tickets and taking links back as writes; the server's triggers judge them."""

import sqlalchemy as sa

from storage.pg.links_tables import ticket_link
from storage.pg.write import write
from storage.service.commands import LinkTicket, UnlinkTicket
from storage.service.errors import NotFound


@write.register
def _link(command: LinkTicket, connection: sa.Connection) -> None:
    values = {
        "id": command.link_id,
        "kind": command.kind,
        "child_id": command.child_id,
        "parent_id": command.parent_id,
        "child_seen": command.child_version,
        "parent_seen": command.parent_version,
        "reason": command.reason,
    }
    connection.execute(sa.insert(ticket_link).values(**values))


@write.register
def _unlink(command: UnlinkTicket, connection: sa.Connection) -> None:
    standing = (ticket_link.c.child_id == command.child_id) & ticket_link.c.ended_at.is_(None)
    values = {"child_seen": command.child_version, "end_reason": command.reason}
    if connection.execute(sa.update(ticket_link).where(standing).values(**values)).rowcount == 0:
        raise NotFound
