"""Alembic's entry: runs the migrations on the connection that storage/pg/migrate.py hands over."""

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    version_table_schema="siaga",
    transaction_per_migration=False,
    site=config.attributes["site"],
)
with context.begin_transaction():
    context.run_migrations()
