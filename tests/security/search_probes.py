"""What the lines of the matrix about finding tickets and keeping filters are proved with."""

from collections.abc import Callable

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
KEEP = "INSERT INTO siaga.saved_filter (id, name, filter, shared) VALUES (%s, 'Banjir', '{}', %s)"


def finding(which: str) -> Callable[[World], Statements]:
    find = "SELECT FROM siaga.find_tickets('{}', NULL, NULL, 200) found WHERE found = %s"
    return lambda world: [(find, (getattr(world, which),))]


def filter_keeping(shared: bool) -> Callable[[World], Statements]:
    return lambda world: [(KEEP, (new_id(), shared))]


def filter_forging(world: World) -> Statements:
    return [
        ("UPDATE siaga.saved_filter SET owner_id = owner_id WHERE id = %s", (world.saved_filter,)),
        ("UPDATE siaga.saved_filter SET version = 7 WHERE id = %s", (world.saved_filter,)),
        ("DELETE FROM siaga.saved_filter WHERE id = %s", (world.saved_filter,)),
    ]
