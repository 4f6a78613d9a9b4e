"""What the clocks of a ticket are measured against: classes, goals, targets, and reasons for a pause."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

WARN_PERCENT = 80
AMOUNT_MOST = 10_000_000


class ClockClass(StrEnum):
    """By which promise a ticket is measured."""

    EMERGENCY = "emergency"
    INCIDENT = "incident"  # seconds too, but nobody's life hangs on them
    INFORMATION = "information"  # a question, or what only needs an answer
    COMPLAINT = "complaint"
    OVERSIGHT = "oversight"  # a complaint about an office, which has to be examined


class Goal(StrEnum):
    """What has to be reached in time. Whose time it is stands in `OF_AGENCY`."""

    ANSWER = "answer"  # somebody at the desk has it
    DISPATCH = "dispatch"  # the first agency is sent, from the answer on
    ON_SCENE = "on_scene"  # an agency is there, from its dispatch on
    VERIFY = "verify"  # looked into and forwarded, or turned down
    AGENCY_ANSWER = "agency_answer"  # an agency sets out, or says what came of it
    RESOLVE = "resolve"  # the citizen's whole time
    REPLY = "reply"  # a window and no deadline: so long the citizen may answer back


OF_AGENCY = frozenset({Goal.ON_SCENE, Goal.AGENCY_ANSWER})
"""Goals of one assignment; every other one is the citizen's."""


class Unit(StrEnum):
    SECONDS = "seconds"
    WORKING_DAYS = "working_days"


class PauseReason(StrEnum):
    """Why nobody can go on for now."""

    CITIZEN = "citizen"  # waiting for who reported it
    PERMIT = "permit"  # waiting for another office's leave
    MATERIAL = "material"  # waiting for parts or money
    WEATHER = "weather"  # the weather or the place does not allow it


STOPS_CITIZEN = frozenset({PauseReason.CITIZEN})
"""Only what the citizens owe us themselves stops their clock; for everything else they go on waiting."""


@dataclass(frozen=True, slots=True)
class ClockTarget:
    """How long one goal may take, from a moment on. Written once: a later one of the same point replaces it.

    `amount` None: from then on there is no such goal. One with a category goes before the one without.
    """

    id: UUID
    clock_class: ClockClass
    goal: Goal
    unit: Unit
    amount: int | None
    category: str | None = None
    warn_percent: int = WARN_PERCENT
    since: datetime | None = None  # the server's to set


@dataclass(frozen=True, slots=True)
class CategoryClass:
    """Which class a category has from a moment on, where a ticket says nothing else. Written once."""

    id: UUID
    category: str
    clock_class: ClockClass
    since: datetime | None = None


_C, _G, _U = ClockClass, Goal, Unit
_COMPLAINTS = tuple(
    (kind, goal, _U.WORKING_DAYS, days)
    for kind, most in ((_C.INFORMATION, 5), (_C.COMPLAINT, 14), (_C.OVERSIGHT, 60))
    for goal, days in ((_G.VERIFY, 3), (_G.AGENCY_ANSWER, 5), (_G.RESOLVE, most), (_G.REPLY, 10))
)
DEFAULT_TARGETS: tuple[tuple[ClockClass, Goal, Unit, int], ...] = (
    (_C.EMERGENCY, _G.ANSWER, _U.SECONDS, 15),
    (_C.EMERGENCY, _G.DISPATCH, _U.SECONDS, 60),
    (_C.EMERGENCY, _G.ON_SCENE, _U.SECONDS, 900),
    (_C.INCIDENT, _G.ANSWER, _U.SECONDS, 60),
    (_C.INCIDENT, _G.DISPATCH, _U.SECONDS, 300),
    (_C.INCIDENT, _G.ON_SCENE, _U.SECONDS, 1800),
    *_COMPLAINTS,
)
"""What a record begins with: NENA and NFPA for emergencies, LAPOR! and PermenPANRB 62/2018 for complaints."""

_EMERGENCIES = ("accident", "fire", "flood", "crime", "medical")
_INCIDENTS = ("congestion", "stopped_vehicle", "fallen_tree", "public_order", "crowd")
DEFAULT_CLASSES: dict[str, ClockClass] = {
    **dict.fromkeys(_EMERGENCIES, _C.EMERGENCY),
    **dict.fromkeys(_INCIDENTS, _C.INCIDENT),
}
"""By category; whatever is not named is a complaint."""


@dataclass(frozen=True, slots=True)
class ClockTargets:
    """Every target and class that ever held, to ask what held then."""

    targets: tuple[ClockTarget, ...]
    classes: tuple[CategoryClass, ...]

    def class_of(self, category: str, at: datetime) -> ClockClass:
        mine = [one for one in self.classes if one.category == category and _held(one.since, at)]
        return max(mine, key=_since_class).clock_class if mine else ClockClass.COMPLAINT

    def target(self, category: str, clock_class: ClockClass, goal: Goal, at: datetime) -> ClockTarget | None:
        """The one that held at `at`: the category's own, else everybody's; None where there is no such goal."""
        mine = [one for one in self.targets if (one.clock_class, one.goal) == (clock_class, goal)]
        mine = [one for one in mine if one.category in (None, category) and _held(one.since, at)]
        nearest = max(mine, key=_nearness, default=None)
        return nearest if nearest is not None and nearest.amount is not None else None

    def standing(self, at: datetime) -> tuple[ClockTarget, ...]:
        """Of each category, class and goal the target that holds at `at`, also one that says there is no such goal."""
        latest: dict[tuple[str | None, ClockClass, Goal], ClockTarget] = {}
        for one in sorted((t for t in self.targets if _held(t.since, at)), key=_since_target):
            latest[one.category, one.clock_class, one.goal] = one
        return tuple(latest.values())


_BEGIN = datetime.min.replace(tzinfo=UTC)


def _held(since: datetime | None, at: datetime) -> bool:
    return since is None or since <= at


def _nearness(one: ClockTarget) -> tuple[bool, datetime]:
    return one.category is not None, _since_target(one)


def _since_target(one: ClockTarget) -> datetime:
    return one.since if one.since is not None else _BEGIN


def _since_class(one: CategoryClass) -> datetime:
    return one.since if one.since is not None else _BEGIN
