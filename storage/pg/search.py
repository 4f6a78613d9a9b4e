"""Finding tickets: this part of a person's record on PostgreSQL."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar
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

T = TypeVar("T")


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
    fields, number = from_filter(wanted), number_of(wanted.text)
    if number is not None:
        year, count = number
        fields |= {"count": count} if year is None else {"count": count, "year": year}
    return fields


def from_filter(wanted: TicketFilter) -> dict[str, Any]:
    """A filter as it is kept."""
    return {name: _plain(value) for name, value in asdict(wanted).items() if value not in ("", (), None)}


def to_filter(kept: dict[str, Any]) -> TicketFilter:
    """A kept filter. What is of a later version, or no value at all, is left out: half a filter is better than no list.

    The server keeps whatever a client sends here, and one that nobody could read would end the list of all.
    """
    known, days = {state.value for state in TicketState}, kept.get("days")
    return TicketFilter(
        text=_said(kept, "text"),
        states=tuple(TicketState(one) for one in _each(kept, "states", str) if one in known),
        categories=tuple(_each(kept, "categories", str)),
        priorities=tuple(Priority(one) for one in _each(kept, "priorities", int) if one in set(Priority)),
        agency_id=_read(UUID, _said(kept, "agency_id")),
        area_code=_said(kept, "area_code") or None,
        camera_id=_read(UUID, _said(kept, "camera_id")),
        since=_read(_aware, _said(kept, "since")),
        until=_read(_aware, _said(kept, "until")),
        days=days if type(days) is int and 0 < days < 10_000 else None,
    )


def _said(kept: dict[str, Any], name: str) -> str:
    found = kept.get(name)
    return found if isinstance(found, str) else ""


def _each(kept: dict[str, Any], name: str, kind: type[T]) -> list[T]:
    found = kept.get(name)
    return [one for one in found if type(one) is kind] if isinstance(found, list) else []


def _read(how: Callable[[str], T], text: str) -> T | None:
    try:
        return how(text) if text else None
    except ValueError:
        return None


def _aware(text: str) -> datetime:
    """Raises ValueError for no time, and for one that does not say where it is so late."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _to_saved(row: Any, login: str) -> SavedFilter:
    wanted, mine = to_filter(row["filter"]), row["login"] == login
    return SavedFilter(row["id"], row["name"], wanted, row["shared"], row["owner_name"], mine, row["version"])
