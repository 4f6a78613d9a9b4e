"""The rules of routing and the exercise that runs: their part of a person's record on PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from storage.model.exercise import Exercise
from storage.model.routing import RoadClass, RoutingRule
from storage.model.tickets import Transfer
from storage.pg import routing_tables as r
from storage.pg import tables as t
from storage.pg.unit_of_work import UnitOfWork


class PgRouting:
    """`RoutingRules` and `Exercises` of storage.service; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def routing_rules(self) -> tuple[RoutingRule, ...]:
        query = sa.select(r.routing_rule).order_by(r.routing_rule.c.name, r.routing_rule.c.id)
        with self._work.reading() as connection:
            return tuple(_to_rule(row) for row in connection.execute(query).mappings())

    def exercise(self) -> Exercise | None:
        query = (
            sa.select(r.exercise, t.person.c.name.label("starter"))
            .join(t.person, t.person.c.id == r.exercise.c.started_by)
            .where(r.exercise.c.ended_at.is_(None))
        )
        with self._work.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else Exercise(row["id"], row["name"], row["started_at"], row["starter"])


def transfers(connection: sa.Connection, ticket_ids: Iterable[UUID]) -> defaultdict[UUID, list[Transfer]]:
    """Those of these tickets that wait for an answer and that whoever asks may see, by ticket."""
    giver, taker = t.agency.alias("giver"), t.agency.alias("taker")
    query = (
        sa.select(r.transfer, giver.c.name.label("giver"), taker.c.name.label("taker"))
        .join(giver, giver.c.id == r.transfer.c.from_agency_id)
        .join(taker, taker.c.id == r.transfer.c.to_agency_id)
        .where(r.transfer.c.state == "proposed")
        .where(r.transfer.c.ticket_id == sa.any_(sa.literal(list(ticket_ids), sa.ARRAY(sa.Uuid()))))
        .order_by(r.transfer.c.proposed_at, r.transfer.c.id)
    )
    found: defaultdict[UUID, list[Transfer]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["ticket_id"]].append(
            Transfer(
                id=row["id"],
                assignment_id=row["assignment_id"],
                from_agency_id=row["from_agency_id"],
                from_agency=row["giver"],
                to_agency_id=row["to_agency_id"],
                to_agency=row["taker"],
                reason=row["reason"],
                proposed_at=row["proposed_at"],
            )
        )
    return found


def _to_rule(row: sa.RowMapping) -> RoutingRule:
    return RoutingRule(
        id=row["id"],
        name=row["name"],
        agency_id=row["agency_id"],
        category=row["category"] or "",
        road=RoadClass(row["road"]) if row["road"] else None,
        boundary=row["boundary"],
        enabled=row["enabled"],
        version=row["version"],
    )
