"""Cameras' hours, their alarms of a span, and the server's clock, whichever implementation answers."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from unit.storage.alarms_contract import A, S, acted, raised, returned, watched
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.demo_values import LONG_AGO, NOBODY

from storage.model.alarms import AlarmKind
from storage.model.camera_health import CameraHour, CameraTrouble
from storage.service.errors import Forbidden, Invalid

H = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def an_hour(camera_id: UUID, **values: object) -> CameraHour:
    given: dict[str, object] = {"camera_id": camera_id, "hour": H, "watched_s": 60.0, "bytes": 1_000_000}
    return CameraHour(**{**given, **values})  # type: ignore[arg-type]


def hours_of(city: City, camera_id: UUID, since: datetime = LONG_AGO) -> tuple[CameraHour, ...]:
    return city.operator.camera_hours(camera_id, since=since)


def troubles_of(city: City, cameras: list[UUID], since: datetime = LONG_AGO) -> list[CameraTrouble]:
    return [one for one in city.operator.camera_troubles(since=since) if one.camera_id in cameras]


class CameraHourContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_what_is_written_of_an_hour_adds_up_and_the_longest_delay_stays(self, city: City) -> None:
        camera, station = watched(city), city.station("station1")
        values = {"lost_s": 10.5, "frozen_s": 2.0, "late_s": 1.0, "reconnects": 2, "tampered_s": 3.0, "delay_s": 0.75}
        station.write_camera_hours((an_hour(camera, **values),))
        station.write_camera_hours((an_hour(camera, **{**values, "delay_s": 0.5}), an_hour(camera)))
        (hour,) = hours_of(city, camera)
        assert (hour.watched_s, hour.lost_s, hour.frozen_s, hour.late_s) == (180.0, 21.0, 4.0, 2.0)
        assert (hour.reconnects, hour.delay_s, hour.bytes, hour.tampered_s) == (4, 0.75, 3_000_000, 6.0)

    def test_more_bytes_than_a_small_number_holds_are_counted(self, city: City) -> None:
        camera = watched(city)
        city.station("station1").write_camera_hours((an_hour(camera, bytes=5_000_000_000),) * 2)
        assert hours_of(city, camera)[0].bytes == 10_000_000_000

    def test_an_hour_that_a_stations_clock_made_too_long_is_an_hour(self, city: City) -> None:
        camera = watched(city)
        city.station("station1").write_camera_hours((an_hour(camera, watched_s=3600.4, tampered_s=3601.0),))
        (hour,) = hours_of(city, camera)
        assert (hour.watched_s, hour.tampered_s) == (3600.0, 3600.0)

    def test_an_hour_has_no_more_than_its_seconds_whatever_is_sent_twice(self, city: City) -> None:
        camera = watched(city)
        full = {"watched_s": 3600.4, "lost_s": 3600.0, "frozen_s": 1.0}
        city.station("station1").write_camera_hours((an_hour(camera, **full),) * 2)
        (hour,) = hours_of(city, camera)
        assert (hour.watched_s, hour.lost_s, hour.frozen_s) == (3600.0, 3600.0, 2.0)

    def test_hours_are_read_in_the_order_of_time_from_one_that_begins_then(self, city: City) -> None:
        camera = watched(city)
        for later in (2, 0, 1):
            city.station("station1").write_camera_hours((an_hour(camera, hour=H + later * HOUR),))
        assert [hour.hour for hour in hours_of(city, camera)] == [H, H + HOUR, H + 2 * HOUR]
        assert [hour.hour for hour in hours_of(city, camera, H + HOUR)] == [H + HOUR, H + 2 * HOUR]

    def test_only_who_holds_the_lease_writes_of_a_camera(self, city: City) -> None:
        camera, free = watched(city), added(city).id
        city.station("station2").write_camera_hours((an_hour(camera), an_hour(free), an_hour(NOBODY)))
        assert (hours_of(city, camera), hours_of(city, free)) == ((), ())

    def test_the_next_holder_adds_to_the_same_hour(self, city: City) -> None:
        camera = watched(city)
        city.station("station1").write_camera_hours((an_hour(camera),))
        city.station("station1").release_leases()
        assert city.station("station2").claim_leases((camera,), seconds=600)
        city.station("station2").write_camera_hours((an_hour(camera),))
        city.station("station1").write_camera_hours((an_hour(camera),))
        city.station("station2").release_leases()
        assert [hour.watched_s for hour in hours_of(city, camera)] == [120.0]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"hour": H + timedelta(minutes=30)}, "hour"),
            ({"lost_s": -1.0}, "lost_s"),
            ({"bytes": -1}, "bytes"),
            ({"delay_s": -0.1}, "delay_s"),
        ],
        ids=["no hour", "less than none", "fewer than none", "from the future"],
    )
    def test_what_cannot_be_is_refused_whole(self, city: City, values: dict[str, object], field: str) -> None:
        camera = watched(city)
        with pytest.raises(Invalid) as refused:
            city.station("station1").write_camera_hours((an_hour(camera), an_hour(camera, **values)))
        assert refused.value.facts["field"] == field
        assert hours_of(city, camera) == ()

    def test_writing_nothing_is_done_already(self, city: City) -> None:
        before = city.operator.feed_position()
        city.station("station1").write_camera_hours(())
        assert city.operator.feed_position() == before

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "intake1"])
    def test_an_agency_the_wall_and_the_intake_do_not_read_hours(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).camera_troubles(since=LONG_AGO)
        with pytest.raises(Forbidden):
            city.person(login).camera_hours(NOBODY, since=LONG_AGO)


class CameraTroubleContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_the_worst_camera_comes_first_and_late_counts_half(self, city: City) -> None:
        late, lost, fine = watched(city), watched(city), watched(city)
        written = (an_hour(late, late_s=30.0), an_hour(lost, lost_s=16.0), an_hour(fine))
        city.station("station1").write_camera_hours(written)
        troubles = troubles_of(city, [late, lost, fine])
        assert [one.camera_id for one in troubles] == [lost, late, fine]
        assert [one.trouble_s for one in troubles] == [16.0, 15.0, 0.0]

    def test_a_camera_that_was_never_watched_is_there_before_those_that_do_well(self, city: City) -> None:
        well, never, ill = watched(city), added(city).id, watched(city)
        city.station("station1").write_camera_hours((an_hour(well), an_hour(ill, frozen_s=1.0)))
        troubles = troubles_of(city, [well, never, ill])
        assert [one.camera_id for one in troubles] == [ill, never, well]
        counted = {f.name for f in fields(CameraTrouble)} - {"camera_id"}
        assert {getattr(troubles[1], name) for name in counted} == {0}
        assert troubles[1].kbit_s is None

    def test_hours_since_a_time_are_added_up(self, city: City) -> None:
        camera = watched(city)
        for later in range(3):
            values = {"hour": H + later * HOUR, "lost_s": 5.0, "reconnects": 1, "delay_s": 0.5 + later}
            city.station("station1").write_camera_hours((an_hour(camera, **values),))
        (trouble,) = troubles_of(city, [camera], H + HOUR)
        assert (trouble.watched_s, trouble.lost_s, trouble.reconnects) == (120.0, 10.0, 2)
        assert (trouble.delay_s, trouble.bytes) == (2.5, 2_000_000)
        assert trouble.kbit_s == pytest.approx(2_000_000 * 8 / 1000 / 110)

    def test_a_camera_that_is_off_is_not_there(self, city: City) -> None:
        camera = added(city)
        city.person("supervisor1").execute(saving(replace(camera, enabled=False)))
        assert troubles_of(city, [camera.id]) == []


class AlarmsBetweenContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_an_alarm_is_told_of_every_span_that_its_condition_reaches_into(self, city: City) -> None:
        alarm, record = raised(city, held_s=60.0), city.operator
        began = alarm.raised_at - timedelta(seconds=60)
        second = timedelta(seconds=1)
        far = alarm.raised_at + timedelta(days=1)
        for since, until in ((began, alarm.raised_at), (began - second, began + second), (alarm.raised_at, far)):
            assert record.alarms_between(since, until, alarm.camera_id) == (alarm,)
        assert record.alarms_between(began - second, began, alarm.camera_id) == ()
        assert record.alarms_between(began, alarm.raised_at, NOBODY) == ()

    def test_a_closed_one_is_told_up_to_its_return_the_oldest_first(self, city: City) -> None:
        first = raised(city, cooldown_s=0.0)
        first = returned(city, acted(city, first, A.ACKNOWLEDGE))
        assert first.state is S.CLEARED
        assert first.returned_at is not None
        second = raised(city, first.camera_id, kind=AlarmKind.DARK, zone_id=None)
        far = first.raised_at + timedelta(days=1)
        told = city.operator.alarms_between(first.raised_at, far, first.camera_id)
        assert told == (first, second)
        after = first.returned_at + timedelta(microseconds=1)
        assert city.operator.alarms_between(after, far, first.camera_id) == (second,)

    @pytest.mark.parametrize("login", ["dishub1", "intake1"])
    def test_an_agency_and_the_intake_are_told_of_none(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).alarms_between(LONG_AGO, H, NOBODY)

    def test_the_servers_clock_is_between_what_it_wrote_before_and_after(self, city: City) -> None:
        before = city.detail(city.open()).ticket.created_at
        now = city.operator.server_now()
        after = city.detail(city.open()).ticket.created_at
        assert before <= now <= after
