"""The fakes' alarms and their rules as people read and answer them, judged as the server's trigger does."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from storage.model.alarms import LISTED, OF_TICKETS, Alarm, AlarmAct, AlarmKind, AlarmLoad, AlarmRule, AlarmState
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import Priority, TimelineEntry
from storage.service.commands import ActOnAlarm, OpenTicket, SaveAlarmRule
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale
from storage.testing_commands import Kept
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

AlarmCommand = ActOnAlarm | SaveAlarmRule
_K, _S = AlarmKind, AlarmState
_DEFAULTS = (
    (_K.CONGESTION, 60, 300, Priority.HIGH),
    (_K.STOPPED_TRAFFIC, 30, 300, Priority.CRITICAL),
    (_K.STOPPED_VEHICLE, 10, 120, Priority.HIGH),
    (_K.DARK, 10, 60, Priority.MEDIUM),
    (_K.CAMERA_LOST, 30, 60, Priority.MEDIUM),
    (_K.ANALYSIS_STOPPED, 30, 60, Priority.HIGH),
    (_K.GROUP_LOST, 30, 60, Priority.HIGH),
    (_K.RECORDING_STOPPED, 10, 60, Priority.HIGH),
    (_K.RECORDING_SHORT, 60, 3600, Priority.MEDIUM),
    (_K.SLA_WARNING, 0, 0, Priority.MEDIUM),
    (_K.SLA_BREACH, 0, 0, Priority.HIGH),
)
ANYONES = frozenset({_K.CAMERA_LOST, _K.GROUP_LOST, _K.RECORDING_STOPPED, _K.RECORDING_SHORT}) | OF_TICKETS
"""What no picture tells and no analysis: any station may say so, and that it is over."""
_ON_THE_DESK = LISTED | {_S.SHELVED}
_ALLOWED = {
    AlarmAct.ACKNOWLEDGE: frozenset({_S.UNACKNOWLEDGED, _S.RETURNED}),
    AlarmAct.SHELVE: LISTED,
    AlarmAct.UNSHELVE: frozenset({_S.SHELVED}),
    AlarmAct.FALSE_ALARM: _ON_THE_DESK,
}
_RETURNED = {_S.UNACKNOWLEDGED: _S.RETURNED, _S.ACKNOWLEDGED: _S.CLEARED}
_LONGEST_SHELVING = timedelta(hours=12)
_LONGEST_REASON = 500
_LOAD_SPAN = timedelta(minutes=10)
_DAY_S = 86_400.0


class FakeAlarms:
    """`storage.service.record.Alarms` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID

    def alarms(self) -> tuple[Alarm, ...]:
        listed = [alarm for alarm in self._book().alarms.values() if alarm.state in _ON_THE_DESK]
        return tuple(sorted(listed, key=lambda alarm: (alarm.priority, alarm.raised_at, alarm.id)))

    def alarm(self, alarm_id: UUID) -> Alarm:
        return known_alarm(self._book(), alarm_id)

    def alarm_rules(self) -> tuple[AlarmRule, ...]:
        return sorted_rules(self._book())

    def alarm_load(self) -> AlarmLoad:
        site = self._book()
        raised = sum(alarm.raised_at > site.now - _LOAD_SPAN for alarm in site.alarms.values())
        signed_in = {one.person_id for one in site.shifts.sign_ins.values() if one.signed_out_at is None}
        desk = [site.people[person_id] for person_id in signed_in]
        there = sum(person.active and person.role in (Role.OPERATOR, Role.SUPERVISOR) for person in desk)
        return AlarmLoad(raised, max(1, there))

    def _book(self) -> "FakeSite":
        """Raises Forbidden for an agency and the intake."""
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden
        return self._site


def default_rules() -> dict[UUID, AlarmRule]:
    """The rules that every new record has."""
    rules = [AlarmRule(new_id(), kind, priority, held, cooldown) for kind, held, cooldown, priority in _DEFAULTS]
    return {rule.id: rule for rule in rules}


def sorted_rules(site: "FakeSite") -> tuple[AlarmRule, ...]:
    return tuple(sorted(site.alarm_rules.values(), key=lambda rule: (rule.kind, *_point(rule))))


def known_alarm(site: "FakeSite", alarm_id: UUID) -> Alarm:
    if alarm_id not in site.alarms:
        raise NotFound
    return site.alarms[alarm_id]


def changed(site: "FakeSite", alarm: Alarm, actor: str, **fields: Any) -> Change:
    """Keep the alarm with these fields, at its next version; what follows from its state is set here."""
    new = replace(alarm, **fields, version=alarm.version + 1, changed_at=site.now)
    if new.state is _S.UNACKNOWLEDGED:  # it wants an answer, and an earlier one does not count
        new = replace(new, acknowledged_at=None, acknowledged_by="")
    over = new.state is _S.CLEARED or (new.state in (_S.TICKETED, _S.FALSE) and not new.active)
    site.alarms[alarm.id] = replace(new, closed_at=site.now if over else None)
    return site.tell(Kind.ALARM, alarm.id, new.version, actor)


def return_alarm(site: "FakeSite", alarm: Alarm, actor: str) -> Change:
    """The alarm's condition is over."""
    state = _RETURNED.get(alarm.state, alarm.state)
    return changed(site, alarm, actor, active=False, returned_at=site.now, state=state)


def camera_switched_off(site: "FakeSite", old: Camera, new: Camera, actor: str) -> tuple[Change, ...]:
    """What was wrong with a camera is over when a person switches it, or its analysis, off."""
    if not (old.enabled and not new.enabled) and not (old.analyse and not new.analyse):
        return ()
    mine = [a for a in site.alarms.values() if a.camera_id == new.id and a.active and a.closed_at is None]
    over = [a for a in mine if not new.enabled or a.kind not in ANYONES]
    for outage in list(site.outages.values()):
        if not new.enabled and outage.camera_id == new.id and outage.ended_at is None:
            site.outages[outage.id] = replace(outage, ended_at=max(outage.began_at, site.now))
    return tuple(return_alarm(site, alarm, actor) for alarm in over)


def do_alarm_command(site: "FakeSite", person: Person, command: AlarmCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if isinstance(command, SaveAlarmRule):
        return (_save_rule(site, person, command.rule),)
    assert_desk(person)
    alarm = known_alarm(site, command.alarm_id)
    if alarm.version != command.expected_version:
        raise Stale
    if alarm.state not in _ALLOWED[command.act]:
        raise NotAllowedNow(act=command.act.value, state=alarm.state.value)
    return (changed(site, alarm, person.login, **_led(site, person, alarm, command)),)


def alarm_to_carry_on(site: "FakeSite", person: Person, command: OpenTicket) -> Alarm | None:
    """The alarm that the new ticket is to carry on; raises NotFound, or Stale where it is no longer to be had."""
    if command.alarm_id is None:
        return None
    assert_desk(person)
    alarm = known_alarm(site, command.alarm_id)
    if alarm.state not in _ON_THE_DESK:
        raise Stale
    return alarm


def with_alarm(site: "FakeSite", person: Person, alarm: Alarm, kept: Kept) -> Kept:
    """The new ticket with the alarm in its timeline, behind its opening, and with the alarm's still."""
    facts = {
        "kind": alarm.kind.value,
        "occupancy": _number(alarm.occupancy),
        "speed": _number(alarm.speed),
        "raised_at": alarm.raised_at.isoformat(timespec="microseconds"),
    }
    entry = TimelineEntry(site.now, person.name, "alarm", tuple(sorted(facts.items())))
    timeline = (kept.timeline[0], entry, *kept.timeline[1:])
    if alarm.id not in site.alarm_stills:
        return replace(kept, timeline=timeline)
    still = replace(site.alarm_stills[alarm.id], ticket_id=kept.ticket.id)
    site.alarm_stills[alarm.id] = still
    return replace(kept, timeline=timeline, stills=(still, *kept.stills))


def _led(site: "FakeSite", person: Person, alarm: Alarm, command: ActOnAlarm) -> dict[str, Any]:
    """What the act changes."""
    if command.act is AlarmAct.ACKNOWLEDGE:
        state = _S.ACKNOWLEDGED if alarm.active else _S.CLEARED
        return {"state": state, "acknowledged_at": site.now, "acknowledged_by": person.name}
    if command.act is AlarmAct.UNSHELVE:
        return {"state": unshelved(alarm)}
    if command.act is AlarmAct.SHELVE:
        if not command.reason.strip():
            raise Invalid(field="reason")
        if command.until is None or not timedelta() < command.until - site.now <= _LONGEST_SHELVING:
            raise Invalid(field="until")
    if len(command.reason) > _LONGEST_REASON:
        raise Invalid(field="reason")
    if command.act is AlarmAct.FALSE_ALARM:
        return {"state": _S.FALSE, "reason": command.reason}
    kept = {"shelved_until": command.until, "shelved_by": person.name, "reason": command.reason}
    return {"state": _S.SHELVED, **kept}


def unshelved(alarm: Alarm) -> AlarmState:
    return _S.UNACKNOWLEDGED if alarm.active else _S.CLEARED


def _save_rule(site: "FakeSite", person: Person, rule: AlarmRule) -> Change:
    able = person.active and not person.must_change_password
    if not able or person.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Forbidden
    known = site.alarm_rules.get(rule.id)
    if rule.version != 0 and known is None:
        raise NotFound
    if rule.version != 0 and known is not None and known.version != rule.version:
        raise Stale
    for name in ("min_duration_s", "cooldown_s"):
        if not 0 <= getattr(rule, name) <= _DAY_S:
            raise Invalid(field=name)
    if rule.zone_id is not None and rule.camera_id is None:
        raise Invalid(field="zone")
    if rule.version == 0 and known is not None:
        raise AlreadyTaken(field="id")
    others = [other for other in site.alarm_rules.values() if other.id != rule.id]
    if any((other.kind, *_point(other)) == (rule.kind, *_point(rule)) for other in others):
        raise AlreadyTaken(field="rule")
    if rule.camera_id is not None and rule.camera_id not in site.cameras:
        raise Invalid(field="camera")
    site.alarm_rules[rule.id] = replace(rule, version=rule.version + 1)
    return site.tell(Kind.ALARM_RULE, rule.id, rule.version + 1, person.login)


def _point(rule: AlarmRule) -> tuple[UUID, UUID]:
    return rule.camera_id or UUID(int=0), rule.zone_id or UUID(int=0)


def _number(value: float) -> str:
    """As the server writes it: the shortest that says the same."""
    return repr(float(value)).removesuffix(".0")
