"""A report is kept with its ticket: with a new one, or one more of what is known already."""

from uuid import UUID

import sqlalchemy as sa

from storage.model.callers import NewReport, Openness, normal_number
from storage.model.ids import new_id
from storage.pg import caller_tables as c

_SEAL = sa.text("SELECT siaga.seal_identity(:report, :name, :number, :contact)")


def keep_report(connection: sa.Connection, ticket_id: UUID, report: NewReport) -> None:
    """One report in this transaction; the server says who received it and when.

    Who reported stands beside it, under the seal, or nowhere.
    """
    report_id = new_id()
    values = {"channel": report.channel, "words": report.words, "handled_s": report.handled_s}
    values |= {"openness": report.openness}
    if report.openness is Openness.OPEN:
        values |= {"caller_name": report.caller_name, "caller_number": report.caller_number}
        values |= {"number_key": normal_number(report.caller_number)}
    connection.execute(sa.insert(c.report).values(id=report_id, ticket_id=ticket_id, **values))
    if report.openness is Openness.CONFIDENTIAL:
        who = {"name": report.caller_name, "number": report.caller_number, "contact": report.contact}
        connection.execute(_SEAL, {"report": report_id, **who})
