"""What is read of shifts, the log book, handovers and the wall, under the rights of whoever asks."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.shifts import Handover, LogEntry, Side, Signature, SignIn
from storage.model.wall import WallPush
from storage.pg import shift_tables as s
from storage.pg import tables as t
from storage.service.errors import NotFound

Where = sa.ColumnElement[bool]


def sign_ins(connection: sa.Connection, where: Where) -> tuple[SignIn, ...]:
    """In the order they signed in."""
    query = (
        sa.select(s.shift_sign_in, t.person.c.name, t.person.c.role)
        .join(t.person, t.person.c.id == s.shift_sign_in.c.person_id)
        .where(where)
        .order_by(s.shift_sign_in.c.signed_in_at, s.shift_sign_in.c.id)
    )
    return tuple(
        SignIn(
            id=row["id"],
            person_id=row["person_id"],
            person_name=row["name"],
            role=row["role"],
            shift_name=row["shift_name"],
            shift_starts_at=row["shift_starts_at"],
            signed_in_at=row["signed_in_at"],
            signed_out_at=row["signed_out_at"],
        )
        for row in connection.execute(query).mappings()
    )


def log_entries(connection: sa.Connection, where: Where) -> tuple[LogEntry, ...]:
    """In the order they were written."""
    query = (
        sa.select(s.log_entry, t.person.c.name, t.ticket.c.number)
        .join(t.person, t.person.c.id == s.log_entry.c.person_id)
        .outerjoin(t.ticket, t.ticket.c.id == s.log_entry.c.ticket_id)
        .where(where)
        .order_by(s.log_entry.c.at, s.log_entry.c.id)
    )
    rows = connection.execute(query).mappings()
    return tuple(
        LogEntry(row["id"], row["at"], row["name"], row["text"], row["ticket_id"], row["number"] or "") for row in rows
    )


def handovers(connection: sa.Connection, where: Where) -> tuple[Handover, ...]:
    """In the order they were prepared."""
    query = (
        sa.select(s.handover, t.person.c.name)
        .join(t.person, t.person.c.id == s.handover.c.prepared_by)
        .where(where)
        .order_by(s.handover.c.prepared_at, s.handover.c.id)
    )
    rows = list(connection.execute(query).mappings())
    signatures = _signatures(connection, [row["id"] for row in rows])
    return tuple(
        Handover(
            id=row["id"],
            shift_name=row["shift_name"],
            shift_starts_at=row["shift_starts_at"],
            shift_ends_at=row["shift_ends_at"],
            content=row["content"],
            digest=row["digest"],
            prepared_at=row["prepared_at"],
            prepared_by=row["name"],
            signatures=tuple(signatures[row["id"]]),
        )
        for row in rows
    )


def handover(connection: sa.Connection, handover_id: UUID) -> Handover:
    """Raises NotFound."""
    found = handovers(connection, s.handover.c.id == handover_id)
    if not found:
        raise NotFound
    return found[0]


def wall_push(connection: sa.Connection) -> WallPush | None:
    """The one that stands."""
    query = (
        sa.select(s.wall_push, t.person.c.name, t.ticket.c.number)
        .join(t.person, t.person.c.id == s.wall_push.c.pushed_by)
        .outerjoin(t.ticket, t.ticket.c.id == s.wall_push.c.ticket_id)
        .where(s.wall_push.c.released_at.is_(None))
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return WallPush(
        id=row["id"],
        camera_ids=tuple(row["camera_ids"]),
        ticket_id=row["ticket_id"],
        ticket_number=row["number"] or "",
        reason=row["reason"],
        pushed_by=row["name"],
        pushed_at=row["pushed_at"],
    )


def _signatures(connection: sa.Connection, handover_ids: list[UUID]) -> defaultdict[UUID, list[Signature]]:
    found: defaultdict[UUID, list[Signature]] = defaultdict(list)
    signature = s.handover_signature
    query: sa.Select[Any] = (
        sa.select(signature, t.person.c.name)
        .join(t.person, t.person.c.id == signature.c.person_id)
        .where(signature.c.handover_id == sa.any_(sa.literal(handover_ids, sa.ARRAY(sa.Uuid()))))
        .order_by(signature.c.version)
    )
    for row in connection.execute(query).mappings():
        found[row["handover_id"]].append(Signature(Side(row["side"]), row["person_id"], row["name"], row["at"]))
    return found
