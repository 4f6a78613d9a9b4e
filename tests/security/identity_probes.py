"""What the lines of the matrix about sealed identities are proved with."""

from uuid import UUID

from security.caller_probes import OPENED_NOW
from security.conftest import World
from unit.storage.identity_contract import ask, decide, sealed

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
_SEALED_NOW = UUID(int=98)
_LIFTED = (
    "UPDATE siaga.unsealing SET granted = true, decided_by = 'x', decided_at = now(),"
    " until = now() + interval '1 day' WHERE id = %s"
)
_OPEN = "SELECT siaga.open_identity(id) FROM siaga.unsealing WHERE granted AND asked_by {} session_user"
_waiting: dict[str, UUID] = {}
_lifted: set[str] = set()
_report: dict[str, UUID] = {}


def bringing_in(world: World) -> Statements:
    ticket = "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'Macet', 'congestion', 2)"
    report = "INSERT INTO siaga.report (id, ticket_id, channel, openness) VALUES (%s, %s, 'telephone', 'confidential')"
    return [(ticket, (OPENED_NOW,)), (report, (_SEALED_NOW, OPENED_NOW))]


def sealing(world: World) -> Statements:
    return [("SELECT siaga.seal_identity(%s, 'Bu Ani', '0812', '')", (_SEALED_NOW,))]


def asking(world: World) -> Statements:
    database = world.doors.database
    if database not in _report:
        _report[database] = sealed(world.city, "dishub").id
    return [("SELECT siaga.ask_unsealing(%s, %s, 'Perlu')", (new_id(), _report[database]))]


def granting(world: World) -> Statements:
    """Of a request that somebody made whose connection no probe uses; each answer is rolled back."""
    database = world.doors.database
    if database not in _waiting:
        _waiting[database] = ask(world.city, sealed(world.city, "dishub"), "operator2")
    return [("SELECT siaga.decide_unsealing(%s, true, '')", (_waiting[database],))]


def lifting(world: World) -> Statements:
    """Seals that were lifted for an operator, for a supervisor and for somebody else are there."""
    if world.doors.database in _lifted:
        return []
    _lifted.add(world.doors.database)
    for login in ("operator1", "supervisor1", "operator3"):
        world.raw("superuser").execute(_LIFTED, (ask(world.city, sealed(world.city, "dishub"), login),))
    return []


def reading_own(world: World) -> Statements:
    return [(_OPEN.format("="), ())]


def reading_others(world: World) -> Statements:
    return [(_OPEN.format("<>"), ())]


def requests_reading(world: World) -> Statements:
    granting(world)  # one is there
    return [("SELECT reason FROM siaga.unsealing", ())]


def table_reading(world: World) -> Statements:
    sealed(world.city)
    return [("SELECT name, number FROM siaga.identity", ())]


def forging(world: World) -> Statements:
    decide(world.city, ask(world.city, sealed(world.city), "operator2"))
    identity = "INSERT INTO siaga.identity (report_id, name, number, contact) VALUES (%s, 'x', 'x', '')"
    request = (
        "INSERT INTO siaga.unsealing (id, report_id, ticket_id, reason, asked_by) VALUES (%s, %s, %s, 'x', 'operator2')"
    )
    return [
        (identity, (new_id(),)),
        (request, (new_id(), new_id(), world.mine)),
        ("UPDATE siaga.identity SET name = 'x'", ()),
        ("UPDATE siaga.unsealing SET until = until + interval '1 day' WHERE granted", ()),
        ("UPDATE siaga.unsealing SET reason = 'x'", ()),
        ("UPDATE siaga.report SET openness = 'open' WHERE openness = 'confidential'", ()),
        ("DELETE FROM siaga.identity", ()),
        ("DELETE FROM siaga.unsealing", ()),
    ]
