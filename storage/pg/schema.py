"""Which schema this console speaks, and the refusal to speak with another."""

import sqlalchemy as sa

from storage.service.errors import OtherSchema

SCHEMA = "r0001"
"""The newest revision in storage/migrations; a test holds the two together."""


def check_schema(connection: sa.Connection) -> None:
    """Raises OtherSchema unless the database is at exactly this console's revision."""
    found = connection.exec_driver_sql("SELECT to_regclass('siaga.alembic_version')::text").scalar()
    revision = None
    if found is not None:
        revision = connection.exec_driver_sql("SELECT version_num FROM siaga.alembic_version").scalar()
    if revision != SCHEMA:
        raise OtherSchema(console=SCHEMA, database=str(revision or "-"))
