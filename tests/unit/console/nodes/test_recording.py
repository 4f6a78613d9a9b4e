"""Who is recorded, what is locked, and what of it becomes an alarm."""

import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta

import pytest
from support.segments import records, write_segment
from support.sight import Sight
from support.small_site import small_site

from console.nodes import station as station_node
from console.nodes.alarms import SETTLE_S
from console.nodes.recording import cause_of
from console.nodes.station import StationNode
from storage.model.alarms import AlarmKind, RecordingCause
from storage.model.feed import Kind
from storage.model.footage import FootageLock
from storage.model.ids import new_id
from storage.service.errors import Unreachable
from video.events import StreamState
from video.recording.keeper import RingKeeper, RingLimits, RingState
from video.recording.ring import Ring
from video.recording.trouble import Trouble

_Usage = namedtuple("_Usage", "total used free")
DENIED, FAILING = "recording.reason.denied", "recording.reason.failing"


class Station:
    """A station with a ring, and time that passes by rounds of two seconds."""

    def __init__(self, site, root, monkeypatch, login="station1", limits=None):
        self.site, self.video, self.now_s, self.statuses = site, Sight(), 1000.0, []
        monkeypatch.setattr(station_node, "monotonic", lambda: self.now_s)
        self.node = StationNode(
            lambda: site.station(login),
            self.video,
            clock=lambda: site.now,
            lease_s=15.0,
            on_cameras=lambda cameras: None,
            on_status=self.statuses.append,
            keeper=RingKeeper(root, limits or RingLimits()),
            disk="meja-1",
        )

    def rounds(self, seconds, **recording):
        """`recording` tells what the cameras' figures say; else they are on where it was asked for."""
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            for one in self.site.cameras.values():
                own = str(one.id)
                self.video.give(one)
                said = recording.get(f"c{one.number}", "on" if self.video.recording.get(own) else "")
                self.video.states[own] = replace(self.video.states[own], recording=said)
                if said.endswith("no_packets"):
                    self.video.states[own] = replace(self.video.states[own], state=StreamState.LOST)
            self.node.tick()
            self.now_s += 2.0
            self.site.pass_time(2.0)

    def alarms(self, *kinds):
        found = [one for one in self.site.alarms.values() if not kinds or one.kind in kinds]
        return [(one.kind, one.camera_id, one.about, one.affected, one.active) for one in found]

    def causes(self):
        return [one.cause for one in self.site.alarms.values() if one.kind is AlarmKind.RECORDING_STOPPED]


@pytest.fixture
def site():
    made = small_site()
    for one in tuple(made.cameras.values()):
        made.cameras[one.id] = replace(one, analyse=False)
    return made


@pytest.fixture
def disk(monkeypatch):
    """What the disk has free, of a thousand bytes; None: it is gone."""
    free = {"bytes": 900}

    def usage(path):
        return _Usage(1000, 1000 - free["bytes"], free["bytes"])

    monkeypatch.setattr(shutil, "disk_usage", usage)
    return free


@pytest.fixture
def station(site, tmp_path, monkeypatch, disk):
    made = Station(site, tmp_path, monkeypatch, limits=RingLimits(keep_free_bytes=500))
    made.rounds(SETTLE_S + 4)
    return made


def ids(site):
    return [str(one.id) for one in site.cameras.values()]


def test_the_leases_owner_records_and_no_other(site, tmp_path, monkeypatch, disk):
    for name in ("station1", "station2"):
        (tmp_path / name).mkdir()
    first, second = (Station(site, tmp_path / name, monkeypatch, name) for name in ("station1", "station2"))
    for one in (first, second):
        one.rounds(2)
    assert first.video.recording == dict.fromkeys(ids(site), True)
    assert not any(second.video.recording.values())
    first.node.close()
    second.rounds(4)
    assert first.video.recording == dict.fromkeys(ids(site), False)
    assert second.video.recording == dict.fromkeys(ids(site), True)


def test_a_camera_that_is_not_to_be_recorded_is_not(station):
    camera = next(iter(station.site.cameras.values()))
    station.site.cameras[camera.id] = replace(camera, record=False)
    station.site.tell(Kind.CAMERA, camera.id, 2, "administrator1")
    station.rounds(2)
    assert station.video.recording[str(camera.id)] is False
    assert sum(station.video.recording.values()) == 1


def test_recording_goes_on_while_the_database_is_gone(station):
    station.site.down = Unreachable(host="db")
    station.rounds(10)
    assert all(station.video.recording.values())
    assert station.statuses[-1].ring.state is RingState.GOOD


def test_the_status_carries_the_ring(station):
    ring = station.statuses[-1].ring
    assert (ring.state, ring.free_bytes, ring.cameras_recording) == (RingState.GOOD, 900, 2)


def test_a_full_disk_stops_the_recording_with_one_alarm_that_is_returned_when_it_goes_on(station, disk):
    disk["bytes"] = 100
    station.rounds(30)
    anchor = min(station.site.cameras)
    assert station.alarms() == [(AlarmKind.RECORDING_STOPPED, anchor, "meja-1", 2, True)]
    assert station.causes() == [RecordingCause.FULL]
    assert not any(station.video.recording.values())
    disk["bytes"] = 900
    station.rounds(30)
    assert station.alarms() == [(AlarmKind.RECORDING_STOPPED, anchor, "meja-1", 2, False)]
    assert all(station.video.recording.values())


def test_a_single_camera_that_cannot_be_written_is_told_with_that_camera(station):
    camera = max(station.site.cameras.values(), key=lambda one: one.id)
    station.rounds(30, **{f"c{camera.number}": FAILING})
    assert station.alarms() == [(AlarmKind.RECORDING_STOPPED, camera.id, "", 1, True)]
    assert station.causes() == [RecordingCause.FAILING]
    assert station.statuses[-1].ring.state is RingState.GOOD
    station.rounds(30)
    assert station.alarms() == [(AlarmKind.RECORDING_STOPPED, camera.id, "", 1, False)]


def test_when_all_writers_are_refused_it_is_the_disk(station):
    station.rounds(30, c101=DENIED, c102=DENIED)
    assert station.alarms() == [(AlarmKind.RECORDING_STOPPED, min(station.site.cameras), "meja-1", 2, True)]
    assert station.causes() == [RecordingCause.DENIED]
    ring = station.statuses[-1].ring
    assert (ring.state, ring.trouble) == (RingState.STOPPED, DENIED)
    assert all(station.video.recording.values())
    station.rounds(30)
    assert station.statuses[-1].ring.state is RingState.GOOD
    assert not any(active for *_, active in station.alarms())


def test_every_trouble_of_a_disk_has_a_cause_that_an_alarm_can_tell():
    assert [cause_of(trouble.value) for trouble in Trouble] == list(RecordingCause)
    assert cause_of("") is None


def test_a_lost_camera_is_no_fault_of_the_recording(station):
    station.rounds(60, c101="recording.reason.no_packets")
    assert station.alarms(AlarmKind.RECORDING_STOPPED, AlarmKind.RECORDING_SHORT) == []


def test_a_disk_that_breaks_the_promise_is_told(station, tmp_path, disk):
    now_us = round(station.site.now.timestamp() * 1e6)
    path = write_segment(tmp_path, records(now_us - 600_000_000, seconds=2))
    disk["bytes"] = 500 - path.stat().st_size // 2
    station.rounds(2)
    assert not path.exists()
    disk["bytes"] = 900
    station.rounds(90)
    assert station.alarms() == [(AlarmKind.RECORDING_SHORT, min(station.site.cameras), "meja-1", 2, True)]


def test_a_lock_of_the_record_keeps_its_pictures(station, tmp_path, disk):
    camera, now = next(iter(station.site.cameras.values())), station.site.now
    begin = now - timedelta(seconds=600)
    path = write_segment(tmp_path, records(round(begin.timestamp() * 1e6), seconds=2), camera_id=str(camera.id))
    lock = FootageLock(new_id(), camera.id, begin, now, "bukti", "Operator 1", now, now + timedelta(days=1))
    station.site.footage.locks[lock.id] = lock
    station.site.tell(Kind.FOOTAGE, camera.id, 1, "operator1")
    station.rounds(4)
    disk["bytes"] = 0
    station.rounds(10)
    assert path.exists()
    assert len(Ring(tmp_path).segments(str(camera.id), 0, 2**60)) == 1


def test_what_is_being_exported_stays_until_it_is_written(station, tmp_path, disk):
    camera, now_us = next(iter(station.site.cameras.values())), round(station.site.now.timestamp() * 1e6)
    path = write_segment(tmp_path, records(now_us - 600_000_000, seconds=2), camera_id=str(camera.id))
    with station.node.hold(((str(camera.id), now_us - 600_000_000, now_us),)):
        station.rounds(4)
        disk["bytes"] = 0
        station.rounds(10)
        assert path.exists()
    station.rounds(10)
    assert not path.exists()
