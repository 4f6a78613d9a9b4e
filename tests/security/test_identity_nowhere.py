"""Who reported in confidence is in no other table, on no paper, in no file and in no log."""

import logging
import pickle
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from psycopg import sql
from support.papers import text_of
from unit.storage.audit_contract import head_now
from unit.storage.callers_contract import a_report
from unit.storage.city import City
from unit.storage.identity_contract import CONTACT, NAME, ask, asking, in_confidence, read, sealed, unsealed
from unit.storage.shift_contract import a_shift, prepared, sign_in

from console.presenters.handover_paper import gather, to_json
from console.reports.making import read_material, set_report
from console.settings import Settings
from resources.words import Language
from storage.model.camera_csv import write_cameras
from storage.model.search import TicketFilter
from storage.pg.embedded import EmbeddedServer
from storage.service.errors import RecordError, SiagaError
from storage.service.record import Record

NUMBER = "0899-4242-4242"
SECRETS = (NAME, NUMBER, CONTACT, NUMBER.replace("-", ""))
LOGINS = ("operator1", "supervisor1", "administrator1", "dishub1", "wall1", "auditor1", "intake1")


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer) -> Iterator[PgDoors]:
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def city(doors: PgDoors) -> City:
    return City(doors)


@pytest.fixture(scope="module")
def ticket(city: City) -> UUID:
    """A confidential report that was lifted and read, one that waits, and papers of the shift."""
    report = sealed(city, "dishub", report=in_confidence(caller_number=NUMBER))
    assert read(city, unsealed(city, report)).number == NUMBER
    ask(city, report, "operator2")
    sign_in(city, "operator1", a_shift())
    prepared(city, a_shift())
    return report.ticket_id


def held(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_no_other_table_of_the_record_holds_a_word_of_it(doors: PgDoors, ticket: UUID) -> None:
    admin = doors.admin()
    query = "SELECT relname::text FROM pg_class WHERE relnamespace = 'siaga'::regnamespace AND relkind IN ('r', 'v')"
    tables = [row[0] for row in admin.execute(query)]
    holding = {table for table in tables if held(whole(admin, table))}
    assert holding == {"identity"}


def whole(admin: psycopg.Connection, table: str) -> str:
    every = sql.SQL("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM siaga.{} t").format(sql.Identifier(table))
    return str(admin.execute(every).fetchone()[0])


@pytest.mark.parametrize("login", LOGINS)
def test_nothing_that_a_role_reads_of_the_record_holds_it(city: City, ticket: UUID, login: str) -> None:
    record, now = city.person(login), city.operator.server_now()
    begin, end = now - timedelta(hours=1), now + timedelta(minutes=1)
    asked = {
        "tickets": lambda: record.tickets(open_only=False),
        "ticket": lambda: record.ticket(ticket),
        "reports": lambda: record.reports(ticket),
        "subscribers": lambda: record.subscribers(ticket),
        "history": lambda: record.number_history(NUMBER),
        "found": lambda: record.find_tickets(TicketFilter(text="Kartini")),
        "facts": lambda: record.shift_facts(begin, end),
        "handovers": lambda: record.handovers(since=begin),
        "changes": lambda: record.changes_since(0, limit=10_000),
        "words": lambda: record.worded_rows(ticket),
        "seals": lambda: record.unsealings(ticket),
        "audit": lambda: whole_audit(record),
        "wall": lambda: record.wall_figures(since=begin),
        "procedure": lambda: record.procedure_run(ticket),
    }
    answered = {}
    for name, ask_it in asked.items():
        try:
            answered[name] = pickle.dumps(ask_it()).decode("latin-1")
        except RecordError:
            continue
    assert answered  # every role reads something of it
    if login == "operator1":  # the control: an open report is read by the same way
        (report,) = record.reports(city.open(report=a_report(caller_name="Ibu Terbuka")))
        assert "Ibu Terbuka" in pickle.dumps(report).decode("latin-1")
    assert {name for name, answer in answered.items() if held(answer)} == set()


def whole_audit(record: Record) -> list[object]:
    with record.reading_audit() as reading:
        return list(reading.rows())


@pytest.mark.parametrize("language", list(Language))
def test_neither_report_nor_handover_nor_table_prints_it(
    city: City, ticket: UUID, tmp_path: Path, language: Language
) -> None:
    operator, now = city.operator, city.operator.server_now()
    settings = Settings(data_dir=tmp_path)
    report = set_report(read_material(operator, settings, now - timedelta(hours=1), now), language)
    assert held(text_of(report.pdf)) == []
    paper = to_json(gather(operator, a_shift(), "Operator 1", (), now))
    assert operator.ticket(ticket).ticket.number in paper
    assert held(paper) == []
    assert held(write_cameras(operator.cameras(), operator.agencies(), language).decode()) == []


def test_neither_our_log_nor_the_servers_holds_it_also_where_it_is_refused(
    doors: PgDoors, city: City, record_cluster: EmbeddedServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        report = sealed(city, report=in_confidence(caller_number=NUMBER))
        unsealing = unsealed(city, report)
        found = read(city, unsealing)
        logging.getLogger("siaga").warning("%r %s", found, in_confidence(caller_number=NUMBER))
        for refused in (in_confidence(caller_name=NAME * 20), in_confidence(contact=CONTACT * 20)):
            with pytest.raises(SiagaError) as error:
                city.open(report=refused)
            logging.getLogger("siaga").warning("%r", error.value, exc_info=error.value)
        with pytest.raises(SiagaError):
            city.operator.execute(asking(report.ticket_id))
        head_now(city.operator)
    assert "Identity(" in caplog.text
    assert held(caplog.text) == []
    server = "".join(path.read_text("utf-8", "replace") for path in record_cluster.log.glob("*.log"))
    assert "too long" in server  # the refusal is in it, the name is not
    assert held(server) == []
