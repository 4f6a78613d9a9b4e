"""What the lines of the matrix about tickets that belong together are proved with."""

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
LINK = (
    "INSERT INTO siaga.ticket_link (id, kind, child_id, parent_id, child_seen, parent_seen)"
    " SELECT %s, 'duplicate', c.id, p.id, c.version, p.version FROM siaga.ticket c, siaga.ticket p"
    " WHERE c.id = %s AND p.id = %s"
)
UNLINK = (
    "UPDATE siaga.ticket_link l SET child_seen = t.version, end_reason = 'Keliru'"
    " FROM siaga.ticket t WHERE t.id = l.child_id AND l.id = %s"
)


def linking(world: World) -> Statements:
    return [(LINK, (new_id(), world.reported, world.theirs)), (UNLINK, (world.link,))]


def link_forging(world: World) -> Statements:
    return [
        ("UPDATE siaga.ticket_link SET linked_by = linked_by WHERE id = %s", (world.link,)),
        ("UPDATE siaga.ticket_link SET parent_id = child_id WHERE id = %s", (world.link,)),
        ("UPDATE siaga.ticket_link SET ended_at = now(), ended_by = linked_by WHERE id = %s", (world.link,)),
        ("DELETE FROM siaga.ticket_link WHERE id = %s", (world.link,)),
        ("UPDATE siaga.ticket SET duplicate_of = NULL WHERE id = %s", (world.linked,)),
        ("UPDATE siaga.ticket SET duplicates = 7 WHERE id = %s", (world.theirs,)),
        ("UPDATE siaga.ticket SET part_of = NULL WHERE id = %s", (world.linked,)),
    ]  # fmt: skip
