"""The record on PostgreSQL, for a station's login."""

from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.model.cameras import Camera, CameraSecret
from storage.model.feed import Change
from storage.model.people import Station
from storage.model.sightings import Lease, SightingRow
from storage.pg import queries
from storage.pg import tables as t
from storage.pg.audit import PgAuditHeads
from storage.pg.clocks import PgStationClocks
from storage.pg.station_alarms import PgStationAlarms
from storage.pg.station_footage import PgStationFootage
from storage.pg.unit_of_work import UnitOfWork
from storage.service.errors import Forbidden, RecordError


def connect_station(dsn: str, login: str, password: str) -> "PgStationRecord":
    """Connect a station; `dsn` has neither user nor password.

    Raises BadLogin, Unreachable, OtherSchema, or Forbidden for a login that is no station.
    """
    work = UnitOfWork(dsn, login, password, application="siaga station")
    work.open()
    record = PgStationRecord(work)
    try:
        record.me()
    except RecordError:
        record.close()
        raise
    return record


class PgStationRecord(PgStationAlarms, PgStationFootage, PgAuditHeads, PgStationClocks):
    """`storage.service.record.StationRecord` on PostgreSQL; two threads may use it at once, more wait in line."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def me(self) -> Station:
        """The station behind the login; raises Forbidden where it is none, or is no longer enrolled."""
        mine = (t.station.c.login == sa.func.session_user()) & t.station.c.active
        with self._work.reading() as connection:
            row = connection.execute(sa.select(t.station).where(mine)).one_or_none()
        if row is None:
            raise Forbidden("this login is no station of the record")
        return Station(row.id, row.login, row.name)

    def cameras(self) -> tuple[Camera, ...]:
        with self._work.reading() as connection:
            return queries.cameras(connection)

    def camera_secrets(self) -> tuple[CameraSecret, ...]:
        with self._work.reading() as connection:
            rows = connection.execute(sa.select(t.camera_secret)).all()
        return tuple(CameraSecret(row.camera_id, row.username, row.password) for row in rows)

    def claim_leases(self, camera_ids: tuple[UUID, ...], *, seconds: float) -> tuple[Lease, ...]:
        query = sa.text("SELECT * FROM siaga.claim_leases(CAST(:ids AS uuid[]), :seconds)")
        with self._work.writing(act="claim_leases") as connection:
            rows = connection.execute(query, {"ids": list(camera_ids), "seconds": seconds}).all()
        return tuple(Lease(row.camera_id, row.station_id, row.epoch, row.until) for row in rows)

    def release_leases(self) -> None:
        with self._work.writing(act="release_leases") as connection:
            connection.execute(sa.select(sa.func.siaga.release_leases()))

    def write_sightings(self, sightings: tuple[SightingRow, ...]) -> int:
        if not sightings:
            return 0
        with self._work.writing(act="write_sightings") as connection:
            writing = insert(t.sighting).on_conflict_do_nothing(index_elements=["id"])
            counting = {"preserve_rowcount": True}  # the driver's sum over all rows
            # By camera, the order in which claims lock leases: a row keeps its camera's lease until the commit.
            rows = [asdict(row) for row in sorted(sightings, key=lambda row: row.camera_id)]
            return connection.execute(writing, rows, execution_options=counting).rowcount

    def feed_position(self) -> int:
        with self._work.reading() as connection:
            return queries.feed_position(connection)

    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]:
        with self._work.reading() as connection:
            return queries.changes_since(connection, number, limit=limit)

    def close(self) -> None:
        self._work.close()
