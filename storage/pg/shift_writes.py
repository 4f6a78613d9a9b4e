"""The commands of shifts, log book, handover and wall as writes; the server's triggers judge them."""

import sqlalchemy as sa

from storage.model.ids import new_id
from storage.pg import shift_tables as s
from storage.pg.write import write
from storage.service.commands import (
    PrepareHandover,
    PushToWall,
    ReleaseWall,
    SignHandover,
    SignInToShift,
    SignOutOfShift,
    WriteLog,
)
from storage.service.errors import NotFound, Stale


@write.register
def _sign_in(command: SignInToShift, connection: sa.Connection) -> None:
    connection.execute(sa.insert(s.shift_sign_in).values(id=new_id(), **_span(command)))


@write.register
def _sign_out(command: SignOutOfShift, connection: sa.Connection) -> None:
    signed = s.shift_sign_in.c
    mine = (signed.person_id == sa.func.siaga.my_person_id()) & signed.signed_out_at.is_(None)
    connection.execute(sa.update(s.shift_sign_in).where(mine).values(signed_out_at=sa.func.now()))


@write.register
def _write_log(command: WriteLog, connection: sa.Connection) -> None:
    values = {"id": command.entry_id, "text": command.text, "ticket_id": command.ticket_id}
    connection.execute(sa.insert(s.log_entry).values(**values))


@write.register
def _prepare(command: PrepareHandover, connection: sa.Connection) -> None:
    values = {"id": command.handover_id, "content": command.content, **_span(command)}
    connection.execute(sa.insert(s.handover).values(**values))


@write.register
def _sign(command: SignHandover, connection: sa.Connection) -> None:
    known = sa.select(s.handover.c.id).where(s.handover.c.id == command.handover_id)
    if connection.execute(known).first() is None:
        raise NotFound
    values = {"handover_id": command.handover_id, "side": command.side, "digest": command.digest}
    connection.execute(sa.insert(s.handover_signature).values(**values))


@write.register
def _push(command: PushToWall, connection: sa.Connection) -> None:
    cameras = sa.literal(list(command.camera_ids), sa.ARRAY(sa.Uuid()))
    values = {"id": command.push_id, "ticket_id": command.ticket_id, "reason": command.reason}
    connection.execute(sa.insert(s.wall_push).values(camera_ids=cameras, **values))


@write.register
def _release(command: ReleaseWall, connection: sa.Connection) -> None:
    standing = (s.wall_push.c.id == command.push_id) & s.wall_push.c.released_at.is_(None)
    if connection.execute(sa.update(s.wall_push).where(standing).values(released_at=sa.func.now())).rowcount:
        return
    row = connection.execute(sa.select(s.wall_push.c.released_at).where(s.wall_push.c.id == command.push_id)).first()
    if row is None:
        raise NotFound
    # Somebody released it or pushed anew in between.
    raise Stale


def _span(command: SignInToShift | PrepareHandover) -> dict[str, object]:
    span = command.span
    return {"shift_name": span.name, "shift_starts_at": span.starts_at, "shift_ends_at": span.ends_at}
