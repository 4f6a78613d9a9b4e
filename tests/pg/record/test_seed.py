"""The seed fills a demo, refuses everything else, and may run again."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import psycopg
import pytest
from support.cluster import database_of, fresh_database
from unit.storage.demo_values import SECRET, demo_camera

from storage.model.people import Role
from storage.model.places_file import read_csv
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.pg.record import connect_person
from storage.pg.seed import NotDemo, demo_is_seeded, seed_basics, seed_demo
from storage.pg.seed_history import seed_history
from storage.pg.seed_values import (
    AGENCIES,
    AREAS_FILE,
    DEMO_CONTACTS,
    DEMO_LANDMARKS,
    DEMO_UNITS,
    KECAMATAN,
    DemoPerson,
)
from storage.pg.station import connect_station
from storage.service.errors import AlreadyTaken, BadLogin

# Of this test alone: logins belong to the cluster, and a second seeding gives them new passwords.
PEOPLE = (
    DemoPerson("seed.operator", "Operator", Role.OPERATOR),
    DemoPerson("seed.polri", "Polri", Role.AGENCY, "polri"),
)
STATION = ("seed.station", "Stasiun")


@pytest.fixture
def admin_dsn(cluster: EmbeddedServer) -> str:
    return fresh_database(cluster)


def test_nothing_of_the_demo_goes_into_a_record_that_was_not_created_as_one(admin_dsn: str) -> None:
    migrate(admin_dsn)
    seed_basics(admin_dsn)
    with pytest.raises(NotDemo):
        seed_demo(admin_dsn, [demo_camera(101)], SECRET, PEOPLE, STATION)
    with psycopg.connect(admin_dsn) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM siaga.camera), (SELECT count(*) FROM siaga.person)")
        assert found.fetchone() == (0, 0)


def test_a_second_seeding_adds_nothing_and_renews_the_passwords(cluster: EmbeddedServer, admin_dsn: str) -> None:
    migrate(admin_dsn, demo=True)
    cameras = [demo_camera(101), demo_camera(102)]
    assert not demo_is_seeded(admin_dsn)
    first = seed_demo(admin_dsn, cameras, SECRET, PEOPLE, STATION)
    second = seed_demo(admin_dsn, cameras, SECRET, PEOPLE, STATION)
    dsn = cluster.dsn(database_of(admin_dsn))
    with pytest.raises(BadLogin):
        connect_person(dsn, "seed.operator", first.people["seed.operator"])
    record = connect_person(dsn, "seed.operator", second.people["seed.operator"])
    assert record.me().demo
    assert list(record.cameras()) == cameras
    assert len(record.places()) == 23 + len(cameras) + len(DEMO_LANDMARKS)
    assert len(record.areas()) == 187
    assert len(record.contacts()) == len(DEMO_CONTACTS)
    assert sorted(one.call_sign for one in record.units()) == sorted(name for _, name, _ in DEMO_UNITS)
    record.close()
    station = connect_station(dsn, second.station_login, second.station_password)
    assert {(s.username, s.password) for s in station.camera_secrets()} == {SECRET}
    station.close()


def test_a_login_that_another_database_of_the_cluster_left_behind_is_taken_up(cluster: EmbeddedServer) -> None:
    people = (DemoPerson("seed.left", "Operator", Role.OPERATOR),)
    for _ in range(2):
        admin_dsn = fresh_database(cluster)
        migrate(admin_dsn, demo=True)
        logins = seed_demo(admin_dsn, [], SECRET, people, ("seed.left.station", "Stasiun"))
        dsn = cluster.dsn(database_of(admin_dsn))
        connect_person(dsn, "seed.left", logins.people["seed.left"]).close()


def test_a_login_of_another_role_is_not_taken_up(admin_dsn: str) -> None:
    migrate(admin_dsn, demo=True)
    seed_demo(admin_dsn, [], SECRET, PEOPLE, STATION)
    with pytest.raises(AlreadyTaken):
        seed_demo(admin_dsn, [], SECRET, [DemoPerson("seed.operator", "Operator", Role.SUPERVISOR)], STATION)


def test_passwords_are_random_and_not_shown_by_repr(admin_dsn: str) -> None:
    migrate(admin_dsn, demo=True)
    logins = seed_demo(admin_dsn, [], SECRET, PEOPLE, STATION)
    passwords = [*logins.people.values(), logins.station_password]
    assert len(set(passwords)) == len(passwords)
    assert min(len(password) for password in passwords) >= 20
    assert not any(password in repr(logins) for password in passwords)


def test_the_demos_landmarks_and_contacts_lie_in_areas_and_agencies_that_the_record_knows() -> None:
    text = files("resources").joinpath("places", AREAS_FILE).read_text("utf-8")
    _, areas = read_csv(text)
    known = {(area.kecamatan, area.desa) for area in areas}
    assert [name for name, kecamatan, desa, *_ in DEMO_LANDMARKS if (kecamatan, desa) not in known] == []
    assert {area.kecamatan for area in areas} == set(KECAMATAN)
    assert {agency for agency, *_ in DEMO_CONTACTS} == {code for code, _ in AGENCIES}
    assert {agency for agency, *_ in DEMO_UNITS} == {code for code, _ in AGENCIES}
    assert all(phone.startswith("021-555-01") for *_, phone, _ in DEMO_CONTACTS)


def test_a_contact_book_that_somebody_keeps_is_left_alone(cluster: EmbeddedServer, admin_dsn: str) -> None:
    migrate(admin_dsn, demo=True)
    cameras = [demo_camera(101)]
    seed_demo(admin_dsn, cameras, SECRET, PEOPLE, STATION)
    with psycopg.connect(admin_dsn) as connection:
        connection.execute("DELETE FROM siaga.contact WHERE radio = ''")
    seed_demo(admin_dsn, cameras, SECRET, PEOPLE, STATION)
    with psycopg.connect(admin_dsn) as connection:
        assert connection.execute("SELECT count(*) FROM siaga.contact WHERE radio = ''").fetchone() == (0,)


def test_the_demos_past_day_of_health_and_its_bookmarks_are_written_once(
    cluster: EmbeddedServer, admin_dsn: str
) -> None:
    migrate(admin_dsn, demo=True)
    cameras = [demo_camera(number) for number in range(101, 107)]
    people = (*PEOPLE, DemoPerson("seed.auditor", "Auditor", Role.AUDITOR))
    logins = seed_demo(admin_dsn, cameras, SECRET, people, STATION)
    now = datetime(2026, 11, 24, 7, 20, tzinfo=UTC)
    for later in range(2):
        seed_history(admin_dsn, cameras, STATION[0], now + timedelta(minutes=later))
    record = connect_person(cluster.dsn(database_of(admin_dsn)), "seed.auditor", logins.people["seed.auditor"])
    troubles = record.camera_troubles(since=now - timedelta(days=2))
    marks = record.bookmarks(since=now - timedelta(days=2), until=now + timedelta(days=2))
    hours = record.camera_hours(cameras[0].id, since=now - timedelta(days=2))
    record.close()
    assert {one.watched_s for one in troubles} == {24 * 3600.0}
    assert [one.trouble_s > 0 for one in troubles] == [True] * 4 + [False] * 2
    assert hours[-1].hour == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert [(mark.made_by, mark.at <= now) for mark in marks] == [("Operator", True)] * 2


def test_no_past_goes_into_a_record_that_is_no_demo(admin_dsn: str) -> None:
    migrate(admin_dsn)
    seed_basics(admin_dsn)
    with pytest.raises(NotDemo):
        seed_history(admin_dsn, [demo_camera(101)], STATION[0], datetime(2026, 11, 24, tzinfo=UTC))
    with psycopg.connect(admin_dsn) as connection:
        for table in ("camera_hour", "bookmark", "sighting"):
            assert connection.execute(f"SELECT count(*) FROM siaga.{table}").fetchone() == (0,)
