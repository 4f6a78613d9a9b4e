"""What is asked of a ticket."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from storage.model.callers import NewReport
from storage.model.clock_values import ClockClass, PauseReason
from storage.model.routing import RoadClass, Routing
from storage.model.tickets import Act, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    """A new ticket, with the still it was made from and the agency it is dispatched to at once, if any.

    `alarm_id` names the alarm that it carries on: listed or shelved, it becomes TICKETED in the same transaction and
    its still is the ticket's too; an alarm that is no longer to be had is `Stale`.
    """

    key: UUID
    ticket_id: UUID
    title: str
    category: str
    priority: Priority
    place: str
    description: str = ""
    camera_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    landmark: str = ""
    area_code: str | None = None
    agency_ids: tuple[UUID, ...] = ()
    still: bytes | None = field(default=None, repr=False)
    report: NewReport | None = None
    alarm_id: UUID | None = None
    road: RoadClass | None = None
    routing: Routing | None = None  # what was proposed or asked: written down beside what was chosen
    exercise_id: UUID | None = None  # the running exercise that it belongs to; it takes no real alarm on


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnTicket:
    """One act on one ticket as it was seen at `expected_version`."""

    key: UUID
    ticket_id: UUID
    expected_version: int
    act: Act
    assignment_id: UUID | None = None  # for the acts of an assignment
    agency_id: UUID | None = None  # DISPATCH, PROPOSE_TRANSFER: to whom; DECLINE: the next owner
    to_desk: bool = False  # DECLINE: the desk has it again; that or a next owner has to be said
    transfer_id: UUID | None = None  # for the acts of a transfer
    text: str = ""  # a note, or the reason
    pause: PauseReason | None = None  # PAUSE: why


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTicket:
    """Changed fields of a ticket; None leaves a field as it is, an empty `area_code` takes it away.

    `clear_point` takes the point away, whatever `latitude` and `longitude` say.
    """

    key: UUID
    ticket_id: UUID
    expected_version: int
    title: str | None = None
    category: str | None = None
    priority: Priority | None = None
    place: str | None = None
    description: str | None = None
    landmark: str | None = None
    area_code: str | None = None
    clock_class: ClockClass | Literal[""] | None = None  # empty: its category's again
    latitude: float | None = None
    longitude: float | None = None
    clear_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStill:
    """One more picture for an open ticket: JPEG, at most 200 kB, its metadata already taken off."""

    key: UUID
    ticket_id: UUID
    jpeg: bytes = field(repr=False)
    camera_id: UUID | None = None
