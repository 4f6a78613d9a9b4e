"""Brings the shipped procedures into a record: new versions beside the old ones, which stay."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.model.procedure_file import body_of, shipped
from storage.model.procedures import Procedure
from storage.pg import tables as t
from storage.pg.procedure_tables import procedure


def ship_procedures(connection: sa.Connection, procedures: tuple[Procedure, ...] | None = None) -> None:
    """Those of resources/procedures, or the given ones, whose category is there; an older schema takes none."""
    if connection.exec_driver_sql("SELECT to_regclass('siaga.procedure')::text").scalar() is None:
        return
    known = set(connection.execute(sa.select(t.category.c.code)).scalars())
    rows = [
        {"category": one.category, "version": one.version, "body": body_of(one)}
        for one in (procedures if procedures is not None else shipped())
        if one.category in known
    ]
    if rows:
        connection.execute(insert(procedure).on_conflict_do_nothing(), rows)
