"""Twelve cameras behind one switch are one fault, told once and ended once."""

from dataclasses import replace

import pytest
from support.sight import Sight
from support.small_site import camera, small_site

from console.nodes import station as station_node
from console.nodes.alarms import SETTLE_S
from console.nodes.group_faults import FEWEST, JOINING_S, TOGETHER_S, GroupFaults
from console.nodes.station import StationNode
from storage.model.alarms import AlarmKind
from storage.model.ids import new_id
from video.events import StreamState

TWELVE = tuple(sorted(new_id() for _ in range(12)))
GROUPS = dict.fromkeys(TWELVE, "Sakelar Cikarang")


def look(faults, dark, now_s, groups=GROUPS):
    return faults.look(groups, frozenset(dark), now_s)


def test_twelve_cameras_that_go_dark_at_once_are_one_fault():
    faults = GroupFaults()
    for number in range(12):
        found = look(faults, TWELVE[: number + 1], 100.0 + number * 0.8)
    (fault,) = found
    assert (fault.point.camera_id, fault.point.kind) == (TWELVE[0], AlarmKind.GROUP_LOST)
    assert (fault.subject, fault.affected, fault.instead) == ("Sakelar Cikarang", 12, frozenset(TWELVE))


def test_as_many_that_go_dark_one_after_the_other_are_none():
    faults = GroupFaults()
    for number in range(12):
        assert look(faults, TWELVE[: number + 1], 100.0 + number * TOGETHER_S) == ()


@pytest.mark.parametrize(("size", "dark", "is_fault"), [(12, 6, False), (12, 7, True), (3, 2, False), (3, 3, True)])
def test_it_takes_three_and_more_than_half_of_the_group(size, dark, is_fault):
    groups = dict.fromkeys(TWELVE[:size], "Sakelar")
    assert bool(look(GroupFaults(), TWELVE[:dark], 100.0, groups)) is is_fault
    assert FEWEST == 3


def test_cameras_without_a_group_and_of_other_groups_are_not_counted_together():
    groups = dict.fromkeys(TWELVE[:6], "") | {one: f"Sakelar {one}" for one in TWELVE[6:]}
    assert look(GroupFaults(), TWELVE, 100.0, groups) == ()


def test_one_that_was_dark_long_before_keeps_an_alarm_of_its_own():
    faults = GroupFaults()
    look(faults, TWELVE[:1], 100.0)
    (fault,) = look(faults, TWELVE, 1000.0)
    assert fault.instead == frozenset(TWELVE[1:])


def test_one_that_is_missed_a_little_later_belongs_to_it_and_one_an_hour_later_does_not():
    faults = GroupFaults()
    look(faults, TWELVE[:9], 100.0)
    (fault,) = look(faults, TWELVE[:10], 100.0 + JOINING_S)
    assert fault.affected == 10
    (fault,) = look(faults, TWELVE, 3700.0)
    assert fault.affected == 10


def test_when_most_are_back_it_is_over_and_who_stays_dark_is_so_alone():
    faults = GroupFaults()
    look(faults, TWELVE, 100.0)
    (fault,) = look(faults, TWELVE[:7], 160.0)
    assert fault.affected == 7
    assert look(faults, TWELVE[:6], 170.0) == ()
    assert look(faults, TWELVE[:6], 172.0) == ()


class Station:
    """A station of twelve cameras of one group, and time that passes by rounds of two seconds."""

    def __init__(self, monkeypatch):
        self.site = small_site()
        for one in tuple(self.site.cameras.values()):
            self.site.cameras[one.id] = replace(one, analyse=False)
        self.group = [camera(200 + number, group="Sakelar Cikarang", analyse=False) for number in range(12)]
        self.site.cameras |= {one.id: one for one in self.group}
        self.video, self.now_s = Sight(), 1000.0
        monkeypatch.setattr(station_node, "monotonic", lambda: self.now_s)
        self.node = StationNode(
            lambda: self.site.station("station1"),
            self.video,
            clock=lambda: self.site.now,
            lease_s=15.0,
            on_cameras=lambda cameras: None,
            on_status=lambda status: None,
        )
        self.rounds(SETTLE_S + 4)

    def rounds(self, seconds, dark=()):
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            for one in self.site.cameras.values():
                self.video.give(one, StreamState.LOST if one in dark else StreamState.LIVE)
            self.node.tick()
            self.now_s += 2.0
            self.site.pass_time(2.0)

    def told(self):
        return sorted((one.kind, one.active) for one in self.site.alarms.values())


def test_a_dead_switch_is_one_alarm_and_is_returned_with_the_cameras(monkeypatch):
    station = Station(monkeypatch)
    station.rounds(120, dark=station.group)
    (alarm,) = station.site.alarms.values()
    assert (alarm.kind, alarm.subject, alarm.affected) == (AlarmKind.GROUP_LOST, "Sakelar Cikarang", 12)
    assert alarm.camera_id == min(one.id for one in station.group)
    station.rounds(60)
    assert station.told() == [(AlarmKind.GROUP_LOST, False)]


def test_a_camera_that_stays_dark_afterwards_is_lost_alone(monkeypatch):
    station = Station(monkeypatch)
    station.rounds(120, dark=station.group)
    station.rounds(120, dark=station.group[3:4])
    assert station.told() == [(AlarmKind.CAMERA_LOST, True), (AlarmKind.GROUP_LOST, False)]
    assert station.group[3].id in {one.camera_id for one in station.site.alarms.values() if one.active}
