"""The commands of routing rules, transfers and exercises as writes; the server's triggers judge them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.model.routing import RoutingRule
from storage.pg import routing_tables as r
from storage.pg.write import write
from storage.service.commands import EndExercise, ImportRoutingRules, SaveRoutingRule, StartExercise
from storage.service.errors import Forbidden, NotFound, Stale


@write.register
def _save_rule(command: SaveRoutingRule, connection: sa.Connection) -> None:
    rule, kept = command.rule, r.routing_rule.c
    if rule.version == 0:
        connection.execute(sa.insert(r.routing_rule).values(id=rule.id, **_columns(rule)))
        return
    mine = (kept.id == rule.id) & (kept.version == rule.version)
    if connection.execute(sa.update(r.routing_rule).where(mine).values(**_columns(rule))).rowcount == 0:
        seen = connection.execute(sa.select(kept.version).where(kept.id == rule.id)).scalar()
        if seen is None:
            raise NotFound
        raise Forbidden if seen == rule.version else Stale


@write.register
def _import_rules(command: ImportRoutingRules, connection: sa.Connection) -> None:
    """In the order of their ids, so that two imports at once wait and do not deadlock."""
    for rule in sorted(command.rules, key=_id):
        columns = _columns(rule)
        saving = insert(r.routing_rule).values(id=rule.id, **columns)
        differs = sa.or_(*(r.routing_rule.c[name].is_distinct_from(saving.excluded[name]) for name in columns))
        connection.execute(saving.on_conflict_do_update(index_elements=["id"], set_=columns, where=differs))


@write.register
def _start_exercise(command: StartExercise, connection: sa.Connection) -> None:
    connection.execute(sa.insert(r.exercise).values(id=command.exercise_id, name=command.name))


@write.register
def _end_exercise(command: EndExercise, connection: sa.Connection) -> None:
    mine = r.exercise.c.id == command.exercise_id
    if connection.execute(sa.update(r.exercise).where(mine).values(ended_at=sa.func.now())).rowcount == 0:
        if connection.execute(sa.select(r.exercise.c.id).where(mine)).first() is None:
            raise NotFound
        raise Forbidden


def _columns(rule: RoutingRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "agency_id": rule.agency_id,
        "category": rule.category or None,
        "road": rule.road or "",
        "boundary": rule.boundary,
        "enabled": rule.enabled,
    }


def _id(rule: RoutingRule) -> UUID:
    return rule.id
