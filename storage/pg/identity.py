"""Sealed identities: this part of a person's record on PostgreSQL."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.identity import Identity, Unsealing
from storage.pg import tables as t
from storage.pg.identity_tables import unsealing
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import NotFound

_SEALED = sa.text("SELECT name, number, contact, until FROM siaga.sealed_identity(:id)")


class PgIdentities:
    """`storage.service.identity_port.Identities`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def unsealings(self, ticket_id: UUID | None = None) -> tuple[Unsealing, ...]:
        u, asker, decider = unsealing.c, t.person.alias("asker"), t.person.alias("decider")
        wanted = u.decided_at.is_(None) if ticket_id is None else u.ticket_id == ticket_id
        query = (
            sa.select(unsealing, t.ticket.c.number.label("ticket_number"))
            .add_columns(sa.func.coalesce(asker.c.name, u.asked_by).label("asker"))
            .add_columns(sa.func.coalesce(decider.c.name, u.decided_by, "").label("decider"))
            .join(t.ticket, t.ticket.c.id == u.ticket_id)
            .outerjoin(asker, asker.c.login == u.asked_by)
            .outerjoin(decider, decider.c.login == u.decided_by)
            .where(wanted)
            .order_by(u.asked_at, u.id)
        )
        with self._work.reading() as connection:
            return tuple(_to_unsealing(row) for row in connection.execute(query).mappings())

    def identity(self, unsealing_id: UUID) -> Identity:
        with self._work.reading() as connection:
            row = connection.execute(_SEALED, {"id": unsealing_id}).one_or_none()
        if row is None:
            raise NotFound
        return Identity(row.name, row.number, row.contact, row.until)


def _to_unsealing(row: sa.RowMapping) -> Unsealing:
    same = ("id", "report_id", "ticket_id", "reason", "asked_at", "decided_at", "granted", "said", "until")
    values: dict[str, Any] = {name: row[name] for name in (*same, "readings", "version")}
    names = {"asked_login": row["asked_by"], "asked_by": row["asker"], "decided_by": row["decider"]}
    return Unsealing(ticket_number=row["ticket_number"] or "", **names, **values)
