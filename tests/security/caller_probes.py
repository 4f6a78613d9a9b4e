"""What the lines of the matrix about reports, contacts and places are proved with; probes.py runs them."""

from collections.abc import Callable
from uuid import UUID

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
REPORT = "INSERT INTO siaga.report (id, ticket_id, channel, words) VALUES (%s, %s, 'telephone', 'Macet')"
OPENED_NOW = UUID(int=99)


def report_reading(ticket: str) -> Callable[[World], Statements]:
    query = "SELECT words, caller_name, caller_number FROM siaga.report WHERE ticket_id = %s"
    return lambda world: [(query, (getattr(world, ticket),))]


def report_counting(world: World) -> Statements:
    return [
        ("SELECT channel, received_at FROM siaga.report WHERE ticket_id = %s", (world.theirs,)),
        ("SELECT noted_at FROM siaga.nuisance", ()),
    ]


def report_adding(world: World) -> Statements:
    return [(REPORT, (new_id(), world.reported))]


def opening_now(world: World) -> Statements:
    insert = "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'Macet', 'congestion', 2)"
    return [(insert, (OPENED_NOW,))]


def report_bringing(world: World) -> Statements:
    return [(REPORT, (new_id(), OPENED_NOW))]


def nuisance_noting(world: World) -> Statements:
    return [("INSERT INTO siaga.nuisance (id, channel) VALUES (%s, 'telephone')", (new_id(),))]


def still_keeping(ticket: str) -> Callable[[World], Statements]:
    insert = "INSERT INTO siaga.still (id, ticket_id, jpeg) VALUES (%s, %s, '\\xffd8ffe0')"
    return lambda world: [(insert, (new_id(), getattr(world, ticket)))]


def contact_saving(world: World) -> Statements:
    insert = "INSERT INTO siaga.contact (id, agency_id, name) VALUES (%s, %s, 'Regu jaga')"
    return [
        (insert, (new_id(), world.city.agencies["pupr"])),
        ("UPDATE siaga.contact SET phone = '021-555-0199'", ()),
    ]


def places_importing(world: World) -> Statements:
    area = "INSERT INTO siaga.area (code, kecamatan, desa) VALUES ('99.99.99.9999', 'Uji', 'Uji')"
    return [
        ("INSERT INTO siaga.place (id, name) VALUES (%s, 'Pasar Uji')", (new_id(),)),
        ("UPDATE siaga.place SET latitude = -6, longitude = 107", ()),
        (area, ()),
        ("UPDATE siaga.area SET boundary = ''", ()),
    ]


def report_forging(world: World) -> Statements:
    report = "INSERT INTO siaga.report (id, ticket_id, channel, {}) VALUES (%s, %s, 'telephone', {})"
    forged = {"received_by": "'operator2'", "received_at": "'2020-01-01'", "version": "9"}
    nuisance = "INSERT INTO siaga.nuisance (id, channel, {}) VALUES (%s, 'telephone', {})"
    return [
        *((report.format(column, value), (new_id(), world.mine)) for column, value in forged.items()),
        (nuisance.format("noted_by", "'operator2'"), (new_id(),)),
        (nuisance.format("noted_at", "'2020-01-01'"), (new_id(),)),
        ("UPDATE siaga.report SET words = 'Tidak ada apa-apa' WHERE ticket_id = %s", (world.mine,)),
        ("UPDATE siaga.ticket SET reports = 9 WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.ticket SET channel = 'radio' WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.gazetteer SET version = 9", ()),
        ("DELETE FROM siaga.report", ()),
        ("DELETE FROM siaga.nuisance", ()),
        ("DELETE FROM siaga.contact", ()),
    ]
