"""The commands of recorded pictures and of moving cameras as writes; the server's triggers and functions judge them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.pg import footage_tables as f
from storage.pg import tables as t
from storage.pg.write import write
from storage.service.commands import (
    KeepExport,
    LockFootage,
    ReleaseFootage,
    ReleasePtz,
    RemoveBookmark,
    SetBookmark,
    TakePtz,
)
from storage.service.errors import Forbidden, NotFound, Stale

_EXPORTED = ("id", "reason", "folder", "manifest_sha256", "key_fingerprint", "files", "bytes", "gaps_s", "ticket_id")


@write.register
def _set_bookmark(command: SetBookmark, connection: sa.Connection) -> None:
    values = {name: getattr(command, name) for name in ("camera_id", "at", "text", "ticket_id")}
    connection.execute(sa.insert(f.bookmark).values(id=command.bookmark_id, **values))


@write.register
def _remove_bookmark(command: RemoveBookmark, connection: sa.Connection) -> None:
    standing = (f.bookmark.c.id == command.bookmark_id) & f.bookmark.c.removed_at.is_(None)
    if connection.execute(sa.update(f.bookmark).where(standing).values(removed_at=sa.func.now())).rowcount:
        return
    found = connection.execute(sa.select(f.bookmark.c.id).where(standing)).first()
    raise NotFound if found is None else Forbidden  # it is there, and another's


@write.register
def _lock(command: LockFootage, connection: sa.Connection) -> None:
    span = {"camera_id": command.span.camera_id, "since": command.span.since, "until": command.span.until}
    values = {"reason": command.reason, "days": command.days, "ticket_id": command.ticket_id}
    connection.execute(sa.insert(f.footage_lock).values(id=command.lock_id, **span, **values))


@write.register
def _release(command: ReleaseFootage, connection: sa.Connection) -> None:
    lock = f.footage_lock.c
    standing = (lock.id == command.lock_id) & lock.released_at.is_(None)
    values: dict[str, Any] = {"released_at": sa.func.now(), "release_reason": command.reason}
    if connection.execute(sa.update(f.footage_lock).where(standing).values(**values)).rowcount:
        return
    _must_exist(connection, sa.select(lock.id).where(lock.id == command.lock_id))
    raise Stale  # somebody released it in between


@write.register
def _keep_export(command: KeepExport, connection: sa.Connection) -> None:
    export = command.export
    values = {name: getattr(export, name) for name in _EXPORTED}
    connection.execute(sa.insert(f.evidence_export).values(**values))
    # By camera: each holds its camera's count until the commit, so two exports wait and do not deadlock.
    for position, span in sorted(enumerate(export.spans), key=lambda one: one[1].camera_id):
        times = {"since": span.since, "until": span.until}
        values = {"export_id": export.id, "position": position, "camera_id": span.camera_id, **times}
        connection.execute(sa.insert(f.evidence_span).values(**values))


@write.register
def _take_ptz(command: TakePtz, connection: sa.Connection) -> None:
    _must_be_camera(connection, command.camera_id)
    connection.execute(sa.select(sa.func.siaga.take_ptz(command.camera_id, command.reason)))


@write.register
def _release_ptz(command: ReleasePtz, connection: sa.Connection) -> None:
    _must_be_camera(connection, command.camera_id)
    connection.execute(sa.select(sa.func.siaga.release_ptz(command.camera_id)))


def _must_be_camera(connection: sa.Connection, camera_id: UUID) -> None:
    _must_exist(connection, sa.select(t.camera.c.id).where(t.camera.c.id == camera_id))


def _must_exist(connection: sa.Connection, query: sa.Select[Any]) -> None:
    if connection.execute(query).first() is None:
        raise NotFound
