from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from support.sight import Sight
from support.small_site import camera, small_site

from console.nodes.station import StationNode
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.service.commands import SaveCamera
from storage.service.errors import Invalid, Unreachable
from video.events import CameraId, FrameStamp, Sighting, SightingKind, TrafficState
from video.recording.keeper import RingKeeper, RingLimits

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Station:
    def __init__(self, site, login="station1", **more):
        self.site = site
        self.video = Sight()
        self.cameras = []
        self.statuses = []
        self.recorders = []
        self.node = StationNode(
            lambda: site.station(login),
            self.video,
            clock=lambda: NOW,
            lease_s=15.0,
            on_cameras=self.cameras.append,
            on_status=self.statuses.append,
            on_recorder=self.recorder_known,
            **more,
        )

    def recorder_known(self, camera_id, recorder):
        self.recorders.append((camera_id, recorder))


@pytest.fixture
def site():
    return small_site()


def saw(camera_id):
    return Sighting(
        CameraId(str(camera_id)), SightingKind.CONGESTION, True, FrameStamp(1, 0.0, 0.0), state=TrafficState.STOPPED
    )


def ids(site):
    return {str(one) for one in site.cameras}


def test_the_first_round_brings_every_camera_with_its_secret_to_the_video_room(site):
    station = Station(site)
    station.node.tick()
    assert set(station.video.sources) == ids(site)
    source = next(iter(station.video.sources.values()))
    assert (source.username, source.password) == ("kamera", "rahasia-kamera")
    assert "rahasia" not in repr(source)
    assert len(station.cameras[0]) == 2


def test_a_lone_station_analyses_every_camera(site):
    station = Station(site)
    station.node.tick()
    assert station.video.analysing == dict.fromkeys(ids(site), True)


def test_a_second_station_leaves_the_analysis_to_the_first(site):
    first, second = Station(site), Station(site, "station2")
    first.node.tick()
    second.node.tick()
    assert second.video.analysing == dict.fromkeys(ids(site), False)


def test_a_station_that_only_shows_never_takes_a_lease_and_analyses_and_records_nothing(site, tmp_path):
    wall, desk = Station(site, serves=False, keeper=RingKeeper(tmp_path, RingLimits())), Station(site, "station2")
    for _ in range(3):
        wall.node.tick()
    assert site.leases == {}
    assert set(wall.video.sources) == ids(site)
    assert wall.video.analysing == dict.fromkeys(ids(site), False)
    assert not any(wall.video.recording.values())
    desk.node.tick()
    assert {lease.camera_id for lease in site.leases.values()} == set(site.cameras)
    assert desk.video.analysing == dict.fromkeys(ids(site), True)


def test_a_station_that_is_set_to_record_nothing_takes_leases_to_analyse_and_to_watch_over(site):
    station, quiet = Station(site), next(iter(site.cameras.values()))
    site.cameras[quiet.id] = replace(quiet, analyse=False)
    station.node.tick()
    assert {lease.camera_id for lease in site.leases.values()} == set(site.cameras)
    assert station.video.analysing == dict.fromkeys(ids(site) - {str(quiet.id)}, True)
    assert station.video.recording == {}
    assert station.statuses[-1].ring is None


def test_a_station_that_closed_is_followed_by_the_other(site):
    first, second = Station(site), Station(site, "station2")
    first.node.tick()
    second.node.tick()
    first.node.close()
    second.node.tick()
    assert second.video.analysing == dict.fromkeys(ids(site), True)


def test_a_camera_that_was_added_and_one_that_was_disabled_are_followed(site):
    station = Station(site)
    station.node.tick()
    new = camera(103, version=0)
    site.person("administrator1").execute(SaveCamera(key=new_id(), camera=new, username="u", password="p"))
    old = next(one for one in site.cameras.values() if one.number == 101)
    site.person("administrator1").execute(SaveCamera(key=new_id(), camera=replace(old, enabled=False)))
    station.node.tick()
    assert set(station.video.sources) == {str(one.id) for one in site.cameras.values() if one.number != 101}


def test_only_what_the_leases_owner_saw_is_written(site):
    first, second = Station(site), Station(site, "station2")
    first.node.tick()
    second.node.tick()
    seen = next(iter(site.cameras))
    second.node.sighted(saw(seen))
    first.node.sighted(saw(seen))
    second.node.tick()
    first.node.tick()
    assert [(row.camera_id, row.state, row.seen_at) for row in site.sightings.values()] == [(seen, "stopped", NOW)]
    assert first.node.written == 1


def test_a_sighting_that_the_record_refuses_keeps_no_other_from_being_written(site, caplog):
    station = Station(site)
    record, bad = site.station("station1"), next(iter(site.cameras))
    write = record.write_sightings

    def refuse(rows):
        if any(row.camera_id == bad for row in rows):
            raise Invalid(field="camera")
        return write(rows)

    record.write_sightings = refuse
    station.node = StationNode(
        lambda: record,
        station.video,
        clock=lambda: NOW,
        lease_s=15.0,
        on_cameras=list,
        on_status=station.statuses.append,
    )
    station.node.tick()
    for camera_id in (*ids(site), *ids(site)):
        station.node.sighted(saw(UUID(camera_id)))
    station.node.tick()
    assert {row.camera_id for row in site.sightings.values()} == {UUID(one) for one in ids(site)} - {bad}
    assert (station.node.written, station.statuses[-1].sightings_waiting) == (2, 0)
    assert caplog.text.count(str(bad)) == 2


def test_sightings_wait_for_a_database_that_is_gone_and_are_written_once(site):
    station = Station(site)
    station.node.tick()
    site.down = Unreachable(host="db")
    station.node.sighted(saw(UUID(next(iter(ids(site))))))
    station.node.tick()
    assert station.statuses[-1].sightings_waiting == 1
    assert isinstance(station.statuses[-1].error, Unreachable)
    site.down = None
    station.node.tick()
    station.node.tick()
    assert len(site.sightings) == 1
    assert station.statuses[-1].connected


def test_pictures_stay_while_the_database_is_gone(site):
    station = Station(site)
    station.node.tick()
    site.down = Unreachable(host="db")
    station.node.tick()
    assert set(station.video.sources) == ids(site)


def test_a_change_of_a_ticket_does_not_load_the_cameras_again(site):
    station = Station(site)
    station.node.tick()
    site.tell(Kind.TICKET, new_id(), 1, "operator1")
    station.node.tick()
    assert len(station.cameras) == 1


def test_a_station_whose_clock_is_hours_ahead_of_the_servers_keeps_the_pictures_of_its_alarms(site):
    site.now = NOW - timedelta(hours=2)
    seconds = count(1000.0, 2.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("console.nodes.station.monotonic", lambda: next(seconds))
        station = Station(site)
        for _ in range(20):
            for one in site.cameras.values():
                station.video.show(one, dark=True)
            station.node.tick()
            site.pass_time(2.0)
    assert {asked for asked, _ in station.video.stills} == ids(site)


def test_a_recorders_address_is_told_with_its_cameras_login_once_a_change(site):
    station, one = Station(site), next(iter(site.cameras.values()))
    site.cameras[one.id] = replace(one, replay_url="rtsp://nvr/1?from={since:epoch}")
    station.node.tick()
    [(camera_id, recorder)] = station.recorders
    assert (camera_id, recorder.url) == (str(one.id), "rtsp://nvr/1?from={since:epoch}")
    assert (recorder.username, recorder.password) == ("kamera", "rahasia-kamera")
    assert "rahasia" not in repr(recorder)
    site.tell(Kind.CAMERA, one.id, 2, "administrator1")
    station.node.tick()
    assert len(station.recorders) == 1
    site.cameras[one.id] = one
    site.tell(Kind.CAMERA, one.id, 3, "administrator1")
    station.node.tick()
    assert station.recorders[1:] == [(str(one.id), None)]
