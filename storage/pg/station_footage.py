"""Recorded pictures and cameras' hours as a station's record on PostgreSQL reads and writes them."""

from dataclasses import asdict

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from storage.model.camera_health import CameraHour
from storage.model.footage import FootageLock
from storage.pg import footage_queries
from storage.pg.unit_of_work import UnitOfWork


class PgStationFootage:
    """This part of `storage.service.record.StationRecord`; a base of PgStationRecord, which gives the unit of work."""

    _work: UnitOfWork

    def write_camera_hours(self, hours: tuple[CameraHour, ...]) -> None:
        if not hours:
            return
        given = [{**asdict(hour), "camera_id": str(hour.camera_id), "hour": hour.hour.isoformat()} for hour in hours]
        with self._work.writing(act="write_camera_hours") as connection:
            connection.execute(sa.text("SELECT siaga.write_camera_hours(:given)"), {"given": Jsonb(given)})

    def footage_locks(self) -> tuple[FootageLock, ...]:
        with self._work.reading() as connection:
            return footage_queries.footage_locks(connection)
