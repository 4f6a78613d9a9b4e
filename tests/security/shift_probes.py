"""What the lines of the matrix about shifts and the wall are proved with; tests/security/probes.py runs them."""

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]


def shift_signing(world: World) -> Statements:
    insert = (
        "INSERT INTO siaga.shift_sign_in (id, shift_name, shift_starts_at, shift_ends_at)"
        " VALUES (%s, 'malam', '2026-06-01 15:00Z', '2026-06-01 23:00Z')"
    )
    return [
        (insert, (new_id(),)),
        (
            "UPDATE siaga.shift_sign_in SET signed_out_at = now()"
            " WHERE signed_out_at IS NULL AND person_id = siaga.my_person_id()",
            (),
        ),
    ]


def log_writing(world: World) -> Statements:
    prepare = (
        "INSERT INTO siaga.handover (id, shift_name, shift_starts_at, shift_ends_at, content)"
        " VALUES (%s, 'malam', '2026-06-01 15:00Z', '2026-06-01 23:00Z', '{}')"
    )
    return [("INSERT INTO siaga.log_entry (id, text) VALUES (%s, 'Tenang')", (new_id(),)), (prepare, (new_id(),))]


def handover_signing(world: World) -> Statements:
    insert = "INSERT INTO siaga.handover_signature (handover_id, side, digest) VALUES (%s, 'outgoing', %s)"
    return [(insert, (world.handover.id, world.handover.digest))]


def wall_pushing(world: World) -> Statements:
    insert = "INSERT INTO siaga.wall_push (id, camera_ids, reason) VALUES (%s, ARRAY[%s]::uuid[], 'Kecelakaan')"
    return [
        (insert, (new_id(), world.camera)),
        ("UPDATE siaga.wall_push SET released_at = now() WHERE id = %s", (world.push,)),
    ]


def papers_forging(world: World) -> Statements:
    """Each is a name, a time or a text that is not the writer's to set, or a paper that is to stay."""
    other = world.city.person("operator3").me().id
    entry, paper, signed = (world.log_entry,), (world.handover.id,), (world.signed.id,)
    signature = (
        "INSERT INTO siaga.handover_signature (handover_id, side, digest, person_id, version)"
        " VALUES (%s, 'outgoing', %s, %s, 2)"
    )
    late = "INSERT INTO siaga.log_entry (id, text, person_id, at) VALUES (%s, 'x', %s, '2026-01-01')"
    return [
        (signature, (world.handover.id, world.handover.digest, other)),
        (late, (new_id(), other)),
        ("UPDATE siaga.wall_push SET released_at = now(), released_by = pushed_by WHERE id = %s", (world.push,)),
        ("UPDATE siaga.shift_sign_in SET signed_in_at = '2026-01-01'", ()),
        ("UPDATE siaga.wall_push SET reason = 'x' WHERE id = %s", (world.push,)),
        ("UPDATE siaga.log_entry SET text = 'x' WHERE id = %s", entry),
        ("DELETE FROM siaga.log_entry WHERE id = %s", entry),
        ("UPDATE siaga.handover SET content = '{}' WHERE id = %s", paper),
        ("DELETE FROM siaga.handover WHERE id = %s", paper),
        ("UPDATE siaga.handover_signature SET person_id = person_id WHERE handover_id = %s", signed),
        ("DELETE FROM siaga.handover_signature WHERE handover_id = %s", signed),
        ("DELETE FROM siaga.shift_sign_in", ()),
        ("DELETE FROM siaga.wall_push", ()),
    ]
