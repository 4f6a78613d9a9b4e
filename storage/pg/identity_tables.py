"""The tables of sealed identities and of what is asked of them, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

identity = sa.Table(  # named for the schema's sake: no login may read or write it
    "identity",
    metadata,
    sa.Column("report_id", UUID(), primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("number", sa.Text(), nullable=False),
    sa.Column("contact", sa.Text(), nullable=False),
    sa.Column("sealed_at", _TIME, nullable=False),
)
unsealing = sa.Table(
    "unsealing",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("report_id", UUID(), nullable=False),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("asked_by", sa.Text(), nullable=False),
    sa.Column("asked_at", _TIME, nullable=False),
    sa.Column("decided_by", sa.Text()),
    sa.Column("decided_at", _TIME),
    sa.Column("granted", sa.Boolean()),
    sa.Column("said", sa.Text(), nullable=False),
    sa.Column("until", _TIME),
    sa.Column("read_at", _TIME),
    sa.Column("read_in", sa.types.NullType()),  # xid8: only the server reads it
    sa.Column("readings", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
