"""Sealed reports beside consoles of the revision before."""

from pg.record.doors import PgDoors
from unit.storage.city import City
from unit.storage.identity_contract import sealed

from storage.model.callers import Openness
from storage.model.ids import new_id

# As they stand in that revision's console.
READ = (
    "SELECT channel, words, caller_name, caller_number, handled_s, received_by FROM siaga.report WHERE ticket_id = %s"
)
WRITE = (
    "INSERT INTO siaga.report (id, ticket_id, channel, words, caller_name, caller_number, number_key, handled_s)"
    " VALUES (%s, %s, 'telephone', 'Macet', 'Bu Siti', '0812', '0812', 12)"
)


def test_a_console_of_the_third_revision_reads_a_sealed_report_as_one_without_name_and_number(
    doors: PgDoors, city: City
) -> None:
    report = sealed(city)
    found = doors.raw("operator1").execute(READ, (report.ticket_id,)).fetchall()
    assert found == [("telephone", report.words, "", "", None, "operator1")]


def test_what_a_console_of_the_third_revision_writes_is_an_open_report(doors: PgDoors, city: City) -> None:
    ticket = city.open()
    doors.raw("operator1").execute(WRITE, (new_id(), ticket))
    (report,) = city.operator.reports(ticket)
    assert (report.openness, report.caller_name, report.caller_number) == (Openness.OPEN, "Bu Siti", "0812")
