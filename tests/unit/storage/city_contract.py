"""Cameras, leases, sightings and the feed, whichever implementation answers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from unit.storage.city import City
from unit.storage.demo_values import LONG_AGO, NOBODY, demo_camera

from storage.model.cameras import Camera
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.sightings import Lease, SightingRow
from storage.model.tickets import Act
from storage.service.commands import SaveCamera
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale


def saving(camera: Camera, **secret: str) -> SaveCamera:
    return SaveCamera(key=new_id(), camera=camera, **secret)


def added(city: City) -> Camera:
    """A new camera of the test's own."""
    taken = {camera.number for camera in city.operator.cameras()}
    number = next(n for n in range(200, 9999) if n not in taken)
    camera = replace(demo_camera(number), version=0)
    city.person("supervisor1").execute(saving(camera, username="u", password="p"))
    return replace(camera, version=1)


def seen_by(lease: Lease, **fields: object) -> SightingRow:
    values: dict[str, object] = {
        "id": new_id(),
        "camera_id": lease.camera_id,
        "zone_id": None,
        "epoch": lease.epoch,
        "kind": "congestion",
        "began": True,
        "state": "dense",
        "occupancy": 0.5,
        "speed": 0.25,
        "seen_at": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    }
    return SightingRow(**{**values, **fields})  # type: ignore[arg-type]


class CityContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_everyone_knows_who_they_are(self, city: City) -> None:
        me = city.person("dishub1").me()
        assert (me.login, me.role, me.agency_id) == ("dishub1", Role.AGENCY, city.agencies["dishub"])
        assert city.operator.me().agency_id is None

    def test_the_seed_names_agencies_and_categories_in_both_languages(self, city: City) -> None:
        assert set(city.agencies) == {"dishub", "satpolpp", "damkar", "kebersihan", "pupr", "polri"}
        categories = city.operator.categories()
        assert {"congestion", "stopped_vehicle", "fire", "flood", "camera_fault", "other"} <= {
            c.code for c in categories
        }
        assert all(c.name_id and c.name_en and c.agency_code in city.agencies for c in categories)

    def test_a_saved_camera_is_seen_by_all_and_its_secret_by_stations(self, city: City) -> None:
        camera = added(city)
        assert camera in city.operator.cameras()
        assert camera in city.station("station1").cameras()
        secrets = {s.camera_id: (s.username, s.password) for s in city.station("station1").camera_secrets()}
        assert secrets[camera.id] == ("u", "p")

    def test_a_password_of_none_stays_as_it_is(self, city: City) -> None:
        camera = added(city)
        city.person("supervisor1").execute(saving(replace(camera, name="Baru"), username="v"))
        secrets = {s.camera_id: (s.username, s.password) for s in city.station("station1").camera_secrets()}
        assert secrets[camera.id] == ("v", "p")
        assert replace(camera, name="Baru", version=2) in city.operator.cameras()

    def test_a_stale_or_unknown_camera_is_not_saved(self, city: City) -> None:
        camera, supervisor = added(city), city.person("supervisor1")
        supervisor.execute(saving(replace(camera, name="Baru")))
        with pytest.raises(Stale):
            supervisor.execute(saving(replace(camera, name="Lama")))
        with pytest.raises(NotFound):
            supervisor.execute(saving(replace(camera, id=NOBODY, number=9998)))

    def test_two_cameras_do_not_share_a_number(self, city: City) -> None:
        camera = added(city)
        with pytest.raises(AlreadyTaken) as refused:
            city.person("supervisor1").execute(saving(replace(demo_camera(camera.number), version=0)))
        assert refused.value.facts["field"] == "number"

    @pytest.mark.parametrize("url", ["rtsp://user:pass@10.0.0.1/1", "kamera 1", ""])
    def test_an_address_with_a_login_in_it_or_none_at_all_is_refused(self, city: City, url: str) -> None:
        camera = replace(demo_camera(9999), version=0, main_url=url)
        with pytest.raises(Invalid) as refused:
            city.person("supervisor1").execute(saving(camera))
        assert refused.value.facts["field"] == "main_url"

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1"])
    def test_others_save_no_camera(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).execute(saving(replace(demo_camera(9999), version=0)))

    def test_a_lease_has_one_holder(self, city: City) -> None:
        camera = added(city)
        (mine,) = city.station("station1").claim_leases((camera.id,), seconds=60)
        assert city.station("station2").claim_leases((camera.id,), seconds=60) == ()
        (renewed,) = city.station("station1").claim_leases((camera.id,), seconds=60)
        assert renewed.epoch == mine.epoch
        assert renewed.until >= mine.until

    def test_a_lease_that_ran_out_is_taken_over_under_a_new_epoch(self, city: City) -> None:
        camera = added(city)
        (mine,) = city.station("station1").claim_leases((camera.id,), seconds=0.2)
        city.let_pass(0.25)
        (theirs,) = city.station("station2").claim_leases((camera.id,), seconds=60)
        assert theirs.epoch == mine.epoch + 1
        assert city.station("station1").claim_leases((camera.id,), seconds=60) == ()

    def test_a_released_lease_is_free_at_once(self, city: City) -> None:
        camera = added(city)
        city.station("station1").claim_leases((camera.id,), seconds=60)
        city.station("station1").release_leases()
        assert len(city.station("station2").claim_leases((camera.id,), seconds=60)) == 1

    def test_no_lease_is_had_of_a_camera_that_is_off_or_unknown(self, city: City) -> None:
        camera = added(city)
        city.person("supervisor1").execute(saving(replace(camera, enabled=False)))
        assert city.station("station1").claim_leases((camera.id, NOBODY), seconds=60) == ()

    def test_only_the_current_epoch_writes_sightings_and_each_once(self, city: City) -> None:
        camera, station = added(city), city.station("station1")
        (lease,) = station.claim_leases((camera.id,), seconds=60)
        good, old = seen_by(lease), seen_by(lease, epoch=lease.epoch - 1)
        assert city.station("station2").write_sightings((seen_by(lease),)) == 0
        assert station.write_sightings((good, old)) == 1
        assert station.write_sightings((good,)) == 0
        assert city.operator.sightings(since=LONG_AGO, camera_id=camera.id) == (good,)

    def test_a_station_that_was_cut_off_cannot_write_as_a_second_owner(self, city: City) -> None:
        camera = added(city)
        (mine,) = city.station("station1").claim_leases((camera.id,), seconds=0.2)
        city.let_pass(0.25)
        (theirs,) = city.station("station2").claim_leases((camera.id,), seconds=60)
        assert city.station("station1").write_sightings((seen_by(mine), seen_by(theirs))) == 0
        assert city.station("station2").write_sightings((seen_by(theirs),)) == 1

    def test_sightings_are_read_from_a_time_on_in_their_order(self, city: City) -> None:
        camera, station = added(city), city.station("station1")
        (lease,) = station.claim_leases((camera.id,), seconds=60)
        rows = [seen_by(lease, seen_at=datetime(2026, 11, 24, hour, tzinfo=UTC)) for hour in (3, 1, 2)]
        assert station.write_sightings(tuple(rows)) == 3
        since = datetime(2026, 11, 24, 2, tzinfo=UTC)
        assert city.operator.sightings(since=since, camera_id=camera.id) == (rows[2], rows[0])

    def test_every_change_is_in_the_feed_once_in_order_without_gaps(self, city: City) -> None:
        before = city.operator.feed_position()
        ticket = city.open("dishub", "polri")
        outcome = city.act(ticket, Act.ACCEPT, "dishub1", of="dishub")
        changes = city.operator.changes_since(before)
        assert [change.number for change in changes] == list(range(before + 1, city.operator.feed_position() + 1))
        assert [(c.kind, c.id, c.version, c.actor) for c in changes] == [
            (Kind.TICKET, ticket, 1, "operator1"),
            (Kind.TICKET, ticket, 2, "dishub1"),
        ]
        assert outcome.changes == changes[1:]
        assert city.operator.changes_since(before, limit=1) == changes[:1]

    def test_a_refused_command_leaves_no_trace_in_the_feed(self, city: City) -> None:
        ticket = city.open("dishub")
        before = city.operator.feed_position()
        with pytest.raises(Forbidden):
            city.act(ticket, Act.RESOLVE, "dishub1")
        assert city.operator.feed_position() == before

    def test_an_agency_hears_of_its_tickets_and_of_no_others(self, city: City) -> None:
        before = city.operator.feed_position()
        ours, theirs = city.open("dishub"), city.open("polri")
        heard = {change.id for change in city.person("dishub1").changes_since(before)}
        assert ours in heard
        assert theirs not in heard

    def test_a_station_hears_of_cameras_and_leases_and_of_no_ticket(self, city: City) -> None:
        station = city.station("station1")
        before = station.feed_position()
        camera = added(city)
        city.open()
        station.claim_leases((camera.id,), seconds=60)
        heard = [(c.kind, c.id) for c in station.changes_since(before)]
        assert heard == [(Kind.CAMERA, camera.id), (Kind.LEASE, camera.id)]

    def test_a_renewed_lease_is_no_news(self, city: City) -> None:
        camera, station = added(city), city.station("station1")
        station.claim_leases((camera.id,), seconds=60)
        before = station.feed_position()
        station.claim_leases((camera.id,), seconds=60)
        assert station.feed_position() == before
