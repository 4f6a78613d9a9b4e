"""The table of links between tickets as SQLAlchemy sees it."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

ticket_link = sa.Table(
    "ticket_link",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("child_id", UUID(), nullable=False),
    sa.Column("parent_id", UUID(), nullable=False),
    sa.Column("child_seen", sa.Integer(), nullable=False),
    sa.Column("parent_seen", sa.Integer(), nullable=False),
    sa.Column("state_before", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("linked_by", UUID(), nullable=False),
    sa.Column("linked_at", _TIME, nullable=False),
    sa.Column("ended_at", _TIME, nullable=True),
    sa.Column("ended_by", UUID(), nullable=True),
    sa.Column("end_reason", sa.Text(), nullable=False),
)
