"""What both sides of the contract tests begin with: the seed's people, agencies and categories, and three cameras."""

from datetime import UTC, datetime
from uuid import UUID

from storage.model.callers import Area
from storage.model.cameras import Camera, CameraSecret, CameraZone
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role, Station
from storage.model.procedure_file import shipped
from storage.model.tickets import Category
from storage.pg.seed_values import AGENCIES, CATEGORIES, DEMO_PEOPLE, DEMO_STATION
from storage.testing import FakeSite

JPEG = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SECRET = ("kamera", "rahasia-kamera")
SECOND_STATION = ("station2", "Stasiun kedua")
NOBODY = UUID(int=7)
AREA = Area("32.16.09.2003", "Cikarang Utara", "Karangasih")


def demo_camera(number: int) -> Camera:
    zone = CameraZone(new_id(), "arah utara", ((0.1, 0.2), (0.9, 0.2), (0.5, 1.0)))
    return Camera(new_id(), number, f"Kamera {number}", f"rtsp://127.0.0.1:8554/{number}", zones=(zone,))


def fake_site() -> FakeSite:
    """The same city in memory."""
    agencies = {code: Agency(new_id(), code, name) for code, name in AGENCIES}
    people = [
        Person(new_id(), p.login, p.name, p.role, agencies[p.agency].id if p.agency else None, demo=True)
        for p in DEMO_PEOPLE
    ]
    cameras = [demo_camera(number) for number in (101, 102, 103)]
    site = FakeSite(
        people=people,
        agencies=agencies.values(),
        categories=[Category(*values) for values in CATEGORIES],
        cameras=cameras,
        stations=[Station(new_id(), *DEMO_STATION), Station(new_id(), *SECOND_STATION)],
        secrets=[CameraSecret(camera.id, *SECRET) for camera in cameras],
        areas=[AREA],
    )
    site.procedures.ship(shipped())
    return site


ROLES = {person.login: person.role for person in DEMO_PEOPLE}
assert set(ROLES.values()) == set(Role) - {Role.STATION}
