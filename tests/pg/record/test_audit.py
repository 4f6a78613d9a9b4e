"""The audit as hash chains on a real server: what is written is what the model says, and no login bends it."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pg.record.doors import PgDoors
from unit.storage.audit_contract import erase, verdict_of
from unit.storage.callers_contract import a_report, add_report, edit
from unit.storage.city import City
from unit.storage.demo_values import JPEG
from unit.storage.links_contract import linking, unlink
from unit.storage.transfer_contract import proposed

from storage.model.audit import AuditRow, Rolled, canonical, digest_of, read_json, seal_of
from storage.model.tickets import Act
from storage.service.errors import Busy, Invalid

WRITTEN = """
    INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts, said)
    VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s)
    RETURNING number, subject, subject_id, position, act, actor, (extract(epoch FROM at) * 1000000)::bigint,
        facts::text, said, personal, salt, sealed, digest"""


class Number(str):
    """As JSON writes one."""


letters = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True).map(Number)
leaves = st.one_of(st.none(), st.booleans(), letters, numbers)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3), max_leaves=6
)
moments = st.datetimes(timezones=st.just(UTC))
names = st.one_of(letters, st.sampled_from(["camera", "kind", "title", "said", "rows", "until"]))


def as_json(value: object) -> str:
    """With numbers as they were drawn."""
    if isinstance(value, Number):
        return value
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{as_json(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(as_json, value)) + "]"
    return json.dumps(value)


def as_row(found: tuple[object, ...]) -> AuditRow:
    facts, personal = read_json(str(found[7])), tuple(found[9])  # type: ignore[arg-type]
    return AuditRow(*found[:7], facts, found[8], personal, *found[10:])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def unread(doors: PgDoors) -> psycopg.Connection:
    """A superuser's connection, with settings that change how much else is written."""
    connection = doors.admin()
    for setting in ("extra_float_digits = -5", "timezone = 'Asia/Jayapura'", "datestyle = 'German'"):
        connection.execute(f"SET {setting}")
    return connection


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.dictionaries(names, values, max_size=5),
    said=letters,
    act=letters,
    at=moments,
)
def test_the_server_and_the_model_make_the_same_bytes_of_any_row(
    unread: psycopg.Connection, facts: dict[str, object], said: str, act: str, at: object
) -> None:
    with unread.transaction(force_rollback=True):
        subject = uuid4()
        before = b""
        for _ in range(2):
            given_values = ("ticket", subject, act, "Operator\n1", at, as_json(facts), said)
            found = unread.execute(WRITTEN, given_values).fetchone()
            assert found is not None
            row = as_row(found)
            assert canonical(read_json(as_json(facts))) == canonical(row.facts) == found[7]
            assert digest_of(row, before) == row.digest
            assert (row.sealed is None) == (not said and not row.personal)
            if row.salt is not None:
                assert seal_of(row, row.salt) == row.sealed
            before = row.digest


def test_what_people_and_stations_did_is_one_whole_chain_each(city: City, doors: PgDoors) -> None:
    ticket = city.open("dishub", still=JPEG)
    add_report(city, ticket, a_report())
    city.act(ticket, Act.NOTE, text='Korban di "pintu" utara\n\\ dekat SPBU')
    verdict = verdict_of(doors.person("auditor1"))
    assert verdict.findings == ()
    assert verdict.rows > 4
    query = "SELECT position, act FROM siaga.audit WHERE subject_id = %s ORDER BY number"
    found = doors.raw("auditor1").execute(query, (ticket,)).fetchall()
    assert [position for position, _ in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE siaga.audit SET said = 'x'",
        "UPDATE siaga.audit SET act = 'x'",
        "UPDATE siaga.audit SET salt = NULL",
        "UPDATE siaga.audit SET number = DEFAULT",
        "DELETE FROM siaga.audit",
        "TRUNCATE siaga.audit",
        "UPDATE siaga.audit_head SET rows = 0",
        "DELETE FROM siaga.audit_head",
        "TRUNCATE siaga.audit_head",
    ],
)
def test_the_audit_stays_for_the_superuser_and_the_owner_too(city: City, doors: PgDoors, statement: str) -> None:
    city.act(city.open(), Act.NOTE, text="Catatan")
    for role in ("superuser", "siaga_owner"):
        admin = doors.admin()
        if role != "superuser":
            admin.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute(statement)


def test_a_row_that_waited_takes_a_number_after_the_one_that_it_waited_for(doors: PgDoors) -> None:
    subject = uuid4()
    one, other = psycopg.connect(doors.admin_dsn), psycopg.connect(doors.admin_dsn, autocommit=True)
    insert = "INSERT INTO siaga.audit (subject, subject_id, act, actor, at) VALUES ('test', %s, %s, 'a', now())"
    late = """
        INSERT INTO siaga.audit (number, subject, subject_id, act, actor, at) OVERRIDING SYSTEM VALUE
        SELECT n, 'test', %s, 'late', 'a', now() FROM late"""
    with one, other:
        other.execute("CREATE TEMP TABLE late AS SELECT nextval('siaga.audit_number_seq') AS n")
        one.execute(insert, (subject, "first"))
        one.commit()
        other.execute(late, (subject,))
        rows = other.execute("SELECT act, position FROM siaga.audit WHERE subject_id = %s ORDER BY number", (subject,))
        assert rows.fetchall() == [("first", 1), ("late", 2)]
    assert verdict_of(doors.person("auditor1")).findings == ()


def test_a_head_waits_for_rows_that_are_still_being_written(city: City, doors: PgDoors) -> None:
    station = doors.station("station1")
    before = station.roll_audit(Rolled())
    with psycopg.connect(doors.admin_dsn) as writing:
        writing.execute("SELECT pg_current_xact_id()")
        writing.execute(
            "INSERT INTO siaga.audit (subject, subject_id, act, actor, at) VALUES ('test', %s, 'a', 'a', now())",
            (uuid4(),),
        )
        city.open()
        with pytest.raises(Busy):
            station.roll_audit(before)
        writing.commit()
    after, anew = station.roll_audit(before), station.roll_audit(Rolled())
    assert after.rows >= before.rows + 2
    assert (after.last, after.rows, after.digest) == (anew.last, anew.rows, anew.digest)


def numbers_of(doors: PgDoors, ticket: UUID, *acts: str) -> tuple[int, ...]:
    query = "SELECT number FROM siaga.audit WHERE subject_id = %s AND act = ANY (%s) ORDER BY number"
    return tuple(row[0] for row in doors.admin().execute(query, (ticket, list(acts))).fetchall())


def test_words_that_are_erased_go_from_the_ticket_and_its_assignment_too(city: City, doors: PgDoors) -> None:
    ticket = city.open("dishub", title="Ibu Sari jatuh", description="Rumah Ibu Sari", place="Gang Melati 3")
    city.act(ticket, Act.ACCEPT, by="dishub1", of="dishub", text="Saya telepon Ibu Sari")
    city.act(ticket, Act.NOTE, text="Ibu Sari dibawa anaknya")
    erased = numbers_of(doors, ticket, "open", "accept", "note")
    erase(city, audit_numbers=erased)
    found = city.detail(ticket)
    assert (found.ticket.title, found.ticket.description, found.ticket.place) == ("Kemacetan", "", "")
    for table in ("ticket", "assignment", "audit"):
        left = doors.admin().execute(f"SELECT 1 FROM siaga.{table} t WHERE to_jsonb(t)::text ~ 'Sari'").fetchall()
        assert left == [], table
    assert [entry.act for entry in found.timeline] == ["open", "dispatch", "accept", "note", "erase"]
    assert found.ticket.assignments[0].state.value == "accepted"
    verdict = verdict_of(doors.person("auditor1"))
    assert verdict.findings == ()
    assert verdict.erased >= len(erased)


def test_words_of_links_and_transfers_go_with_their_rows_and_nothing_else_is_told(city: City, doors: PgDoors) -> None:
    parent, child = city.open(), city.open()
    city.operator.execute(replace(linking(city, child, parent), reason="Keduanya dari Bu Wati"))
    unlink(city, child, "Bu Wati salah lihat")
    refused, given = proposed(city), proposed(city, to="damkar")
    city.act(refused, Act.REFUSE_TRANSFER, "polri1", text="Bu Wati menolak")
    city.act(given, Act.ACCEPT_TRANSFER, "damkar1", text="Bu Wati sudah ditelepon")
    acts = ("link", "unlink", "propose_transfer", "refuse_transfer", "transfer")
    tickets = (parent, child, refused, given)
    erased = tuple(number for one in tickets for number in numbers_of(doors, one, *acts))
    erase(city, audit_numbers=erased)
    for table in ("ticket_link", "transfer", "assignment", "audit"):
        left = doors.admin().execute(f"SELECT t FROM siaga.{table} t WHERE to_jsonb(t)::text ~ 'Bu Wati'").fetchall()
        assert left == [], table
    reasons = "SELECT reason FROM siaga.transfer WHERE ticket_id = ANY (%s)"
    assert {row[0] for row in doors.admin().execute(reasons, ([refused, given],)).fetchall()} == {""}
    assert [entry.act for entry in city.detail(child).timeline] == ["open", "link", "unlink", "erase"]
    assert [entry.act for entry in city.detail(refused).timeline][-3:] == [
        "propose_transfer",
        "refuse_transfer",
        "erase",
    ]
    assert verdict_of(doors.person("auditor1")).findings == ()


def test_a_field_that_was_written_anew_stays_when_the_first_words_go(city: City, doors: PgDoors) -> None:
    ticket = city.open(title="Pak Budi tabrakan", place="Rumah Pak Budi")
    edit(city, ticket, title="Tabrakan dua motor")
    erase(city, audit_numbers=numbers_of(doors, ticket, "open"))
    found = city.detail(ticket).ticket
    assert (found.title, found.place) == ("Tabrakan dua motor", "")


def test_rows_that_are_no_tickets_are_not_erased(city: City, doors: PgDoors) -> None:
    row = doors.admin().execute("SELECT number FROM siaga.audit WHERE subject = 'person' LIMIT 1").fetchone()
    assert row is not None
    with pytest.raises(Invalid):
        erase(city, audit_numbers=(row[0],))


def test_an_agency_cannot_take_its_words_back_by_an_update(city: City, doors: PgDoors) -> None:
    """The way that erasing has past the assignment's judge is the tables' owner's alone."""
    ticket = city.open("dishub")
    city.act(ticket, Act.ACCEPT, by="dishub1", of="dishub", text="Berangkat")
    taken_back = "UPDATE siaga.assignment SET said = '' WHERE ticket_id = %s"
    with pytest.raises(psycopg.Error) as refused:
        doors.raw("dishub1").execute(taken_back, (ticket,))
    assert refused.value.sqlstate in ("SG001", "SG003")


def test_many_who_write_about_one_subject_make_one_whole_chain(doors: PgDoors) -> None:
    """Also without its row's lock, which the record's own writers hold."""
    subject = uuid4()
    insert = "INSERT INTO siaga.audit (subject, subject_id, act, actor, at) VALUES ('test', %s, 'a', 'a', now())"

    def write(_: int) -> None:
        with psycopg.connect(doors.admin_dsn, autocommit=True) as connection:
            for _ in range(20):
                connection.execute(insert, (subject,))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    query = "SELECT position FROM siaga.audit WHERE subject_id = %s ORDER BY number"
    found = [row[0] for row in doors.admin().execute(query, (subject,)).fetchall()]
    assert found == list(range(1, 81))
    assert verdict_of(doors.person("auditor1")).findings == ()


def test_a_tickets_chain_is_reached_by_way_of_its_ticket(city: City, doors: PgDoors) -> None:
    """Else a station that keeps a still and a desk that acts would each hold what the other needs."""
    ticket = city.open()
    insert = "INSERT INTO siaga.audit (subject, subject_id, act, actor, at) VALUES ('ticket', %s, 'a', 'a', now())"
    with psycopg.connect(doors.admin_dsn) as holding, psycopg.connect(doors.admin_dsn) as writing:
        holding.execute("SELECT FROM siaga.ticket WHERE id = %s FOR NO KEY UPDATE", (ticket,))
        writing.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            writing.execute(insert, (ticket,))
        holding.execute("SELECT FROM siaga.audit_chain WHERE subject_id = %s FOR UPDATE NOWAIT", (ticket,))
