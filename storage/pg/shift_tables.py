"""The tables of shifts and the wall, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

shift_sign_in = sa.Table(
    "shift_sign_in",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("person_id", UUID(), nullable=False),
    sa.Column("shift_name", sa.Text(), nullable=False),
    sa.Column("shift_starts_at", _TIME, nullable=False),
    sa.Column("shift_ends_at", _TIME, nullable=False),
    sa.Column("signed_in_at", _TIME, nullable=False),
    sa.Column("signed_out_at", _TIME),
    sa.Column("version", sa.Integer(), nullable=False),
)
log_entry = sa.Table(
    "log_entry",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("person_id", UUID(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("ticket_id", UUID()),
)
handover = sa.Table(
    "handover",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("shift_name", sa.Text(), nullable=False),
    sa.Column("shift_starts_at", _TIME, nullable=False),
    sa.Column("shift_ends_at", _TIME, nullable=False),
    sa.Column("content", sa.Text(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("prepared_at", _TIME, nullable=False),
    sa.Column("prepared_by", UUID(), nullable=False),
)
handover_signature = sa.Table(
    "handover_signature",
    metadata,
    sa.Column("handover_id", UUID(), primary_key=True),
    sa.Column("side", sa.Text(), primary_key=True),
    sa.Column("person_id", UUID(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
wall_push = sa.Table(
    "wall_push",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("camera_ids", ARRAY(UUID()), nullable=False),
    sa.Column("ticket_id", UUID()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("pushed_by", UUID(), nullable=False),
    sa.Column("pushed_at", _TIME, nullable=False),
    sa.Column("released_at", _TIME),
    sa.Column("released_by", UUID()),
    sa.Column("version", sa.Integer(), nullable=False),
)
