"""Alarms as people answer them, whichever implementation answers."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.city_contract import added
from unit.storage.demo_values import JPEG, NOBODY

from storage.model.alarms import LISTED, Alarm, AlarmAct, AlarmKind, AlarmState, NewAlarm
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.shifts import ShiftSpan
from storage.model.tickets import Priority
from storage.service.commands import ActOnAlarm, OpenTicket, SignInToShift, SignOutOfShift
from storage.service.errors import Forbidden, Invalid, NotAllowedNow, NotFound, Stale

S, A = AlarmState, AlarmAct
ZONE = UUID(int=42)
LEADS = {
    (S.UNACKNOWLEDGED, A.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.RETURNED, A.ACKNOWLEDGE): S.CLEARED,
    **{(state, A.SHELVE): S.SHELVED for state in LISTED},
    **{(state, A.FALSE_ALARM): S.FALSE for state in (*LISTED, S.SHELVED)},
    (S.SHELVED, A.UNSHELVE): S.UNACKNOWLEDGED,
}
STRANGERS = ("dishub1", "intake1")
ONLOOKERS = ("wall1", "administrator1", "auditor1")


def watched(city: City, station: str = "station1") -> UUID:
    """A new camera whose lease the station holds."""
    camera_id = added(city).id
    assert city.station(station).claim_leases((camera_id,), seconds=600)
    return camera_id


def new_alarm(camera_id: UUID, **fields: object) -> NewAlarm:
    values: dict[str, object] = {
        "id": new_id(),
        "kind": AlarmKind.CONGESTION,
        "camera_id": camera_id,
        "zone_id": ZONE,
        "priority": Priority.HIGH,
        "held_s": 61.5,
        "cooldown_s": 0.0,
        "occupancy": 0.75,
        "speed": 0.0,
    }
    return NewAlarm(**{**values, **fields})  # type: ignore[arg-type]


def raised(city: City, camera_id: UUID | None = None, **fields: object) -> Alarm:
    new = new_alarm(camera_id or watched(city), **fields)
    assert city.station("station1").raise_alarms((new,)) == (new.id,)
    return city.operator.alarm(new.id)


def acting(alarm: Alarm, act: AlarmAct, **fields: object) -> ActOnAlarm:
    """The act with everything that it could need."""
    values: dict[str, object] = {
        "key": new_id(),
        "alarm_id": alarm.id,
        "expected_version": alarm.version,
        "act": act,
        "reason": "Pasar tumpah",
        "until": alarm.changed_at + timedelta(hours=1) if act is A.SHELVE else None,
    }
    return ActOnAlarm(**{**values, **fields})  # type: ignore[arg-type]


def acted(city: City, alarm: Alarm, act: AlarmAct, by: str = "operator1", **fields: object) -> Alarm:
    city.person(by).execute(acting(alarm, act, **fields))
    return city.operator.alarm(alarm.id)


def returned(city: City, alarm: Alarm) -> Alarm:
    city.station("station1").return_alarms((alarm.id,))
    return city.operator.alarm(alarm.id)


def carried_on(city: City, alarm: Alarm, by: str = "operator1", **fields: object) -> OpenTicket:
    command = city.opening(alarm_id=alarm.id, camera_id=alarm.camera_id, **fields)
    city.person(by).execute(command)
    return command


def led_to(city: City, state: AlarmState) -> Alarm:
    """A new alarm in this state."""
    alarm = raised(city)
    if state in (S.ACKNOWLEDGED, S.CLEARED):
        alarm = acted(city, alarm, A.ACKNOWLEDGE)
    if state in (S.RETURNED, S.CLEARED):
        alarm = returned(city, alarm)
    if state is S.SHELVED:
        alarm = acted(city, alarm, A.SHELVE)
    if state is S.FALSE:
        alarm = acted(city, alarm, A.FALSE_ALARM)
    if state is S.TICKETED:
        carried_on(city, alarm)
        alarm = city.operator.alarm(alarm.id)
    assert alarm.state is state
    return alarm


class AlarmContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_raised_alarm_tells_what_was_measured(self, city: City) -> None:
        alarm = raised(city)
        assert (alarm.state, alarm.active, alarm.version) == (S.UNACKNOWLEDGED, True, 1)
        assert (alarm.kind, alarm.zone_id, alarm.priority) == (AlarmKind.CONGESTION, ZONE, Priority.HIGH)
        assert (alarm.held_s, alarm.occupancy, alarm.speed) == (61.5, 0.75, 0.0)
        assert alarm in city.operator.alarms()

    @pytest.mark.parametrize("state", list(S))
    def test_each_act_leads_where_the_table_says_and_others_are_refused(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        for act in [act for act in A if (state, act) not in LEADS]:
            with pytest.raises(NotAllowedNow) as refused:
                city.operator.execute(acting(alarm, act))
            assert refused.value.facts == {"act": act.value, "state": state.value}
        assert city.operator.alarm(alarm.id) == alarm
        for act in [act for act in A if (state, act) in LEADS]:
            before = led_to(city, state)
            after = acted(city, before, act, "supervisor1")
            assert (after.state, after.version) == (LEADS[state, act], before.version + 1)
            over = after.state is S.CLEARED or (after.state is S.FALSE and not after.active)
            assert (after.closed_at is not None) == over

    @pytest.mark.parametrize("state", list(S))
    def test_the_list_has_what_is_listed_or_shelved(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        assert (alarm in city.operator.alarms()) == (state in LISTED | {S.SHELVED})

    def test_the_list_goes_by_priority_and_then_by_age(self, city: City) -> None:
        low, first, second = (raised(city, priority=p) for p in (Priority.LOW, Priority.HIGH, Priority.HIGH))
        ids = [alarm.id for alarm in city.operator.alarms()]
        assert ids.index(first.id) < ids.index(second.id) < ids.index(low.id)
        assert [a.priority for a in city.operator.alarms()] == sorted(a.priority for a in city.operator.alarms())

    def test_who_acknowledged_is_named_and_when(self, city: City) -> None:
        alarm = acted(city, raised(city), A.ACKNOWLEDGE, "operator2")
        assert alarm.acknowledged_by == city.person("operator2").me().name
        assert alarm.acknowledged_at == alarm.changed_at

    def test_a_false_alarm_keeps_its_reason_and_closes_when_its_condition_is_over(self, city: City) -> None:
        alarm = acted(city, raised(city), A.FALSE_ALARM, reason="")
        assert (alarm.state, alarm.reason, alarm.closed_at) == (S.FALSE, "", None)
        assert returned(city, alarm).closed_at is not None
        over = acted(city, returned(city, raised(city)), A.FALSE_ALARM, reason="Bayangan pohon")
        assert (over.reason, over.closed_at) == ("Bayangan pohon", over.changed_at)

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
    def test_shelving_needs_a_reason(self, city: City, reason: str) -> None:
        alarm = raised(city)
        with pytest.raises(Invalid) as refused:
            acted(city, alarm, A.SHELVE, reason=reason)
        assert refused.value.facts["field"] == "reason"
        assert city.operator.alarm(alarm.id) == alarm

    @pytest.mark.parametrize("hours", [None, -1.0, 12.1])
    def test_shelving_ends_at_a_time_to_come_within_twelve_hours(self, city: City, hours: float | None) -> None:
        alarm = raised(city)
        until = None if hours is None else alarm.changed_at + timedelta(hours=hours)
        with pytest.raises(Invalid) as refused:
            acted(city, alarm, A.SHELVE, until=until)
        assert (refused.value.facts["field"], refused.value.word) == ("until", "errors.record.invalid.until")

    def test_a_shelved_alarm_says_until_when_and_why(self, city: City) -> None:
        alarm = raised(city)
        until = alarm.changed_at + timedelta(hours=11.9)
        shelved = acted(city, alarm, A.SHELVE, until=until, reason="Pasar tumpah")
        assert (shelved.shelved_until, shelved.reason, shelved.active) == (until, "Pasar tumpah", True)

    def test_who_shelved_is_named_and_stays_when_the_alarm_is_brought_back(self, city: City) -> None:
        shelved = acted(city, acted(city, raised(city), A.ACKNOWLEDGE), A.SHELVE, "operator2")
        name = city.person("operator2").me().name
        assert (shelved.shelved_by, shelved.acknowledged_by) == (name, city.operator.me().name)
        assert [alarm.shelved_by for alarm in city.operator.alarms() if alarm.id == shelved.id] == [name]
        assert acted(city, shelved, A.UNSHELVE).shelved_by == name
        assert acted(city, city.operator.alarm(shelved.id), A.SHELVE).shelved_by == city.operator.me().name

    def test_unshelving_what_is_over_clears_it(self, city: City) -> None:
        alarm = returned(city, led_to(city, S.SHELVED))
        assert (alarm.state, alarm.active, alarm.closed_at) == (S.SHELVED, False, None)
        after = acted(city, alarm, A.UNSHELVE)
        assert (after.state, after.closed_at) == (S.CLEARED, after.changed_at)

    def test_a_stale_act_is_refused(self, city: City) -> None:
        alarm = raised(city)
        acted(city, alarm, A.ACKNOWLEDGE)
        with pytest.raises(Stale):
            acted(city, alarm, A.FALSE_ALARM, "operator2")
        assert city.operator.alarm(alarm.id).state is S.ACKNOWLEDGED

    def test_an_alarm_that_is_not_there_is_not_found(self, city: City) -> None:
        with pytest.raises(NotFound):
            city.operator.alarm(NOBODY)
        with pytest.raises(NotFound):
            city.operator.execute(acting(replace(raised(city), id=NOBODY), A.ACKNOWLEDGE))
        with pytest.raises(NotFound):
            city.operator.execute(city.opening(alarm_id=NOBODY))

    @pytest.mark.parametrize("login", ONLOOKERS)
    def test_others_of_the_house_look_on(self, city: City, login: str) -> None:
        alarm = raised(city)
        assert city.person(login).alarm(alarm.id) == alarm
        assert alarm in city.person(login).alarms()
        assert city.person(login).alarm_rules() == city.operator.alarm_rules()
        assert city.person(login).alarm_load().raised >= 1
        for act in A:
            with pytest.raises(Forbidden):
                city.person(login).execute(acting(alarm, act))

    @pytest.mark.parametrize("login", STRANGERS)
    def test_agencies_and_the_intake_have_nothing_to_do_with_alarms(self, city: City, login: str) -> None:
        alarm, record = raised(city), city.person(login)
        asked = (record.alarms, record.alarm_rules, record.alarm_load, lambda: record.alarm(alarm.id))
        for ask in (*asked, lambda: record.execute(acting(alarm, A.ACKNOWLEDGE))):
            with pytest.raises(Forbidden):
                ask()

    def test_an_alarm_and_each_act_on_it_is_in_the_feed_once(self, city: City) -> None:
        camera_id = watched(city)
        before = city.operator.feed_position()
        alarm = raised(city, camera_id)
        outcome = city.operator.execute(acting(alarm, A.ACKNOWLEDGE))
        changes = city.operator.changes_since(before)
        assert [(c.kind, c.id, c.version, c.actor) for c in changes] == [
            (Kind.ALARM, alarm.id, 1, "station1"),
            (Kind.ALARM, alarm.id, 2, "operator1"),
        ]
        assert outcome.changes == changes[1:]
        assert city.station("station2").changes_since(before) == changes
        assert city.person("dishub1").changes_since(before) == ()

    def test_the_load_counts_what_was_raised_and_who_is_there_to_answer(self, city: City) -> None:
        before = city.operator.alarm_load()
        alarm = raised(city)
        acted(city, alarm, A.ACKNOWLEDGE)
        assert city.operator.alarm_load().raised == before.raised + 1
        people = [city.person(login) for login in ("operator1", "operator2", "supervisor1")]
        span = ShiftSpan("pagi", alarm.raised_at - timedelta(hours=1), alarm.raised_at + timedelta(hours=7))
        for person in people:
            person.execute(SignOutOfShift(key=new_id()))
        assert city.operator.alarm_load().operators == 1
        for person in people:
            person.execute(SignInToShift(key=new_id(), span=span))
        assert city.operator.alarm_load().operators == len(people)
        for person in people:
            person.execute(SignOutOfShift(key=new_id()))


class AlarmTicketContract:
    """Tickets that carry an alarm on."""

    @pytest.mark.parametrize("state", [*LISTED, S.SHELVED])
    def test_a_ticket_takes_the_alarm_off_the_list(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        command = carried_on(city, alarm)
        after = city.operator.alarm(alarm.id)
        assert (after.state, after.ticket_id, after.version) == (S.TICKETED, command.ticket_id, alarm.version + 1)
        assert (after.closed_at is not None) == (state is S.RETURNED)
        assert after not in city.operator.alarms()

    @pytest.mark.parametrize("state", [S.TICKETED, S.FALSE, S.CLEARED])
    def test_an_alarm_that_is_no_longer_to_be_had_makes_no_ticket(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        command = city.opening(alarm_id=alarm.id)
        with pytest.raises(Stale) as refused:
            city.operator.execute(command)
        assert refused.value.current is None
        assert city.operator.alarm(alarm.id) == alarm
        with pytest.raises(NotFound):
            city.operator.ticket(command.ticket_id)

    def test_the_tickets_timeline_tells_of_the_alarm_behind_its_opening(self, city: City) -> None:
        alarm = raised(city, speed=0.0, occupancy=0.75)
        command = carried_on(city, alarm, still=JPEG, agency_ids=(city.agencies["dishub"],))
        timeline = city.detail(command.ticket_id).timeline
        assert [entry.act for entry in timeline] == ["open", "alarm", "still", "dispatch"]
        facts = dict(timeline[1].facts)
        assert datetime.fromisoformat(facts.pop("raised_at")) == alarm.raised_at
        assert facts == {"kind": "congestion", "occupancy": "0.75", "speed": "0"}
        assert timeline[1].actor == city.operator.me().name

    def test_ticket_and_alarm_are_one_outcome(self, city: City) -> None:
        alarm = raised(city)
        command = city.opening(alarm_id=alarm.id)
        outcome = city.operator.execute(command)
        assert [(c.kind, c.id) for c in outcome.changes] == [
            (Kind.TICKET, command.ticket_id),
            (Kind.ALARM, alarm.id),
        ]
        assert city.operator.execute(command) == outcome

    def test_a_refused_ticket_leaves_the_alarm_as_it_was(self, city: City) -> None:
        alarm = raised(city)
        with pytest.raises(Invalid):
            city.operator.execute(city.opening(alarm_id=alarm.id, still=b"no picture"))
        assert city.operator.alarm(alarm.id) == alarm

    def test_the_alarms_still_is_the_tickets_and_its_agencies_see_it(self, city: City) -> None:
        alarm = raised(city)
        city.station("station1").keep_alarm_still(alarm.id, JPEG)
        alarm = city.operator.alarm(alarm.id)
        assert alarm.still_id is not None
        with pytest.raises(NotFound):
            city.person("dishub1").still(alarm.still_id)
        command = carried_on(city, alarm, agency_ids=(city.agencies["dishub"],))
        assert city.detail(command.ticket_id).still_ids == (alarm.still_id,)
        assert city.person("dishub1").still(alarm.still_id).jpeg == JPEG
        assert city.operator.still(alarm.still_id).ticket_id == command.ticket_id
        with pytest.raises(NotFound):
            city.person("polri1").still(alarm.still_id)

    def test_a_still_that_comes_after_the_ticket_is_the_tickets_too(self, city: City) -> None:
        alarm = raised(city)
        command = carried_on(city, alarm, still=JPEG)
        city.station("station1").keep_alarm_still(alarm.id, JPEG)
        detail = city.detail(command.ticket_id)
        assert detail.still_ids[-1] == city.operator.alarm(alarm.id).still_id
        assert [entry.act for entry in detail.timeline] == ["open", "alarm", "still", "still"]
        assert detail.ticket.version == 2

    def test_the_intake_makes_no_ticket_of_an_alarm(self, city: City) -> None:
        alarm = raised(city)
        with pytest.raises(Forbidden):
            carried_on(city, alarm, "intake1")
        assert city.operator.alarm(alarm.id) == alarm
