"""What the lines of the matrix about crews and vehicles are proved with."""

from collections.abc import Callable

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
INSERT = "INSERT INTO siaga.unit (id, agency_id, call_sign) VALUES (%s, %s, %s)"
SEND = "INSERT INTO siaga.unit_task (id, unit_id, assignment_id) VALUES (%s, %s, %s)"


def unit_reading(which: str) -> Callable[[World], Statements]:
    query = "SELECT call_sign FROM siaga.unit WHERE id = %s"
    return lambda world: [(query, (getattr(world.routing, which),))]


def unit_saving(theirs: bool = False) -> Callable[[World], Statements]:
    def statements(world: World) -> Statements:
        agency, unit = ("polri", world.routing.their_unit) if theirs else ("dishub", world.routing.unit)
        return [
            (INSERT, (new_id(), world.city.agencies[agency], f"Regu {new_id().hex[-8:]}")),
            ("UPDATE siaga.unit SET status = 'off_duty' WHERE id = %s", (unit,)),
        ]

    return statements


def unit_sending(theirs: bool = False) -> Callable[[World], Statements]:
    def statements(world: World) -> Statements:
        r = world.routing
        return [(SEND, (new_id(), *((r.their_unit, r.their_part) if theirs else (r.unit, r.part))))]

    return statements


def unit_forging(world: World) -> Statements:
    sent = world.routing.sent_unit
    return [
        ("UPDATE siaga.unit SET status = 'available' WHERE id = %s", (sent,)),
        ("UPDATE siaga.unit SET since = now() - interval '1 hour' WHERE id = %s", (sent,)),
        ("UPDATE siaga.unit SET agency_id = agency_id WHERE id = %s", (sent,)),
        ("UPDATE siaga.unit_task SET state = 'ended', ended_at = now() WHERE unit_id = %s", (sent,)),
        ("DELETE FROM siaga.unit_task WHERE unit_id = %s", (sent,)),
        ("DELETE FROM siaga.unit_task", ()),
    ]
