"""The record's two doors, as ports: what a person may ask, and what a station may.

Implemented by `storage.pg` on PostgreSQL and by `storage.testing` in memory; both pass the same contract tests.
Every call is synchronous and belongs on the database executor, never on the GUI thread.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from storage.model.alarms import Alarm, AlarmLoad, AlarmRule, NewAlarm, Outage
from storage.model.callers import Area, Contact, NumberHistory, Report
from storage.model.camera_health import CameraHour, CameraTrouble
from storage.model.cameras import Camera, CameraSecret, Place
from storage.model.feed import Change
from storage.model.footage import Bookmark, EvidenceExport, FootageLock, RecordingStation
from storage.model.people import Agency, Person
from storage.model.ptz import PtzHold
from storage.model.shift_facts import ShiftFacts
from storage.model.shifts import Handover, LogEntry, SignIn
from storage.model.sightings import Lease, SightingRow
from storage.model.tickets import Category, Still, Ticket, TicketDetail
from storage.model.wall import WallFigures, WallPush
from storage.service.audit_port import AuditHeads, AuditTrail
from storage.service.clocks_port import Clocks, StationClocks
from storage.service.commands import Command
from storage.service.crews_port import Crews
from storage.service.exercise_port import Exercises
from storage.service.identity_port import Identities
from storage.service.links_port import Links
from storage.service.procedure_port import Procedures
from storage.service.routing_port import RoutingRules
from storage.service.search_port import Search


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command changed, and who did it."""

    changes: tuple[Change, ...]
    actor: str


class Alarms(Protocol):
    """Alarms as people read them; Forbidden for an agency and the intake."""

    def alarms(self) -> tuple[Alarm, ...]:
        """Listed and shelved ones, by priority, then the oldest first."""
        ...

    def alarm(self, alarm_id: UUID) -> Alarm: ...
    def alarm_rules(self) -> tuple[AlarmRule, ...]: ...
    def alarm_load(self) -> AlarmLoad: ...


class Callers(Protocol):
    """Who reported, and who is to be called."""

    def reports(self, ticket_id: UUID) -> tuple[Report, ...]:
        """In the order they came; Forbidden for the wall, an agency's people see those of their own tickets."""
        ...

    def number_history(self, caller_number: str) -> NumberHistory: ...
    def contacts(self) -> tuple[Contact, ...]: ...
    def areas(self) -> tuple[Area, ...]: ...


class Shifts(Protocol):
    """The shift's people and papers; Forbidden for an agency, the wall and the intake."""

    def sign_ins(self, *, since: datetime) -> tuple[SignIn, ...]:
        """Those signed in at or after `since`, and those who still are."""
        ...

    def log_entries(self, *, since: datetime) -> tuple[LogEntry, ...]: ...
    def handovers(self, *, since: datetime) -> tuple[Handover, ...]: ...
    def handover(self, handover_id: UUID) -> Handover: ...
    def shift_facts(self, since: datetime, until: datetime) -> ShiftFacts: ...


class Wall(Protocol):
    """What the wall shows; for the house and the wall's own login."""

    def wall_push(self) -> WallPush | None:
        """What was pushed last and not released."""
        ...

    def wall_figures(self, *, since: datetime) -> WallFigures: ...


class Footage(Protocol):
    """What is said of recorded pictures, and who moves cameras; Forbidden for an agency, the wall and the intake.

    `alarms_between` is for whoever reads alarms, `recording_stations` for the wall too, `server_now` for everybody.
    """

    def bookmarks(self, *, since: datetime, until: datetime, camera_id: UUID | None = None) -> tuple[Bookmark, ...]: ...
    def footage_locks(self) -> tuple[FootageLock, ...]:
        """Those that hold now."""
        ...

    def recording_stations(self) -> tuple[RecordingStation, ...]:
        """Of each enabled camera that is to be recorded and whose lease holds now, by the camera's number."""
        ...

    def exports(self, *, since: datetime) -> tuple[EvidenceExport, ...]:
        """The newest first."""
        ...

    def alarms_between(self, since: datetime, until: datetime, camera_id: UUID) -> tuple[Alarm, ...]:
        """Alarms of a camera whose condition held at some time of the span, closed ones too, the oldest first."""
        ...

    def ptz_holds(self) -> tuple[PtzHold, ...]:
        """Those that hold now by the server's clock."""
        ...

    def camera_troubles(self, *, since: datetime) -> tuple[CameraTrouble, ...]:
        """Every enabled camera's hours that began since then added up, the worst first.

        One that was never watched is there, before those that did well.
        """
        ...

    def camera_hours(self, camera_id: UUID, *, since: datetime) -> tuple[CameraHour, ...]:
        """Those that began since then, in the order of time."""
        ...

    def server_now(self) -> datetime:
        """The server's clock, to know how far this machine's is off."""
        ...


class Record(
    Procedures,
    RoutingRules,
    Exercises,
    Crews,
    Alarms,
    Callers,
    Shifts,
    Wall,
    Footage,
    AuditTrail,
    Links,
    Identities,
    Search,
    Clocks,
    Protocol,
):
    """What a person's login may read and do. Raises `storage.service.errors` subclasses only."""

    def me(self) -> Person: ...
    def cameras(self) -> tuple[Camera, ...]: ...
    def agencies(self) -> tuple[Agency, ...]: ...
    def categories(self) -> tuple[Category, ...]: ...
    def places(self) -> tuple[Place, ...]: ...
    def tickets(self, *, open_only: bool = True, limit: int = 500) -> tuple[Ticket, ...]: ...
    def ticket(self, ticket_id: UUID) -> TicketDetail: ...
    def still(self, still_id: UUID) -> Still: ...
    def sightings(self, *, since: datetime, camera_id: UUID | None = None) -> tuple[SightingRow, ...]: ...
    def feed_position(self) -> int: ...
    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]: ...
    def execute(self, command: Command) -> Outcome: ...
    def close(self) -> None: ...


class StationAlarms(Protocol):
    """Alarms as a station raises them."""

    def alarm_rules(self) -> tuple[AlarmRule, ...]: ...
    def open_alarms(self) -> tuple[Alarm, ...]:
        """Every alarm that is not closed: what a station that takes over must know."""
        ...

    def raise_alarms(self, alarms: tuple[NewAlarm, ...]) -> tuple[UUID, ...]:
        """Raise or worsen; returns the ids that now stand. One whose point is open, cooling down or shelved is none.

        Analysis conditions need the camera's lease; ANALYSIS_STOPPED, CAMERA_LOST, GROUP_LOST and those of recording
        any station may raise, and return.
        """
        ...

    def return_alarms(self, alarm_ids: tuple[UUID, ...]) -> None:
        """Their condition is over."""
        ...

    def keep_alarm_still(self, alarm_id: UUID, jpeg: bytes) -> None:
        """The picture that shows it; the first one stays."""
        ...

    def end_shelving(self) -> int:
        """Bring back what was shelved until now; how many."""
        ...

    def unanalysed(self, *, for_s: float) -> tuple[UUID, ...]:
        """Enabled cameras to be analysed that nobody has held the lease of for so long, by the server's clock."""
        ...

    def open_outages(self) -> tuple[Outage, ...]:
        """Outages that have not ended: what a station that takes over goes on with."""
        ...

    def write_outages(self, outages: tuple[Outage, ...]) -> None:
        """Begin (once by id) or end outages of cameras whose lease this station holds; others are passed over.

        Of a camera one is open: where another begins, a former holder's ends.
        """
        ...


class StationRecord(StationAlarms, AuditHeads, StationClocks, Protocol):
    """What a station's login may read and do."""

    def cameras(self) -> tuple[Camera, ...]: ...
    def camera_secrets(self) -> tuple[CameraSecret, ...]: ...
    def claim_leases(self, camera_ids: tuple[UUID, ...], *, seconds: float) -> tuple[Lease, ...]:
        """Take or renew what is free or ours; returns the leases this station now holds."""
        ...

    def release_leases(self) -> None: ...
    def write_sightings(self, sightings: tuple[SightingRow, ...]) -> int:
        """Write those whose epoch still holds the lease, each once by its id; returns how many were written."""
        ...

    def write_camera_hours(self, hours: tuple[CameraHour, ...]) -> None:
        """Add what was counted to the hours of cameras whose lease this station holds; others are passed over.

        What is sent once more after a lost answer counts twice, but no hour gets more than its 3600 seconds. All or
        nothing; raises Invalid for what is below nought, and for an `hour` that is not on the hour.
        """
        ...

    def footage_locks(self) -> tuple[FootageLock, ...]:
        """Those that hold now, without the names of people."""
        ...

    def feed_position(self) -> int: ...
    def changes_since(self, number: int, *, limit: int = 500) -> tuple[Change, ...]: ...
    def close(self) -> None: ...
