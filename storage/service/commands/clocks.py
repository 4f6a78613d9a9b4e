"""What is asked of what clocks are measured against. What stands was `seen`; another one standing is `Stale`."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.calendar import SiteDay, WorkWeek
from storage.model.clock_values import CategoryClass, ClockTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClockTarget:
    """How long a goal may take from now on; `target.since` is the server's to set."""

    key: UUID
    target: ClockTarget
    seen: UUID | None  # the target of this category, class and goal that stands; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCategoryClass:
    """Which class a category's tickets have that are opened from now on."""

    key: UUID
    change: CategoryClass
    seen: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWorkWeek:
    """The site's hours from a local day on, today at the earliest; one begin a day."""

    key: UUID
    week: WorkWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSiteDay:
    """A day on which the site is closed, or works although others do not; a second one of a day is AlreadyTaken."""

    key: UUID
    day: SiteDay


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSiteDay:
    key: UUID
    day_id: UUID
