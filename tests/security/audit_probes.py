"""What the lines of the matrix about the audit's heads and about erasing are proved with."""

from uuid import UUID

from security.conftest import World
from unit.storage.audit_contract import erasing, reports_of

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
_asked: dict[str, UUID] = {}
_kept: set[str] = set()
HEAD = (
    "INSERT INTO siaga.audit_head (id, taken_at, last, rows, digest, public_key, signature)"
    " VALUES (%s, now(), 1, 1, repeat('ab', 32), repeat('ab', 32), repeat('ab', 64))"
)


def head_keeping(world: World) -> Statements:
    return [("SELECT * FROM siaga.audit_rolled(0, 0, '\\x', 1)", ()), (HEAD, (new_id(),))]


def still_noting(world: World) -> Statements:
    note = "SELECT siaga.note_saved_still(%s, %s, now(), repeat('ab', 32))"
    return [(note, (new_id(), world.camera))]


def asking(world: World) -> Statements:
    report = reports_of(world.city, world.mine)[0].id
    return [("SELECT siaga.ask_erasure(%s, 'Permintaan', ARRAY[%s]::uuid[], '', '{}')", (new_id(), report))]


def carrying_out(world: World) -> Statements:
    """Of one erasure that was asked for: carrying it out is rolled back each time."""
    database = world.doors.database
    if database not in _asked:
        _asked[database] = erasing(world.city, report_ids=(reports_of(world.city, world.theirs)[0].id,))
    return [("SELECT siaga.carry_out_erasure(%s)", (_asked[database],))]


def forging(world: World) -> Statements:
    carrying_out(world)  # there are an erasure and a head to forge
    head_first(world)
    return [
        ("UPDATE siaga.audit_chain SET length = length", ()),
        ("DELETE FROM siaga.audit_chain", ()),
        (HEAD.replace("signature)", "signature, kept_by)").replace("64))", "64), 'x')"), (new_id(),)),
        ("UPDATE siaga.audit_head SET kept_by = 'x'", ()),
        ("UPDATE siaga.erasure SET reason = 'x'", ()),
        ("DELETE FROM siaga.erasure", ()),
        ("UPDATE siaga.report SET erased_at = now()", ()),
    ]


def head_first(world: World) -> Statements:
    """One that is there to be read, kept by somebody who may."""
    if world.doors.database not in _kept:
        world.raw("superuser").execute(HEAD, (new_id(),))
        _kept.add(world.doors.database)
    return []


def erasures_reading(world: World) -> Statements:
    carrying_out(world)  # one is there
    return [("SELECT 1 FROM siaga.erasure", ())]
