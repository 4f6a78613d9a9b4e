"""The commands of procedures as writes; the server's triggers judge them."""

from uuid import UUID

import sqlalchemy as sa

from storage.model.ids import new_id
from storage.model.procedures import SKIP
from storage.pg import procedure_tables as p
from storage.pg import tables as t
from storage.pg.write import write
from storage.service.commands import AnswerStep, SeeNotice, SkipStep
from storage.service.errors import NotFound


@write.register
def _answer_step(command: AnswerStep, connection: sa.Connection) -> None:
    _must_see(connection, command.ticket_id)
    still_id = None
    if command.still is not None:
        still_id = new_id()
        still = {"ticket_id": command.ticket_id, "camera_id": command.camera_id, "jpeg": command.still}
        connection.execute(sa.insert(t.still).values(id=still_id, **still))
    said = {"answer": command.answer, "note": command.note, "reason": command.reason}
    _insert(connection, command.ticket_id, command.expected_version, step=command.step, still_id=still_id, **said)


@write.register
def _skip_step(command: SkipStep, connection: sa.Connection) -> None:
    _must_see(connection, command.ticket_id)
    said = {"answer": SKIP, "reason": command.reason}
    _insert(connection, command.ticket_id, command.expected_version, step=command.step, **said)


@write.register
def _see_notice(command: SeeNotice, connection: sa.Connection) -> None:
    connection.execute(sa.select(sa.func.siaga.see_notice(command.notice_id)))


def _insert(connection: sa.Connection, ticket_id: UUID, seen: int, **values: object) -> None:
    row = {"id": new_id(), "ticket_id": ticket_id, "seen_version": seen, **values}
    connection.execute(sa.insert(p.step_answer).values(**row))


def _must_see(connection: sa.Connection, ticket_id: UUID) -> None:
    if connection.execute(sa.select(t.ticket.c.id).where(t.ticket.c.id == ticket_id)).first() is None:
        raise NotFound
