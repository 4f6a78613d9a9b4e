"""A record of the shipped PostgreSQL moves to Debian's 15: everything, everybody, and only once."""

from collections.abc import Iterator

import psycopg
import pytest
from support.cluster import fresh_database
from support.databases import column, digests, is_there, nobody
from support.own_record import OwnRecord
from unit.storage.callers_contract import a_report
from unit.storage.demo_values import JPEG

from storage.model.ids import new_id
from storage.model.tickets import Act, Priority
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import make_pristine, migrate
from storage.pg.move import DemoStays, StillInUse, move
from storage.pg.record import connect_person
from storage.pg.restore import NotEmpty
from storage.security.check import check
from storage.service.commands import OpenTicket
from storage.service.errors import AlreadyTaken, OtherSchema, RecordError, Unreachable


@pytest.fixture(scope="module")
def moving(cluster: EmbeddedServer) -> Iterator[OwnRecord]:
    """An embedded record with tickets, a still and a report in it."""
    record = OwnRecord(cluster)
    city = record.city()
    ticket = city.open("dishub", still=JPEG, report=a_report())
    city.act(ticket, Act.NOTE, text="Tab \t, \\N, 'kutip'\nbaris Ā")
    city.open(title="Kedua")
    record.leave()
    yield record
    record.leave()


def test_a_moved_record_equals_and_everybody_signs_in_with_their_password(
    moving: OwnRecord, postgres15: EmbeddedServer
) -> None:
    before, target, told = digests(moving.admin_dsn), moving.beside(postgres15), []
    moved = move(moving.admin_dsn, target, lambda *step: told.append(step))
    try:
        after = digests(target)
        assert {name: one for name, one in after.items() if one != before[name]} == {}
        assert after.keys() == before.keys()
        assert (moved.rows, moved.logins) == (sum(one.rows for one in before.values()), 4)
        assert told[-1] == ("", moved.rows, moved.rows)
        assert check(target, make_pristine) == ()
        new = connect_person(moving.dsn(target, postgres15), moving.login("operator1"), moving.login("operator1"))
        assert {ticket.title for ticket in new.tickets()} == {"Kedua", "Lalu lintas terhenti"}
        agency = next(one.id for one in new.agencies() if one.code == "pupr")
        opening = {"title": "Ketiga", "category": "congestion", "priority": Priority.HIGH, "place": ""}
        new.execute(OpenTicket(key=new_id(), ticket_id=new_id(), agency_ids=(agency,), **opening))
        new.close()
        numbers = column(target, "SELECT number FROM siaga.ticket ORDER BY number")
        assert [str(number)[-2:] for number in numbers] == ["01", "02", "03"]
        with pytest.raises(RecordError):  # the old one is closed to consoles, and nothing is taken from it
            moving.person("operator1")
        assert digests(moving.admin_dsn) == before
    finally:
        reopen(moving)


def reopen(moving: OwnRecord) -> None:
    with moving.admin() as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} CONNECTION LIMIT -1")


def test_a_record_that_somebody_works_in_is_not_moved(moving: OwnRecord) -> None:
    moving.person("operator1")
    target = moving.beside()
    with pytest.raises(StillInUse) as refused:
        move(moving.admin_dsn, target, nobody)
    moving.leave()
    assert refused.value.facts["n"] == 1
    assert not is_there(target)


def test_a_move_that_is_stopped_leaves_both_as_they_were(moving: OwnRecord, postgres15: EmbeddedServer) -> None:
    def stop(name: str, done: int, _total: int) -> None:
        if name == "ticket" and done:
            raise KeyboardInterrupt

    before = digests(moving.admin_dsn)
    target = moving.beside(postgres15)
    with pytest.raises(KeyboardInterrupt):
        move(moving.admin_dsn, target, stop)
    assert not is_there(target)
    assert digests(moving.admin_dsn) == before
    moving.person("operator1")
    moving.leave()


def test_nothing_is_moved_into_a_database_that_holds_something(moving: OwnRecord, cluster: EmbeddedServer) -> None:
    taken = fresh_database(cluster)
    migrate(taken, site=moving.site)
    with pytest.raises(NotEmpty):
        move(moving.admin_dsn, taken, nobody)


def test_a_login_that_is_somebody_elses_on_the_new_server_stops_the_move(
    moving: OwnRecord, postgres15: EmbeddedServer
) -> None:
    target = moving.beside(postgres15)
    with psycopg.connect(postgres15.admin_dsn(), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (moving.login("operator1"),)).fetchone()
        if known:
            admin.execute(f"DROP ROLE {moving.login('operator1')}")
        admin.execute(f"CREATE ROLE {moving.login('operator1')} LOGIN")
        try:
            with pytest.raises(AlreadyTaken):
                move(moving.admin_dsn, target, nobody)
        finally:
            admin.execute(f"DROP ROLE {moving.login('operator1')}")
    assert not is_there(target)


def test_a_demo_and_a_record_of_another_revision_stay_where_they_are(moving: OwnRecord) -> None:
    target = moving.beside()
    with moving.admin() as admin:
        admin.execute("UPDATE siaga.site SET demo = true")
    with pytest.raises(DemoStays):
        move(moving.admin_dsn, target, nobody)
    with moving.admin() as admin:
        admin.execute("UPDATE siaga.site SET demo = false")
        (revision,) = admin.execute("SELECT version_num FROM siaga.alembic_version").fetchone() or ("",)
        admin.execute("UPDATE siaga.alembic_version SET version_num = 'r0003'")
    try:
        with pytest.raises(OtherSchema):
            move(moving.admin_dsn, target, nobody)
    finally:
        with moving.admin() as admin:
            admin.execute("UPDATE siaga.alembic_version SET version_num = %s", (revision,))
    assert not is_there(target)
    with pytest.raises(Unreachable):
        move("host=127.0.0.1 port=1 dbname=x", target, nobody)
