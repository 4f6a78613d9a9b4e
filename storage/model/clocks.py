"""A ticket's clocks: folded from its events each time, never kept. docs/design/clocks.md says which promise holds.

A clock runs from its begin until its goal is met, but for the stretches in which the ticket was paused, ended or
linked to another. Nothing is added up in the record, so a target that changes, a category that is corrected or a
calendar that comes late loses no pause and gives nobody another's time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from storage.model.calendar import Calendar, Doubt
from storage.model.clock_values import (
    OF_AGENCY,
    STOPS_CITIZEN,
    ClockClass,
    ClockTarget,
    ClockTargets,
    Goal,
    PauseReason,
    Unit,
)

Running = tuple[datetime, datetime | None]
"""A stretch in which a clock ran; None: it still does."""


class ClockAct(StrEnum):
    """What happened to a ticket, as far as clocks know it: acts of the ticket and of its assignments."""

    OPEN = "open"
    ACKNOWLEDGE = "acknowledge"
    CLAIM = "claim"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    SET_OUT = "set_out"
    ARRIVE = "arrive"
    COMPLETE = "complete"
    DECLINE = "decline"
    TRANSFER = "transfer"  # handed on to another agency
    PAUSE = "pause"
    RESUME = "resume"
    RESOLVE = "resolve"
    CLOSE = "close"
    REJECT = "reject"
    REOPEN = "reopen"
    LINK = "link"  # it is a duplicate of another, whose clocks go on for both
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that happened, in the order it was written."""

    at: datetime
    act: ClockAct
    assignment_id: UUID | None = None
    agency: str = ""  # its name
    reason: PauseReason | None = None  # of a pause
    answered: bool = False  # OPEN: by somebody at the desk, who has it then


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """A ticket as clocks see it: what it is now, and all that happened."""

    ticket_id: UUID
    number: str
    title: str
    category: str
    clock_class: ClockClass | None  # None: its category's
    events: tuple[ClockEvent, ...]
    version: int = 1


class ClockState(StrEnum):
    RUNNING = "running"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"
    VOID = "void"  # the goal fell away before it was met


@dataclass(frozen=True, slots=True)
class Deadline:
    """One goal of a ticket, measured. Its state at any moment is told without asking anybody.

    `due_at` is when the target is reached if nothing stops the clock: None while it stands short of it. `spent` is in
    the target's unit, as of `as_of`.
    """

    goal: Goal
    target: ClockTarget
    assignment_id: UUID | None
    agency: str
    began_at: datetime
    spent: Fraction
    as_of: datetime
    warn_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None = None
    void: bool = False
    stopped: bool = False
    reason: PauseReason | None = None
    doubt: Doubt | None = None

    @property
    def is_window(self) -> bool:
        """Nobody is late at its end: it only says until when to wait."""
        return self.goal is Goal.REPLY

    def state(self, now: datetime) -> ClockState:
        if self.void:
            return ClockState.VOID
        at = self.met_at or now
        over = self.due_at is not None and at > self.due_at
        if self.met_at is not None:
            return ClockState.MISSED if over else ClockState.KEPT
        if over:
            return ClockState.OVER
        if self.stopped:
            return ClockState.PAUSED
        near = self.warn_at is not None and now >= self.warn_at and not self.is_window
        return ClockState.NEAR if near else ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class _Hold:
    """A stretch in which nothing, or only an agency's clock, was stopped."""

    begin: datetime
    end: datetime | None
    reason: PauseReason | None
    citizen: bool  # the citizen's clocks too


@dataclass(frozen=True, slots=True)
class _Part:
    """One goal before it is measured: from when, until when, and of which assignment."""

    goal: Goal
    begin: datetime
    met_at: datetime | None
    void: bool = False
    assignment_id: UUID | None = None
    agency: str = ""


_ENDS = frozenset({ClockAct.RESOLVE, ClockAct.CLOSE, ClockAct.REJECT})
_ANSWERS = frozenset({ClockAct.ACKNOWLEDGE, ClockAct.CLAIM, ClockAct.DISPATCH}) | _ENDS
_VERIFIES = frozenset({ClockAct.DISPATCH}) | _ENDS
_MEETS = {
    Goal.ON_SCENE: frozenset({ClockAct.ARRIVE, ClockAct.COMPLETE}),
    Goal.AGENCY_ANSWER: frozenset({ClockAct.SET_OUT, ClockAct.ARRIVE, ClockAct.COMPLETE, ClockAct.DECLINE}),
}
_OVER_FOR_AGENCY = frozenset({ClockAct.COMPLETE, ClockAct.DECLINE, ClockAct.TRANSFER})


def deadlines(history: TicketHistory, targets: ClockTargets, calendar: Calendar, now: datetime) -> tuple[Deadline, ...]:
    """Every goal that this ticket has or had. What was promised when it was opened holds, for what it is now."""
    if not history.events:
        return ()
    opened_at = history.events[0].at
    kind = history.clock_class or targets.class_of(history.category, opened_at)
    holds = _holds(history.events)
    found = []
    for part in _parts(history.events):
        target = targets.target(history.category, kind, part.goal, opened_at)
        if target is not None:
            found.append(_measured(part, target, holds, calendar, now))
    return tuple(found)


def pressing(found: Iterable[Deadline], now: datetime) -> Deadline | None:
    """The one that matters now: what is late, else what is due first; then what is paused; a window last."""
    return min((one for one in found if _is_alive(one)), key=lambda one: _press(one, now), default=None)


def alarming(found: Iterable[Deadline], now: datetime) -> ClockState | None:
    """OVER or NEAR where somebody must be told: a clock that runs, is no window, and is late or nearly so."""
    running = [one.state(now) for one in found if _is_alive(one) and not one.stopped and not one.is_window]
    return next((state for state in (ClockState.OVER, ClockState.NEAR) if state in running), None)


def _is_alive(one: Deadline) -> bool:
    return one.met_at is None and not one.void


def _press(one: Deadline, now: datetime) -> tuple[int, float]:
    state = one.state(now)
    due = one.due_at.timestamp() if one.due_at is not None else 0.0
    if one.is_window:
        return 3, due
    if state is ClockState.OVER:
        return 0, due
    return (2, due) if state is ClockState.PAUSED else (1, due)


def _parts(events: Sequence[ClockEvent]) -> list[_Part]:
    opened_at = events[0].at
    ended = _ended(events)
    over = ended is not None
    answered = opened_at if events[0].answered else _first(events, _ANSWERS)
    dispatched = _first(events, frozenset({ClockAct.DISPATCH}))
    verified = _first(events, _VERIFIES)
    resolved = ended.at if ended is not None and ended.act is not ClockAct.REJECT else None
    found = [
        _Part(Goal.ANSWER, opened_at, answered),
        _Part(Goal.VERIFY, opened_at, verified),
        _Part(Goal.RESOLVE, opened_at, resolved, void=over and resolved is None),
    ]
    if answered is not None:
        found.append(_Part(Goal.DISPATCH, answered, dispatched, void=over and dispatched is None))
    if resolved is not None:
        closed = [one.at for one in events if one.act is ClockAct.CLOSE and one.at >= resolved]
        found.append(_Part(Goal.REPLY, resolved, closed[-1] if closed else None))
    for one in events:
        if one.act is ClockAct.DISPATCH and one.assignment_id is not None:
            found += _of_assignment(one, events, over)
    return found


def _of_assignment(sent: ClockEvent, events: Sequence[ClockEvent], over: bool) -> list[_Part]:
    mine = [one for one in events if one.assignment_id == sent.assignment_id]
    gone = over or _first(mine, _OVER_FOR_AGENCY) is not None
    found = []
    for goal, meets in _MEETS.items():
        met_at = _first(mine, meets)
        found.append(_Part(goal, sent.at, met_at, gone and met_at is None, sent.assignment_id, sent.agency))
    return found


def _ended(events: Sequence[ClockEvent]) -> ClockEvent | None:
    """The act that ended the ticket and was not taken back; a resolved one that was closed ended when resolved."""
    ended: ClockEvent | None = None
    for one in events:
        if one.act is ClockAct.REOPEN:
            ended = None
        elif one.act in _ENDS and ended is None:
            ended = one
    return ended


def _first(events: Iterable[ClockEvent], acts: frozenset[ClockAct]) -> datetime | None:
    return next((one.at for one in events if one.act in acts), None)


def _holds(events: Sequence[ClockEvent]) -> tuple[_Hold, ...]:
    """In the order of time; an end of the ticket ends its pause too, and reopening does not bring it back."""
    holds: list[_Hold] = []
    paused: ClockEvent | None = None
    ended: ClockEvent | None = None
    linked: ClockEvent | None = None
    for one in events:
        if paused is not None and (one.act is ClockAct.RESUME or one.act in _ENDS):
            holds.append(_pause(paused, one.at))
            paused = None
        if one.act is ClockAct.PAUSE and paused is None:
            paused = one
        elif one.act in _ENDS and ended is None:
            ended = one
        elif one.act is ClockAct.REOPEN and ended is not None:
            holds.append(_Hold(ended.at, one.at, None, True))
            ended = None
        elif one.act is ClockAct.LINK and linked is None:
            linked = one
        elif one.act is ClockAct.UNLINK and linked is not None:
            holds.append(_Hold(linked.at, one.at, None, True))
            linked = None
    holds += [_pause(paused, None)] if paused is not None else []
    holds += [_Hold(one.at, None, None, True) for one in (ended, linked) if one is not None]
    return tuple(holds)


def _pause(paused: ClockEvent, end: datetime | None) -> _Hold:
    return _Hold(paused.at, end, paused.reason, paused.reason in STOPS_CITIZEN)


def _measured(part: _Part, target: ClockTarget, holds: Sequence[_Hold], calendar: Calendar, now: datetime) -> Deadline:
    assert target.amount is not None
    mine = [hold for hold in holds if hold.citizen or part.goal in OF_AGENCY]
    if part.goal is Goal.REPLY:
        mine = []  # it runs while the ticket stands resolved
    running = _running(part, mine)
    measure = _Measure(target.unit, calendar)
    open_hold = next((hold for hold in mine if hold.end is None), None)
    stopped = open_hold is not None and part.met_at is None
    amount = Fraction(target.amount)
    due_at = _reached(running, amount, measure)
    return Deadline(
        goal=part.goal,
        target=target,
        assignment_id=part.assignment_id,
        agency=part.agency,
        began_at=part.begin,
        spent=sum((measure.between(begin, end or max(now, begin)) for begin, end in running), Fraction()),
        as_of=now,
        warn_at=_reached(running, amount * target.warn_percent / 100, measure),
        due_at=due_at,
        met_at=part.met_at,
        void=part.void,
        stopped=stopped,
        reason=open_hold.reason if open_hold is not None and stopped else None,
        doubt=calendar.doubt(part.begin, due_at or now) if target.unit is Unit.WORKING_DAYS else None,
    )


def _running(part: _Part, holds: Iterable[_Hold]) -> list[Running]:
    """The part's time without the holds, which may overlap."""
    running: list[Running] = []
    begin: datetime | None = part.begin
    for hold in sorted(holds, key=_begin):
        if begin is None or (part.met_at is not None and hold.begin >= part.met_at):
            break
        if hold.begin > begin:
            running.append((begin, hold.begin))
        begin = None if hold.end is None else max(begin, hold.end)
    if begin is not None and (part.met_at is None or part.met_at > begin):
        running.append((begin, part.met_at))
    return running


def _begin(hold: _Hold) -> datetime:
    return hold.begin


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long a stretch is in the target's unit, and when an amount of it has passed."""

    unit: Unit
    calendar: Calendar

    def between(self, begin: datetime, end: datetime) -> Fraction:
        if self.unit is Unit.WORKING_DAYS:
            return self.calendar.between(begin, end)
        return Fraction((end - begin) // timedelta(microseconds=1), 1_000_000)

    def after(self, begin: datetime, amount: Fraction) -> datetime:
        if self.unit is Unit.WORKING_DAYS:
            return self.calendar.after(begin, amount)
        return begin + timedelta(microseconds=round(amount * 1_000_000))


def _reached(running: Iterable[Running], amount: Fraction, measure: _Measure) -> datetime | None:
    """When so much had passed, or will have; None where the last stretch ended before that, or just then."""
    left = amount
    for begin, end in running:
        at = measure.after(begin, left)
        if end is None or at < end:
            return at
        left -= measure.between(begin, end)
    return None
