"""What is read of recorded pictures, of who moves cameras and of cameras' hours, under the asker's row policies."""

from collections import defaultdict
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.camera_health import CameraHour, CameraTrouble, worst_first
from storage.model.footage import Bookmark, EvidenceExport, FootageLock, RecordingStation, Span
from storage.model.ptz import PtzHold
from storage.pg import footage_tables as f
from storage.pg import tables as t

_ADDED = ("watched_s", "lost_s", "frozen_s", "late_s", "reconnects", "bytes", "tampered_s")


def bookmarks(
    connection: sa.Connection, *, since: datetime, until: datetime, camera_id: UUID | None
) -> tuple[Bookmark, ...]:
    """Of moments from `since` to before `until`, in their order; removed ones are not told."""
    mark = f.bookmark.c
    query = (
        sa.select(f.bookmark, t.person.c.name.label("maker"))
        .join(t.person, t.person.c.id == mark.made_by)
        .where(mark.removed_at.is_(None), mark.at >= since, mark.at < until)
        .order_by(mark.at, mark.id)
    )
    if camera_id is not None:
        query = query.where(mark.camera_id == camera_id)
    return tuple(
        Bookmark(r["id"], r["camera_id"], r["at"], r["text"], r["maker"], r["made_at"], r["ticket_id"])
        for r in connection.execute(query).mappings()
    )


def footage_locks(connection: sa.Connection) -> tuple[FootageLock, ...]:
    """Those that hold now, in the order they were made; a station sees no names."""
    lock = f.footage_lock.c
    query = (
        sa.select(f.footage_lock, t.person.c.name.label("locker"))
        .outerjoin(t.person, t.person.c.id == lock.locked_by)
        # As a subquery the clock is asked once, not for each row.
        .where(lock.released_at.is_(None), lock.expires_at > _now_once())
        .order_by(lock.locked_at, lock.id)
    )
    same = ("id", "camera_id", "since", "until", "reason", "locked_at", "expires_at", "ticket_id")
    return tuple(
        FootageLock(locked_by=row["locker"] or "", **{name: row[name] for name in same})
        for row in connection.execute(query).mappings()
    )


def recording_stations(connection: sa.Connection) -> tuple[RecordingStation, ...]:
    """Of enabled cameras that are to be recorded and whose lease holds now, by their number."""
    camera, lease = t.camera.c, t.lease.c
    query = (
        sa.select(lease.camera_id, t.station.c.login, t.station.c.name)
        .join(t.camera, camera.id == lease.camera_id)
        .join(t.station, t.station.c.id == lease.station_id)
        .where(camera.enabled, camera.record, lease.until > _now_once())
        .order_by(camera.number)
    )
    return tuple(RecordingStation(row.camera_id, row.login, row.name) for row in connection.execute(query))


def exports(connection: sa.Connection, *, since: datetime) -> tuple[EvidenceExport, ...]:
    """Those written down at or after `since`, the newest first."""
    made = f.evidence_export.c
    query = (
        sa.select(f.evidence_export, t.person.c.name.label("maker"))
        .join(t.person, t.person.c.id == made.made_by)
        .where(made.made_at >= since)
        .order_by(made.made_at.desc(), made.id.desc())
    )
    rows = connection.execute(query).mappings().all()
    spans = _spans(connection, [row["id"] for row in rows])
    same = ("id", "reason", "folder", "manifest_sha256", "key_fingerprint", "files", "bytes", "gaps_s", "made_at")
    return tuple(
        EvidenceExport(
            spans=tuple(spans[row["id"]]),
            made_by=row["maker"],
            ticket_id=row["ticket_id"],
            **{name: row[name] for name in same},
        )
        for row in rows
    )


def ptz_holds(connection: sa.Connection) -> tuple[PtzHold, ...]:
    """Those that hold now, by their camera's number."""
    holder, loser = t.person.alias("holder"), t.person.alias("loser")
    hold = f.ptz_hold.c
    query = (
        sa.select(f.ptz_hold, holder.c.login, holder.c.name, loser.c.name.label("loser"))
        .join(t.camera, t.camera.c.id == hold.camera_id)
        .join(holder, holder.c.id == hold.holder_id)
        .outerjoin(loser, loser.c.id == hold.taken_from)
        .where(hold.until > _now_once())
        .order_by(t.camera.c.number)
    )
    return tuple(
        PtzHold(r["camera_id"], r["login"], r["name"], r["since"], r["until"], r["loser"] or "", r["reason"])
        for r in connection.execute(query).mappings()
    )


def camera_troubles(connection: sa.Connection, *, since: datetime) -> tuple[CameraTrouble, ...]:
    """Enabled cameras with their hours that began at or after `since` added up, the worst first."""
    hour, camera = f.camera_hour.c, t.camera.c
    sums = [sa.func.coalesce(sa.func.sum(hour[name]), 0).label(name) for name in _ADDED]
    query = (
        sa.select(camera.id, sa.func.coalesce(sa.func.max(hour.delay_s), 0).label("delay_s"), *sums)
        .select_from(t.camera.outerjoin(f.camera_hour, (hour.camera_id == camera.id) & (hour.hour >= since)))
        .where(camera.enabled)
        .group_by(camera.id, camera.number)
        .order_by(camera.number)
    )
    return worst_first(
        CameraTrouble(
            camera_id=row["id"],
            watched_s=float(row["watched_s"]),
            lost_s=float(row["lost_s"]),
            frozen_s=float(row["frozen_s"]),
            late_s=float(row["late_s"]),
            reconnects=int(row["reconnects"]),
            delay_s=float(row["delay_s"]),
            bytes=int(row["bytes"]),
            tampered_s=float(row["tampered_s"]),
        )
        for row in connection.execute(query).mappings()
    )


def camera_hours(connection: sa.Connection, camera_id: UUID, *, since: datetime) -> tuple[CameraHour, ...]:
    """A camera's hours that began at or after `since`, in the order of time."""
    hour = f.camera_hour.c
    query = sa.select(f.camera_hour).where(hour.camera_id == camera_id, hour.hour >= since).order_by(hour.hour)
    names = [field.name for field in fields(CameraHour)]
    return tuple(CameraHour(**{name: row[name] for name in names}) for row in connection.execute(query).mappings())


def server_now(connection: sa.Connection) -> datetime:
    now: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return now


def _now_once() -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.clock_timestamp()).scalar_subquery()


def _spans(connection: sa.Connection, export_ids: list[UUID]) -> defaultdict[UUID, list[Span]]:
    span = f.evidence_span.c
    mine = span.export_id == sa.any_(sa.literal(export_ids, sa.ARRAY(sa.Uuid())))
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    query = sa.select(f.evidence_span).where(mine).order_by(span.export_id, span.position)
    for row in connection.execute(query):
        found[row.export_id].append(Span(row.camera_id, row.since, row.until))
    return found
