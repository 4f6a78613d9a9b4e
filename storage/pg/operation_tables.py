"""The tables of messages out and of backups, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("ticket_id", UUID(), nullable=False),
    sa.Column("report_id", UUID()),
    sa.Column("agency_id", UUID()),
    sa.Column("ticket_state", sa.Text(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("outcome", sa.Text(), nullable=False),
    sa.Column("attempts", sa.Integer(), nullable=False),
    sa.Column("written_at", _TIME, nullable=False),
    sa.Column("due_at", _TIME, nullable=False),
    sa.Column("expires_at", _TIME, nullable=False),
    sa.Column("claim", UUID()),
    sa.Column("claimed_by", sa.Text(), nullable=False),
    sa.Column("claimed_until", _TIME),
    sa.Column("settled_at", _TIME),
)
backup = sa.Table(
    "backup",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("sha256", sa.Text(), nullable=False),
    sa.Column("bytes", sa.BigInteger(), nullable=False),
    sa.Column("revision", sa.Text(), nullable=False),
    sa.Column("made_by", sa.Text(), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
)
