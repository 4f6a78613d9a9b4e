"""The tables of routing, transfers and exercises, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

routing_rule = sa.Table(
    "routing_rule",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("agency_id", UUID(), nullable=False),
    sa.Column("category", sa.Text(), nullable=True),
    sa.Column("road", sa.Text(), nullable=False),
    sa.Column("boundary", sa.Text(), nullable=False),
    sa.Column("enabled", sa.Boolean(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),  # xid8: only the server reads it
    sa.Column("version", sa.Integer(), nullable=False),
)
routing = sa.Table(
    "routing",
    metadata,
    sa.Column("ticket_id", UUID(), primary_key=True),
    sa.Column("candidates", ARRAY(UUID()), nullable=False),
    sa.Column("rule", sa.Text(), nullable=False),
    sa.Column("doubts", ARRAY(sa.Text()), nullable=False),
    sa.Column("distance_m", sa.Double(), nullable=True),
    sa.Column("chosen", ARRAY(UUID()), nullable=False),
    sa.Column("followed", sa.Boolean(), nullable=True),
    sa.Column("decided_at", _TIME, nullable=False),
    sa.Column("decided_by", sa.Text(), nullable=False),
)
transfer = sa.Table(
    "transfer",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("assignment_id", UUID(), nullable=False),
    sa.Column("from_agency_id", UUID(), nullable=False),
    sa.Column("to_agency_id", UUID(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_at", _TIME, nullable=False),
    sa.Column("proposed_by", sa.Text(), nullable=False),
    sa.Column("answer", sa.Text(), nullable=False),
    sa.Column("answered_at", _TIME, nullable=True),
    sa.Column("answered_by", sa.Text(), nullable=True),
    sa.Column("seen_version", sa.Integer(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
)
exercise = sa.Table(
    "exercise",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("started_at", _TIME, nullable=False),
    sa.Column("started_by", UUID(), nullable=False),
    sa.Column("ended_at", _TIME, nullable=True),
    sa.Column("ended_by", UUID(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
)
