"""Finding tickets: this part of a person's record on PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from storage.model.people import Role
from storage.model.search import PAGE, PAGE_MOST, Cursor, Page, SavedFilter, TicketFilter, number_of, page_of
from storage.model.tickets import Priority, TicketState
from storage.pg import queries
from storage.pg import tables as t
from storage.pg.search_tables import saved_filter
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import Forbidden, Invalid


class PgSearch:
    """`storage.service.search_port.Search`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def find_tickets(self, wanted: TicketFilter, *, after: Cursor | None = None, limit: int = PAGE) -> Page:
        if not 1 <= limit <= PAGE_MOST:
            raise Invalid(field="limit")
        begin = (after.created_at, after.ticket_id) if after is not None else (None, None)
        finding = sa.func.siaga.find_tickets(sa.cast(asked(wanted), JSONB), *begin, limit + 1, type_=sa.Uuid())
        with self._work.reading() as connection:
            ids = list(connection.execute(sa.select(finding)).scalars())
            tickets = queries.tickets_where(connection, t.ticket.c.id.in_(ids), limit=limit + 1)
        return page_of(tickets, limit)

    def saved_filters(self) -> tuple[SavedFilter, ...]:
        query = (
            sa.select(saved_filter, t.person.c.name.label("owner_name"), t.person.c.login)
            .join(t.person, t.person.c.id == saved_filter.c.owner_id)
            .order_by(saved_filter.c.name, saved_filter.c.id)
        )
        with self._work.reading() as connection:
            if queries.me(connection).role not in (Role.OPERATOR, Role.SUPERVISOR):
                raise Forbidden
            return tuple(_to_saved(row, self._work.login) for row in connection.execute(query).mappings())


def asked(wanted: TicketFilter) -> dict[str, Any]:
    """The fields that are given, as the server's function reads them."""
    number = number_of(wanted.text)
    fields = {name: value for name, value in asdict(wanted).items() if value not in ("", (), None)}
    if number is not None:
        year, count = number
        fields |= {"count": count} if year is None else {"count": count, "year": year}
    return {name: _plain(value) for name, value in fields.items()}


def from_filter(wanted: TicketFilter) -> dict[str, Any]:
    """A filter as it is kept."""
    return {name: _plain(value) for name, value in asdict(wanted).items() if value not in ("", (), None)}


def to_filter(kept: dict[str, Any]) -> TicketFilter:
    """A kept filter; fields and values of a later version are left out, since half a filter is better than no list."""
    known = {state.value for state in TicketState}
    return TicketFilter(
        text=str(kept.get("text", "")),
        states=tuple(TicketState(one) for one in kept.get("states", ()) if one in known),
        categories=tuple(str(one) for one in kept.get("categories", ())),
        priorities=tuple(Priority(one) for one in kept.get("priorities", ()) if one in set(Priority)),
        agency_id=UUID(kept["agency_id"]) if kept.get("agency_id") else None,
        area_code=kept.get("area_code"),
        camera_id=UUID(kept["camera_id"]) if kept.get("camera_id") else None,
        since=datetime.fromisoformat(kept["since"]) if kept.get("since") else None,
        until=datetime.fromisoformat(kept["until"]) if kept.get("until") else None,
        days=int(kept["days"]) if kept.get("days") else None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _to_saved(row: Any, login: str) -> SavedFilter:
    wanted, mine = to_filter(row["filter"]), row["login"] == login
    return SavedFilter(row["id"], row["name"], wanted, row["shared"], row["owner_name"], mine, row["version"])
