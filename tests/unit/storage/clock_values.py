"""Calendars, tickets and their events, as the tests of clocks begin with them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from resources.calendars import NationalYear, national_years
from storage.model.calendar import USUAL_HOURS, Calendar, DayKind, SiteDay, WorkWeek
from storage.model.clock_values import (
    DEFAULT_CLASSES,
    DEFAULT_TARGETS,
    CategoryClass,
    ClockClass,
    ClockTarget,
    ClockTargets,
    PauseReason,
)
from storage.model.clocks import ClockAct, ClockEvent, TicketHistory
from storage.model.ids import new_id

JAKARTA = ZoneInfo("Asia/Jakarta")
TICKET, POLRI, DAMKAR = (UUID(int=n) for n in range(1, 4))
TARGETS = ClockTargets(
    tuple(ClockTarget(new_id(), kind, goal, unit, amount) for kind, goal, unit, amount in DEFAULT_TARGETS),
    tuple(CategoryClass(new_id(), category, kind) for category, kind in DEFAULT_CLASSES.items()),
)


def week(*hours: str, since: date = date(2020, 1, 1)) -> WorkWeek:
    return WorkWeek(new_id(), since, hours or USUAL_HOURS)


def calendar(
    zone: ZoneInfo = JAKARTA,
    weeks: tuple[WorkWeek, ...] | None = None,
    days: tuple[SiteDay, ...] = (),
    years: dict[int, NationalYear] | None = None,
) -> Calendar:
    return Calendar(zone, national_years() if years is None else years, weeks or (week(),), days)


def own(day: date, kind: DayKind = DayKind.OFF) -> SiteDay:
    return SiteDay(new_id(), day, kind, "Hari jadi kabupaten")


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    """A local moment, such as "2026-11-24 14:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


class Story:
    """A ticket's events, each so long after the one before."""

    def __init__(self, begin: str = "2026-11-24 09:00", *, answered: bool = True) -> None:
        self.now = at(begin)
        self.events = [ClockEvent(self.now, ClockAct.OPEN, answered=answered)]

    def then(
        self, after: timedelta, act: ClockAct, assignment: UUID | None = None, reason: PauseReason | None = None
    ) -> "Story":
        self.now += after
        self.events.append(ClockEvent(self.now, act, assignment, "Dinas" if assignment else "", reason))
        return self

    def on(self, moment: str, act: ClockAct, **more: object) -> "Story":
        return self.then(at(moment) - self.now, act, **more)  # type: ignore[arg-type]

    def told(self, category: str = "fire", clock_class: ClockClass | None = None) -> TicketHistory:
        return TicketHistory(TICKET, "BKS-2026-000001", "Kebakaran", category, clock_class, tuple(self.events))
