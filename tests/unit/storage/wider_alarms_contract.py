"""Alarms about more than one camera's pictures: a group that went, a disk; and how a camera is reached."""

from dataclasses import replace

import pytest
from unit.storage.alarms_contract import S, new_alarm, raised, watched
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.demo_values import demo_camera

from storage.model.alarms import AlarmKind
from storage.model.cameras import Transport
from storage.model.tickets import Priority
from storage.service.errors import Invalid

WIDER = (AlarmKind.GROUP_LOST, AlarmKind.RECORDING_STOPPED, AlarmKind.RECORDING_SHORT)


class WiderAlarmContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("kind", WIDER)
    def test_any_station_raises_one_and_says_that_it_is_over(self, city: City, kind: AlarmKind) -> None:
        camera, two = watched(city), city.station("station2")
        new = new_alarm(camera, kind=kind, zone_id=None, subject="Simpang SGC", affected=12)
        assert two.raise_alarms((new,)) == (new.id,)
        alarm = city.operator.alarm(new.id)
        assert (alarm.kind, alarm.subject, alarm.affected) == (kind, "Simpang SGC", 12)
        assert alarm in two.open_alarms()
        two.return_alarms((alarm.id,))
        assert city.operator.alarm(alarm.id).state is S.RETURNED

    @pytest.mark.parametrize("kind", WIDER)
    def test_it_is_open_once_for_its_camera_and_worsens_with_what_it_is_about(
        self, city: City, kind: AlarmKind
    ) -> None:
        alarm, two = raised(city, kind=kind, zone_id=None, subject="Disk A"), city.station("station2")
        again = new_alarm(alarm.camera_id, kind=kind, zone_id=None, subject="Disk B", affected=3)
        assert two.raise_alarms((again,)) == ()
        assert two.raise_alarms((replace(again, priority=Priority.CRITICAL),)) == (alarm.id,)
        after = city.operator.alarm(alarm.id)
        assert (after.subject, after.affected, after.priority) == ("Disk B", 3, Priority.CRITICAL)

    def test_each_is_a_family_of_its_own(self, city: City) -> None:
        camera = watched(city)
        new = tuple(new_alarm(camera, kind=kind, zone_id=None) for kind in (*WIDER, AlarmKind.CAMERA_LOST))
        assert set(city.station("station1").raise_alarms(new)) == {one.id for one in new}

    def test_they_stay_when_only_the_analysis_is_switched_off_and_end_with_the_camera(self, city: City) -> None:
        camera = added(city)
        alarms = [raised(city, camera.id, kind=kind, zone_id=None) for kind in WIDER]
        supervisor = city.person("supervisor1")
        supervisor.execute(saving(replace(camera, analyse=False)))
        assert [city.operator.alarm(alarm.id) for alarm in alarms] == alarms
        supervisor.execute(saving(replace(camera, analyse=False, enabled=False, version=2)))
        assert {city.operator.alarm(alarm.id).state for alarm in alarms} == {S.RETURNED}

    def test_an_alarm_of_one_camera_is_about_nothing_else(self, city: City) -> None:
        alarm = raised(city)
        assert (alarm.subject, alarm.affected) == ("", 1)


class CameraReachContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_how_a_camera_is_reached_shown_recorded_and_moved_is_kept(self, city: City) -> None:
        camera = added(city)
        changed = replace(
            camera,
            record=False,
            transport=Transport.UDP,
            aspect="16:9",
            onvif_url="http://10.0.0.5/onvif/device_service",
            ptz=True,
            replay_url="rtsp://10.0.0.9/rekaman?dari={since}&sampai={until}",
        )
        city.person("supervisor1").execute(saving(changed))
        assert replace(changed, version=2) in city.operator.cameras()
        assert replace(changed, version=2) in city.station("station1").cameras()

    def test_a_new_camera_is_recorded_over_tcp_as_its_stream_says(self, city: City) -> None:
        camera = added(city)
        kept = next(one for one in city.operator.cameras() if one.id == camera.id)
        assert (kept.record, kept.transport, kept.aspect, kept.ptz) == (True, Transport.TCP, "", False)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("aspect", "4x3"),
            ("aspect", "0:3"),
            ("aspect", "16:9\n"),
            ("aspect", "12345:1"),
            ("onvif_url", "http://admin:rahasia@10.0.0.5/onvif"),
            ("onvif_url", "10.0.0.5"),
            ("onvif_url", "rtsp://10.0.0.5/onvif"),
            ("replay_url", "rtsp://admin@10.0.0.9/"),
            ("replay_url", "perekam 9"),
        ],
    )
    def test_what_cannot_be_is_refused(self, city: City, field: str, value: str) -> None:
        camera = replace(demo_camera(9999), version=0, **{field: value})
        with pytest.raises(Invalid) as refused:
            city.person("supervisor1").execute(saving(camera))
        assert refused.value.facts["field"] == field
