"""Alarms after ISA-18.2: a condition that wants a person's answer, once for the whole site."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.model.tickets import Priority


class AlarmKind(StrEnum):
    CONGESTION = "congestion"  # a zone is congested
    STOPPED_TRAFFIC = "stopped_traffic"  # a zone's traffic stands
    STOPPED_VEHICLE = "stopped_vehicle"
    DARK = "dark"  # covered, unlit or broken
    CAMERA_LOST = "camera_lost"
    ANALYSIS_STOPPED = "analysis_stopped"  # nobody analyses a camera that should be
    GROUP_LOST = "group_lost"  # cameras of one group went at once: a switch, a line, the power
    RECORDING_STOPPED = "recording_stopped"  # the disk is full or refuses; pictures are live only
    SLA_WARNING = "sla_warning"  # a ticket's clock is near its end
    SLA_BREACH = "sla_breach"  # a promise of a ticket is late
    RECORDING_SHORT = "recording_short"  # the disk holds less than was promised

    @property
    def family(self) -> str:
        """What may be open once for a camera and zone: traffic that worsens is one alarm, not two."""
        if self in OF_TICKETS:
            return "sla"
        return "traffic" if self in (AlarmKind.CONGESTION, AlarmKind.STOPPED_TRAFFIC) else self.value


OF_TICKETS = frozenset({AlarmKind.SLA_WARNING, AlarmKind.SLA_BREACH})
"""What stands at a ticket (`about_ticket`) and at no camera."""
NO_CAMERA = UUID(int=0)
"""The `camera_id` of an alarm that stands at none."""


class RecordingCause(StrEnum):
    """Why a disk takes no recordings."""

    FULL = "full"
    READ_ONLY = "read_only"
    MISSING = "missing"
    DENIED = "denied"
    SLOW = "slow"
    FAILING = "failing"
    NO_PACKETS = "no_packets"  # it is the camera that sends nothing


_CAUSE = "|"


def subject_with(place: str, cause: RecordingCause | None) -> str:
    """The subject of RECORDING_STOPPED: what it is about (a disk; empty: its camera), and why, in one text."""
    return f"{place}{_CAUSE}{cause.value}" if cause is not None else place


class AlarmState(StrEnum):
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"  # the condition is over, nobody has acknowledged it
    SHELVED = "shelved"  # off the list until `shelved_until`
    TICKETED = "ticketed"  # a ticket carries it on
    FALSE = "false"  # a person looked and it was none; kept with its still
    CLEARED = "cleared"  # acknowledged, and the condition is over


LISTED = frozenset({AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED, AlarmState.RETURNED})
"""What stands on an operator's list."""
SOUNDING = frozenset({AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED})


class AlarmAct(StrEnum):
    """What a person may do to an alarm. Making a ticket of it is part of `OpenTicket`."""

    ACKNOWLEDGE = "acknowledge"  # UNACKNOWLEDGED -> ACKNOWLEDGED, RETURNED -> CLEARED
    FALSE_ALARM = "false_alarm"  # listed or shelved -> FALSE
    SHELVE = "shelve"  # listed -> SHELVED; needs `until` and a reason
    UNSHELVE = "unshelve"  # SHELVED -> UNACKNOWLEDGED while the condition holds, else CLEARED


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. It stays open (`closed_at` None) while it is listed, shelved, or its condition holds (`active`).

    Of one camera, zone and family at most one is open. One that worsens while open takes the higher priority and its
    kind, and wants a new answer (ACKNOWLEDGED -> UNACKNOWLEDGED).
    """

    id: UUID
    kind: AlarmKind
    camera_id: UUID
    zone_id: UUID | None
    priority: Priority
    state: AlarmState
    active: bool
    raised_at: datetime
    changed_at: datetime
    version: int
    occupancy: float = 0.0  # 0 to 1, as measured when it was raised
    speed: float = 0.0  # share of the zone's usual, 0 to 1
    held_s: float = 0.0  # how long the condition had held when it was raised
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""  # a name, for people
    shelved_until: datetime | None = None
    shelved_by: str = ""  # a name, for people; stays after the shelving ended, as `shelved_until` does
    reason: str = ""  # of the shelving or of the false alarm
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    ticket_id: UUID | None = None
    still_id: UUID | None = None
    subject: str = ""  # what else it is about: a group of cameras, a station's disk; `camera_id` is then one of them
    affected: int = 1  # cameras
    about_ticket: UUID | None = None  # of OF_TICKETS; `camera_id` is then NO_CAMERA

    @property
    def about(self) -> str:
        """The subject without the cause; empty where it is about its camera alone."""
        return self.subject.rpartition(_CAUSE)[0] if self.cause is not None else self.subject

    @property
    def cause(self) -> RecordingCause | None:
        """Why recording stopped, as it was when the alarm was raised; None where that is not known."""
        if self.kind is not AlarmKind.RECORDING_STOPPED:
            return None
        _, mark, cause = self.subject.rpartition(_CAUSE)
        return RecordingCause(cause) if mark and cause in frozenset(RecordingCause) else None


@dataclass(frozen=True, slots=True)
class NewAlarm:
    """What a station raises; the server decides whether it is one (open already? cooling down?)."""

    id: UUID
    kind: AlarmKind
    camera_id: UUID
    zone_id: UUID | None
    priority: Priority
    held_s: float
    cooldown_s: float
    occupancy: float = 0.0
    speed: float = 0.0
    subject: str = ""
    affected: int = 1


@dataclass(frozen=True, slots=True)
class NewClockAlarm:
    """What a station raises about a ticket, as it saw it at `ticket_version`."""

    id: UUID
    kind: AlarmKind  # one of OF_TICKETS
    ticket_id: UUID
    ticket_version: int
    priority: Priority
    subject: str  # number and title
    held_s: float = 0.0  # how long it is late


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """When a condition becomes an alarm. A rule with a camera or zone goes before the site's."""

    id: UUID
    kind: AlarmKind
    priority: Priority
    min_duration_s: float
    cooldown_s: float
    camera_id: UUID | None = None
    zone_id: UUID | None = None
    enabled: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class AlarmLoad:
    """How many alarms were raised in the last 10 minutes and how many operators are there to answer (at least 1)."""

    raised: int
    operators: int

    @property
    def per_operator(self) -> float:
        return self.raised / max(1, self.operators)


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch of time in which a camera gave no picture; `ended_at` None: it still gives none."""

    id: UUID
    camera_id: UUID
    began_at: datetime
    ended_at: datetime | None
