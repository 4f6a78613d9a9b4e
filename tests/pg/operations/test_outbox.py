"""Messages out on a real server: written with what they tell of, taken once at a time, tried again until it is late."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from unit.storage.callers_contract import a_report
from unit.storage.city import City

from storage.model.ids import new_id
from storage.model.messages import EXPIRES_S, RETRY_S, Message, MessageKind, MessageState, SendOutcome
from storage.model.tickets import Act
from storage.pg.embedded import EmbeddedServer
from storage.pg.outbox import connect_notifier
from storage.pg.record import connect_person
from storage.service.errors import Forbidden


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer) -> Iterator[PgDoors]:
    """The shipped PostgreSQL suffices: the contract runs on both."""
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


@pytest.fixture
def admin(doors: PgDoors) -> psycopg.Connection:
    return doors.admin()


def emptied(doors: PgDoors) -> None:
    """Nothing of other tests is due."""
    while doors.notifier().claim(most=500, seconds=3600):
        pass


def taken(doors: PgDoors) -> Message:
    (message,) = doors.notifier().claim(most=500, seconds=60)
    return message


def row_of(admin: psycopg.Connection, message: UUID) -> tuple[object, ...]:
    row = admin.execute("SELECT state, outcome, attempts FROM siaga.outbox WHERE id = %s", (message,)).fetchone()
    assert row is not None
    return row


def make_due(admin: psycopg.Connection, message: UUID) -> None:
    admin.execute("UPDATE siaga.outbox SET due_at = now() - interval '1 s' WHERE id = %s", (message,))


def test_several_notifiers_at_once_never_take_the_same_message(doors: PgDoors, city: City) -> None:
    emptied(doors)
    for number in range(12):
        city.open(report=a_report(caller_number=f"0812{number}"))
    login = "notifier1"
    outboxes = [connect_notifier(doors.dsn, login, doors.passwords[login]) for _ in range(4)]
    with ThreadPoolExecutor(4) as all_at_once:
        got = list(all_at_once.map(lambda outbox: outbox.claim(most=5), outboxes))
    for outbox in outboxes:
        outbox.close()
    ids = [message.id for messages in got for message in messages]
    assert len(ids) == len(set(ids)) == 12


def test_a_command_that_is_refused_tells_nobody(doors: PgDoors, city: City) -> None:
    emptied(doors)
    with pytest.raises(Exception, match="still"):
        city.open("dishub", report=a_report(), still=b"no jpeg")
    assert doors.notifier().claim() == ()


def test_each_try_waits_longer_and_the_last_one_gives_up(doors: PgDoors, city: City, admin: psycopg.Connection) -> None:
    emptied(doors)
    city.open(report=a_report())
    waits = []
    while (message := taken(doors)).attempt <= len(RETRY_S):
        assert doors.notifier().settle(message.id, message.claim, SendOutcome.FAILED) is MessageState.WAITING
        query = "SELECT extract(epoch FROM due_at - clock_timestamp())::float8 FROM siaga.outbox WHERE id = %s"
        waits.append(admin.execute(query, (message.id,)).fetchone())
        make_due(admin, message.id)
    assert [round(row[0]) for row in waits if row] == list(RETRY_S)
    assert doors.notifier().settle(message.id, message.claim, SendOutcome.FAILED) is MessageState.FAILED
    assert row_of(admin, message.id) == ("failed", "failed", len(RETRY_S) + 1)


def test_nobody_is_told_when_it_is_too_late(doors: PgDoors, city: City, admin: psycopg.Connection) -> None:
    emptied(doors)
    city.open("dishub", report=a_report())
    query = "SELECT kind, extract(epoch FROM expires_at - written_at)::float8 FROM siaga.outbox WHERE state = 'waiting'"
    assert dict(admin.execute(query).fetchall()) == {kind.value: seconds for kind, seconds in EXPIRES_S.items()}
    late = admin.execute("UPDATE siaga.outbox SET expires_at = now() WHERE state = 'waiting' RETURNING id").fetchall()
    assert doors.notifier().claim() == ()
    assert [row_of(admin, message)[0] for (message,) in late] == ["expired"] * 3


def test_a_message_whose_sender_fell_silent_until_it_was_late_is_unknown_and_shown_so(
    doors: PgDoors, city: City, admin: psycopg.Connection
) -> None:
    emptied(doors)
    city.open(report=a_report())
    message = taken(doors)
    late = "UPDATE siaga.outbox SET claimed_until = now(), expires_at = now() WHERE id = %s"
    admin.execute(late, (message.id,))
    assert doors.notifier().claim() == ()
    assert row_of(admin, message.id)[0] == "unknown"


def test_a_reporter_whose_number_was_erased_and_an_agency_without_a_telephone_are_not_told(
    doors: PgDoors, city: City, admin: psycopg.Connection
) -> None:
    emptied(doors)
    ticket = city.open("pupr", report=a_report())
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("UPDATE siaga.report SET number_key = '', caller_number = '' WHERE ticket_id = %s", (ticket,))
        admin.execute("UPDATE siaga.contact SET active = false WHERE agency_id = %s", (city.agencies["pupr"],))
    assert doors.notifier().claim() == ()
    query = "SELECT DISTINCT state, outcome, attempts FROM siaga.outbox WHERE ticket_id = %s"
    assert admin.execute(query, (ticket,)).fetchall() == [("failed", "no_address", 0)]


def test_what_became_of_a_message_stands_in_the_audit_without_anything_of_a_person(
    doors: PgDoors, city: City, admin: psycopg.Connection
) -> None:
    emptied(doors)
    ticket = city.open(report=a_report())
    message = taken(doors)
    doors.notifier().settle(message.id, message.claim, SendOutcome.SENT)
    query = "SELECT act, actor, facts, said FROM siaga.audit WHERE subject = 'message' AND subject_id = %s"
    facts = {"kind": "report_received", "ticket": city.detail(ticket).ticket.number}
    assert admin.execute(query, (message.id,)).fetchall() == [("sent", "notifier1", facts, "")]


def test_an_exercise_stays_in_the_house(doors: PgDoors, city: City, admin: psycopg.Connection) -> None:
    emptied(doors)
    ticket = city.open()
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("UPDATE siaga.ticket SET exercise = true WHERE id = %s", (ticket,))
    city.act(ticket, Act.DISPATCH, to="damkar")
    assert doors.notifier().claim() == ()


def test_who_reported_a_duplicate_hears_of_the_ticket_that_is_worked_on(
    doors: PgDoors, city: City, admin: psycopg.Connection
) -> None:
    worked_on, again = city.open(), city.open(report=a_report())
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("UPDATE siaga.ticket SET duplicate_of = %s WHERE id = %s", (worked_on, again))
    emptied(doors)
    city.act(worked_on, Act.ACKNOWLEDGE)
    message = taken(doors)
    assert message.kind is MessageKind.REPORT_STATE
    assert (message.ticket_number, message.ticket_state.value) == (city.detail(again).ticket.number, "acknowledged")


def test_the_notifier_is_no_person_and_no_person_is_the_notifier(doors: PgDoors) -> None:
    with pytest.raises(Forbidden):
        connect_person(doors.dsn, "notifier1", doors.passwords["notifier1"])
    outbox = connect_notifier(doors.dsn, "supervisor1", doors.passwords["supervisor1"])
    with pytest.raises(Forbidden):
        outbox.claim()
    with pytest.raises(Forbidden):
        outbox.settle(new_id(), new_id(), SendOutcome.SENT)
    outbox.close()
