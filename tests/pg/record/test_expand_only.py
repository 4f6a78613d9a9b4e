"""A later revision adds and takes nothing away, so that a console of the one before finds all that it knows."""

from typing import Any

import psycopg
import pytest
from alembic import command
from support.cluster import fresh_database

from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate

COLUMNS = """
    SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
    WHERE table_schema = 'siaga'"""
FUNCTIONS = """
    SELECT oid::regprocedure || ' -> ' || pg_get_function_result(oid) FROM pg_proc
    WHERE pronamespace = 'siaga'::regnamespace"""
GRANTS = """
    SELECT grantee || ' ' || privilege_type || ' ' || table_name || '.' || column_name
    FROM information_schema.column_privileges WHERE table_schema = 'siaga'
    UNION ALL
    SELECT grantee || ' calls ' || routine_name FROM information_schema.routine_privileges
    WHERE routine_schema = 'siaga' AND grantee <> 'PUBLIC'"""
POLICIES = "SELECT tablename || ' ' || policyname || ' ' || cmd FROM pg_policies WHERE schemaname = 'siaga'"
ASKED = (COLUMNS, FUNCTIONS, GRANTS, POLICIES)
# What an insert that does not know the column would be refused for.
NEEDED = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'siaga' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"""


def found(admin_dsn: str, query: str) -> set[str]:
    with psycopg.connect(admin_dsn) as admin:
        return {row[0] for row in admin.execute(query).fetchall()}


@pytest.mark.parametrize(("before", "after"), [("r0001", "r0002"), ("r0002", "r0003"), ("r0003", "r0004")])
def test_a_revision_takes_nothing_away(
    cluster: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    admin_dsn, upgrade, states = fresh_database(cluster), command.upgrade, []
    for revision in (before, after):

        def only_to(config: Any, _revision: str, revision: str = revision) -> None:
            upgrade(config, revision)

        with monkeypatch.context() as patch:
            patch.setattr(command, "upgrade", only_to)
            migrate(admin_dsn)
        states.append({query: found(admin_dsn, query) for query in (*ASKED, NEEDED)})
    old, new = states
    assert {query: old[query] - new[query] for query in ASKED} == {query: set() for query in ASKED}
    tables = {column.split(".")[0] for column in old[COLUMNS]}
    assert {column for column in new[NEEDED] - old[NEEDED] if column.split(".")[0] in tables} == set()
