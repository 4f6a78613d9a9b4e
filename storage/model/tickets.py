"""A ticket, its assignments and its timeline, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from storage.model.clock_values import ClockClass, PauseReason
from storage.model.routing import RoadClass


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


class TransferState(StrEnum):
    """Of one agency's proposal that another takes its part over."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who proposed it, or because nothing was left of it


class Act(StrEnum):
    """What can be done to a ticket, to one assignment of it, or to a transfer that is proposed."""

    ACKNOWLEDGE = "acknowledge"
    CLAIM = "claim"  # become the owner; from another person it needs a reason
    EDIT = "edit"
    NOTE = "note"
    DISPATCH = "dispatch"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"  # needs a reason
    REJECT = "reject"  # needs a reason
    MAKE_REAL = "make_real"  # an exercise that turned out to be in earnest: needs a reason
    PAUSE = "pause"  # its clocks: needs a reason from the list
    RESUME = "resume"
    ACCEPT = "accept"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    COMPLETE = "complete"
    DECLINE = "decline"  # the agency's rejection: needs a reason, and the next owner or that the desk has it again
    PROPOSE_TRANSFER = "propose_transfer"  # to another agency, with a reason; the holder holds it until that accepts
    ACCEPT_TRANSFER = "accept_transfer"
    REFUSE_TRANSFER = "refuse_transfer"  # needs a reason
    WITHDRAW_TRANSFER = "withdraw_transfer"


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
    handed_to: str = ""  # the agency that took it over with consent; its state is then REJECTED


@dataclass(frozen=True, slots=True)
class Transfer:
    """A proposal that waits for its answer: until then the assignment is its holder's."""

    id: UUID
    assignment_id: UUID
    from_agency_id: UUID
    from_agency: str
    to_agency_id: UUID
    to_agency: str
    reason: str
    proposed_at: datetime


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
    road: RoadClass | None = None  # whose the road is, where the desk was told
    exercise: bool = False  # counts in no statistics, and is marked wherever it stands
    transfers: tuple[Transfer, ...] = ()  # those that wait for an answer
    paused: PauseReason | None = None  # why its clocks stand still
    clock_class: ClockClass | None = None  # None: its category's
    duplicate_of: UUID | None = None  # the ticket that tells of the same (storage.model.links)
    part_of: UUID | None = None  # the major incident that it belongs to
    duplicates: int = 0  # how many are linked to it
    parts: int = 0


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
    acts: tuple[tuple[Act, UUID | None], ...]  # allowed now to who asks; the id names the assignment or transfer
