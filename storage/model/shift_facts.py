"""What a shift's report states, as plain values: every figure is a count or a time of the record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.model.shifts import Handover, LogEntry, SignIn
from storage.model.tickets import Priority, TicketState


@dataclass(frozen=True, slots=True)
class Distribution:
    """Seconds; None where nothing was measured. Percentiles are nearest-rank on the values themselves."""

    count: int = 0
    median_s: float | None = None
    p90_s: float | None = None
    longest_s: float | None = None
    within: tuple[tuple[float, int], ...] = ()  # (limit in seconds, how many were within it)


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket that was open in the span or opened in it; times are None where it did not come so far."""

    id: UUID
    number: str
    title: str
    category: str  # its code
    priority: Priority
    state: TicketState  # as it stands when the facts are read
    place: str
    agencies: tuple[str, ...]
    opened_at: datetime
    acknowledged_at: datetime | None
    dispatched_at: datetime | None  # the first
    accepted_at: datetime | None  # the first
    on_scene_at: datetime | None  # the first
    resolved_at: datetime | None
    closed_at: datetime | None
    reports: int


@dataclass(frozen=True, slots=True)
class CameraLine:
    number: int
    name: str
    minutes_lost: float  # within the span
    outages: int


@dataclass(frozen=True, slots=True)
class AlarmLine:
    kind: str
    raised: int
    false: int
    ticketed: int
    shelved: int


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Everything from `since` until before `until`, under the role of who asked."""

    since: datetime
    until: datetime
    read_at: datetime
    sign_ins: tuple[SignIn, ...]
    handovers: tuple[Handover, ...]  # of shifts that end in the span
    log: tuple[LogEntry, ...]
    tickets: tuple[TicketLine, ...]  # in the order they were opened
    by_category: tuple[tuple[str, int], ...]  # opened in the span, most first
    by_agency: tuple[tuple[str, int], ...]  # assignments dispatched in the span
    by_priority: tuple[tuple[Priority, int], ...]
    to_take_call: Distribution  # picking up to sending the form, of reports received in the span where it was measured
    to_dispatch: Distribution  # opening to first dispatch, of tickets opened in the span
    to_accept: Distribution  # dispatch to acceptance, of assignments dispatched in the span
    to_scene: Distribution  # dispatch to on scene
    to_resolve: Distribution  # opening to resolved
    cameras: tuple[CameraLine, ...]  # every camera, most minutes lost first
    alarms: tuple[AlarmLine, ...]
    busiest_10_minutes: int  # most alarms raised in any 10 minutes
    congestion_minutes: tuple[tuple[datetime, float], ...]  # by full hour: minutes over all zones
    watched_minutes: tuple[tuple[datetime, float], ...]  # by full hour: minutes in which any zone was watched
    nuisance_calls: int
    exercise_tickets: int = 0  # opened in the span as an exercise: in none of the other figures
