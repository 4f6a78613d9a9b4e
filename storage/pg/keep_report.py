"""A report is kept with its ticket: with a new one, or one more of what is known already."""

from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa

from storage.model.callers import NewReport, normal_number
from storage.model.ids import new_id
from storage.pg import caller_tables as c


def keep_report(connection: sa.Connection, ticket_id: UUID, report: NewReport) -> None:
    """One report in this transaction; the server says who received it and when."""
    values = {**asdict(report), "number_key": normal_number(report.caller_number)}
    connection.execute(sa.insert(c.report).values(id=new_id(), ticket_id=ticket_id, **values))
