"""The demo cameras' past day of health and a bookmark or two, so that its pages have something to show."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg import footage_tables as f
from storage.pg import tables as t

HOURS = 24
_HOUR_S = 3600.0
_BYTES_A_SECOND = 160_000
# What each of the first cameras is troubled with, and for how many of 24 hours; the others do well.
_TROUBLES = (("lost_s", 9), ("late_s", 6), ("frozen_s", 4), ("tampered_s", 2))


def seed_health(connection: sa.Connection, cameras: Sequence[Camera], now: datetime, seed: int = 7) -> int:
    """Write the day before this hour for each camera; how many hours. Once: where hours stand, nothing is added.

    The connection's triggers are set aside by the caller.
    """
    if not cameras or connection.execute(sa.select(f.camera_hour.c.camera_id).limit(1)).first() is not None:
        return 0
    rows = list(_hours(cameras, now, random.Random(seed)))
    connection.execute(sa.insert(f.camera_hour), rows)
    return len(rows)


def seed_bookmarks(connection: sa.Connection, cameras: Sequence[Camera], now: datetime) -> int:
    """Mark the moment at which the city was started, and one that is overwritten; how many. Once, as an operator."""
    operators = sa.select(t.person.c.id).where(t.person.c.role == Role.OPERATOR).order_by(t.person.c.login)
    maker = connection.execute(operators.limit(1)).scalar()
    if maker is None or not cameras or connection.execute(sa.select(f.bookmark.c.id).limit(1)).first() is not None:
        return 0
    marks = [(cameras[0].id, now, "Kota demo dinyalakan, rekaman mulai")]
    if len(cameras) > 1:
        marks.append((cameras[1].id, now - timedelta(hours=26), "Truk mogok di lajur kiri; rekamannya sudah tertimpa"))
    same = {"made_by": maker, "made_at": now, "version": 1}
    rows = [{"id": new_id(), "camera_id": camera, "at": at, "text": text, **same} for camera, at, text in marks]
    connection.execute(sa.insert(f.bookmark), rows)
    counts = [{"camera_id": camera, "version": 1} for camera, _, _ in marks]
    connection.execute(sa.insert(f.footage_version), counts)
    return len(rows)


def _hours(cameras: Sequence[Camera], now: datetime, chance: random.Random) -> Iterator[dict[str, object]]:
    this_hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for number, camera in enumerate(cameras):
        trouble, hours = _TROUBLES[number] if number < len(_TROUBLES) else ("lost_s", 0)
        troubled = set(chance.sample(range(1, HOURS + 1), hours))
        for before in range(HOURS, 0, -1):
            ill = round(chance.uniform(20, 400), 1) if before in troubled else 0.0
            yield _hour(camera.id, this_hour - timedelta(hours=before), trouble, ill, chance)


def _hour(camera_id: UUID, hour: datetime, trouble: str, ill_s: float, chance: random.Random) -> dict[str, object]:
    row: dict[str, object] = {
        "camera_id": camera_id,
        "hour": hour,
        "watched_s": _HOUR_S,
        "lost_s": 0.0,
        "frozen_s": 0.0,
        "late_s": 0.0,
        "reconnects": 1 + int(ill_s // 60) if trouble == "lost_s" and ill_s else 0,
        "delay_s": round(chance.uniform(1.2, 4.0) if trouble == "late_s" and ill_s else chance.uniform(0.1, 0.4), 2),
        "bytes": int((_HOUR_S - (ill_s if trouble == "lost_s" else 0)) * _BYTES_A_SECOND * chance.uniform(0.8, 1.2)),
        "tampered_s": 0.0,
    }
    return {**row, trouble: ill_s}
