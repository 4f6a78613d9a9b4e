"""Cameras and their zones as the record knows them; a person never sees a camera's secret."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from resources.redaction import ShownSafely


class Transport(StrEnum):
    """How RTP comes from an RTSP camera."""

    TCP = "tcp"
    UDP = "udp"


@dataclass(frozen=True, slots=True)
class CameraZone:
    """A zone of a camera; the polygon's points are fractions of the picture."""

    id: UUID
    name: str
    polygon: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Camera(ShownSafely):
    """What everyone may know of a camera. URLs carry no user or password."""

    id: UUID
    number: int  # what the operator types: 101
    name: str
    main_url: str
    sub_url: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    heading: float | None = None  # degrees clockwise from north
    agency_id: UUID | None = None
    group: str = ""
    enabled: bool = True
    analyse: bool = True
    record: bool = True  # into the ring on the station's disk
    transport: Transport = Transport.TCP
    aspect: str = ""  # of the picture as shown, "4:3"; empty: as the stream says
    onvif_url: str = ""  # of the device service; empty: not by ONVIF
    ptz: bool = False
    replay_url: str = ""  # of a recorder, with {since} and {until}; empty: what the station records itself
    zones: tuple[CameraZone, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class CameraSecret:
    """The login to a camera; only a station's role can read it, and `repr` shows none of it."""

    camera_id: UUID
    username: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A named place of the site, for tickets and cameras."""

    id: UUID
    name: str
    kecamatan: str = ""
    desa: str = ""
    latitude: float | None = None
    longitude: float | None = None
