"""What an administrator may do to logins, and where even they are refused."""

from collections.abc import Iterator

import psycopg
import pytest
from security.conftest import World
from security.probes import VERIFIER
from support.cluster import wait_until

from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.tickets import Act
from storage.pg.people import People, change_password, connect_people
from storage.pg.record import connect_person
from storage.pg.station import connect_station
from storage.service.errors import AlreadyTaken, BadLogin, Forbidden, Invalid


@pytest.fixture
def people(world: World) -> Iterator[People]:
    people, work = connect_people(world.doors.dsn, "administrator1", world.doors.passwords["administrator1"])
    yield people
    work.close()


@pytest.fixture
def login() -> str:
    """Roles belong to the cluster, so each test has a login of its own."""
    return f"orang_{new_id().hex[-12:]}"


def test_a_new_person_must_change_the_one_time_password_before_anything_else(
    world: World, people: People, login: str
) -> None:
    people.create(login, "Orang baru", Role.OPERATOR, "sekali-pakai")
    record = connect_person(world.doors.dsn, login, "sekali-pakai")
    assert record.me().must_change_password
    assert record.ticket(world.reported).acts == ()
    with pytest.raises(Forbidden):
        record.execute(world.city.opening())
    record.close()
    change_password(world.doors.dsn, login, "sekali-pakai", "milik sendiri")
    with pytest.raises(BadLogin):
        connect_person(world.doors.dsn, login, "sekali-pakai")
    record = connect_person(world.doors.dsn, login, "milik sendiri")
    assert not record.me().must_change_password
    record.execute(world.city.opening())
    record.close()


def test_disabling_a_person_ends_their_sessions_and_keeps_them_out(world: World, people: People, login: str) -> None:
    people.create(login, "Orang", Role.OPERATOR, "rahasia", must_change=False)
    open_session = psycopg.connect(world.doors.dsn, user=login, password="rahasia", autocommit=True)
    people.disable(login)

    def ended() -> bool:
        try:
            open_session.execute("SELECT 1")
        except psycopg.OperationalError:
            return True
        return False

    wait_until(ended, "the disabled person's session is gone")
    open_session.close()
    with pytest.raises(BadLogin):
        connect_person(world.doors.dsn, login, "rahasia")
    people.enable(login)
    connect_person(world.doors.dsn, login, "rahasia").close()


def test_a_reset_password_ends_the_sessions_and_must_be_changed(world: World, people: People, login: str) -> None:
    people.create(login, "Orang", Role.OPERATOR, "lama", must_change=False)
    people.reset_password(login, "baru")
    with pytest.raises(BadLogin):
        connect_person(world.doors.dsn, login, "lama")
    record = connect_person(world.doors.dsn, login, "baru")
    assert record.me().must_change_password
    record.close()


def test_an_enrolled_station_reads_secrets_and_is_no_person(world: World, people: People, login: str) -> None:
    people.enrol_station(login, f"Stasiun {login}", "rahasia")
    station = connect_station(world.doors.dsn, login, "rahasia")
    assert station.camera_secrets()
    station.close()
    with pytest.raises(Forbidden):
        connect_person(world.doors.dsn, login, "rahasia")
    with pytest.raises(Forbidden):
        connect_station(world.doors.dsn, "operator1", world.doors.passwords["operator1"])


def test_a_login_that_the_cluster_knows_is_not_made_again(people: People) -> None:
    for taken in ("operator1", "station1"):
        with pytest.raises(AlreadyTaken) as refused:
            people.create(taken, "Orang", Role.OPERATOR, "x")
        assert refused.value.facts["field"] == "login"


@pytest.mark.parametrize("bad", ["siaga_owner2", "pg_orang", "Orang", "o", "orang baru", 'orang"; DROP ROLE operator1'])
def test_a_login_that_could_be_mistaken_for_another_is_refused(people: People, bad: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.create(bad, "Orang", Role.OPERATOR, "x")
    assert refused.value.facts["field"] == "login"


@pytest.mark.parametrize("role", [Role.STATION, Role.INTAKE])
def test_an_administrator_makes_no_machine_by_way_of_a_person(people: People, login: str, role: Role) -> None:
    with pytest.raises(Forbidden):
        people.create(login, "Mesin", role, "x")


@pytest.mark.parametrize(
    "target", ["station1", "intake1", "siaga_owner", "siaga_registrar", "siaga_operator", "administrator1"]
)
def test_machines_owners_and_oneself_cannot_be_changed(people: People, target: str) -> None:
    for change in (people.disable, people.enable, people.end_sessions):
        with pytest.raises(Forbidden):
            change(target)
    with pytest.raises(Forbidden):
        people.reset_password(target, "x")


def test_the_superuser_of_the_cluster_cannot_be_changed(world: World, people: People) -> None:
    superuser = world.raw("superuser").info.user
    with pytest.raises(Forbidden):
        people.reset_password(superuser, "x")
    with pytest.raises(Forbidden):
        people.disable(superuser)


def test_the_server_never_takes_a_password_in_clear(world: World) -> None:
    administrator = world.raw(Role.ADMINISTRATOR)
    for clear in ("rahasia", "md5d41d8cd98f00b204e9800998ecf8427e", ""):
        with pytest.raises(psycopg.Error) as refused:
            administrator.execute("SELECT siaga.reset_password('operator3', %s)", (clear,))
        assert refused.value.sqlstate == "SG002"
    with administrator.transaction(force_rollback=True):
        administrator.execute("SELECT siaga.reset_password('operator3', %s)", (VERIFIER,))


def test_an_agency_person_has_an_agency_and_nobody_else_has(world: World, people: People, login: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.create(login, "Petugas", Role.AGENCY, "x")
    assert refused.value.facts["field"] == "agency"
    with pytest.raises(Invalid):
        people.create(login, "Operator", Role.OPERATOR, "x", agency_id=world.city.agencies["pupr"])


def test_what_was_done_to_people_stands_in_the_audit_under_the_administrators_name(
    world: World, people: People, login: str
) -> None:
    person_id = people.create(login, "Orang", Role.OPERATOR, "x")
    rows = world.raw(Role.AUDITOR).execute(
        "SELECT act, actor, facts ->> 'login' FROM siaga.audit WHERE subject = 'person' AND subject_id = %s",
        (person_id,),
    )
    assert rows.fetchall() == [("insert", "administrator1", login)]


def test_a_person_of_the_desk_administers_nobody(world: World) -> None:
    people, work = connect_people(world.doors.dsn, "supervisor1", world.doors.passwords["supervisor1"])
    with pytest.raises(Forbidden):
        people.disable("operator3")
    work.close()
    world.city.act(world.mine, Act.NOTE, "operator3", text="masih bisa")
