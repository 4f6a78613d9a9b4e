"""What the lines of the matrix about routing, transfers and exercises are proved with."""

from collections.abc import Callable

from security.caller_probes import OPENED_NOW
from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
PROPOSE = (
    "INSERT INTO siaga.transfer (id, assignment_id, to_agency_id, reason, seen_version) VALUES (%s, %s, %s, 'x', %s)"
)
ANSWER = "SELECT siaga.answer_transfer(%s, %s, 'Alasan', %s)"
IN_EXERCISE = "INSERT INTO siaga.ticket (id, title, category, priority, exercise_id) VALUES (%s, 'x', 'flood', 2, %s)"
MAKE_REAL = "UPDATE siaga.ticket SET act = 'make_real', said = 'Sungguhan' WHERE id = %s"


def rule_saving(world: World) -> Statements:
    insert = "INSERT INTO siaga.routing_rule (id, name, agency_id) VALUES (%s, 'Uji', %s)"
    return [(insert, (new_id(), world.city.agencies["pupr"])), ("UPDATE siaga.routing_rule SET enabled = false", ())]


def routing_keeping(world: World) -> Statements:
    insert = "INSERT INTO siaga.routing (ticket_id, candidates) VALUES (%s, ARRAY[%s]::uuid[])"
    return [(insert, (OPENED_NOW, world.city.agencies["pupr"]))]


def proposing(theirs: bool = False) -> Callable[[World], Statements]:
    def statements(world: World) -> Statements:
        r = world.routing
        part, version = (r.their_part, r.their_version) if theirs else (r.part, r.part_version)
        return [(PROPOSE, (new_id(), part, world.city.agencies["pupr"], version))]

    return statements


def answering(theirs: bool = False) -> Callable[[World], Statements]:
    """An agency answers what it was asked and withdraws what it asked; of others' neither."""

    def statements(world: World) -> Statements:
        r = world.routing
        if theirs:
            asked = (r.their_offer, r.their_offer_version)
            return [
                (ANSWER, (asked[0], act, asked[1]))
                for act in ("accept_transfer", "refuse_transfer", "withdraw_transfer")
            ]
        return [
            (ANSWER, (r.offer, "accept_transfer", r.offer_version)),
            (ANSWER, (r.offer, "refuse_transfer", r.offer_version)),
            (ANSWER, (r.made, "withdraw_transfer", r.made_version)),
        ]

    return statements


def transfer_reading(which: str) -> Callable[[World], Statements]:
    query = "SELECT reason FROM siaga.transfer WHERE id = %s"
    return lambda world: [(query, (getattr(world.routing, which),))]


def exercise_ending(world: World) -> Statements:
    return [("UPDATE siaga.exercise SET ended_at = now() WHERE id = %s", (world.routing.exercise,))]


def exercise_starting(world: World) -> Statements:
    return [("INSERT INTO siaga.exercise (id, name) VALUES (%s, 'Simulasi gempa')", (new_id(),))]


def exercise_opening(world: World) -> Statements:
    return [(IN_EXERCISE, (new_id(), world.routing.exercise))]


def real_making(world: World) -> Statements:
    return [(MAKE_REAL, (world.routing.drill,))]


def routing_forging(world: World) -> Statements:
    """An assignment handed on without consent, an answer under another's name, a mark taken off or put on, old news."""
    r = world.routing
    handed = (
        "UPDATE siaga.assignment SET state = 'rejected', act = 'transfer', said = 'x', seen_version = %s WHERE id = %s"
    )
    forged = (
        "INSERT INTO siaga.transfer (id, ticket_id, assignment_id, from_agency_id, to_agency_id, state)"
        " SELECT gen_random_uuid(), ticket_id, id, agency_id, %s, 'accepted' FROM siaga.assignment WHERE id = %s"
    )
    return [
        (handed, (r.part_version, r.part)),
        (forged, (world.city.agencies["pupr"], r.part)),
        ("UPDATE siaga.transfer SET state = 'accepted' WHERE id = %s", (r.offer,)),
        ("UPDATE siaga.transfer SET proposed_by = 'operator2' WHERE id = %s", (r.offer,)),
        ("DELETE FROM siaga.transfer", ()),
        ("UPDATE siaga.ticket SET exercise = true WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.ticket SET exercise_id = %s WHERE id = %s", (r.exercise, world.mine)),
        ("UPDATE siaga.ticket SET road = 'village' WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.exercise SET started_by = started_by", ()),
        ("DELETE FROM siaga.exercise", ()),
        ("UPDATE siaga.routing SET followed = true", ()),
        ("DELETE FROM siaga.routing_rule", ()),
        ("SELECT siaga.hand_on(x) FROM siaga.transfer x WHERE x.id = %s", (r.offer,)),
    ]
