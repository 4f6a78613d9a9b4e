"""A record whose audit was plain rows is chained as it stands on the day of the migration."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from support.cluster import fresh_database
from unit.storage.audit_contract import is_sealed

from storage.pg.audit_reading import PgAuditReading
from storage.pg.embedded import EmbeddedServer
from storage.pg.migrate import migrate
from storage.service.audit_verify import verify_audit

ROW = """
    INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts, said)
    VALUES (%s, %s, %s, 'operator1', now(), %s, %s)"""


def test_rows_of_the_third_revision_are_chained_in_their_order(
    each_postgres: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = command.upgrade

    def to_the_third(config: Any, _revision: str) -> None:
        upgrade(config, "r0003")

    admin_dsn = fresh_database(each_postgres)
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", to_the_third)
        migrate(admin_dsn)
    push, other, alarm = uuid4(), uuid4(), uuid4()
    with psycopg.connect(admin_dsn) as admin:
        for subject, subject_id, act, facts, said in (
            ("wall", push, "open", '{"title": "Macet", "priority": "2"}', ""),
            ("wall", other, "open", '{"title": "Banjir"}', ""),
            ("wall", push, "note", "{}", "Ibu Sari menelepon"),
            ("alarm", alarm, "raise", '{"occupancy": 0.310, "kind": "congestion"}', ""),
            ("wall", push, "close", "{}", ""),
        ):
            admin.execute(ROW, (subject, subject_id, act, facts, said))
    migrate(admin_dsn)
    with psycopg.connect(admin_dsn) as admin:
        found = admin.execute("SELECT act, position, salt IS NOT NULL FROM siaga.audit ORDER BY number").fetchall()
        assert found[:5] == [
            ("open", 1, True),
            ("open", 1, True),
            ("note", 2, True),
            ("raise", 1, False),
            ("close", 3, False),
        ]
        verdict = verify_audit(PgAuditReading(admin, ()), 0, (), frozenset(), is_sealed)
        assert (verdict.findings, verdict.chains >= 3, verdict.rows) == ((), True, len(found))
        lengths = "SELECT length FROM siaga.audit_chain WHERE subject_id = ANY (%s) ORDER BY length"
        assert admin.execute(lengths, ([push, other, alarm],)).fetchall() == [(1,), (1,), (3,)]
