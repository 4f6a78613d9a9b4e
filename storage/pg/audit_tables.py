"""The tables of the audit's chains, of its signed heads and of erasing, beside storage/pg/tables.py."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from storage.pg.tables import metadata

_TIME = sa.DateTime(timezone=True)

audit_chain = sa.Table(
    "audit_chain",
    metadata,
    sa.Column("subject", sa.Text(), primary_key=True),
    sa.Column("subject_id", UUID(), primary_key=True),
    sa.Column("length", sa.Integer(), nullable=False),
    sa.Column("last", sa.BigInteger(), nullable=False),
    sa.Column("head", sa.LargeBinary(), nullable=False),
)
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("taken_at", _TIME, nullable=False),
    sa.Column("last", sa.BigInteger(), nullable=False),
    sa.Column("rows", sa.BigInteger(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("public_key", sa.Text(), nullable=False),
    sa.Column("signature", sa.Text(), nullable=False),
    sa.Column("kept_by", sa.Text(), nullable=False),
    sa.Column("kept_at", _TIME, nullable=False),
)
erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", UUID(), primary_key=True),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("report_ids", ARRAY(UUID()), nullable=False),
    sa.Column("nuisance_ids", ARRAY(UUID()), nullable=False),
    sa.Column("audit_numbers", ARRAY(sa.BigInteger()), nullable=False),
    sa.Column("asked_by", sa.Text(), nullable=False),
    sa.Column("asked_at", _TIME, nullable=False),
    sa.Column("carried_out_by", sa.Text()),
    sa.Column("carried_out_at", _TIME),
)
