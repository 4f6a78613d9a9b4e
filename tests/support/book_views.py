"""The site's books as values for views: alarm rules with exceptions, and a contact book."""

from dataclasses import replace

from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.callers import Contact
from storage.model.cameras import CameraZone
from storage.model.tickets import Priority
from support import views

NORTH = CameraZone(views.id_of(601), "lajur utara", views.ROAD)
CAMERAS = tuple(replace(one, zones=(NORTH, *one.zones)) if one.number == 102 else one for one in views.CAMERAS)
JL_URIP = CAMERAS[1]
_K = AlarmKind
_SITE = (
    (_K.CONGESTION, Priority.HIGH, 60.0, 300.0),
    (_K.STOPPED_TRAFFIC, Priority.CRITICAL, 30.0, 300.0),
    (_K.STOPPED_VEHICLE, Priority.HIGH, 10.0, 120.0),
    (_K.DARK, Priority.MEDIUM, 10.0, 60.0),
    (_K.CAMERA_LOST, Priority.MEDIUM, 30.0, 60.0),
    (_K.ANALYSIS_STOPPED, Priority.HIGH, 30.0, 60.0),
)
SITE_RULES = tuple(AlarmRule(views.id_of(620 + at), *values) for at, values in enumerate(_SITE))
EXCEPTIONS = (
    AlarmRule(views.id_of(640), _K.CONGESTION, Priority.HIGH, 60.0, 300.0, JL_URIP.id, NORTH.id),
    AlarmRule(views.id_of(641), _K.STOPPED_VEHICLE, Priority.MEDIUM, 90.0, 1800.0, CAMERAS[4].id),
    AlarmRule(views.id_of(642), _K.DARK, Priority.LOW, 0.0, 3600.0, CAMERAS[6].id, enabled=False),
)
RULES = SITE_RULES + EXCEPTIONS

_LINES = (
    (views.DISHUB, "Regu jaga A", "Perwira jaga", "0812-1000-2001", "Kanal 3"),
    (views.DISHUB, "Budi Santoso", "Kepala regu derek", "0812-1000-2002", ""),
    (views.DAMKAR, "Pos Cikarang", "Piket", "021-8910-113", "Damkar 1"),
    (views.POLRI, "Unit Laka Polres Bekasi", "", "021-8900-110", "Lantas 2"),
    (views.KEBERSIHAN, "Siti Rahma", "Koordinator lapangan", "0813-2000-3003", ""),
)
CONTACTS = (
    *(Contact(views.id_of(650 + at), agency.id, name, duty, phone, radio, at)
      for at, (agency, name, duty, phone, radio) in enumerate(_LINES)),
    Contact(views.id_of(660), views.DISHUB.id, "Regu jaga B", "Perwira jaga", "0812-1000-2009", "", 9, active=False),
)  # fmt: skip
REGU_A, BUDI = CONTACTS[0], CONTACTS[1]
