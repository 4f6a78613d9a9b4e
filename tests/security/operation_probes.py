"""What the lines of the matrix about messages out and backups are proved with; probes.py runs them."""

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
DIGEST = "ab" * 32


def message_taking(world: World) -> Statements:
    message, claim = world.message
    return [
        ("SELECT * FROM siaga.claim_messages(10, 60)", ()),
        ("SELECT siaga.settle_message(%s, %s, 'sent')", (message, claim)),
    ]


def backup_noting(world: World) -> Statements:
    return [("SELECT siaga.note_backup(%s, %s, 1)", (new_id(), DIGEST))]


def forging(world: World) -> Statements:
    message = (
        "INSERT INTO siaga.outbox (id, kind, ticket_id, agency_id, ticket_state, expires_at)"
        " VALUES (%s, 'dispatch', %s, %s, 'new', now())"
    )
    backup = "INSERT INTO siaga.backup (id, sha256, bytes, revision) VALUES (%s, %s, 1, 'r')"
    return [
        (message, (new_id(), world.mine, world.city.agencies["pupr"])),
        ("UPDATE siaga.outbox SET state = 'sent'", ()),
        ("DELETE FROM siaga.outbox", ()),
        (backup, (new_id(), DIGEST)),
        ("UPDATE siaga.backup SET made_at = now()", ()),
        ("DELETE FROM siaga.backup", ()),
        (
            "SELECT siaga.write_message('dispatch', t, 'new', NULL, %s) FROM siaga.ticket t WHERE id = %s",
            (world.city.agencies["pupr"], world.mine),
        ),
    ]
