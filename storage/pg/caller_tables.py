"""The tables of reports, nuisance calls, contacts and the gazetteer, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

area = sa.Table(
    "area",
    metadata,
    sa.Column("code", sa.Text(), primary_key=True),
    sa.Column("kecamatan", sa.Text(), nullable=False),
    sa.Column("desa", sa.Text(), nullable=False),
    sa.Column("boundary", sa.Text(), nullable=False),
)
gazetteer = sa.Table(
    "gazetteer",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),  # xid8: only the server reads it
    sa.Column("version", sa.Integer(), nullable=False),
)
report = sa.Table(
    "report",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("channel", sa.Text(), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("caller_name", sa.Text(), nullable=False),
    sa.Column("caller_number", sa.Text(), nullable=False),
    sa.Column("number_key", sa.Text(), nullable=False),
    sa.Column("handled_s", sa.Double()),
    sa.Column("received_at", _TIME, nullable=False),
    sa.Column("received_by", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("erased_at", _TIME),
    sa.Column("openness", sa.Text(), nullable=False),
)
nuisance = sa.Table(
    "nuisance",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("channel", sa.Text(), nullable=False),
    sa.Column("caller_number", sa.Text(), nullable=False),
    sa.Column("number_key", sa.Text(), nullable=False),
    sa.Column("noted_at", _TIME, nullable=False),
    sa.Column("noted_by", sa.Text(), nullable=False),
    sa.Column("erased_at", _TIME),
)
contact = sa.Table(
    "contact",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("agency_id", UUID(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("duty", sa.Text(), nullable=False),
    sa.Column("phone", sa.Text(), nullable=False),
    sa.Column("radio", sa.Text(), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
