"""The tables of clocks, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

clock_event = sa.Table(
    "clock_event",
    metadata,
    sa.Column("number", sa.BigInteger(), primary_key=True),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("assignment_id", UUID()),
    sa.Column("agency_id", UUID()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("answered", sa.Boolean(), nullable=False),
)
clock_target = sa.Table(
    "clock_target",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("category", sa.Text()),
    sa.Column("clock_class", sa.Text(), nullable=False),
    sa.Column("goal", sa.Text(), nullable=False),
    sa.Column("unit", sa.Text(), nullable=False),
    sa.Column("amount", sa.Integer()),
    sa.Column("warn_percent", sa.SmallInteger(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("replaces", UUID()),
    sa.Column("made_by", UUID()),
)
clock_category = sa.Table(
    "clock_category",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("category", sa.Text(), nullable=False),
    sa.Column("clock_class", sa.Text(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("replaces", UUID()),
    sa.Column("made_by", UUID()),
)
work_week = sa.Table(
    "work_week",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("since", sa.Date(), nullable=False),
    sa.Column("hours", ARRAY(sa.Text()), nullable=False),
    sa.Column("made_by", UUID()),
    sa.Column("made_at", _TIME, nullable=False),
)
site_day = sa.Table(
    "site_day",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("made_by", UUID(), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("removed_by", UUID()),
    sa.Column("removed_at", _TIME),
    sa.Column("version", sa.Integer(), nullable=False),
)
