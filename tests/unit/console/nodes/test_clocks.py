"""Late promises as alarms of the site: raised in time, worsened, returned, and by whichever station looks."""

from dataclasses import replace
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.test_fakes import FakeDoors

from console.nodes.clocks import EVERY_S, ClockNode
from storage.model.alarms import Alarm, AlarmAct, AlarmKind, AlarmState
from storage.model.calendar import DayKind, SiteDay
from storage.model.clock_values import ClockClass, ClockTarget, Goal, Unit
from storage.model.ids import new_id
from storage.model.tickets import Act, Priority
from storage.service.commands import ActOnAlarm, SaveAlarmRule, SetClockTarget, SetSiteDay


class Round:
    """A site with a station that looks at it, one round after the other."""

    def __init__(self) -> None:
        self.site = fake_site()
        self.city = City(FakeDoors(self.site))
        self.node, self.now_s = ClockNode(), 100.0

    def after(self, seconds: float, *, login: str = "station1", node: ClockNode | None = None) -> None:
        self.site.pass_time(seconds)
        self.now_s += seconds
        (node or self.node).tick(self.site.station(login), self.now_s)

    def alarm(self, ticket: UUID) -> Alarm | None:
        mine = [one for one in self.site.alarms.values() if one.about_ticket == ticket]
        return mine[-1] if mine else None

    def state(self, ticket: UUID) -> tuple[AlarmKind, AlarmState] | None:
        alarm = self.alarm(ticket)
        return (alarm.kind, alarm.state) if alarm is not None else None


@pytest.fixture
def at() -> Round:
    return Round()


def test_a_dispatch_that_is_nearly_late_warns_and_then_is_late(at: Round) -> None:
    ticket = at.city.open(category="fire")
    at.after(40)
    assert at.state(ticket) is None
    at.after(9)
    assert at.state(ticket) == (AlarmKind.SLA_WARNING, AlarmState.UNACKNOWLEDGED)
    at.after(12)
    alarm = at.alarm(ticket)
    assert alarm is not None
    assert (alarm.kind, alarm.priority, round(alarm.held_s)) == (AlarmKind.SLA_BREACH, Priority.HIGH, 1)
    assert alarm.subject == f"{at.city.detail(ticket).ticket.number} Lalu lintas terhenti"
    assert len(at.site.alarms) == 1


def test_what_is_done_at_last_ends_its_alarm_and_the_next_goal_begins_anew(at: Round) -> None:
    ticket = at.city.open(category="fire")
    at.after(61)
    at.city.act(ticket, Act.DISPATCH, to="damkar")
    at.after(EVERY_S)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.RETURNED)
    alarm = at.alarm(ticket)
    assert alarm is not None
    acknowledge = ActOnAlarm(key=new_id(), alarm_id=alarm.id, expected_version=alarm.version, act=AlarmAct.ACKNOWLEDGE)
    at.city.operator.execute(acknowledge)
    at.after(730)
    assert at.state(ticket) == (AlarmKind.SLA_WARNING, AlarmState.UNACKNOWLEDGED)


def test_a_pause_ends_it_and_what_stands_paused_never_comes(at: Round) -> None:
    ticket = at.city.open(category="fire")
    at.after(50)
    at.city.act(ticket, Act.PAUSE, why="citizen")
    assert at.state(ticket) == (AlarmKind.SLA_WARNING, AlarmState.RETURNED)
    for _ in range(3):
        at.after(3600)
    assert at.state(ticket) == (AlarmKind.SLA_WARNING, AlarmState.RETURNED)
    at.city.act(ticket, Act.RESUME)
    at.after(5)
    assert at.state(ticket) == (AlarmKind.SLA_WARNING, AlarmState.UNACKNOWLEDGED)
    at.after(10)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.UNACKNOWLEDGED)


def test_who_answered_the_alarm_is_not_asked_again_while_it_stays_as_late(at: Round) -> None:
    ticket = at.city.open(category="fire")
    at.after(70)
    alarm = at.alarm(ticket)
    assert alarm is not None
    acknowledged = ActOnAlarm(key=new_id(), alarm_id=alarm.id, expected_version=alarm.version, act=AlarmAct.ACKNOWLEDGE)
    at.city.operator.execute(acknowledged)
    before = len(at.site.changes)
    for _ in range(5):
        at.after(60)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.ACKNOWLEDGED)
    assert len(at.site.changes) == before


def test_two_stations_see_one_alarm_and_either_ends_it(at: Round) -> None:
    ticket, second = at.city.open(category="fire"), ClockNode()
    at.after(61)
    at.after(EVERY_S, login="station2", node=second)
    assert len(at.site.alarms) == 1
    at.city.act(ticket, Act.DISPATCH, to="damkar")
    at.after(EVERY_S, login="station2", node=second)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.RETURNED)


def test_nothing_is_read_again_while_nothing_changes(at: Round) -> None:
    at.city.open(category="waste")
    at.after(EVERY_S)
    station, read = at.site.station("station1"), []

    class Counting:
        def __getattr__(self, name: str) -> object:
            read.append(name)
            return getattr(station, name)

    at.now_s += 10 * EVERY_S
    at.node.tick(Counting(), at.now_s)  # type: ignore[arg-type]
    assert set(read) == {"feed_position", "open_alarms", "raise_clock_alarms"}


def test_a_rule_that_is_off_alarms_nobody(at: Round) -> None:
    ticket = at.city.open(category="fire")
    rules = {rule.kind: rule for rule in at.city.operator.alarm_rules()}
    off = replace(rules[AlarmKind.SLA_WARNING], enabled=False)
    at.city.person("supervisor1").execute(SaveAlarmRule(key=new_id(), rule=off))
    at.after(50)
    assert at.state(ticket) is None
    at.after(20)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.UNACKNOWLEDGED)


def test_targets_and_days_that_change_are_read_when_the_feed_says_so(at: Round) -> None:
    at.after(0)
    supervisor = at.city.person("supervisor1")
    goal = (ClockClass.COMPLAINT, Goal.VERIFY)
    stands = next(t for t in at.city.operator.clock_rules().targets.targets if (t.clock_class, t.goal) == goal)
    new = ClockTarget(new_id(), *goal, Unit.SECONDS, 10)
    supervisor.execute(SetClockTarget(key=new_id(), target=new, seen=stands.id))
    day = SiteDay(new_id(), at.site.now.date(), DayKind.OFF, "Libur daerah")
    supervisor.execute(SetSiteDay(key=new_id(), day=day))
    ticket = at.city.open(category="waste")
    at.node.rules_changed()
    at.after(11)
    assert at.state(ticket) == (AlarmKind.SLA_BREACH, AlarmState.UNACKNOWLEDGED)
