"""Who reported and who is to be called: the callers' part of a person's record on PostgreSQL."""

from uuid import UUID

import sqlalchemy as sa

from storage.model.callers import Area, Channel, Contact, NumberHistory, Openness, Report, normal_number
from storage.pg import caller_tables as c
from storage.pg import tables as t
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import NotFound


class PgCallers:
    """`storage.service.record.Callers`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def reports(self, ticket_id: UUID) -> tuple[Report, ...]:
        """Raises NotFound for a ticket that whoever asks does not see."""
        with self._work.reading() as connection:
            found = reports_where(connection, c.report.c.ticket_id == ticket_id)
            ticket = sa.select(t.ticket.c.id).where(t.ticket.c.id == ticket_id)
            if not found and connection.execute(ticket).first() is None:
                raise NotFound
            return found

    def number_history(self, caller_number: str) -> NumberHistory:
        """A number that is none, "" or "anonim", has no history and is not asked for."""
        key = normal_number(caller_number)
        if not key:
            return NumberHistory(0, 0)
        counts = (
            sa.select(sa.func.count()).select_from(table).where(table.c.number_key == key).scalar_subquery()
            for table in (c.report, c.nuisance)
        )
        with self._work.reading() as connection:
            reports, nuisances = connection.execute(sa.select(*counts)).one()
        return NumberHistory(reports, nuisances)

    def contacts(self) -> tuple[Contact, ...]:
        """By agency, in the order in which to call."""
        query = (
            sa.select(c.contact)
            .join(t.agency, t.agency.c.id == c.contact.c.agency_id)
            .order_by(t.agency.c.name, c.contact.c.position, c.contact.c.name, c.contact.c.id)
        )
        fields = Contact.__dataclass_fields__
        with self._work.reading() as connection:
            rows = connection.execute(query).mappings()
            return tuple(Contact(**{name: row[name] for name in fields}) for row in rows)

    def areas(self) -> tuple[Area, ...]:
        """In the order of their codes."""
        with self._work.reading() as connection:
            rows = connection.execute(sa.select(c.area).order_by(c.area.c.code.collate("C"))).mappings()
            return tuple(Area(row["code"], row["kecamatan"], row["desa"], row["boundary"]) for row in rows)


def reports_where(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> tuple[Report, ...]:
    """Those of a condition, in the order they came."""
    name = sa.func.coalesce(t.person.c.name, c.report.c.received_by).label("receiver")
    query = sa.select(c.report, name).outerjoin(t.person, t.person.c.login == c.report.c.received_by)
    query = query.where(condition).order_by(c.report.c.received_at, c.report.c.version, c.report.c.id)
    return tuple(_to_report(row) for row in connection.execute(query).mappings())


def _to_report(row: sa.RowMapping) -> Report:
    return Report(
        id=row["id"],
        ticket_id=row["ticket_id"],
        channel=Channel(row["channel"]),
        words=row["words"],
        received_at=row["received_at"],
        received_by=row["receiver"],
        caller_name=row["caller_name"],
        caller_number=row["caller_number"],
        handled_s=row["handled_s"],
        openness=Openness(row["openness"]),
    )
