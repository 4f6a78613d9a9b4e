"""A small site for tests that need a record of their own."""

from storage.model.cameras import Camera, CameraSecret
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role, Station
from storage.model.tickets import Category, Priority
from storage.service.commands import OpenTicket
from storage.testing import FakeSite

JPEG = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"
DISHUB, DAMKAR = (Agency(new_id(), code, name) for code, name in (("dishub", "Dishub"), ("damkar", "Damkar")))


def camera(number, **more):
    return Camera(id=new_id(), number=number, name=f"Kamera {number}", main_url=f"rtsp://cam/{number}", **more)


def small_site():
    cameras = [camera(101), camera(102)]
    return FakeSite(
        people=[
            Person(new_id(), "operator1", "Operator 1", Role.OPERATOR),
            Person(new_id(), "operator2", "Operator 2", Role.OPERATOR),
            Person(new_id(), "dishub1", "Petugas Dishub", Role.AGENCY, DISHUB.id),
            Person(new_id(), "demo1", "Orang demo", Role.OPERATOR, demo=True),
            Person(new_id(), "administrator1", "Administrator 1", Role.ADMINISTRATOR),
            Person(new_id(), "auditor1", "Auditor 1", Role.AUDITOR),
        ],
        agencies=[DISHUB, DAMKAR],
        categories=[
            Category("congestion", "Kemacetan", "Congestion", Priority.MEDIUM, "dishub"),
            Category("stopped_vehicle", "Kendaraan mogok", "Stopped vehicle", Priority.HIGH, "dishub"),
            Category("camera_fault", "Gangguan kamera", "Camera fault", Priority.LOW, "dishub"),
            Category("other", "Lainnya", "Other", Priority.LOW, "dishub"),
        ],
        cameras=cameras,
        stations=[Station(new_id(), "station1", "Meja 1"), Station(new_id(), "station2", "Meja 2")],
        secrets=[CameraSecret(one.id, "kamera", "rahasia-kamera") for one in cameras],
    )


def new_ticket(**more):
    values = {"title": "Macet", "category": "congestion", "priority": Priority.HIGH, "place": "Simpang SGC"}
    return OpenTicket(key=new_id(), ticket_id=new_id(), **{**values, **more})
