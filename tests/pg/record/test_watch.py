"""The server keeps when a camera was watched by itself: out of its lease, which says only what holds now."""

from dataclasses import replace
from uuid import UUID

from pg.record.doors import PgDoors
from unit.storage.city import City
from unit.storage.city_contract import added, saving

STRETCHES = "SELECT ended_at >= began_at FROM siaga.watch WHERE camera_id = %s ORDER BY began_at"
RUNNING = "SELECT watched_since IS NOT NULL FROM siaga.lease WHERE camera_id = %s"


def kept(doors: PgDoors, camera: UUID) -> tuple[int, bool]:
    """How many stretches have ended, and whether one runs."""
    admin = doors.admin()
    ended = admin.execute(STRETCHES, (camera,)).fetchall()
    assert all(whole for (whole,) in ended)
    (running,) = admin.execute(RUNNING, (camera,)).fetchone() or (False,)
    return len(ended), running


def claim(city: City, camera: UUID, seconds: float = 60, station: str = "station1") -> None:
    assert city.station(station).claim_leases((camera,), seconds=seconds)


def test_a_renewed_lease_is_one_stretch(city: City, doors: PgDoors) -> None:
    camera = added(city).id
    for _ in range(3):
        claim(city, camera)
    assert kept(doors, camera) == (0, True)


def test_a_lease_that_lapsed_and_one_that_was_given_back_end_a_stretch_each(city: City, doors: PgDoors) -> None:
    camera = added(city).id
    claim(city, camera, 0.1)
    city.let_pass(0.15)
    claim(city, camera)
    assert kept(doors, camera) == (1, True)
    city.station("station1").release_leases()
    city.let_pass(0.01)
    claim(city, camera, station="station2")
    assert kept(doors, camera) == (2, True)


def test_a_camera_that_is_not_to_be_analysed_or_has_no_zone_is_not_watched(city: City, doors: PgDoors) -> None:
    camera = added(city)
    claim(city, camera.id)
    for version, fields in enumerate(({"analyse": False}, {"analyse": True}, {"zones": ()}), start=1):
        city.person("supervisor1").execute(saving(replace(camera, version=version, **fields)))
        claim(city, camera.id)
        assert kept(doors, camera.id) == ((1, False), (1, True), (2, False))[version - 1]
