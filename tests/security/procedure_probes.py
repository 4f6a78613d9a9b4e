"""What the lines of the matrix about procedures are proved with."""

from collections.abc import Callable
from uuid import UUID

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
ANSWER = (
    "INSERT INTO siaga.step_answer (id, ticket_id, step, answer, seen_version)"
    " SELECT %s, t.id, %s, 'done', t.version FROM siaga.ticket t WHERE t.id = %s"
)
FORGED = (
    "INSERT INTO siaga.step_answer"
    " (id, ticket_id, category, step, answer, seen_version, number, answered_by, answered_at)"
    " VALUES (%s, %s, 'congestion', 'dishub', 'done', %s, 99, %s, '2020-01-01Z')"
)


def answering(which: str, step: str) -> Callable[[World], Statements]:
    return lambda world: [(ANSWER, (new_id(), step, _ticket(world, which)))]


def reading(which: str) -> Callable[[World], Statements]:
    tables = ("step_answer", "ticket_procedure")
    return lambda world: [
        (f"SELECT FROM siaga.{table} WHERE ticket_id = %s", (_ticket(world, which),)) for table in tables
    ]


def seeing(world: World) -> Statements:
    return [("SELECT siaga.see_notice(%s)", (world.notice,))]


def forging(world: World) -> Statements:
    """Names, times and versions are the server's; a procedure and an answer are written once."""
    other = world.city.person("operator3").me().id
    version = world.city.detail(world.mine).ticket.version
    mine = (world.mine,)
    return [
        (FORGED, (new_id(), world.mine, version, other)),
        ("UPDATE siaga.step_answer SET answer = 'no' WHERE ticket_id = %s", mine),
        ("UPDATE siaga.step_answer SET answered_by = answered_by WHERE ticket_id = %s", mine),
        ("DELETE FROM siaga.step_answer WHERE ticket_id = %s AND answer = 'skip'", mine),
        ("UPDATE siaga.ticket_procedure SET fixed_at = now() WHERE ticket_id = %s", mine),
        ("UPDATE siaga.procedure SET body = body", ()),
        ("INSERT INTO siaga.procedure (category, version, body) SELECT category, 99, body FROM siaga.procedure", ()),
        ("UPDATE siaga.procedure_notice SET seen_at = now(), seen_by = %s WHERE id = %s", (other, world.notice)),
        ("DELETE FROM siaga.procedure_notice WHERE id = %s", (world.notice,)),
    ]


def _ticket(world: World, which: str) -> UUID:
    ticket: UUID = getattr(world, which)
    return ticket
