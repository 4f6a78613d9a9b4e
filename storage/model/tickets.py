"""A ticket, its assignments and its timeline, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID


class Priority(IntEnum):
    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4


class TicketState(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"


OPEN_STATES = frozenset({TicketState.NEW, TicketState.ACKNOWLEDGED, TicketState.IN_PROGRESS, TicketState.RESOLVED})


class AssignmentState(StrEnum):
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    UNDER_WAY = "under_way"
    ON_SCENE = "on_scene"
    DONE = "done"
    REJECTED = "rejected"


class Act(StrEnum):
    """What can be done to a ticket; the last six belong to one assignment of it."""

    ACKNOWLEDGE = "acknowledge"
    CLAIM = "claim"  # become the owner; from another person it needs a reason
    EDIT = "edit"
    NOTE = "note"
    DISPATCH = "dispatch"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"  # needs a reason
    REJECT = "reject"  # needs a reason
    ACCEPT = "accept"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    COMPLETE = "complete"
    DECLINE = "decline"  # the agency's rejection: needs a reason, and a next owner where there is one


@dataclass(frozen=True, slots=True)
class Category:
    code: str  # "congestion", "accident", "fire", "flood", "fallen_tree", "waste", "road_damage", ...
    name_id: str
    name_en: str
    priority: Priority  # the default
    agency_code: str  # who usually answers


@dataclass(frozen=True, slots=True)
class Assignment:
    """One agency's part of a ticket."""

    id: UUID
    agency_id: UUID
    agency_name: str
    state: AssignmentState
    dispatched_at: datetime
    changed_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of the list. `number` is None while the ticket is not yet shared."""

    id: UUID
    number: str | None  # "BKS-2026-004188"
    title: str
    category: str
    priority: Priority
    state: TicketState
    place: str
    camera_id: UUID | None
    owner_id: UUID | None
    owner_name: str
    created_at: datetime
    changed_at: datetime
    version: int
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    assignments: tuple[Assignment, ...] = ()
    landmark: str = ""  # "depan Masjid Al-Ikhlas"
    area_code: str | None = None  # the gazetteer's desa or kelurahan
    kecamatan: str = ""  # of that area
    desa: str = ""
    channel: str = "camera"  # of its first report (storage.model.callers.Channel)
    reports: int = 0


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a ticket, from its audit rows: `act` names it, `facts` fill its sentence."""

    at: datetime
    actor: str
    act: str  # an Act's value, or "open", "still"
    facts: tuple[tuple[str, str], ...] = ()
    text: str = ""  # what a person wrote


@dataclass(frozen=True, slots=True)
class Still:
    """A picture kept with a ticket or an alarm: JPEG, at most 200 kB, without metadata of the camera that took it."""

    id: UUID
    ticket_id: UUID | None
    camera_id: UUID | None
    taken_at: datetime
    sha256: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class TicketDetail:
    ticket: Ticket
    timeline: tuple[TimelineEntry, ...]
    still_ids: tuple[UUID, ...]
    acts: tuple[tuple[Act, UUID | None], ...]  # allowed now to who asks; the id names the assignment
