"""Who reported in confidence is not got at over raw connections; each attempt has its SQLSTATE and a control."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from unit.storage.city import City
from unit.storage.identity_contract import CONTACT, NAME, ask, decide, in_confidence, read, sealed, unsealed

from storage.model.callers import Report
from storage.model.ids import new_id
from storage.pg.embedded import EmbeddedServer

REFUSED, SHUT = "42501", "SG007"
PEOPLE = ("operator2", "supervisor1", "administrator1", "dishub1", "wall1", "auditor1", "intake1")
MACHINES = ("station1", "notifier1")
OPEN = "SELECT siaga.open_identity(%s)"
SHOW = "SELECT * FROM siaga.sealed_identity(%s)"
GRANT = "SELECT siaga.decide_unsealing(%s, true, '')"
ASK = "SELECT siaga.ask_unsealing(%s, %s, 'Perlu')"
SEAL = "SELECT siaga.seal_identity(%s, 'Palsu', '0', '')"
READINGS = (
    "SELECT name FROM siaga.identity",
    "SELECT i FROM siaga.identity i",
    "SELECT count(*) FROM siaga.identity WHERE name LIKE 'Ibu%'",
    "SELECT r.id, i.name FROM siaga.report r JOIN siaga.identity i ON i.report_id = r.id",
    "SELECT r.id FROM siaga.report r WHERE EXISTS (SELECT FROM siaga.identity i WHERE i.report_id = r.id)",
    "SELECT (SELECT min(name) FROM siaga.identity)::integer",
    "SELECT 1 / (SELECT count(*) FROM siaga.identity WHERE number LIKE '0812%')",
    "SELECT query_to_xml('SELECT * FROM siaga.identity', true, true, '')",
    "SELECT * FROM pg_catalog.pg_statistic",
    "COPY siaga.identity TO STDOUT",
    "EXPLAIN ANALYZE SELECT * FROM siaga.identity WHERE name = 'x'",
    "UPDATE siaga.identity SET name = name RETURNING name",
    "INSERT INTO siaga.identity (report_id, name, number, contact) SELECT id, '', '', '' FROM siaga.report"
    " ON CONFLICT (report_id) DO UPDATE SET name = siaga.identity.name RETURNING name",
    "DELETE FROM siaga.identity RETURNING name",
    "CREATE TEMP TABLE steal (id uuid REFERENCES siaga.identity)",
    "CREATE VIEW siaga.steal AS SELECT * FROM siaga.identity",
    "SET ROLE siaga_owner",
)


@pytest.fixture(scope="module")
def doors(each_postgres: EmbeddedServer) -> Iterator[PgDoors]:
    doors = PgDoors(template_of(each_postgres))
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def raw(doors: PgDoors) -> dict[str, psycopg.Connection]:
    logins = ("operator1", *PEOPLE, *MACHINES)
    return {login: doors.raw(login) for login in logins}


@pytest.fixture(scope="module")
def admin(doors: PgDoors) -> psycopg.Connection:
    return doors.admin()


@pytest.fixture(scope="module")
def city(doors: PgDoors) -> City:
    return City(doors)


@pytest.fixture
def report(city: City) -> Report:
    return sealed(city, "dishub")


def refusal(connection: psycopg.Connection, statement: str, *values: object) -> str:
    """The SQLSTATE of a refusal, whose every word is looked through for who it was; "" where it was let through."""
    try:
        connection.execute(statement, values or None)
    except psycopg.Error as error:
        diag = error.diag
        said = " ".join(str(part) for part in (error, diag.message_detail, diag.message_hint, diag.context))
        assert NAME not in said
        assert CONTACT not in said
        return str(error.sqlstate)
    return ""


def test_nobody_reads_the_table_by_any_statement(raw: dict[str, psycopg.Connection], admin: psycopg.Connection,
                                                 report: Report) -> None:  # fmt: skip
    found = {(login, query): refusal(raw[login], query) for login in raw for query in READINGS}
    assert {cell: state for cell, state in found.items() if state != REFUSED} == {}
    assert admin.execute(f"{READINGS[3]} WHERE r.id = %s", (report.id,)).fetchone() == (report.id, NAME)


def test_statistics_that_everybody_may_read_hold_no_name(
    raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report
) -> None:
    admin.execute("ANALYZE siaga.identity")
    query = "SELECT most_common_vals, histogram_bounds FROM pg_stats WHERE tablename = 'identity'"
    assert admin.execute(query).fetchall() != []
    seen = {login: connection.execute(query).fetchall() for login, connection in raw.items()}
    assert {login for login, rows in seen.items() if rows} == set()


def test_nobody_grants_their_own_request_and_only_a_supervisor_grants_anothers(
    city: City, raw: dict[str, psycopg.Connection], report: Report
) -> None:
    own = ask(city, report, "supervisor1")
    assert refusal(raw["supervisor1"], GRANT, own) == REFUSED
    anothers = ask(city, report)
    for login in ("operator1", "operator2", "administrator1", "dishub1", "wall1", "auditor1", "intake1", *MACHINES):
        assert refusal(raw[login], GRANT, anothers) == REFUSED
    assert refusal(raw["supervisor1"], GRANT, anothers) == ""


def test_only_who_asked_reads_and_only_until_the_time_is_over(
    city: City, raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report
) -> None:
    unsealing = unsealed(city, report)
    for login in (*PEOPLE, *MACHINES):
        assert refusal(raw[login], OPEN, unsealing) == REFUSED
        assert refusal(raw[login], SHOW, unsealing) == REFUSED
    assert refusal(raw["operator1"], OPEN, unsealing) == ""
    for login in (*PEOPLE, *MACHINES):
        assert refusal(raw[login], SHOW, unsealing) == REFUSED
    assert raw["operator1"].execute(SHOW, (unsealing,)).fetchone()[0] == NAME
    admin.execute("UPDATE siaga.unsealing SET until = clock_timestamp() WHERE id = %s", (unsealing,))
    assert refusal(raw["operator1"], SHOW, unsealing) == SHUT
    assert refusal(raw["operator1"], OPEN, unsealing) == SHUT


def test_a_reading_that_is_rolled_back_shows_nothing(
    city: City, raw: dict[str, psycopg.Connection], report: Report
) -> None:
    """Else it would be seen and leave no trace."""
    unsealing, operator = unsealed(city, report), raw["operator1"]
    with operator.transaction(force_rollback=True):
        with operator.transaction():  # a savepoint that is released is still the same transaction
            operator.execute(OPEN, (unsealing,))
        assert refusal(operator, SHOW, unsealing) == REFUSED
    assert refusal(operator, SHOW, unsealing) == REFUSED
    assert "read_identity" not in {one.act for one in city.detail(report.ticket_id).timeline}
    assert read(city, unsealing).name == NAME
    assert city.detail(report.ticket_id).timeline[-1].act == "read_identity"


def test_a_reading_lasts_a_minute(
    city: City, raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report
) -> None:
    unsealing = unsealed(city, report)
    read(city, unsealing)
    later = "UPDATE siaga.unsealing SET read_at = read_at - interval '1 minute' WHERE id = %s"
    admin.execute(later, (unsealing,))
    assert refusal(raw["operator1"], SHOW, unsealing) == REFUSED
    assert read(city, unsealing).name == NAME


@pytest.mark.parametrize("change", ["active = false", "must_change_password = true", "role = 'auditor'"])
def test_who_was_disabled_or_is_somebody_else_now_reads_nothing_more(
    city: City, raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report, change: str
) -> None:
    unsealing = ask(city, report, "operator2")
    decide(city, unsealing)
    with admin.transaction(force_rollback=True):
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute(f"UPDATE siaga.person SET {change} WHERE login = 'operator2'")
        # As the server judges that session, within this transaction.
        admin.execute("SET LOCAL SESSION AUTHORIZATION operator2")
        assert refused_inside(admin, OPEN, unsealing) == REFUSED
    assert refusal(raw["operator2"], OPEN, unsealing) == ""


def refused_inside(connection: psycopg.Connection, statement: str, value: UUID) -> str:
    with pytest.raises(psycopg.Error) as refused, connection.transaction():
        connection.execute(statement, (value,))
    return str(refused.value.sqlstate)


def test_nobody_asks_for_what_is_not_sealed_or_without_being_of_the_desk(
    raw: dict[str, psycopg.Connection], report: Report
) -> None:
    for login in ("administrator1", "dishub1", "wall1", "auditor1", "intake1", *MACHINES):
        assert refusal(raw[login], ASK, new_id(), report.id) == REFUSED
    assert refusal(raw["operator2"], ASK, new_id(), new_id()) == "SG002"
    assert refusal(raw["operator2"], ASK, new_id(), report.id) == ""


def test_an_identity_is_sealed_once_by_who_brings_the_report_in(
    city: City, raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report
) -> None:
    """Another would put a name of their own in its place, or into an open report."""
    for login in ("operator1", "operator2", "supervisor1", "intake1", *MACHINES):
        assert refusal(raw[login], SEAL, report.id) == REFUSED
    name = admin.execute("SELECT name FROM siaga.identity WHERE report_id = %s", (report.id,)).fetchone()
    assert name == (NAME,)


def test_rows_of_seals_are_written_by_nobody(
    city: City, raw: dict[str, psycopg.Connection], admin: psycopg.Connection, report: Report
) -> None:
    unsealing = ask(city, report)
    forged = (
        "UPDATE siaga.unsealing SET granted = true, decided_by = 'supervisor1', decided_at = now(), until = now()",
        "UPDATE siaga.unsealing SET asked_by = session_user",
        "UPDATE siaga.unsealing SET until = now() + interval '1 year' WHERE granted",
        "INSERT INTO siaga.unsealing (id, report_id, ticket_id, reason, asked_by)"
        f" VALUES (gen_random_uuid(), '{report.id}', '{report.ticket_id}', 'x', session_user)",
        f"UPDATE siaga.report SET openness = 'open' WHERE id = '{report.id}'",
        "DELETE FROM siaga.unsealing",
        "TRUNCATE siaga.unsealing",
        f"SELECT siaga.write_audit('ticket', '{report.ticket_id}', 'grant_unsealing', '{{}}', '')",
        f"SELECT siaga.hold_unsealing('{unsealing}')",
    )
    found = {(login, attempt): refusal(raw[login], attempt) for login in raw for attempt in forged}
    assert {cell: state for cell, state in found.items() if state != REFUSED} == {}


def test_a_name_that_is_too_long_is_refused_without_being_repeated(
    raw: dict[str, psycopg.Connection], city: City
) -> None:
    operator, ticket = raw["operator1"], city.open()
    insert = "INSERT INTO siaga.report (id, ticket_id, channel, openness) VALUES (%s, %s, 'telephone', 'confidential')"
    with operator.transaction(force_rollback=True):
        report = new_id()
        operator.execute(insert, (report, ticket))
        with pytest.raises(psycopg.Error) as refused:
            operator.execute("SELECT siaga.seal_identity(%s, %s, '', '')", (report, NAME * 10))
    assert refused.value.sqlstate == "SG002"
    assert NAME not in f"{refused.value} {refused.value.diag.message_detail}"
    both = insert.replace("openness)", "openness, caller_name)").replace("'confidential')", "'confidential', %s)")
    assert refusal(operator, both, new_id(), ticket, NAME) == "23514"


def test_a_confidential_report_of_the_same_number_is_not_found_by_it(
    city: City, raw: dict[str, psycopg.Connection]
) -> None:
    report = sealed(city, report=in_confidence(caller_number="0812-777-0001"))
    query = "SELECT count(*) FROM siaga.report WHERE id = %s AND number_key = '' AND caller_number = ''"
    assert raw["operator1"].execute(query, (report.id,)).fetchone() == (1,)
