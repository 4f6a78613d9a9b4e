"""The tables of recorded pictures, of who moves cameras and of cameras' hours, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)
_FLOAT: sa.Double[float] = sa.Double()

footage_version = sa.Table(
    "footage_version",
    metadata,
    sa.Column("camera_id", UUID(), primary_key=True),
    sa.Column("version", sa.Integer(), nullable=False),
)
bookmark = sa.Table(
    "bookmark",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("camera_id", UUID(), nullable=False),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("ticket_id", UUID()),
    sa.Column("made_by", UUID(), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("removed_at", _TIME),
    sa.Column("removed_by", UUID()),
    sa.Column("version", sa.Integer(), nullable=False),
)
footage_lock = sa.Table(
    "footage_lock",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("camera_id", UUID(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("until", _TIME, nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("days", sa.Integer(), nullable=False),
    sa.Column("ticket_id", UUID()),
    sa.Column("locked_by", UUID(), nullable=False),
    sa.Column("locked_at", _TIME, nullable=False),
    sa.Column("expires_at", _TIME, nullable=False),
    sa.Column("released_at", _TIME),
    sa.Column("released_by", UUID()),
    sa.Column("release_reason", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
evidence_export = sa.Table(
    "evidence_export",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("folder", sa.Text(), nullable=False),
    sa.Column("manifest_sha256", sa.Text(), nullable=False),
    sa.Column("key_fingerprint", sa.Text(), nullable=False),
    sa.Column("files", sa.Integer(), nullable=False),
    sa.Column("bytes", sa.BigInteger(), nullable=False),
    sa.Column("gaps_s", _FLOAT, nullable=False),
    sa.Column("ticket_id", UUID()),
    sa.Column("made_by", UUID(), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("made_in", sa.types.NullType(), nullable=False),  # xid8: only the server reads it
)
evidence_span = sa.Table(
    "evidence_span",
    metadata,
    sa.Column("export_id", UUID(), primary_key=True),
    sa.Column("position", sa.Integer(), primary_key=True),
    sa.Column("camera_id", UUID(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("until", _TIME, nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
ptz_hold = sa.Table(
    "ptz_hold",
    metadata,
    sa.Column("camera_id", UUID(), primary_key=True),
    sa.Column("holder_id", UUID(), nullable=False),
    sa.Column("since", _TIME, nullable=False),
    sa.Column("until", _TIME, nullable=False),
    sa.Column("taken_from", UUID()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
camera_hour = sa.Table(
    "camera_hour",
    metadata,
    sa.Column("camera_id", UUID(), primary_key=True),
    sa.Column("hour", _TIME, primary_key=True),
    sa.Column("watched_s", _FLOAT, nullable=False),
    sa.Column("lost_s", _FLOAT, nullable=False),
    sa.Column("frozen_s", _FLOAT, nullable=False),
    sa.Column("late_s", _FLOAT, nullable=False),
    sa.Column("reconnects", sa.Integer(), nullable=False),
    sa.Column("delay_s", _FLOAT, nullable=False),
    sa.Column("bytes", sa.BigInteger(), nullable=False),
    sa.Column("tampered_s", _FLOAT, nullable=False),
)
