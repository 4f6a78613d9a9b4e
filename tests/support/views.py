"""Cameras, people and tickets as values for views, at a frozen moment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from storage.model.cameras import Camera, CameraZone, Place
from storage.model.people import Agency
from storage.model.tickets import (
    Act,
    Assignment,
    AssignmentState,
    Category,
    Priority,
    Still,
    Ticket,
    TicketDetail,
    TicketState,
    TimelineEntry,
)
from video.events import Analysis, Box, CameraId, FrameStamp, StreamHealth, StreamState, TrafficState, ZoneReading

NOW = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)
"""14:03:54 in WIB."""

NAMES = (
    "Simpang SGC",
    "Jl. Urip Sumoharjo",
    "Tol Cikarang Barat",
    "Fly Over Tegal Gede",
    "Pasar Cikarang",
    "Jl. Gatot Subroto",
    "Plaza Pemda",
    "Jembatan Kalimalang",
    "Terminal Kalijaya",
)
ROAD = ((0.40, 0.32), (0.48, 0.32), (0.95, 0.98), (0.05, 0.98))


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def id_of(number: int) -> UUID:
    return UUID(int=number)


def camera(at: int, name: str = "") -> Camera:
    """The camera 101 + `at`, with one zone."""
    zone = CameraZone(id_of(500 + at), "Jalan", ROAD)
    place = f"Kec. Cikarang {('Utara', 'Barat', 'Selatan')[at % 3]}"
    url = f"rtsp://10.10.4.{at + 1}:554/main"
    return Camera(id_of(101 + at), 101 + at, name or NAMES[at % 9], url, place=place, zones=(zone,))


CAMERAS = tuple(camera(at) for at in range(9))


def camera_id(one: Camera) -> CameraId:
    return CameraId(str(one.id))


def stamp(sequence: int) -> FrameStamp:
    return FrameStamp(sequence, sequence / 12.5, sequence / 12.5)


def street(width: int, height: int, *, night: bool = False) -> NDArray[np.uint8]:
    """A drawn street as a frame: (h, w, 4) uint8 BGRA."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#101820" if night else "#6D7F8B"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(0, round(height * 0.32), width, height, QColor("#0D1712" if night else "#4A5B45"))
    painter.setBrush(QColor("#24282C" if night else "#565B60"))
    painter.drawPolygon(QPolygonF([QPointF(x * width, y * height) for x, y in ROAD]))
    for x, y, w, tone in ((0.42, 0.5, 0.05, "#C9CCCF"), (0.52, 0.62, 0.08, "#7E3A34"), (0.3, 0.74, 0.11, "#2F3B52")):
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(x * width, y * height, w * width, w * width * 0.7, 3, 3)
    painter.end()
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)
    return flat.copy()


def jpeg(width: int = 640, height: int = 360) -> bytes:
    pixels = street(width, height)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPG", 85)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def health(one: Camera, state: StreamState, **facts: object) -> StreamHealth:
    return StreamHealth(camera_id(one), state, **facts)  # type: ignore[arg-type]


def analysis(one: Camera, state: TrafficState, *, standing: bool = False) -> Analysis:
    """Two things that move, the zone in a state, and one vehicle that stands where asked."""
    readings = tuple(ZoneReading(str(zone.id), state, 0.6, 0.1) for zone in one.zones)
    stopped = (Box(0.3, 0.72, 0.12, 0.16),) if standing else ()
    moving = (Box(0.41, 0.48, 0.07, 0.1), Box(0.51, 0.6, 0.1, 0.13))
    return Analysis(camera_id(one), stamp(5), moving, readings, stopped)


AGENCIES = tuple(
    Agency(id_of(700 + at), code, name)
    for at, (code, name) in enumerate(
        (
            ("dishub", "Dishub"),
            ("satpolpp", "Satpol PP"),
            ("damkar", "Damkar"),
            ("kebersihan", "Kebersihan"),
            ("pupr", "PUPR"),
            ("polri", "Polri"),
        )
    )
)
CATEGORIES = (
    Category("congestion", "Kemacetan", "Congestion", Priority.HIGH, "dishub"),
    Category("accident", "Kecelakaan", "Accident", Priority.CRITICAL, "polri"),
    Category("fallen_tree", "Pohon tumbang", "Fallen tree", Priority.MEDIUM, "pupr"),
    Category("waste", "Sampah menumpuk", "Piled-up waste", Priority.LOW, "kebersihan"),
)
PLACES = (Place(id_of(800), "Jl. Urip Sumoharjo"), Place(id_of(801), "Pasar Cikarang"))


def assignment(agency: Agency, state: AssignmentState, at: datetime, number: int = 900) -> Assignment:
    return Assignment(id_of(number + AGENCIES.index(agency)), agency.id, agency.name, state, at, at)


def ticket(serial: int = 4188, **facts: object) -> Ticket:
    """A ticket of the drawing; any of its fields can be given."""
    values: dict[str, object] = {
        "id": id_of(serial),
        "number": f"BKS-2026-00{serial}",
        "title": "Lalu lintas terhenti",
        "category": "congestion",
        "priority": Priority.CRITICAL,
        "state": TicketState.ACKNOWLEDGED,
        "place": "Jl. Urip Sumoharjo",
        "camera_id": CAMERAS[1].id,
        "owner_id": id_of(3),
        "owner_name": "Operator 3",
        "created_at": ago(42),
        "changed_at": ago(0),
        "version": 4,
        "assignments": (assignment(AGENCIES[0], AssignmentState.DISPATCHED, ago(0)),),
    }
    return Ticket(**(values | facts))  # type: ignore[arg-type]


DISHUB, SATPOL, DAMKAR, KEBERSIHAN, PUPR, POLRI = AGENCIES
TICKETS = (
    ticket(
        4182,
        title="Kecelakaan, 2 motor",
        place="Jl. Raya Industri",
        created_at=ago(492),
        state=TicketState.IN_PROGRESS,
        assignments=(
            assignment(DAMKAR, AssignmentState.UNDER_WAY, ago(300)),
            assignment(POLRI, AssignmentState.ACCEPTED, ago(300)),
        ),
    ),
    ticket(),
    ticket(
        4185,
        title="Macet karena truk mogok di lajur kiri arah Jakarta",
        place="Tol Cikarang Barat km 31",
        priority=Priority.HIGH,
        created_at=ago(290),
        assignments=(assignment(DISHUB, AssignmentState.ACCEPTED, ago(200)),),
    ),
    ticket(
        4186,
        number=None,
        title="Pohon tumbang",
        place="Jl. Kalimalang",
        priority=Priority.MEDIUM,
        created_at=ago(123),
        state=TicketState.NEW,
        reports=3,
        channel="telephone",
        assignments=(),
    ),
    ticket(
        4187,
        title="Sampah menumpuk",
        place="Pasar Cibitung",
        priority=Priority.LOW,
        created_at=ago(200_000),
        assignments=(assignment(KEBERSIHAN, AssignmentState.DISPATCHED, ago(100_000)),),
    ),
    ticket(4179, title="Jalan berlubang", place="Jl. Fatahillah", priority=Priority.LOW, created_at=ago(7500)),
)
LIMITS_S = {Priority.CRITICAL: 300.0, Priority.HIGH: 900.0, Priority.MEDIUM: 3600.0}

TIMELINE = (
    TimelineEntry(ago(42), "Operator 3", "open"),
    TimelineEntry(ago(41), "Operator 3", "still"),
    TimelineEntry(ago(23), "Operator 3", "acknowledge"),
    TimelineEntry(
        ago(14),
        "Operator 3",
        "note",
        text="Dua lajur tertutup truk mogok; antrean sampai jembatan. Petugas Dishub di pos terdekat sudah dihubungi.",
    ),
    TimelineEntry(ago(0), "Operator 3", "dispatch", facts=(("agency", "Dishub"),)),
)


def detail(one: Ticket | None = None, stills: int = 2, **facts: object) -> TicketDetail:
    one = one or ticket(description="Okupansi 0,91, laju 2 % dari biasa.")
    task = one.assignments[0].id if one.assignments else None
    acts: list[tuple[Act, UUID | None]] = [(act, None) for act in (Act.NOTE, Act.EDIT, Act.DISPATCH, Act.REJECT)]
    acts += [(Act.ACCEPT, task), (Act.DECLINE, task)] if task else [(Act.ACKNOWLEDGE, None)]
    still_ids = tuple(id_of(950 + at) for at in range(stills))
    values: dict[str, object] = {"timeline": TIMELINE, "still_ids": still_ids, "acts": tuple(acts)}
    return TicketDetail(one, **(values | facts))  # type: ignore[arg-type]


def still(at: int = 0) -> Still:
    return Still(id_of(950 + at), id_of(4188), CAMERAS[1].id, ago(42 - 20 * at), "0" * 64, jpeg())
