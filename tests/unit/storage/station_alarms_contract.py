"""Alarms and outages as stations raise and end them, whichever implementation answers."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.alarms_contract import (
    A,
    S,
    acted,
    carried_on,
    led_to,
    new_alarm,
    raised,
    returned,
    watched,
)
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.demo_values import JPEG, NOBODY

from storage.model.alarms import LISTED, Alarm, AlarmKind, AlarmState, NewAlarm, Outage
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.errors import Invalid, NotFound

CARRIED = (S.SHELVED, S.TICKETED, S.FALSE)


def again(city: City, alarm: Alarm, **fields: object) -> tuple[UUID, ...]:
    """Raise at the alarm's point once more."""
    values = {"zone_id": alarm.zone_id, "priority": alarm.priority, "kind": alarm.kind, **fields}
    return city.station("station1").raise_alarms((new_alarm(alarm.camera_id, **values),))


def worse(city: City, alarm: Alarm) -> tuple[UUID, ...]:
    fields = {"kind": AlarmKind.STOPPED_TRAFFIC, "priority": Priority.CRITICAL, "occupancy": 0.9, "speed": 0.125}
    return again(city, alarm, **fields)


class StationAlarmContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("state", [S.UNACKNOWLEDGED, S.ACKNOWLEDGED, *CARRIED])
    def test_what_is_open_and_no_worse_is_not_raised_again(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        assert again(city, alarm) == ()
        assert again(city, alarm, kind=AlarmKind.STOPPED_TRAFFIC, priority=Priority.LOW) == ()
        assert city.operator.alarm(alarm.id) == alarm

    @pytest.mark.parametrize("state", sorted(LISTED))
    def test_one_that_worsens_takes_the_higher_priority_and_wants_an_answer(
        self, city: City, state: AlarmState
    ) -> None:
        alarm = led_to(city, state)
        assert worse(city, alarm) == (alarm.id,)
        after = city.operator.alarm(alarm.id)
        assert (after.kind, after.priority) == (AlarmKind.STOPPED_TRAFFIC, Priority.CRITICAL)
        assert (after.occupancy, after.speed, after.raised_at) == (0.9, 0.125, alarm.raised_at)
        assert (after.state, after.active, after.version) == (S.UNACKNOWLEDGED, True, alarm.version + 1)
        assert (after.acknowledged_at, after.acknowledged_by, after.returned_at) == (None, "", None)

    @pytest.mark.parametrize("state", CARRIED)
    def test_one_that_is_carried_on_otherwise_does_not_come_back_when_it_worsens(
        self, city: City, state: AlarmState
    ) -> None:
        alarm = led_to(city, state)
        assert worse(city, alarm) == ()
        assert city.operator.alarm(alarm.id) == alarm

    @pytest.mark.parametrize("priority", [Priority.HIGH, Priority.LOW])
    def test_one_that_returned_is_back_when_its_condition_is(self, city: City, priority: Priority) -> None:
        alarm = led_to(city, S.RETURNED)
        assert again(city, alarm, priority=priority) == (alarm.id,)
        after = city.operator.alarm(alarm.id)
        assert (after.state, after.active, after.returned_at) == (S.UNACKNOWLEDGED, True, None)
        assert after.priority is alarm.priority

    def test_a_shelved_one_whose_condition_is_back_stays_shelved(self, city: City) -> None:
        alarm = returned(city, led_to(city, S.SHELVED))
        assert again(city, alarm) == ()
        after = city.operator.alarm(alarm.id)
        assert (after.state, after.active, after.version) == (S.SHELVED, True, alarm.version + 1)

    def test_another_zone_and_another_family_are_alarms_of_their_own(self, city: City) -> None:
        alarm = raised(city)
        for fields in ({"zone_id": new_id()}, {"zone_id": None}, {"kind": AlarmKind.STOPPED_VEHICLE}):
            assert len(again(city, alarm, **fields)) == 1
        assert len([a for a in city.operator.alarms() if a.camera_id == alarm.camera_id]) == 4

    def test_of_one_point_in_one_call_the_most_urgent_stands(self, city: City) -> None:
        camera_id = watched(city)
        jam = new_alarm(camera_id)
        stopped = new_alarm(camera_id, kind=AlarmKind.STOPPED_TRAFFIC, priority=Priority.CRITICAL)
        city.station("station1").raise_alarms((stopped, jam))
        (alarm,) = [a for a in city.operator.alarms() if a.camera_id == camera_id]
        assert (alarm.kind, alarm.priority) == (AlarmKind.STOPPED_TRAFFIC, Priority.CRITICAL)

    def test_what_was_sent_twice_is_one_alarm_with_the_same_answer(self, city: City) -> None:
        new, station = new_alarm(watched(city)), city.station("station1")
        assert station.raise_alarms((new,)) == station.raise_alarms((new,)) == (new.id,)
        alarm = acted(city, city.operator.alarm(new.id), A.ACKNOWLEDGE)
        alarm = returned(city, alarm)
        assert station.raise_alarms((new,)) == ()
        assert city.operator.alarm(new.id) == alarm

    def test_a_point_cools_down_after_its_last_alarm_closed(self, city: City) -> None:
        alarm = led_to(city, S.CLEARED)
        assert again(city, alarm, cooldown_s=300.0) == ()
        assert worse(city, replace(alarm, zone_id=None)) != ()
        city.let_pass(0.25)
        assert len(again(city, alarm, cooldown_s=0.2)) == 1

    def test_what_pictures_tell_only_the_holder_of_the_lease_raises(self, city: City) -> None:
        camera_id, free = watched(city), added(city).id
        for kind in (AlarmKind.CONGESTION, AlarmKind.STOPPED_VEHICLE, AlarmKind.DARK):
            assert city.station("station2").raise_alarms((new_alarm(camera_id, kind=kind),)) == ()
            assert city.station("station1").raise_alarms((new_alarm(free, kind=kind),)) == ()
            assert city.station("station1").raise_alarms((new_alarm(camera_id, kind=kind),)) != ()

    def test_a_lost_camera_any_station_may_raise(self, city: City) -> None:
        lost = new_alarm(watched(city), kind=AlarmKind.CAMERA_LOST, zone_id=None)
        assert city.station("station2").raise_alarms((lost,)) == (lost.id,)
        unknown = replace(lost, id=new_id(), camera_id=NOBODY)
        assert city.station("station2").raise_alarms((unknown,)) == ()

    def test_that_nobody_analyses_a_camera_is_raised_while_no_other_station_does(self, city: City) -> None:
        camera_id, free, two = watched(city), added(city), city.station("station2")
        stopped = replace(self._stopped(free.id), priority=Priority.HIGH)
        assert two.raise_alarms((self._stopped(camera_id),)) == ()
        assert len(city.station("station1").raise_alarms((self._stopped(camera_id),))) == 1
        assert two.raise_alarms((stopped,)) == (stopped.id,)
        off = added(city)
        city.person("supervisor1").execute(saving(replace(off, analyse=False)))
        assert two.raise_alarms((self._stopped(off.id),)) == ()

    @pytest.mark.parametrize(
        ("before", "after", "closed"),
        [
            (S.UNACKNOWLEDGED, S.RETURNED, False),
            (S.ACKNOWLEDGED, S.CLEARED, True),
            (S.SHELVED, S.SHELVED, False),
            (S.TICKETED, S.TICKETED, True),
            (S.FALSE, S.FALSE, True),
        ],
    )
    def test_a_condition_that_is_over_returns_the_alarm(
        self, city: City, before: AlarmState, after: AlarmState, closed: bool
    ) -> None:
        alarm = led_to(city, before)
        found = returned(city, alarm)
        assert (found.state, found.active, found.closed_at is not None) == (after, False, closed)
        assert found.returned_at == found.changed_at
        assert returned(city, found) == found

    def test_what_was_wrong_with_a_camera_is_over_when_it_is_switched_off(self, city: City) -> None:
        camera, supervisor = self._watched_camera(city), city.person("supervisor1")
        jam, shelved = raised(city, camera.id), raised(city, camera.id, zone_id=None)
        shelved = acted(city, shelved, A.SHELVE)
        lost = raised(city, camera.id, kind=AlarmKind.CAMERA_LOST)
        outcome = supervisor.execute(saving(replace(camera, analyse=False)))
        assert {change.id for change in outcome.changes} == {camera.id, jam.id, shelved.id}
        assert city.operator.alarm(jam.id).state is S.RETURNED
        assert city.operator.alarm(shelved.id).active is False
        assert city.operator.alarm(lost.id) == lost
        supervisor.execute(saving(replace(camera, analyse=False, enabled=False, version=2)))
        assert city.operator.alarm(lost.id).state is S.RETURNED
        for kind in AlarmKind:
            assert city.station("station1").raise_alarms((new_alarm(camera.id, kind=kind),)) == ()

    def test_the_station_that_took_a_camera_over_returns_its_alarms_and_the_former_no_more(self, city: City) -> None:
        alarm = raised(city)
        city.station("station1").release_leases()
        city.station("station2").claim_leases((alarm.camera_id,), seconds=600)
        assert returned(city, alarm) == alarm
        assert alarm in city.station("station2").open_alarms()
        city.station("station2").return_alarms((alarm.id, NOBODY))
        assert city.operator.alarm(alarm.id).state is S.RETURNED

    @pytest.mark.parametrize("state", list(S))
    def test_open_alarms_are_those_that_are_not_closed(self, city: City, state: AlarmState) -> None:
        alarm = led_to(city, state)
        found = {a.id: a for a in city.station("station2").open_alarms()}
        assert (alarm.id in found) == (alarm.closed_at is None)

    def test_the_first_still_stays(self, city: City) -> None:
        alarm, station = raised(city), city.station("station1")
        station.keep_alarm_still(alarm.id, JPEG)
        kept = city.operator.alarm(alarm.id)
        station.keep_alarm_still(alarm.id, JPEG + b"\0")
        assert city.operator.alarm(alarm.id) == kept
        assert kept.still_id is not None
        still = city.person("auditor1").still(kept.still_id)
        assert (still.jpeg, still.camera_id, still.ticket_id) == (JPEG, alarm.camera_id, None)

    def test_a_picture_comes_from_the_holder_of_the_lease(self, city: City) -> None:
        alarm = raised(city)
        city.station("station2").keep_alarm_still(alarm.id, JPEG)
        assert city.operator.alarm(alarm.id).still_id is None
        city.station("station1").release_leases()
        city.station("station2").keep_alarm_still(alarm.id, JPEG)
        assert city.operator.alarm(alarm.id).still_id is not None

    def test_a_false_alarm_is_kept_with_its_still(self, city: City) -> None:
        alarm = acted(city, raised(city), A.FALSE_ALARM)
        city.station("station1").keep_alarm_still(alarm.id, JPEG)
        found = city.operator.alarm(alarm.id)
        assert (found.state, found.still_id is not None) == (S.FALSE, True)

    def test_what_is_no_picture_or_of_no_alarm_is_refused(self, city: City) -> None:
        with pytest.raises(NotFound):
            city.station("station1").keep_alarm_still(NOBODY, JPEG)
        with pytest.raises(Invalid) as refused:
            city.station("station1").keep_alarm_still(raised(city).id, b"GIF89a")
        assert refused.value.facts["field"] == "still"

    def test_shelving_ends_by_the_servers_clock(self, city: City) -> None:
        station, later = city.station("station1"), led_to(city, S.SHELVED)
        station.end_shelving()
        over, active = raised(city), raised(city)
        for alarm in (over, active):
            acted(city, alarm, A.SHELVE, until=city.operator.alarm(active.id).changed_at + timedelta(seconds=0.8))
        returned(city, city.operator.alarm(over.id))
        assert station.end_shelving() == 0
        city.let_pass(0.9)
        assert (station.end_shelving(), station.end_shelving()) == (2, 0)
        assert city.operator.alarm(active.id).state is S.UNACKNOWLEDGED
        assert city.operator.alarm(over.id).state is S.CLEARED
        assert city.operator.alarm(later.id) == later

    def test_unanalysed_cameras_are_those_that_nobody_has_held_for_so_long(self, city: City) -> None:
        station, camera, held = city.station("station1"), added(city), watched(city)
        off, unwanted = added(city), added(city)
        city.person("supervisor1").execute(saving(replace(off, enabled=False)))
        city.person("supervisor1").execute(saving(replace(unwanted, analyse=False)))
        assert camera.id not in station.unanalysed(for_s=60)
        city.let_pass(0.1)
        found = station.unanalysed(for_s=0.05)
        assert camera.id in found
        assert not {held, off.id, unwanted.id} & set(found)
        station.claim_leases((camera.id,), seconds=0.1)
        assert camera.id not in station.unanalysed(for_s=0)
        city.let_pass(0.15)
        assert camera.id in station.unanalysed(for_s=0)
        assert camera.id not in station.unanalysed(for_s=60)

    def test_a_ticket_of_an_alarm_that_holds_on_stops_a_second_one(self, city: City) -> None:
        alarm = raised(city)
        carried_on(city, alarm)
        assert worse(city, alarm) == ()
        returned(city, alarm)
        assert len(again(city, alarm)) == 1

    def _watched_camera(self, city: City) -> Camera:
        camera_id = watched(city)
        return next(camera for camera in city.operator.cameras() if camera.id == camera_id)

    def _stopped(self, camera_id: UUID) -> NewAlarm:
        return new_alarm(camera_id, kind=AlarmKind.ANALYSIS_STOPPED, zone_id=None)


class OutageContract:
    """Stretches without a picture."""

    def test_an_outage_begins_once_and_ends(self, city: City) -> None:
        outage, station = self._outage(city), city.station("station1")
        station.write_outages((outage, outage))
        station.write_outages((outage,))
        assert self._open(city, outage.camera_id) == [outage]
        ended = replace(outage, ended_at=outage.began_at + timedelta(seconds=30))
        station.write_outages((ended,))
        assert self._open(city, outage.camera_id) == []
        station.write_outages((outage,))
        assert self._open(city, outage.camera_id) == []

    def test_only_the_holder_of_the_lease_writes_them(self, city: City) -> None:
        outage = self._outage(city)
        city.station("station2").write_outages((outage,))
        assert self._open(city, outage.camera_id) == []

    def test_the_outage_of_a_former_holder_ends_where_the_next_begins(self, city: City) -> None:
        outage = self._outage(city)
        city.station("station1").write_outages((outage,))
        city.station("station1").release_leases()
        city.station("station2").claim_leases((outage.camera_id,), seconds=600)
        assert outage in city.station("station2").open_outages()
        after = Outage(new_id(), outage.camera_id, outage.began_at + timedelta(minutes=1), None)
        city.station("station2").write_outages((after,))
        assert self._open(city, outage.camera_id) == [after]

    def test_a_clock_that_was_set_back_does_not_stop_the_writing(self, city: City) -> None:
        outage = self._outage(city)
        city.station("station1").write_outages((replace(outage, ended_at=outage.began_at - timedelta(hours=1)),))
        assert self._open(city, outage.camera_id) == []

    def test_an_outage_ends_when_the_camera_is_switched_off(self, city: City) -> None:
        outage = self._outage(city)
        city.station("station1").write_outages((outage,))
        camera = next(camera for camera in city.operator.cameras() if camera.id == outage.camera_id)
        city.person("supervisor1").execute(saving(replace(camera, enabled=False)))
        assert self._open(city, outage.camera_id) == []

    def test_outages_are_minutes_of_the_shifts_facts(self, city: City) -> None:
        outage = self._outage(city)
        ended = replace(outage, ended_at=outage.began_at + timedelta(seconds=90))
        city.station("station1").write_outages((ended,))
        facts = city.operator.shift_facts(outage.began_at - timedelta(hours=1), outage.began_at + timedelta(minutes=2))
        number = next(c.number for c in city.operator.cameras() if c.id == outage.camera_id)
        assert [(c.minutes_lost, c.outages) for c in facts.cameras if c.number == number] == [(1.5, 1)]

    def _outage(self, city: City) -> Outage:
        alarm = raised(city)
        return Outage(new_id(), alarm.camera_id, alarm.raised_at - timedelta(minutes=10), None)

    def _open(self, city: City, camera_id: UUID) -> list[Outage]:
        return [o for o in city.station("station2").open_outages() if o.camera_id == camera_id]
