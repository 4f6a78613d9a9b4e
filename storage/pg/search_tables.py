"""The table of filters that people keep, as SQLAlchemy sees it."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from storage.pg.tables import metadata

saved_filter = sa.Table(
    "saved_filter",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("owner_id", UUID(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("filter", JSONB(), nullable=False),
    sa.Column("shared", sa.Boolean(), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
