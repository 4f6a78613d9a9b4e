"""Tickets whose promise is late or nearly so become alarms, without Qt: once for the site, by any station's round."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from storage.model.alarms import LISTED, Alarm, AlarmKind, AlarmRule, NewClockAlarm
from storage.model.calendar import Calendar
from storage.model.clock_values import ClockTargets
from storage.model.clocks import ClockState, Deadline, TicketHistory, alarming, deadlines
from storage.model.ids import new_id
from storage.service.clocks_port import StationClocks
from storage.service.record import StationAlarms

EVERY_S = 2.0
"""How often tickets are looked at: a warning of an answer in 15 s comes at 12."""
_KINDS = {ClockState.NEAR: AlarmKind.SLA_WARNING, ClockState.OVER: AlarmKind.SLA_BREACH}


class ClockRecord(StationClocks, StationAlarms, Protocol):
    """The part of a station's record that this needs."""

    def feed_position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Measured:
    history: TicketHistory
    deadlines: tuple[Deadline, ...]


class ClockNode:
    """`tick` does one round; what is read again is only what the feed says has changed."""

    def __init__(self) -> None:
        self._targets: ClockTargets | None = None
        self._calendar: Calendar | None = None
        self._alarm_rules: tuple[AlarmRule, ...] | None = None
        self._position = -1
        self._looked_s: float | None = None
        self._read_at: datetime | None = None
        self._read_s = 0.0
        self._measured: dict[UUID, _Measured] = {}

    def rules_changed(self) -> None:
        """What clocks are measured against, or the alarms' own rules, are to be read again."""
        self._targets = self._calendar = self._alarm_rules = None
        self._measured = {}
        self._position = -1

    def tick(self, record: ClockRecord, now_s: float) -> None:
        """Look, raise, return; `now_s` is of the monotonic clock. Raises SiagaError."""
        if self._looked_s is not None and now_s - self._looked_s < EVERY_S:
            return
        self._looked_s = now_s
        self._read(record, now_s)
        if self._read_at is None:
            return
        now = self._read_at + timedelta(seconds=now_s - self._read_s)
        wanted = {ticket: state for ticket, one in self._measured.items() if (state := alarming(one.deadlines, now))}
        standing = {one.about_ticket: one for one in record.open_alarms() if one.about_ticket is not None}
        new = [
            self._alarm(ticket, state, now) for ticket, state in wanted.items() if _is_news(state, standing.get(ticket))
        ]
        record.raise_clock_alarms(tuple(one for one in new if one is not None))
        over = [one.id for ticket, one in standing.items() if one.active and ticket not in wanted]
        if over:
            record.return_alarms(tuple(over))

    def _read(self, record: ClockRecord, now_s: float) -> None:
        position = record.feed_position()
        if position == self._position:
            return
        if self._targets is None or self._calendar is None:
            rules = record.clock_rules()
            self._targets, self._calendar = rules.targets, rules.calendar()
            self._alarm_rules = record.alarm_rules()
        sheet = record.clock_sheet()
        self._read_at, self._read_s, self._position = sheet.read_at, now_s, position
        before, self._measured = self._measured, {}
        for history in sheet.histories:
            known = before.get(history.ticket_id)
            if known is None or known.history != history:
                found = deadlines(history, self._targets, self._calendar, sheet.read_at)
                known = _Measured(history, found)
            self._measured[history.ticket_id] = known

    def _alarm(self, ticket: UUID, state: ClockState, now: datetime) -> NewClockAlarm | None:
        rule = next((r for r in self._alarm_rules or () if r.kind is _KINDS[state] and r.camera_id is None), None)
        if rule is None or not rule.enabled:
            return None
        one = self._measured[ticket]
        due = [d.due_at for d in one.deadlines if d.due_at is not None and d.state(now) is ClockState.OVER]
        return NewClockAlarm(
            id=new_id(),
            kind=rule.kind,
            ticket_id=ticket,
            ticket_version=one.history.version,
            priority=rule.priority,
            subject=f"{one.history.number} {one.history.title}",
            held_s=(now - min(due)).total_seconds() if due else 0.0,
        )


def _is_news(state: ClockState, standing: Alarm | None) -> bool:
    if standing is None or not standing.active:
        return True
    return state is ClockState.OVER and standing.kind is AlarmKind.SLA_WARNING and standing.state in LISTED
