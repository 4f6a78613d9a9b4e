"""What one shift hands to the next, as plain values; free of Qt (console/presenters/handover_paper.py makes them)."""

from dataclasses import dataclass, field
from datetime import datetime

from storage.model.alarms import AlarmKind
from storage.model.shifts import ShiftSpan
from storage.model.tickets import AssignmentState, Priority, TicketState
from video.events import StreamState


@dataclass(frozen=True, slots=True)
class HandedAgency:
    """One agency's part of a ticket and since when it waits as it does."""

    name: str
    state: AssignmentState
    dispatched_at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class HandedTicket:
    """An open ticket; its clocks are moments, so that whoever reads it later counts from when it is read."""

    id: str
    number: str | None  # None: not yet shared
    title: str
    place: str
    priority: Priority
    state: TicketState
    opened_at: datetime
    owner: str = ""
    agencies: tuple[HandedAgency, ...] = ()

    @property
    def waiting_since(self) -> datetime:
        """The longest of the waits that still run: an agency's, or the citizen's where no agency has it."""
        running = [one.since for one in self.agencies if one.state not in _AT_REST]
        return min(running, default=self.opened_at)


_AT_REST = (AssignmentState.DONE, AssignmentState.REJECTED)


@dataclass(frozen=True, slots=True)
class HandedAlarm:
    """A shelved alarm."""

    id: str
    kind: AlarmKind
    camera: str  # "102 Jl. Urip Sumoharjo"
    priority: Priority
    until: datetime | None
    reason: str
    shelved_by: str = ""  # a name


@dataclass(frozen=True, slots=True)
class HandedCamera:
    """A camera that gives no usable picture; `since` None: never seen since this console was started."""

    number: int
    name: str
    state: StreamState
    since: datetime | None


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One line of the log book."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A handover's content: what the outgoing person saw at `at`, and what they wrote."""

    at: datetime
    span: ShiftSpan
    outgoing: str
    tickets: tuple[HandedTicket, ...] = ()
    shelved: tuple[HandedAlarm, ...] = ()
    cameras: tuple[HandedCamera, ...] = ()
    log: tuple[HandedLine, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was when the paper was last shown: `what` names its sentence, `name` the thing."""

    what: str  # one of DIFFERENCES
    name: str


DIFFERENCES = (
    "ticket_new",
    "ticket_gone",
    "ticket_changed",
    "alarm_new",
    "alarm_gone",
    "camera_new",
    "camera_gone",
    "log_new",
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that the server has taken."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverState:
    """How far the signing is; `digest` is the server's, in hex, once there is one."""

    outgoing_name: str
    next_shift: str
    digest: str = ""
    outgoing: Signed | None = None
    incoming: Signed | None = None
    elsewhere: str = ""  # who is handing over this very shift at another desk
    differences: tuple[Difference, ...] = field(default=())

    @property
    def complete(self) -> bool:
        return self.outgoing is not None and self.incoming is not None
