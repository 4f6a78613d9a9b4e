"""The demo city's past: a week of traffic, for its wall to compare today with, and a day of its cameras' health."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.pg import tables as t
from storage.pg.engine import admin_engine, host_of
from storage.pg.errors import translated
from storage.pg.seed import NotDemo
from storage.pg.seed_footage import seed_bookmarks, seed_health

DAYS = 7
PEAKS = ((6.75, 1.5), (12.0, 0.5), (16.75, 2.25))
"""Local hours at which traffic thickens on an ordinary day, and for how many."""
_STATES = (("dense", True, 0.34, 0.55), ("congested", True, 0.62, 0.22), ("free", False, 0.12, 0.96))


def seed_history(admin_dsn: str, cameras: Sequence[Camera], station_login: str, now: datetime, seed: int = 7) -> int:
    """Write the sightings of the week before `now` for each zone; how many. Raises NotDemo, and RecordErrors.

    Cameras' hours and bookmarks with them. Each once: where anything was seen before that time already, or stands,
    nothing is added.
    """
    engine = admin_engine(admin_dsn)
    try:
        with translated(host_of(admin_dsn)), engine.begin() as connection:
            if not connection.execute(sa.select(t.site.c.demo)).scalar_one():
                raise NotDemo
            # Lease, feed and clock are for what happens now; this is how a week looks afterwards.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            seed_health(connection, cameras, now, seed)
            seed_bookmarks(connection, cameras, now)
            earlier = sa.select(t.sighting.c.id).where(t.sighting.c.seen_at < now - timedelta(hours=12)).limit(1)
            if connection.execute(earlier).first() is not None:
                return 0
            zone_name = connection.execute(sa.text("SELECT time_zone FROM siaga.site")).scalar_one()
            station = connection.execute(sa.select(t.station.c.id).where(t.station.c.login == station_login))
            rows = list(_rows(cameras, station.scalar_one(), now, ZoneInfo(zone_name), random.Random(seed)))
            if rows:
                connection.execute(sa.insert(t.sighting), rows)
                connection.execute(sa.insert(t.watch), list(_watched(cameras, now, ZoneInfo(zone_name))))
            return len(rows)
    finally:
        engine.dispose()


def _rows(
    cameras: Sequence[Camera], station_id: UUID, now: datetime, zone: ZoneInfo, chance: random.Random
) -> Iterator[dict[str, object]]:
    today = _midnight(now, zone)
    for day in range(DAYS, 0, -1):
        midnight = today - timedelta(days=day)
        for camera in cameras:
            for own in camera.zones:
                for hour, hours in PEAKS:
                    begin = midnight + timedelta(hours=hour + chance.gauss(0, 0.25))
                    yield from _peak(camera.id, own.id, station_id, begin, hours * chance.uniform(0.6, 1.3))


def _watched(cameras: Sequence[Camera], now: datetime, zone: ZoneInfo) -> Iterator[dict[str, object]]:
    """The whole week, and nothing of today before the city was started."""
    today = _midnight(now, zone)
    for camera in cameras:
        if camera.zones:
            yield {"camera_id": camera.id, "began_at": today - timedelta(days=DAYS), "ended_at": today}


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _peak(
    camera_id: UUID, zone_id: UUID, station_id: UUID, begin: datetime, hours: float
) -> Iterator[dict[str, object]]:
    """Dense, then congested, then free again."""
    moments = (begin, begin + timedelta(hours=0.25 * hours), begin + timedelta(hours=hours))
    for moment, (state, began, occupancy, speed) in zip(moments, _STATES, strict=True):
        yield {
            "id": new_id(),
            "camera_id": camera_id,
            "zone_id": zone_id,
            "station_id": station_id,
            "epoch": 0,
            "kind": "congestion",
            "began": began,
            "state": state,
            "occupancy": occupancy,
            "speed": speed,
            "seen_at": moment,
            "written_at": moment,
        }
