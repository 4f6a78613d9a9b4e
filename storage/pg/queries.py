"""What is read of the record, under the row policies of whoever asks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.acts import allowed
from storage.model.cameras import Camera, Place
from storage.model.feed import Change
from storage.model.people import Agency, Person
from storage.model.sightings import SightingRow
from storage.model.tickets import OPEN_STATES, Assignment, Category, Priority, Still, Ticket, TicketDetail
from storage.pg import tables as t
from storage.pg.caller_tables import area
from storage.pg.routing import transfers
from storage.pg.rows import to_assignment, to_camera, to_change, to_person, to_ticket, to_timeline_entry
from storage.service.errors import Forbidden, NotFound


def me(connection: sa.Connection) -> Person:
    """The person behind the login; raises Forbidden for a login that is none of this record's people."""
    row = _one(connection, sa.select(t.person).where(t.person.c.login == sa.func.session_user()))
    if row is None:
        raise Forbidden("this login is no person of the record")
    return to_person(row)


def cameras(connection: sa.Connection) -> tuple[Camera, ...]:
    return tuple(to_camera(row) for row in _rows(connection, sa.select(t.camera).order_by(t.camera.c.number)))


def agencies(connection: sa.Connection) -> tuple[Agency, ...]:
    rows = _rows(connection, sa.select(t.agency).order_by(t.agency.c.name))
    return tuple(Agency(row["id"], row["code"], row["name"]) for row in rows)


def categories(connection: sa.Connection) -> tuple[Category, ...]:
    rows = _rows(connection, sa.select(t.category).order_by(t.category.c.position))
    return tuple(
        Category(r["code"], r["name_id"], r["name_en"], Priority(r["priority"]), r["agency_code"]) for r in rows
    )


def places(connection: sa.Connection) -> tuple[Place, ...]:
    rows = _rows(connection, sa.select(t.place).order_by(t.place.c.kecamatan, t.place.c.name))
    return tuple(Place(r["id"], r["name"], r["kecamatan"], r["desa"], r["latitude"], r["longitude"]) for r in rows)


def tickets(connection: sa.Connection, *, open_only: bool, limit: int) -> tuple[Ticket, ...]:
    """Open ones by priority, then the oldest first; all of them newest first."""
    if open_only:
        query = _ticket_query().where(t.ticket.c.state.in_(sorted(OPEN_STATES)))
        query = query.order_by(t.ticket.c.priority, t.ticket.c.created_at, t.ticket.c.id)
    else:
        query = _ticket_query().order_by(t.ticket.c.created_at.desc(), t.ticket.c.id.desc())
    rows = _rows(connection, query.limit(limit))
    return _to_tickets(connection, rows)


def tickets_where(connection: sa.Connection, condition: sa.ColumnElement[bool], *, limit: int) -> tuple[Ticket, ...]:
    """Those of a condition, the newest first."""
    query = _ticket_query().where(condition).order_by(t.ticket.c.created_at.desc(), t.ticket.c.id.desc())
    rows = _rows(connection, query.limit(limit))
    return _to_tickets(connection, rows)


def ticket(connection: sa.Connection, ticket_id: UUID) -> Ticket:
    """Raises NotFound, also where the ticket is there but not to be seen by whoever asks."""
    row = _one(connection, _ticket_query().where(t.ticket.c.id == ticket_id))
    if row is None:
        raise NotFound
    return _to_tickets(connection, [row])[0]


def ticket_detail(connection: sa.Connection, ticket_id: UUID) -> TicketDetail:
    found = ticket(connection, ticket_id)
    actor = sa.func.coalesce(t.person.c.name, t.station.c.name, t.audit.c.actor).label("actor_name")
    timeline = _rows(
        connection,
        sa.select(t.audit, actor)
        .outerjoin(t.person, t.person.c.login == t.audit.c.actor)
        .outerjoin(t.station, t.station.c.login == t.audit.c.actor)
        .where(t.audit.c.subject == "ticket", t.audit.c.subject_id == ticket_id)
        .order_by(t.audit.c.number),
    )
    still_query = sa.select(t.still.c.id).where(t.still.c.ticket_id == ticket_id)
    stills = connection.execute(still_query.order_by(t.still.c.taken_at, t.still.c.id)).scalars()
    return TicketDetail(
        ticket=found,
        timeline=tuple(to_timeline_entry(row) for row in timeline),
        still_ids=tuple(stills),
        acts=allowed(found, me(connection)),
    )


def still(connection: sa.Connection, still_id: UUID) -> Still:
    row = _one(connection, sa.select(t.still).where(t.still.c.id == still_id))
    if row is None:
        raise NotFound
    return Still(row["id"], row["ticket_id"], row["camera_id"], row["taken_at"], row["sha256"], bytes(row["jpeg"]))


def sightings(connection: sa.Connection, *, since: datetime, camera_id: UUID | None = None) -> tuple[SightingRow, ...]:
    """Those seen at or after `since`, in the order they were seen."""
    query = sa.select(t.sighting).where(t.sighting.c.seen_at >= since)
    if camera_id is not None:
        query = query.where(t.sighting.c.camera_id == camera_id)
    fields = SightingRow.__dataclass_fields__
    rows = _rows(connection, query.order_by(t.sighting.c.seen_at, t.sighting.c.id))
    return tuple(SightingRow(**{name: row[name] for name in fields}) for row in rows)


def feed_position(connection: sa.Connection) -> int:
    """The number of the newest committed change, seen or not."""
    return int(connection.execute(sa.select(t.feed_counter.c.number)).scalar_one())


def changes_since(connection: sa.Connection, number: int, *, limit: int) -> tuple[Change, ...]:
    query = sa.select(t.change).where(t.change.c.number > number).order_by(t.change.c.number).limit(limit)
    return tuple(to_change(row) for row in _rows(connection, query))


def changes_of(connection: sa.Connection, key: UUID) -> tuple[Change, ...]:
    """What the command with this key changed."""
    query = sa.select(t.change).where(t.change.c.command_key == key).order_by(t.change.c.number)
    return tuple(to_change(row) for row in _rows(connection, query))


def is_my_key(connection: sa.Connection, key: UUID) -> bool:
    """Whether a command's key was used by this login; others' keys are not to be seen."""
    return connection.execute(sa.select(t.command.c.key).where(t.command.c.key == key)).first() is not None


def _ticket_query() -> sa.Select[Any]:
    joined = t.ticket.outerjoin(t.person, t.person.c.id == t.ticket.c.owner_id)
    joined = joined.outerjoin(area, area.c.code == t.ticket.c.area_code)
    columns = [column for column in t.ticket.c if column is not t.ticket.c.words]  # as large as the texts themselves
    return sa.select(*columns, t.person.c.name.label("owner_name"), area.c.kecamatan, area.c.desa).select_from(joined)


def _to_tickets(connection: sa.Connection, rows: Sequence[sa.RowMapping]) -> tuple[Ticket, ...]:
    ids = [row["id"] for row in rows]
    assignments, proposed = _assignments(connection, ids), transfers(connection, ids)
    return tuple(to_ticket(row, assignments[row["id"]], proposed[row["id"]]) for row in rows)


def _assignments(connection: sa.Connection, ticket_ids: Iterable[UUID]) -> defaultdict[UUID, list[Assignment]]:
    found: defaultdict[UUID, list[Assignment]] = defaultdict(list)
    following = t.agency.alias("following")
    query = (
        sa.select(t.assignment, t.agency.c.name.label("agency_name"), following.c.name.label("next_agency"))
        .join(t.agency, t.agency.c.id == t.assignment.c.agency_id)
        .outerjoin(following, following.c.id == t.assignment.c.next_agency_id)
        .where(t.assignment.c.ticket_id == sa.any_(sa.literal(list(ticket_ids), sa.ARRAY(sa.Uuid()))))
        .order_by(t.assignment.c.dispatched_at, t.assignment.c.id)
    )
    for row in _rows(connection, query):
        found[row["ticket_id"]].append(to_assignment(row))
    return found


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[sa.RowMapping]:
    return list(connection.execute(query).mappings())


def _one(connection: sa.Connection, query: sa.Select[Any]) -> sa.RowMapping | None:
    return connection.execute(query).mappings().one_or_none()
