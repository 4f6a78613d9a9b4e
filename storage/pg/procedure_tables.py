"""The tables of procedures, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

procedure = sa.Table(
    "procedure",
    metadata,
    sa.Column("category", sa.Text(), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True),
    sa.Column("body", JSONB(), nullable=False),
    sa.Column("written_at", _TIME, nullable=False),
)
ticket_procedure = sa.Table(
    "ticket_procedure",
    metadata,
    sa.Column("ticket_id", UUID(), primary_key=True),
    sa.Column("category", sa.Text(), primary_key=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("fixed_at", _TIME, nullable=False),
)
step_answer = sa.Table(
    "step_answer",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("category", sa.Text(), nullable=False),
    sa.Column("step", sa.Text(), nullable=False),
    sa.Column("answer", sa.Text(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("still_id", UUID()),
    sa.Column("seen_version", sa.Integer(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("answered_by", UUID(), nullable=False),
    sa.Column("answered_at", _TIME, nullable=False),
)
procedure_notice = sa.Table(
    "procedure_notice",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("steps", sa.Integer(), nullable=False),
    sa.Column("text", JSONB(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("made_by", UUID(), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("seen_by", UUID()),
    sa.Column("seen_at", _TIME),
    sa.Column("version", sa.Integer(), nullable=False),
)
