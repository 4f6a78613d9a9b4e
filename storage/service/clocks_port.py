"""What clocks are told from, as people and stations read it; measuring is `storage.model.clocks`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from resources.calendars import national_years
from storage.model.alarms import NewClockAlarm
from storage.model.calendar import Calendar, SiteDay, WorkWeek
from storage.model.clock_values import ClockTargets
from storage.model.clocks import TicketHistory
from storage.model.zones import zone_named


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What clocks are measured against: every target that ever held, and the site's calendar."""

    targets: ClockTargets
    weeks: tuple[WorkWeek, ...]
    days: tuple[SiteDay, ...]
    zone: str  # an IANA name

    def calendar(self) -> Calendar:
        """With the nation's days off; keep it, since it remembers what it has counted."""
        return Calendar(zone_named(self.zone), national_years(), self.weeks, self.days)


@dataclass(frozen=True, slots=True)
class ClockSheet:
    """The tickets whose clocks may run, as they were at one moment of the server's clock."""

    read_at: datetime
    histories: tuple[TicketHistory, ...]


class Clocks(Protocol):
    """For everybody who reads tickets; an agency's people see what all their tickets have, and their own part."""

    def clock_rules(self) -> ClockRules: ...
    def clock_sheet(self) -> ClockSheet:
        """Every open ticket that whoever asks sees; the oldest first."""
        ...

    def clock_history(self, ticket_id: UUID) -> TicketHistory:
        """Of a closed ticket too; raises NotFound."""
        ...


class StationClocks(Protocol):
    """For a station's round; it reads no ticket otherwise."""

    def clock_rules(self) -> ClockRules: ...
    def clock_sheet(self) -> ClockSheet:
        """Every ticket that is neither ended nor of an exercise."""
        ...

    def raise_clock_alarms(self, alarms: tuple[NewClockAlarm, ...]) -> tuple[UUID, ...]:
        """Raise, or worsen what stands; the ids that are news.

        A ticket at another version than was seen is passed over: it is measured anew first.
        """
        ...
