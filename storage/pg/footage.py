"""Recorded pictures, who moves cameras, and cameras' health: this part of a person's record on PostgreSQL."""

from datetime import datetime
from uuid import UUID

from storage.model.alarms import Alarm
from storage.model.camera_health import CameraHour, CameraTrouble
from storage.model.footage import Bookmark, EvidenceExport, FootageLock, RecordingStation
from storage.model.ptz import PtzHold
from storage.pg import alarm_queries, footage_queries
from storage.pg.unit_of_work import UnitOfWork


class PgFootage:
    """`storage.service.record.Footage`; a base of PgRecord, which gives the unit of work."""

    _work: UnitOfWork

    def bookmarks(self, *, since: datetime, until: datetime, camera_id: UUID | None = None) -> tuple[Bookmark, ...]:
        with self._work.reading() as connection:
            return footage_queries.bookmarks(connection, since=since, until=until, camera_id=camera_id)

    def footage_locks(self) -> tuple[FootageLock, ...]:
        with self._work.reading() as connection:
            return footage_queries.footage_locks(connection)

    def recording_stations(self) -> tuple[RecordingStation, ...]:
        with self._work.reading() as connection:
            return footage_queries.recording_stations(connection)

    def exports(self, *, since: datetime) -> tuple[EvidenceExport, ...]:
        with self._work.reading() as connection:
            return footage_queries.exports(connection, since=since)

    def alarms_between(self, since: datetime, until: datetime, camera_id: UUID) -> tuple[Alarm, ...]:
        with self._work.reading() as connection:
            return alarm_queries.alarms_between(connection, since, until, camera_id)

    def ptz_holds(self) -> tuple[PtzHold, ...]:
        with self._work.reading() as connection:
            return footage_queries.ptz_holds(connection)

    def camera_troubles(self, *, since: datetime) -> tuple[CameraTrouble, ...]:
        with self._work.reading() as connection:
            return footage_queries.camera_troubles(connection, since=since)

    def camera_hours(self, camera_id: UUID, *, since: datetime) -> tuple[CameraHour, ...]:
        with self._work.reading() as connection:
            return footage_queries.camera_hours(connection, camera_id, since=since)

    def server_now(self) -> datetime:
        with self._work.reading() as connection:
            return footage_queries.server_now(connection)
