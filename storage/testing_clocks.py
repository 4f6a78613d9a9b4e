"""The fakes' clocks: events told from a ticket's timeline, what they are measured against, and alarms about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.alarms import LISTED, NO_CAMERA, OF_TICKETS, Alarm, AlarmKind, AlarmState, NewClockAlarm
from storage.model.calendar import USUAL_HOURS, SiteDay, WorkWeek, stretches_of
from storage.model.clock_values import (
    DEFAULT_CLASSES,
    DEFAULT_TARGETS,
    CategoryClass,
    ClockTarget,
    ClockTargets,
    PauseReason,
    Unit,
)
from storage.model.clocks import ClockAct, ClockEvent, TicketHistory
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role, Station
from storage.model.tickets import OPEN_STATES, Ticket, TicketState, TimelineEntry
from storage.service.clocks_port import ClockRules, ClockSheet
from storage.service.commands import RemoveSiteDay, SetCategoryClass, SetClockTarget, SetSiteDay, SetWorkWeek
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale
from storage.testing_alarms import changed, return_alarm
from storage.testing_commands import Kept

if TYPE_CHECKING:
    from storage.testing import FakeSite

ClockCommand = SetClockTarget | SetCategoryClass | SetWorkWeek | SetSiteDay | RemoveSiteDay
KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
ENDED = frozenset({TicketState.RESOLVED, TicketState.CLOSED, TicketState.REJECTED})
_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
_ZONE = "Asia/Jakarta"
_TO_WIB = timedelta(hours=7)
_MOST = {Unit.SECONDS: 10_000_000, Unit.WORKING_DAYS: 1000}
_OF_TICKET = frozenset(ClockAct) - {ClockAct.OPEN, ClockAct.LINK, ClockAct.UNLINK}
_ACTS = {act.value: act for act in ClockAct}


def _default_targets() -> list[ClockTarget]:
    return [ClockTarget(new_id(), c, goal, unit, n, since=_BEGIN) for c, goal, unit, n in DEFAULT_TARGETS]


def _default_classes() -> list[CategoryClass]:
    return [CategoryClass(new_id(), category, kind, _BEGIN) for category, kind in DEFAULT_CLASSES.items()]


def _default_weeks() -> list[WorkWeek]:
    return [WorkWeek(new_id(), date(2000, 1, 1), USUAL_HOURS)]


@dataclass(slots=True)
class ClockBook:
    """What the site measures against, in the order it came."""

    targets: list[ClockTarget] = field(default_factory=_default_targets)
    classes: list[CategoryClass] = field(default_factory=_default_classes)
    weeks: list[WorkWeek] = field(default_factory=_default_weeks)
    days: dict[UUID, SiteDay] = field(default_factory=dict)
    removed: set[UUID] = field(default_factory=set)


class FakeClocks:
    """`storage.service.clocks_port.Clocks` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID
    _kept: Callable[[UUID], Kept]
    _sees: Callable[[Kept], bool]

    def clock_rules(self) -> ClockRules:
        self._assert_person()
        return _rules(self._site)

    def clock_sheet(self) -> ClockSheet:
        self._assert_person()
        mine = [one for one in self._site.tickets.values() if one.ticket.state in OPEN_STATES and self._sees(one)]
        mine.sort(key=_oldest)
        return ClockSheet(self._site.now, tuple(self._history(one) for one in mine))

    def clock_history(self, ticket_id: UUID) -> TicketHistory:
        self._assert_person()
        return self._history(self._kept(ticket_id))

    def _history(self, kept: Kept) -> TicketHistory:
        told = _history(self._site, kept)
        me = self._site.people[self._person_id]
        if me.role is not Role.AGENCY:
            return told
        own = {one.id for one in kept.ticket.assignments if one.agency_id == me.agency_id}
        return replace(told, events=tuple(e for e in told.events if e.assignment_id is None or e.assignment_id in own))

    def _assert_person(self) -> None:
        self._site.reach()
        if self._site.people[self._person_id].role is Role.INTAKE:
            raise Forbidden


class FakeStationClocks:
    """`storage.service.clocks_port.StationClocks` in memory; a base of FakeStationRecord."""

    _site: "FakeSite"
    _station: Station

    def clock_rules(self) -> ClockRules:
        self._site.reach()
        return _rules(self._site)

    def clock_sheet(self) -> ClockSheet:
        self._site.reach()
        mine = [k for k in self._site.tickets.values() if k.ticket.state not in ENDED and not k.ticket.exercise]
        return ClockSheet(self._site.now, tuple(_history(self._site, one) for one in mine))

    def raise_clock_alarms(self, alarms: tuple[NewClockAlarm, ...]) -> tuple[UUID, ...]:
        self._site.reach()
        raised = [self._raised_clock(new) for new in sorted(alarms, key=_by_ticket)]
        return tuple(one for one in raised if one is not None)

    def _raised_clock(self, new: NewClockAlarm) -> UUID | None:
        site, kept = self._site, self._site.tickets.get(new.ticket_id)
        if kept is None or kept.ticket.version != new.ticket_version:
            return None
        for old in site.alarms.values():
            if old.about_ticket == new.ticket_id and old.closed_at is None:
                return self._clock_again(old, new)
        if new.id in site.alarms:
            return None
        site.alarms[new.id] = Alarm(
            id=new.id,
            kind=new.kind,
            camera_id=NO_CAMERA,
            zone_id=None,
            priority=new.priority,
            state=AlarmState.UNACKNOWLEDGED,
            active=True,
            raised_at=site.now,
            changed_at=site.now,
            version=1,
            held_s=max(0.0, new.held_s),
            subject=new.subject[:200],
            about_ticket=new.ticket_id,
        )
        site.tell(Kind.ALARM, new.id, 1, self._station.login)
        return new.id

    def _clock_again(self, old: Alarm, new: NewClockAlarm) -> UUID | None:
        if old.id == new.id:
            return old.id
        again = {"active": True, "returned_at": None}
        if old.state not in LISTED:
            if not old.active:
                changed(self._site, old, self._station.login, **again)
            return None
        later = old.kind is AlarmKind.SLA_WARNING and new.kind is AlarmKind.SLA_BREACH
        worse = later or new.priority < old.priority
        if old.active and not worse:
            return None
        taken = {"kind": new.kind, "priority": new.priority, "held_s": new.held_s} if worse else {}
        changed(self._site, old, self._station.login, state=AlarmState.UNACKNOWLEDGED, **again, **taken)
        return old.id


def clock_alarm_returns(site: "FakeSite", before: Ticket | None, ticket: Ticket, actor: str) -> tuple[Change, ...]:
    """An act that ends the ticket, or stops its clocks, ends what was to be answered about them."""
    ended = ticket.state in ENDED and (before is None or before.state is not ticket.state)
    stopped = ticket.paused is PauseReason.CITIZEN and (before is None or before.paused is not ticket.paused)
    if not ended and not stopped:
        return ()
    mine = [a for a in site.alarms.values() if a.about_ticket == ticket.id and a.active and a.closed_at is None]
    return tuple(return_alarm(site, alarm, actor) for alarm in mine)


def do_clock_command(site: "FakeSite", person: Person, command: ClockCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if not person.active or person.must_change_password or person.role not in KEEPERS:
        raise Forbidden
    if isinstance(command, SetClockTarget):
        return (_set_target(site, person, command),)
    if isinstance(command, SetCategoryClass):
        return (_set_class(site, person, command),)
    if isinstance(command, SetWorkWeek):
        return (_set_week(site, person, command.week),)
    if isinstance(command, SetSiteDay):
        return (_set_day(site, person, command.day),)
    return (_remove_day(site, person, command.day_id),)


def _set_target(site: "FakeSite", person: Person, command: SetClockTarget) -> Change:
    new = command.target
    point = (new.category, new.clock_class, new.goal)
    standing = [one.id for one in site.clocks.targets if (one.category, one.clock_class, one.goal) == point]
    if (standing[-1] if standing else None) != command.seen:
        raise Stale
    if new.amount is not None and not 1 <= new.amount <= _MOST[new.unit]:
        raise Invalid(field="amount")
    if not 1 <= new.warn_percent <= 100:
        raise Invalid(field="warn_percent")
    site.clocks.targets.append(replace(new, since=site.now))
    return site.tell(Kind.CLOCK_RULE, new.id, 1, person.login)


def _set_class(site: "FakeSite", person: Person, command: SetCategoryClass) -> Change:
    new = command.change
    standing = [one.id for one in site.clocks.classes if one.category == new.category]
    if (standing[-1] if standing else None) != command.seen:
        raise Stale
    site.clocks.classes.append(replace(new, since=site.now))
    return site.tell(Kind.CLOCK_RULE, new.id, 1, person.login)


def _set_week(site: "FakeSite", person: Person, week: WorkWeek) -> Change:
    try:
        fits = len(week.hours) == 7 and any(list(map(stretches_of, week.hours)))
    except ValueError:
        fits = False
    if week.since < (site.now + _TO_WIB).date():
        raise Invalid(field="since")
    if not fits:
        raise Invalid(field="hours")
    if any(one.since == week.since for one in site.clocks.weeks):
        raise AlreadyTaken(field="since")
    site.clocks.weeks = sorted([*site.clocks.weeks, week], key=_since)
    return site.tell(Kind.CLOCK_RULE, week.id, 1, person.login)


def _set_day(site: "FakeSite", person: Person, day: SiteDay) -> Change:
    if not day.name.strip() or len(day.name) > 120:
        raise Invalid(field="name")
    if any(one.day == day.day for one in _standing_days(site)):
        raise AlreadyTaken(field="day")
    site.clocks.days[day.id] = replace(day, version=1)
    return site.tell(Kind.CLOCK_RULE, day.id, 1, person.login)


def _remove_day(site: "FakeSite", person: Person, day_id: UUID) -> Change:
    if day_id not in site.clocks.days:
        raise NotFound
    if day_id in site.clocks.removed:
        raise Stale
    site.clocks.removed.add(day_id)
    return site.tell(Kind.CLOCK_RULE, day_id, 2, person.login)


def _rules(site: "FakeSite") -> ClockRules:
    book = site.clocks
    days = tuple(sorted(_standing_days(site), key=_day))
    return ClockRules(ClockTargets(tuple(book.targets), tuple(book.classes)), tuple(book.weeks), days, _ZONE)


def _standing_days(site: "FakeSite") -> list[SiteDay]:
    return [one for one in site.clocks.days.values() if one.id not in site.clocks.removed]


def _history(site: "FakeSite", kept: Kept) -> TicketHistory:
    ticket = kept.ticket
    return TicketHistory(
        ticket_id=ticket.id,
        number=ticket.number or "",
        title=ticket.title,
        category=ticket.category,
        clock_class=ticket.clock_class,
        events=tuple(_events(site, kept)),
        version=ticket.version,
    )


def _events(site: "FakeSite", kept: Kept) -> Iterator[ClockEvent]:
    """Told from the timeline: it has every act, with the agency's name."""
    roles = {person.login: person.role for person in site.people.values()}
    for entry in kept.timeline:
        act = _ACTS.get(entry.act)
        facts = dict(entry.facts)
        if act is ClockAct.OPEN:
            yield ClockEvent(entry.at, act, answered=roles.get(kept.opened_by) is not Role.INTAKE)
        elif act in (ClockAct.LINK, ClockAct.UNLINK):
            if facts.get("kind") == "duplicate" and facts.get("child") == kept.ticket.number:
                yield ClockEvent(entry.at, act)
        elif act in _OF_TICKET and "agency" in facts:
            yield ClockEvent(entry.at, act, _assignment(kept, entry, facts["agency"]), facts["agency"])
        elif act is not None:
            yield ClockEvent(entry.at, act, reason=PauseReason(facts["reason"]) if act is ClockAct.PAUSE else None)


def _assignment(kept: Kept, entry: TimelineEntry, agency: str) -> UUID:
    mine = [a for a in kept.ticket.assignments if a.agency_name == agency and a.dispatched_at <= entry.at]
    return mine[-1].id


def _oldest(kept: Kept) -> tuple[datetime, UUID]:
    return kept.ticket.created_at, kept.ticket.id


def _by_ticket(new: NewClockAlarm) -> UUID:
    assert new.kind in OF_TICKETS
    return new.ticket_id


def _since(week: WorkWeek) -> date:
    return week.since


def _day(one: SiteDay) -> date:
    return one.day
