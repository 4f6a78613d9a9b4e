"""From rows to frozen values."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.model.cameras import Camera, CameraZone, Transport
from storage.model.clock_values import ClockClass, PauseReason
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.routing import RoadClass
from storage.model.tickets import Assignment, AssignmentState, Priority, Ticket, TicketState, TimelineEntry, Transfer

Row = sa.RowMapping


def to_person(row: Row) -> Person:
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        agency_id=row["agency_id"],
        must_change_password=row["must_change_password"],
        demo=row["demo"],
        active=row["active"],
        version=row["version"],
    )


def to_camera(row: Row) -> Camera:
    return Camera(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        main_url=row["main_url"],
        sub_url=row["sub_url"],
        place=row["place"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        heading=row["heading"],
        agency_id=row["agency_id"],
        group=row["group_name"],
        enabled=row["enabled"],
        analyse=row["analysed"],
        record=row["record"],
        transport=Transport(row["transport"]),
        aspect=row["aspect"],
        onvif_url=row["onvif_url"],
        ptz=row["ptz"],
        replay_url=row["replay_url"],
        zones=tuple(
            CameraZone(UUID(zone["id"]), zone["name"], tuple((x, y) for x, y in zone["polygon"]))
            for zone in row["zones"]
        ),
        version=row["version"],
    )


def from_camera(camera: Camera) -> dict[str, Any]:
    """A camera's columns, without its id and version."""
    return {
        "number": camera.number,
        "name": camera.name,
        "main_url": camera.main_url,
        "sub_url": camera.sub_url,
        "place": camera.place,
        "latitude": camera.latitude,
        "longitude": camera.longitude,
        "heading": camera.heading,
        "agency_id": camera.agency_id,
        "group_name": camera.group,
        "enabled": camera.enabled,
        "analysed": camera.analyse,
        "record": camera.record,
        "transport": camera.transport,
        "aspect": camera.aspect,
        "onvif_url": camera.onvif_url,
        "ptz": camera.ptz,
        "replay_url": camera.replay_url,
        "zones": [{"id": str(z.id), "name": z.name, "polygon": [list(p) for p in z.polygon]} for z in camera.zones],
    }


def to_assignment(row: Row) -> Assignment:
    return Assignment(
        id=row["id"],
        agency_id=row["agency_id"],
        agency_name=row["agency_name"],
        state=AssignmentState(row["state"]),
        dispatched_at=row["dispatched_at"],
        changed_at=row["changed_at"],
        reason=row["said"] if row["state"] == AssignmentState.REJECTED else "",
        handed_to=row["next_agency"] or "" if row["act"] == "transfer" else "",
    )


def to_ticket(row: Row, assignments: Iterable[Assignment], transfers: Iterable[Transfer]) -> Ticket:
    return Ticket(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        category=row["category"],
        priority=Priority(row["priority"]),
        state=TicketState(row["state"]),
        place=row["place"],
        camera_id=row["camera_id"],
        owner_id=row["owner_id"],
        owner_name=row["owner_name"] or "",
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        version=row["version"],
        description=row["description"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        assignments=tuple(assignments),
        landmark=row["landmark"],
        area_code=row["area_code"],
        kecamatan=row["kecamatan"] or "",
        desa=row["desa"] or "",
        channel=row["channel"],
        reports=row["reports"],
        road=RoadClass(row["road"]) if row["road"] else None,
        exercise=row["exercise"],
        transfers=tuple(transfers),
        paused=PauseReason(row["paused"]) if row["paused"] else None,
        clock_class=ClockClass(row["clock_class"]) if row["clock_class"] else None,
        duplicate_of=row["duplicate_of"],
        part_of=row["part_of"],
        duplicates=row["duplicates"],
        parts=row["parts"],
    )


def to_timeline_entry(row: Row) -> TimelineEntry:
    return TimelineEntry(
        at=row["at"],
        actor=row["actor_name"],
        act=row["act"],
        facts=tuple(sorted((key, str(value)) for key, value in row["facts"].items())),
        text=row["said"],
    )


def to_change(row: Row) -> Change:
    return Change(
        number=row["number"],
        kind=Kind(row["kind"]),
        id=row["id"],
        version=row["version"],
        actor=row["actor"],
        at=row["at"],
    )
