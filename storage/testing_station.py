"""What a station's login reads and does, in memory: a part of `storage.testing`."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.cameras import Camera, CameraSecret
from storage.model.feed import Change, Kind
from storage.model.people import Station
from storage.model.sightings import Lease, SightingRow
from storage.testing_audit import FakeAuditHeads
from storage.testing_clocks import FakeStationClocks
from storage.testing_footage import FakeStationFootage
from storage.testing_station_alarms import FakeStationAlarms

if TYPE_CHECKING:
    from storage.testing import FakeSite

_STATION_KINDS = frozenset(
    {Kind.CAMERA, Kind.LEASE, Kind.SIGHTING, Kind.STATION, Kind.ALARM, Kind.ALARM_RULE, Kind.FOOTAGE, Kind.CLOCK_RULE}
)


class FakeStationRecord(FakeStationAlarms, FakeStationFootage, FakeAuditHeads, FakeStationClocks):
    """`storage.service.record.StationRecord` in memory, for one station."""

    def __init__(self, site: "FakeSite", station: Station) -> None:
        self._site = site
        self._station = station

    def cameras(self) -> tuple[Camera, ...]:
        self._site.reach()
        return tuple(sorted(self._site.cameras.values(), key=lambda camera: camera.number))

    def camera_secrets(self) -> tuple[CameraSecret, ...]:
        self._site.reach()
        return tuple(self._site.secrets.values())

    def claim_leases(self, camera_ids: tuple[UUID, ...], *, seconds: float) -> tuple[Lease, ...]:
        self._site.reach()
        until = self._site.now + timedelta(seconds=seconds)
        claimed = []
        for camera in (self._site.cameras[i] for i in sorted(camera_ids) if i in self._site.cameras):
            held = self._site.leases.get(camera.id)
            mine = held is not None and held.station_id == self._station.id
            free = held is None or held.until <= self._site.now
            if not camera.enabled or not (mine or free):
                continue
            epoch = 1 if held is None else held.epoch + (0 if mine else 1)
            lease = Lease(camera.id, self._station.id, epoch, until)
            self._site.watch.renewed(camera, held.until if held else None, lease.until, self._site.now)
            self._site.leases[camera.id] = lease
            claimed.append(lease)
            if free:
                self._site.tell(Kind.LEASE, camera.id, epoch, self._station.login)
        return tuple(claimed)

    def release_leases(self) -> None:
        self._site.reach()
        for lease in list(self._site.leases.values()):
            if lease.station_id == self._station.id and lease.until > self._site.now:
                self._site.leases[lease.camera_id] = replace(lease, until=self._site.now)
                self._site.tell(Kind.LEASE, lease.camera_id, lease.epoch, self._station.login)

    def write_sightings(self, sightings: tuple[SightingRow, ...]) -> int:
        self._site.reach()
        written = 0
        for row in sightings:
            lease = self._site.leases.get(row.camera_id)
            if lease is None or lease.station_id != self._station.id or lease.until <= self._site.now:
                continue
            if lease.epoch == row.epoch and row.id not in self._site.sightings:
                self._site.sightings[row.id] = row
                self._site.tell(Kind.SIGHTING, row.id, 1, self._station.login)
                written += 1
        return written

    def feed_position(self) -> int:
        self._site.reach()
        return len(self._site.changes)

    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]:
        self._site.reach()
        return tuple(change for change in self._site.changes[number:] if change.kind in _STATION_KINDS)[:limit]

    def close(self) -> None:
        """Nothing is held."""
