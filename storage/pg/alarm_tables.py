"""The tables of alarms and outages, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)
_FLOAT: sa.Double[float] = sa.Double()

alarm_rule = sa.Table(
    "alarm_rule",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("priority", sa.SmallInteger(), nullable=False),
    sa.Column("min_duration_s", _FLOAT, nullable=False),
    sa.Column("cooldown_s", _FLOAT, nullable=False),
    sa.Column("camera_id", UUID()),
    sa.Column("zone_id", UUID()),
    sa.Column("enabled", sa.Boolean(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
alarm = sa.Table(
    "alarm",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("family", sa.Text(), nullable=False),
    sa.Column("camera_id", UUID()),
    sa.Column("about_ticket", UUID()),
    sa.Column("zone_id", UUID()),
    sa.Column("priority", sa.SmallInteger(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.Column("occupancy", _FLOAT, nullable=False),
    sa.Column("speed", _FLOAT, nullable=False),
    sa.Column("held_s", _FLOAT, nullable=False),
    sa.Column("cooldown_s", _FLOAT, nullable=False),
    sa.Column("raised_at", _TIME, nullable=False),
    sa.Column("acknowledged_at", _TIME),
    sa.Column("acknowledged_by", UUID()),
    sa.Column("shelved_until", _TIME),
    sa.Column("shelved_by", UUID()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("returned_at", _TIME),
    sa.Column("closed_at", _TIME),
    sa.Column("ticket_id", UUID()),
    sa.Column("still_id", UUID()),
    sa.Column("subject", sa.Text(), nullable=False),
    sa.Column("affected", sa.Integer(), nullable=False),
    sa.Column("act", sa.Text(), nullable=False),
    sa.Column("changed_at", _TIME, nullable=False),
    sa.Column("changed_in", sa.types.NullType(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
outage = sa.Table(
    "outage",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("camera_id", UUID(), nullable=False),
    sa.Column("station_id", UUID(), nullable=False),
    sa.Column("began_at", _TIME, nullable=False),
    sa.Column("ended_at", _TIME),
    sa.Column("written_at", _TIME, nullable=False),
)
