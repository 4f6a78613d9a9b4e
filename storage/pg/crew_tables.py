"""The tables of crews and vehicles, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

unit = sa.Table(
    "unit",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("agency_id", UUID(), nullable=False),
    sa.Column("call_sign", sa.Text(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("status", sa.Text(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),  # xid8: only the server reads it
    sa.Column("version", sa.Integer(), nullable=False),
)
unit_task = sa.Table(
    "unit_task",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("unit_id", UUID(), nullable=False),
    sa.Column("assignment_id", UUID(), nullable=False),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("sent_at", _TIME, nullable=False),
    sa.Column("sent_by", sa.Text(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("ended_at", _TIME, nullable=True),
)
