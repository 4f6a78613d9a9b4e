"""The crews and vehicles of the agencies, and what each is doing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.model.tickets import AssignmentState


class UnitKind(StrEnum):
    CREW = "crew"
    VEHICLE = "vehicle"


class UnitStatus(StrEnum):
    """The first three are its agency's word; the others follow the assignments that it is on."""

    AVAILABLE = "available"
    OFF_DUTY = "off_duty"
    OUT_OF_SERVICE = "out_of_service"
    DISPATCHED = "dispatched"
    UNDER_WAY = "under_way"
    ON_SCENE = "on_scene"


AT_WORK = frozenset({UnitStatus.DISPATCHED, UnitStatus.UNDER_WAY, UnitStatus.ON_SCENE})
SENDABLE = AT_WORK | {UnitStatus.AVAILABLE}
"""Which may be sent: one at work may get another task."""


@dataclass(frozen=True, slots=True)
class UnitTask:
    """An assignment that a unit is on."""

    id: UUID
    assignment_id: UUID
    ticket_id: UUID
    ticket_number: str
    status: UnitStatus  # of AT_WORK
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """Version 0 is one that is not there yet."""

    id: UUID
    agency_id: UUID
    call_sign: str  # "Damkar 2"
    kind: UnitKind = UnitKind.CREW
    status: UnitStatus = UnitStatus.AVAILABLE
    since: datetime | None = None  # of its status, by the server's clock
    active: bool = True
    tasks: tuple[UnitTask, ...] = ()  # those that have not ended
    version: int = 0


def followed(state: AssignmentState) -> UnitStatus | None:
    """What a unit on an assignment in this state is doing; None once that has ended."""
    if state in (AssignmentState.DONE, AssignmentState.REJECTED):
        return None
    reached = {AssignmentState.UNDER_WAY: UnitStatus.UNDER_WAY, AssignmentState.ON_SCENE: UnitStatus.ON_SCENE}
    return reached.get(state, UnitStatus.DISPATCHED)
