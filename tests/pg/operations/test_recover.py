"""The last administrator stays, and comes in again on the server itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg.conninfo import make_conninfo
from support.databases import column
from support.own_record import OwnRecord

from storage.model.ids import new_id
from storage.model.people import Role
from storage.pg.admin import NotLocal, NotSuperuser, admin_address
from storage.pg.embedded import EmbeddedServer
from storage.pg.errors import translated
from storage.pg.people import People, change_password, connect_people
from storage.pg.record import connect_person
from storage.pg.recover import NoAdministrator, recover
from storage.pg.tls import PasswordInAddress
from storage.service.errors import BadLogin, Forbidden, Invalid, RecordError


@pytest.fixture(scope="module")
def record(cluster: EmbeddedServer) -> OwnRecord:
    return OwnRecord(cluster)


@pytest.fixture
def people(record: OwnRecord) -> Iterator[People]:
    login = record.login("administrator1")
    people, work = connect_people(record.dsn(), login, login)
    yield people
    work.close()


def refusal(door: People, other: str) -> RecordError | None:
    """Why this one was not disabled, or None."""
    try:
        door.disable(other)
    except RecordError as error:
        return error
    return None


def let_in(record: OwnRecord, login: str) -> None:
    """As it was before: active, its password its name."""
    change_password(record.dsn(), login, recover(record.admin_dsn, login), login)


def test_two_administrators_who_disable_each_other_at_once_leave_one(record: OwnRecord, people: People) -> None:
    first, second = record.login("administrator1"), f"kedua_{record.site}"
    people.create(second, "Kedua", Role.ADMINISTRATOR, second, must_change=False)
    for _ in range(3):
        doors = [connect_people(record.dsn(), one, one) for one in (first, second)]

        with ThreadPoolExecutor(2) as both:
            done = list(both.map(refusal, (door for door, _ in doors), (second, first)))
        for _, work in doors:
            work.close()
        left = column(record.admin_dsn, "SELECT login FROM siaga.person WHERE role = 'administrator' AND active")
        assert len(left) == 1, done
        assert sum(error is None for error in done) <= 1
        for login in {first, second} - set(left):
            let_in(record, str(login))
    people.disable(second)


def test_the_last_administrator_is_neither_disabled_nor_moved_to_another_role(record: OwnRecord) -> None:
    for change in ("active = false", "role = 'operator'"):
        with record.admin() as admin, pytest.raises(Exception, match="the last administrator stays"):
            admin.execute(f"UPDATE siaga.person SET {change} WHERE login = %s", (record.login("administrator1"),))


def test_a_refusal_of_the_server_names_the_administrator(record: OwnRecord, people: People) -> None:
    with pytest.raises(Forbidden):
        people.disable(record.login("administrator1"))  # oneself
    with record.admin() as admin, pytest.raises(Invalid) as refused, translated("localhost"):
        admin.execute("UPDATE siaga.person SET active = false WHERE role = 'administrator'")
    assert refused.value.word == "errors.record.invalid.administrator"


def test_an_administrator_who_forgot_everything_comes_in_again_and_chooses_a_password(record: OwnRecord) -> None:
    login = record.login("administrator1")
    with record.admin() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.person SET active = false WHERE login = %s", (login,))
        admin.execute(f"ALTER ROLE {login} NOLOGIN VALID UNTIL '2020-01-01' CONNECTION LIMIT 0")
    one_time = recover(record.admin_dsn, login)
    entered = connect_person(record.dsn(), login, one_time)
    assert entered.me().must_change_password
    entered.close()
    change_password(record.dsn(), login, one_time, login)
    connect_person(record.dsn(), login, login).close()
    with pytest.raises(BadLogin):
        connect_person(record.dsn(), login, one_time)
    told = column(record.admin_dsn, "SELECT actor FROM siaga.audit WHERE act = 'recover' ORDER BY number DESC LIMIT 1")
    assert told == ["postgres"]


def test_recovering_makes_an_administrator_of_nobody_else(record: OwnRecord) -> None:
    for login in (record.login("operator1"), f"baru_{record.site}"):
        with pytest.raises(NoAdministrator):
            recover(record.admin_dsn, login)


def test_a_record_without_any_administrator_gets_one(record: OwnRecord) -> None:
    with record.admin() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE siaga.person SET active = false WHERE role = 'administrator'")
    new = f"penerus_{new_id().hex[-8:]}"
    one_time = recover(record.admin_dsn, new)
    connect_person(record.dsn(), new, one_time).close()
    with pytest.raises(NoAdministrator):
        recover(record.admin_dsn, f"lagi_{new}")
    let_in(record, record.login("administrator1"))
    with record.admin() as admin:
        admin.execute("SELECT siaga.disable_person(%s)", (new,))


def test_nobody_recovers_over_a_network_or_without_being_the_superuser(record: OwnRecord) -> None:
    login = record.login("supervisor1")
    over_tcp = make_conninfo(record.dsn(), user=login, password=login)
    with pytest.raises(NotSuperuser):
        recover(over_tcp, login)
    superuser = f"dba_{record.site}"
    with record.admin() as admin:
        admin.execute(f"CREATE ROLE {superuser} LOGIN SUPERUSER PASSWORD 'x'")
        try:
            with pytest.raises(NotLocal):
                recover(make_conninfo(record.dsn(), user=superuser, password="x"), login)
        finally:
            admin.execute(f"DROP ROLE {superuser}")
    asked = make_conninfo(record.dsn(), user=login)
    with pytest.raises(NotSuperuser):
        admin_address(asked, lambda _login: login)
    with pytest.raises(BadLogin):
        admin_address(asked, lambda _login: "salah")
    with pytest.raises(PasswordInAddress):
        admin_address(over_tcp)
    assert admin_address(record.admin_dsn)
