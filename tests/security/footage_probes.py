"""What the lines of the matrix about recorded pictures, moving cameras and cameras' hours are proved with."""

import json
from collections.abc import Callable

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
LOCK = (
    "INSERT INTO siaga.footage_lock (id, camera_id, since, until, reason, days)"
    " VALUES (%s, %s, '2026-11-24 05:00Z', '2026-11-24 06:00Z', 'Diminta Polri', 30)"
)
EXPORT = (
    "INSERT INTO siaga.evidence_export"
    " (id, reason, folder, manifest_sha256, key_fingerprint, files, bytes, gaps_s)"
    " VALUES (%s, 'Diminta Polri', 'Bukti', repeat('ab', 32), 'SHA256:abc', 1, 1, 0)"
)
SPAN = (
    "INSERT INTO siaga.evidence_span (export_id, position, camera_id, since, until)"
    " VALUES (%s, 0, %s, '2026-11-24 05:00Z', '2026-11-24 06:00Z')"
)


def bookmark_setting(world: World) -> Statements:
    insert = "INSERT INTO siaga.bookmark (id, camera_id, at, text) VALUES (%s, %s, now(), 'Truk')"
    return [(insert, (new_id(), world.camera))]


def bookmark_removing(which: str) -> Callable[[World], Statements]:
    update = "UPDATE siaga.bookmark SET removed_at = now() WHERE id = %s"
    return lambda world: [(update, (getattr(world, which),))]


def footage_locking(world: World) -> Statements:
    return [(LOCK, (new_id(), world.camera))]


def footage_releasing(world: World) -> Statements:
    update = "UPDATE siaga.footage_lock SET released_at = now(), release_reason = 'Selesai' WHERE id = %s"
    return [(update, (world.lock,))]


def export_beginning(world: World) -> Statements:
    """The export that the spans of `export_keeping` belong to, in one transaction with them."""
    return [(EXPORT, (world.new_export,))]


def export_keeping(world: World) -> Statements:
    return [(SPAN, (world.new_export, world.camera))]


def ptz_taking(world: World) -> Statements:
    return [
        ("SELECT siaga.take_ptz(%s, '')", (world.movable,)),
        ("SELECT siaga.release_ptz(%s)", (world.movable,)),
    ]


def ptz_taking_over(world: World) -> Statements:
    return [("SELECT siaga.take_ptz(%s, 'Kebakaran')", (world.moved,))]


def hours_writing(world: World) -> Statements:
    hour = {"camera_id": str(world.camera), "hour": "2026-11-24T05:00:00Z", "watched_s": 60, "lost_s": 0}
    hour |= {"frozen_s": 0, "late_s": 0, "reconnects": 0, "delay_s": 0, "bytes": 0, "tampered_s": 0}
    return [("SELECT siaga.write_camera_hours(%s)", (json.dumps([hour]),))]


def footage_forging(world: World) -> Statements:
    """Each is a name, a time or a number that is not the writer's to set, or a row that is to stay."""
    other = world.city.person("operator3").me().id
    mark, lock, export = (world.bookmark,), (world.lock,), (world.export,)
    late_span = SPAN.replace(", 0, ", ", 9, ")
    return [
        (
            "INSERT INTO siaga.bookmark (id, camera_id, at, text, made_by, version) VALUES (%s, %s, now(), 'x', %s, 1)",
            (new_id(), world.camera, other),
        ),
        ("UPDATE siaga.bookmark SET text = 'x' WHERE id = %s", mark),
        ("UPDATE siaga.bookmark SET made_by = made_by WHERE id = %s", mark),
        ("UPDATE siaga.footage_lock SET until = since + interval '1 second' WHERE id = %s", lock),
        ("UPDATE siaga.footage_lock SET expires_at = now() WHERE id = %s", lock),
        ("UPDATE siaga.evidence_export SET manifest_sha256 = repeat('cd', 32) WHERE id = %s", export),
        ("UPDATE siaga.evidence_span SET until = until WHERE export_id = %s", export),
        (
            late_span.replace("since, until)", "since, until, version)").replace("06:00Z')", "06:00Z', 9)"),
            (world.export, world.camera),
        ),
        ("UPDATE siaga.ptz_hold SET until = now() + interval '1 day' WHERE camera_id = %s", (world.moved,)),
        ("UPDATE siaga.camera_hour SET lost_s = 0", ()),
        ("UPDATE siaga.footage_version SET version = 99", ()),
        *((f"DELETE FROM siaga.{t}", ()) for t in ("bookmark", "footage_lock", "evidence_span", "ptz_hold")),
        ("DELETE FROM siaga.camera_hour", ()),
    ]
