"""Which schema this console speaks, and the refusal to speak with another."""

import sqlalchemy as sa

from storage.service.errors import OtherSchema

SCHEMA = "r0004"
"""The newest revision in storage/migrations; a test holds the two together."""


def revision_of(connection: sa.Connection) -> str | None:
    """The revision of the record in this database, or None where there is none."""
    if connection.exec_driver_sql("SELECT to_regclass('siaga.alembic_version')::text").scalar() is None:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM siaga.alembic_version").scalar()


def check_schema(connection: sa.Connection) -> None:
    """Raises OtherSchema unless the database is at exactly this console's revision."""
    found = revision_of(connection)
    if found != SCHEMA:
        raise OtherSchema(console=SCHEMA, database=found or "-")
