"""Writers that meet in the middle: all take their locks in one order, so they wait for each other and nobody is thrown
out by a deadlock."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from pg.record.doors import PgDoors
from support.cluster import wait_until
from unit.storage.alarms_contract import raised, watched
from unit.storage.city import City
from unit.storage.city_contract import added
from unit.storage.demo_values import JPEG

from storage.model.alarms import Outage
from storage.model.ids import new_id
from storage.model.sightings import SightingRow
from storage.service.commands import SaveCamera
from storage.service.record import StationRecord

ZONES = (UUID(int=1), UUID(int=2), UUID(int=3))
Submit = Callable[[str, Callable[[], object]], None]


@contextmanager
def meeting(doors: PgDoors, query: str, held: UUID) -> Iterator[Submit]:
    """Hold a row until each who was let in waits for a lock; then all of them must come through."""
    running: list[Future[object]] = []
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND usename = %s AND wait_event_type = 'Lock'"
    watcher = doors.admin()

    with ThreadPoolExecutor(3) as pool:
        with doors.admin() as holder, holder.transaction():
            holder.execute(query, (held,))

            def let_in(login: str, work: Callable[[], object]) -> None:
                running.append(pool.submit(work))
                wait_until(lambda: watcher.execute(waits, (doors.database, login)).fetchone(), f"{login} waits")

            yield let_in
        for future in running:
            future.result(20)


def leased(city: City, count: int = 3) -> tuple[UUID, ...]:
    """Cameras in the order of their ids, whose leases lie in the opposite order."""
    cameras = tuple(sorted(added(city).id for _ in range(count)))
    for camera_id in reversed(cameras):
        assert city.station("station1").claim_leases((camera_id,), seconds=600)
    return cameras


def sighting(station: StationRecord, camera_id: UUID) -> SightingRow:
    (lease,) = station.claim_leases((camera_id,), seconds=600)
    seen = {"kind": "congestion", "began": True, "state": "congested", "occupancy": 0.5, "speed": 1.0}
    return SightingRow(new_id(), camera_id, None, lease.epoch, seen_at=datetime.now(UTC), **seen)  # type: ignore[arg-type]


def switching_off(city: City, camera_id: UUID) -> Callable[[], object]:
    camera = next(one for one in city.operator.cameras() if one.id == camera_id)
    command = SaveCamera(key=new_id(), camera=replace(camera, enabled=False))
    return lambda: city.person("supervisor1").execute(command)


HOLD_ALARM = "SELECT 1 FROM siaga.alarm WHERE id = %s FOR UPDATE"
HOLD_LEASE = "SELECT 1 FROM siaga.lease WHERE camera_id = %s FOR UPDATE"


def test_a_camera_is_switched_off_while_its_station_returns_its_alarms(city: City, doors: PgDoors) -> None:
    camera_id = watched(city)
    high, middle, low = (raised(city, camera_id, zone_id=zone).id for zone in reversed(ZONES))
    station = doors.station("station1")
    with meeting(doors, HOLD_ALARM, middle) as let_in:
        let_in("station1", lambda: station.return_alarms((low, middle, high)))
        let_in("supervisor1", switching_off(city, camera_id))
    assert not any(alarm.active for alarm in city.operator.alarms() if alarm.camera_id == camera_id)


def test_a_camera_is_switched_off_while_its_station_keeps_an_alarms_still(city: City, doors: PgDoors) -> None:
    camera_id = watched(city)
    first, second = (raised(city, camera_id, zone_id=zone).id for zone in ZONES[:2])
    station = doors.station("station1")
    with meeting(doors, HOLD_ALARM, first) as let_in:
        let_in("supervisor1", switching_off(city, camera_id))
        let_in("station1", lambda: station.keep_alarm_still(second, JPEG))
    assert city.operator.alarm(second).still_id is not None


def test_a_camera_is_switched_off_while_its_new_owner_writes_its_outage(city: City, doors: PgDoors) -> None:
    camera_id = watched(city)
    alarm = raised(city, camera_id).id
    station, now = doors.station("station1"), datetime.now(UTC)
    station.write_outages((Outage(new_id(), camera_id, now, None),))
    with meeting(doors, HOLD_ALARM, alarm) as let_in:
        let_in("supervisor1", switching_off(city, camera_id))
        let_in("station1", lambda: station.write_outages((Outage(new_id(), camera_id, now, now),)))
    assert camera_id not in {outage.camera_id for outage in station.open_outages()}


def test_a_station_claims_leases_while_their_holder_writes_what_it_saw(city: City, doors: PgDoors) -> None:
    cameras = leased(city)
    holder, other = doors.station("station1"), doors.station("station2")
    rows = tuple(sighting(holder, camera_id) for camera_id in reversed(cameras))
    with meeting(doors, HOLD_LEASE, cameras[1]) as let_in:
        let_in("station2", lambda: other.claim_leases(cameras, seconds=600))
        let_in("station1", lambda: holder.write_sightings(rows))
    assert {row.camera_id for row in city.operator.sightings(since=datetime.min.replace(tzinfo=UTC))} >= set(cameras)


def test_a_station_claims_leases_while_their_holder_gives_them_back(city: City, doors: PgDoors) -> None:
    cameras = leased(city)
    holder, other = doors.station("station1"), doors.station("station2")
    with meeting(doors, HOLD_LEASE, cameras[1]) as let_in:
        let_in("station2", lambda: other.claim_leases(cameras, seconds=600))
        let_in("station1", holder.release_leases)
    assert len(other.claim_leases(cameras, seconds=600)) == len(cameras)
