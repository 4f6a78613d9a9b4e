"""The clocks of open tickets as screens are told them: due times that are compared, never asked for; free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from storage.model.calendar import Calendar, Doubt
from storage.model.clock_values import Unit
from storage.model.clocks import ClockState, Deadline, pressing


class Tone(StrEnum):
    """How loud a clock speaks: each has a colour, an icon and words of its own."""

    CALM = "calm"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    WINDOW = "window"
    KEPT = "kept"
    MISSED = "missed"
    VOID = "void"


_TONES = {
    ClockState.RUNNING: Tone.CALM,
    ClockState.NEAR: Tone.NEAR,
    ClockState.OVER: Tone.OVER,
    ClockState.PAUSED: Tone.PAUSED,
    ClockState.KEPT: Tone.KEPT,
    ClockState.MISSED: Tone.MISSED,
    ClockState.VOID: Tone.VOID,
}


@dataclass(frozen=True, slots=True)
class Face:
    """One clock at one moment, before it is put into words. `left` is below nought when it is late."""

    deadline: Deadline
    tone: Tone
    left: Fraction
    days: bool  # `left` counts working days, else seconds

    @property
    def doubt(self) -> Doubt | None:
        return self.deadline.doubt


@dataclass(frozen=True, slots=True)
class ClockBoard:
    """Every open ticket's deadlines. `ahead` is how far the server's clock is before this desk's."""

    of_tickets: Mapping[UUID, tuple[Deadline, ...]] = field(default_factory=dict)
    calendar: Calendar | None = None
    ahead: timedelta = timedelta()

    def pressing(self, ticket_id: UUID, now: datetime) -> Face | None:
        """The clock that matters now; None where none runs. `now` is of this desk's clock."""
        at = now + self.ahead
        one = pressing(self.of_tickets.get(ticket_id, ()), at)
        return face(one, at, self.calendar) if one is not None else None

    def all_of(self, ticket_id: UUID, now: datetime) -> tuple[Face, ...]:
        """Every clock of a ticket, in the order in which they began."""
        at = now + self.ahead
        found = sorted(self.of_tickets.get(ticket_id, ()), key=_began)
        return tuple(face(one, at, self.calendar) for one in found)

    def due_key(self, ticket_id: UUID, now: datetime) -> tuple[int, float]:
        """To sort by: what is late or due first; what stands paused, then what has no clock, last."""
        one = self.pressing(ticket_id, now)
        if one is None or one.tone is Tone.WINDOW:
            return 2, 0.0
        due = one.deadline.due_at
        return (0, due.timestamp()) if due is not None else (1, 0.0)


def face(one: Deadline, at: datetime, calendar: Calendar | None) -> Face:
    """A deadline as it stands at `at`, of the server's clock."""
    state = one.state(at)
    tone = Tone.WINDOW if one.is_window and state in (ClockState.RUNNING, ClockState.OVER) else _TONES[state]
    days = one.target.unit is Unit.WORKING_DAYS
    amount = Fraction(one.target.amount or 0)
    end = one.met_at or at
    if one.due_at is None:
        left = amount - one.spent
    elif days and calendar is not None:
        left = calendar.between(end, one.due_at)
    else:
        left = Fraction((one.due_at - end) // timedelta(milliseconds=1), 1000)
    return Face(one, tone, left, days)


def _began(one: Deadline) -> datetime:
    return one.began_at
