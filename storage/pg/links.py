"""Tickets that belong together: this part of a person's record on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from math import cos, radians
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.callers import Report
from storage.model.links import NEAR_M, Draft, Likeness, Link, LinkKind, likeness, ranked
from storage.model.people import Role
from storage.model.tickets import OPEN_STATES
from storage.pg import queries
from storage.pg import tables as t
from storage.pg.caller_tables import report
from storage.pg.callers import reports_where
from storage.pg.links_tables import ticket_link
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import Forbidden

_SINCE = timedelta(days=14)
_DEGREE_M = 111_320.0
_CANDIDATES_MOST = 200


class PgLinks:
    """`storage.service.links_port.Links`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def links(self, ticket_id: UUID) -> tuple[Link, ...]:
        child, parent = t.ticket.alias("child"), t.ticket.alias("parent")
        query = (
            sa.select(ticket_link, child.c.number.label("child_number"), parent.c.number.label("parent_number"))
            .add_columns(t.person.c.name.label("linked_name"), child.c.version.label("child_version"))
            .join(child, child.c.id == ticket_link.c.child_id)
            .join(parent, parent.c.id == ticket_link.c.parent_id)
            .join(t.person, t.person.c.id == ticket_link.c.linked_by)
            .where(ticket_link.c.ended_at.is_(None))
            .where((ticket_link.c.child_id == ticket_id) | (ticket_link.c.parent_id == ticket_id))
            .order_by(ticket_link.c.child_id != ticket_id, ticket_link.c.linked_at, ticket_link.c.id)
        )
        with self._work.reading() as connection:
            return tuple(_to_link(row) for row in connection.execute(query).mappings())

    def alike(self, draft: Draft) -> tuple[Likeness, ...]:
        with self._work.reading() as connection:
            if queries.me(connection).role in (Role.AGENCY, Role.INTAKE):
                raise Forbidden
            tickets = queries.tickets_where(connection, _candidates(draft), limit=_CANDIDATES_MOST)
            found = [one for ticket in tickets if (one := likeness(draft, ticket)) is not None]
            stills = _first_stills(connection, [one.ticket.id for one in found])
        return ranked([replace(one, still_id=stills.get(one.ticket.id)) for one in found])

    def subscribers(self, ticket_id: UUID) -> tuple[Report, ...]:
        with self._work.reading() as connection:
            mine = sa.select(t.ticket.c.id).where((t.ticket.c.id == ticket_id) | (t.ticket.c.duplicate_of == ticket_id))
            return reports_where(connection, report.c.ticket_id.in_(mine))


def _candidates(draft: Draft) -> sa.ColumnElement[bool]:
    """Open tickets of the last weeks at the same camera, in the same village, or in a box around the point."""
    c = t.ticket.c
    places: list[sa.ColumnElement[bool]] = []
    if draft.camera_id is not None:
        places.append(c.camera_id == draft.camera_id)
    if draft.area_code is not None:
        places.append(c.area_code == draft.area_code)
    if draft.latitude is not None and draft.longitude is not None:
        up = 2 * NEAR_M / _DEGREE_M
        along = up / max(0.01, cos(radians(draft.latitude)))
        near = c.latitude.between(draft.latitude - up, draft.latitude + up)
        places.append(near & c.longitude.between(draft.longitude - along, draft.longitude + along))
    apart = c.created_at.between(draft.at - _SINCE, draft.at + _SINCE)
    return c.state.in_(sorted(OPEN_STATES)) & c.duplicate_of.is_(None) & apart & sa.or_(sa.false(), *places)


def _first_stills(connection: sa.Connection, ticket_ids: list[UUID]) -> dict[UUID, UUID]:
    query = sa.select(t.still.c.ticket_id, t.still.c.id).where(t.still.c.ticket_id.in_(ticket_ids))
    newest_first = query.order_by(t.still.c.taken_at.desc(), t.still.c.id.desc())
    return {row.ticket_id: row.id for row in connection.execute(newest_first)}  # the last one written is the oldest


def _to_link(row: Any) -> Link:
    return Link(
        id=row["id"],
        kind=LinkKind(row["kind"]),
        child_id=row["child_id"],
        child_number=row["child_number"],
        parent_id=row["parent_id"],
        parent_number=row["parent_number"],
        linked_by=row["linked_name"],
        linked_at=row["linked_at"],
        reason=row["reason"],
        child_version=row["child_version"],
    )
