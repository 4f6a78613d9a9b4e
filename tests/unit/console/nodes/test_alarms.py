"""Alarm rules over a site in memory, with a video room that shows what the test says."""

from dataclasses import replace

import pytest
from support.sight import Sight
from support.small_site import JPEG, small_site

from console.nodes.alarms import SETTLE_S, AlarmNode
from console.nodes.conditions import GONE_AFTER_S
from console.nodes.station import source_of
from storage.model.alarms import AlarmAct, AlarmKind, AlarmRule, AlarmState
from storage.model.cameras import CameraZone
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Priority
from storage.service.commands import ActOnAlarm, SaveAlarmRule
from video.events import StreamState, TrafficState

EVERY_S = 2.0
SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Room:
    """One station with its node, and time that passes by rounds."""

    def __init__(self, site, login="station1", sight=None):
        self.site, self.sight = site, sight or Sight()
        self.record = site.station(login)
        self.node = AlarmNode(self.sight)
        self.cameras = tuple(site.cameras.values())
        self.sources = {camera.id: source_of(camera, None) for camera in self.cameras}
        self.now_s = 1000.0

    def round(self):
        held = self.record.claim_leases(tuple(self.sources), seconds=15.0)
        self.node.tick(self.record, self.sources, frozenset(lease.camera_id for lease in held), self.now_s)
        self.now_s += EVERY_S
        self.site.pass_time(EVERY_S)

    def rounds(self, seconds, show=lambda: None, standing_still=None):
        """Let time pass: every camera shows a free road, but for what `show` makes of it."""
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            calm(self, but=standing_still)
            show()
            self.round()

    def alarms(self):
        return self.site.person("operator1").alarms()


@pytest.fixture
def room():
    site = small_site()
    for camera in tuple(site.cameras.values()):
        site.cameras[camera.id] = replace(camera, zones=(CameraZone(new_id(), "Lajur", SQUARE),))
    room = Room(site)
    room.rounds(SETTLE_S + EVERY_S)
    return room


def calm(room, but=None):
    for camera in room.cameras:
        if camera is not but:
            room.sight.show(camera)


def save_rule(room, rule):
    """As a supervisor does; a rule without a place is made one of the first camera's."""
    own = rule if rule.camera_id else replace(rule, camera_id=room.cameras[0].id)
    supervisor = next(person for person in room.site.people.values() if person.login == "operator2")
    room.site.people[supervisor.id] = replace(supervisor, role=Role.SUPERVISOR)
    room.site.person("operator2").execute(SaveAlarmRule(key=new_id(), rule=own))
    room.node.rules_changed()


def test_a_condition_becomes_an_alarm_only_after_its_minimum_duration(room):
    camera = room.cameras[0]
    room.rounds(28.0, lambda: room.sight.show(camera, TrafficState.STOPPED))
    assert room.alarms() == ()
    room.rounds(8.0, lambda: room.sight.show(camera, TrafficState.STOPPED))
    (alarm,) = room.alarms()
    assert (alarm.kind, alarm.priority, alarm.state) == (
        AlarmKind.STOPPED_TRAFFIC,
        Priority.CRITICAL,
        AlarmState.UNACKNOWLEDGED,
    )
    assert (alarm.camera_id, alarm.zone_id) == (camera.id, camera.zones[0].id)
    assert (alarm.occupancy, alarm.speed) == (0.91, 0.02)
    assert alarm.held_s >= 30.0


def test_congestion_that_comes_to_a_stop_is_one_alarm_of_the_higher_priority(room):
    camera = room.cameras[0]
    room.rounds(64.0, lambda: room.sight.show(camera, TrafficState.CONGESTED))
    assert [alarm.kind for alarm in room.alarms()] == [AlarmKind.CONGESTION]
    room.rounds(34.0, lambda: room.sight.show(camera, TrafficState.STOPPED))
    (alarm,) = room.alarms()
    assert (alarm.kind, alarm.priority) == (AlarmKind.STOPPED_TRAFFIC, Priority.CRITICAL)


def test_a_condition_that_flickers_for_less_than_ten_seconds_stays_one(room):
    camera = room.cameras[0]
    room.rounds(20.0, lambda: room.sight.show(camera, dark=True))
    room.rounds(GONE_AFTER_S - EVERY_S, lambda: room.sight.show(camera))
    assert [alarm.state for alarm in room.alarms()] == [AlarmState.UNACKNOWLEDGED]


def test_an_alarm_is_returned_when_what_it_told_is_over(room):
    camera = room.cameras[0]
    room.rounds(20.0, lambda: room.sight.show(camera, dark=True))
    room.rounds(GONE_AFTER_S + 3 * EVERY_S, lambda: room.sight.show(camera))
    assert [(alarm.kind, alarm.state) for alarm in room.alarms()] == [(AlarmKind.DARK, AlarmState.RETURNED)]


def test_what_was_seen_before_the_analysis_was_switched_off_is_over_when_it_is_on_again(room):
    camera = room.cameras[0]
    source = room.sources[camera.id]
    room.rounds(40.0, lambda: room.sight.show(camera, TrafficState.STOPPED))
    (alarm,) = room.alarms()
    room.sources[camera.id] = replace(source, analyse=False)
    room.rounds(4.0)
    room.record.return_alarms((alarm.id,))  # the server's own trigger, when a supervisor switches it off
    room.site.person("operator1").execute(
        ActOnAlarm(key=new_id(), alarm_id=alarm.id, expected_version=alarm.version + 1, act=AlarmAct.ACKNOWLEDGE)
    )
    room.rounds(600.0)
    room.sources[camera.id] = source
    room.sight.analyses.clear()
    room.round()
    assert room.alarms() == ()


def test_a_picture_that_fails_ends_nothing_that_was_seen_before(room):
    camera = room.cameras[0]
    room.rounds(20.0, lambda: room.sight.show(camera, stopped=True))
    room.rounds(60.0, lambda: room.sight.give(camera, StreamState.LOST))
    kinds = {alarm.kind: alarm.state for alarm in room.alarms()}
    assert kinds[AlarmKind.STOPPED_VEHICLE] is AlarmState.UNACKNOWLEDGED
    assert kinds[AlarmKind.CAMERA_LOST] is AlarmState.UNACKNOWLEDGED


def test_a_stopped_vehicle_is_told_with_the_zone_that_it_stands_in(room):
    camera = room.cameras[0]
    room.rounds(20.0, lambda: room.sight.show(camera, stopped=True))
    assert [alarm.zone_id for alarm in room.alarms()] == [camera.zones[0].id]


def test_in_a_jam_a_vehicle_that_stands_is_no_alarm_of_its_own(room):
    camera = room.cameras[0]
    room.rounds(80.0, lambda: room.sight.show(camera, TrafficState.CONGESTED, stopped=True))
    assert [alarm.kind for alarm in room.alarms()] == [AlarmKind.CONGESTION]


def test_a_picture_that_comes_minutes_late_is_not_kept_as_the_alarms(room):
    camera = room.cameras[0]
    room.rounds(14.0, lambda: room.sight.show(camera, dark=True))
    room.sight.stills.clear()
    again = Room(room.site, "station1", room.sight)
    again.rounds(200.0, lambda: room.sight.give(camera, StreamState.LOST))
    room.sight.stills.clear()
    again.rounds(20.0, lambda: room.sight.show(camera, dark=True))
    assert room.sight.stills == []


def test_a_rule_of_a_zone_goes_before_the_sites(room):
    camera, other = room.cameras
    rule = AlarmRule(
        new_id(), AlarmKind.DARK, Priority.CRITICAL, 60.0, 60.0, camera_id=camera.id, enabled=False, version=0
    )
    save_rule(room, rule)

    def both_dark():
        room.sight.show(camera, dark=True)
        room.sight.show(other, dark=True)

    room.rounds(30.0, both_dark)
    assert [alarm.camera_id for alarm in room.alarms()] == [other.id]


def test_two_stations_that_see_the_same_raise_one_alarm(room):
    second = Room(room.site, "station2", room.sight)
    camera = room.cameras[0]
    for _ in range(20):
        calm(room)
        room.sight.give(camera, StreamState.LOST)
        room.round()
        second.round()
    assert [alarm.kind for alarm in room.alarms()] == [AlarmKind.CAMERA_LOST]


def test_a_camera_that_nobody_analyses_is_an_alarm_and_over_when_somebody_does(room):
    room.record.release_leases()
    room.site.pass_time(60.0)
    room.node.tick(room.record, room.sources, frozenset(), room.now_s)
    assert {alarm.kind for alarm in room.alarms()} == {AlarmKind.ANALYSIS_STOPPED}
    assert len(room.alarms()) == len(room.cameras)
    calm(room)
    room.round()
    room.round()
    assert {alarm.state for alarm in room.alarms()} == {AlarmState.RETURNED}


def test_a_camera_whose_rule_is_off_is_not_missed(room):
    save_rule(room, AlarmRule(new_id(), AlarmKind.ANALYSIS_STOPPED, Priority.LOW, 30.0, 60.0, enabled=False, version=0))
    room.record.release_leases()
    room.site.pass_time(60.0)
    room.node.tick(room.record, room.sources, frozenset(), room.now_s)
    assert [alarm.camera_id for alarm in room.alarms()] == [room.cameras[1].id]


def test_an_analysis_of_ours_that_stands_still_while_the_picture_runs_is_an_alarm(room):
    camera = room.cameras[0]
    room.rounds(40.0, standing_still=camera)
    assert [(alarm.kind, alarm.camera_id) for alarm in room.alarms()] == [(AlarmKind.ANALYSIS_STOPPED, camera.id)]


def test_the_still_that_shows_an_alarm_is_kept_with_it(room):
    camera = room.cameras[0]
    room.rounds(16.0, lambda: room.sight.show(camera, dark=True))
    ((asked, future),) = room.sight.stills
    assert asked == str(camera.id)
    future.set_result(JPEG)
    room.rounds(4.0, lambda: room.sight.show(camera, dark=True))
    (alarm,) = room.alarms()
    assert room.site.person("operator1").still(alarm.still_id).jpeg == JPEG
    assert len(room.sight.stills) == 1


def test_a_station_that_starts_anew_does_not_end_what_its_former_self_saw(room):
    camera = room.cameras[0]
    room.rounds(20.0, lambda: room.sight.show(camera, dark=True))
    again = Room(room.site, "station1", room.sight)
    again.rounds(SETTLE_S - 2 * EVERY_S)
    assert [alarm.state for alarm in room.alarms()] == [AlarmState.UNACKNOWLEDGED]
    again.rounds(4 * EVERY_S)
    assert [alarm.state for alarm in room.alarms()] == [AlarmState.RETURNED]
