"""Every way in which signing in can fail has its own error, and none of them tells the password."""

import socket
import traceback

import pytest
from pg.record.doors import PgDoors
from psycopg import conninfo
from unit.storage.city import City

from storage.pg.record import connect_person
from storage.service.errors import BadLogin, Forbidden, Invalid, RecordError, Unreachable

PASSWORD = "sangat-rahasia-7421"


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(dsn: str, login: str = "operator1") -> RecordError:
    with pytest.raises(RecordError) as caught:
        connect_person(dsn, login, PASSWORD)
    told = "".join(traceback.format_exception(caught.value))
    error: BaseException | None = caught.value
    while error is not None:
        told += repr(error) + repr(vars(error))
        error = error.__cause__ or error.__context__
    assert PASSWORD not in told
    return caught.value


def test_a_wrong_password_and_an_unknown_login_are_the_same_refusal(doors: PgDoors) -> None:
    assert type(refused(doors.dsn)) is BadLogin
    assert type(refused(doors.dsn, "no_such_login")) is BadLogin


def test_an_empty_password_is_a_wrong_one(doors: PgDoors) -> None:
    with pytest.raises(BadLogin):
        connect_person(doors.dsn, "operator1", "")


def test_a_server_that_refuses_everybody_is_no_fault_of_the_login(doors: PgDoors) -> None:
    admin = doors.admin()
    admin.execute("ALTER ROLE auditor1 CONNECTION LIMIT 0")
    try:
        with pytest.raises(Unreachable):
            connect_person(doors.dsn, "auditor1", doors.passwords["auditor1"])
    finally:
        admin.execute("ALTER ROLE auditor1 CONNECTION LIMIT 30")


def test_a_group_role_is_no_login(doors: PgDoors) -> None:
    assert type(refused(doors.dsn, "siaga_operator")) is BadLogin


def test_a_server_that_is_not_there_is_unreachable_by_its_name() -> None:
    error = refused(f"host=127.0.0.1 port={closed_port()} dbname=x")
    assert type(error) is Unreachable
    assert error.facts == {"host": "127.0.0.1"}


def test_a_database_that_is_not_there_is_no_fault_of_the_login(doors: PgDoors) -> None:
    dsn = conninfo.make_conninfo(doors.dsn, dbname="no_such_database")
    with pytest.raises(Unreachable):
        connect_person(dsn, "operator1", doors.passwords["operator1"])


def test_an_address_that_cannot_be_read_is_unreachable_at_once() -> None:
    assert type(refused("this is = no address")) is Unreachable


def test_a_station_is_no_person(doors: PgDoors) -> None:
    with pytest.raises(Forbidden):
        connect_person(doors.dsn, "station1", doors.passwords["station1"])


def test_a_text_that_the_database_cannot_hold_is_invalid(doors: PgDoors) -> None:
    city = City(doors)
    with pytest.raises(Invalid):
        city.operator.execute(city.opening(title="nol\x00"))
