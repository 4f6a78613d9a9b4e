"""Procedures: this part of a person's record on PostgreSQL."""

from uuid import UUID

import sqlalchemy as sa

from storage.model.people import Role
from storage.model.procedure_file import procedure_of
from storage.model.procedures import NoticeKind, ProcedureNotice, ProcedureRun, StepAnswer, Words
from storage.pg import procedure_tables as p
from storage.pg import tables as t
from storage.pg.queries import me
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import Forbidden, NotFound

_TOLD = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR})


class PgProcedures:
    """`storage.service.procedure_port.Procedures`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def procedure_run(self, ticket_id: UUID) -> ProcedureRun | None:
        with self._work.reading() as connection:
            return _run(connection, ticket_id)

    def procedure_notices(self) -> tuple[ProcedureNotice, ...]:
        with self._work.reading() as connection:
            role = me(connection).role
            if role is Role.INTAKE:
                raise Forbidden
            return _notices(connection) if role in _TOLD else ()


def _run(connection: sa.Connection, ticket_id: UUID) -> ProcedureRun | None:
    ticket, fixed = t.ticket.c, p.ticket_procedure.c
    joined = t.ticket.outerjoin(
        p.ticket_procedure, (fixed.ticket_id == ticket.id) & (fixed.category == ticket.category)
    )
    joined = joined.outerjoin(
        p.procedure, (p.procedure.c.category == fixed.category) & (p.procedure.c.version == fixed.version)
    )
    query = sa.select(ticket.version.label("seen"), p.procedure).select_from(joined).where(ticket.id == ticket_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound
    if row["body"] is None:
        return None
    procedure = procedure_of(row["category"], row["version"], row["body"])
    return ProcedureRun(ticket_id, row["seen"], procedure, _answers(connection, ticket_id, procedure.category))


def _answers(connection: sa.Connection, ticket_id: UUID, category: str) -> tuple[StepAnswer, ...]:
    answer = p.step_answer.c
    query = (
        sa.select(p.step_answer, t.person.c.name)
        .join(t.person, t.person.c.id == answer.answered_by)
        .where(answer.ticket_id == ticket_id, answer.category == category)
        .order_by(answer.number)
    )
    return tuple(
        StepAnswer(
            id=row["id"],
            step=row["step"],
            answer=row["answer"],
            by=row["name"],
            at=row["answered_at"],
            note=row["note"],
            reason=row["reason"],
            still_id=row["still_id"],
        )
        for row in connection.execute(query).mappings()
    )


def _notices(connection: sa.Connection) -> tuple[ProcedureNotice, ...]:
    notice = p.procedure_notice.c
    query = (
        sa.select(p.procedure_notice, t.ticket.c.number, t.person.c.name)
        .join(t.ticket, t.ticket.c.id == notice.ticket_id)
        .join(t.person, t.person.c.id == notice.made_by)
        .where(notice.seen_at.is_(None))
        .order_by(notice.made_at, notice.id)
    )
    return tuple(
        ProcedureNotice(
            id=row["id"],
            ticket_id=row["ticket_id"],
            ticket_number=row["number"],
            kind=NoticeKind(row["kind"]),
            steps=row["steps"],
            text=Words(**row["text"]),
            reason=row["reason"],
            by=row["name"],
            at=row["made_at"],
        )
        for row in connection.execute(query).mappings()
    )
