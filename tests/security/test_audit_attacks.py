"""Who owns the database changes history with the triggers set aside: the audit's check finds each way of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from unit.storage.audit_contract import erase, reports_of
from unit.storage.callers_contract import a_report, add_report
from unit.storage.city import City
from unit.storage.demo_values import JPEG

from console.nodes.audit_heads import HeadTaker, is_signed, signed
from storage.model.audit import AuditHead, Rolled
from storage.model.audit_check import AuditFault
from storage.model.tickets import Act
from storage.pg.audit_reading import PgAuditReading
from storage.pg.embedded import EmbeddedServer
from storage.service.audit_verify import AuditVerdict, verify_audit
from video.evidence.key import station_key

Attack = Callable[[psycopg.Connection], object]
CHAIN = "subject = 'ticket' AND subject_id = (SELECT id FROM siaga.ticket ORDER BY number LIMIT 1)"
MIDDLE = f"{CHAIN} AND position = 3"
RECOMPUTE = """
    DO $$
    DECLARE
        v_row siaga.audit;
        v_before siaga.audit;
    BEGIN
        FOR v_row IN SELECT * FROM siaga.audit WHERE subject = 'ticket' ORDER BY subject_id, number LOOP
            IF v_row.subject_id IS DISTINCT FROM v_before.subject_id THEN
                v_before := NULL;
            END IF;
            v_row.position := coalesce(v_before.position, 0) + 1;
            v_row := siaga.audit_linked(v_row, coalesce(v_before.digest, ''));
            UPDATE siaga.audit SET (position, personal, salt, sealed, digest)
                = (v_row.position, v_row.personal, v_row.salt, v_row.sealed, v_row.digest) WHERE number = v_row.number;
            UPDATE siaga.audit_chain SET (length, last, head) = (v_row.position, v_row.number, v_row.digest)
                WHERE subject = 'ticket' AND subject_id = v_row.subject_id;
            v_before := v_row;
        END LOOP;
    END $$"""
MEND_TAILS = """
    DELETE FROM siaga.audit_chain c WHERE NOT EXISTS (
        SELECT FROM siaga.audit a WHERE a.subject = c.subject AND a.subject_id = c.subject_id);
    UPDATE siaga.audit_chain c SET (length, last, head) = (
        SELECT a.position, a.number, a.digest FROM siaga.audit a
        WHERE a.subject = c.subject AND a.subject_id = c.subject_id ORDER BY a.number DESC LIMIT 1)"""
FORGED = f"""
    INSERT INTO siaga.audit (subject, subject_id, act, actor, at, facts, said)
    SELECT subject, subject_id, 'note', 'operator2', at, '{{}}', 'Tidak pernah ditulis'
    FROM siaga.audit WHERE {MIDDLE}"""


def run(*statements: str) -> Attack:
    def attack(admin: psycopg.Connection) -> None:
        for statement in statements:
            admin.execute(statement)

    return attack


@dataclass
class Room:
    """A record with a history, a head of it outside, and its superuser."""

    doors: PgDoors
    admin: psycopg.Connection
    taker: HeadTaker
    data_dir: Path
    fingerprint: str

    @property
    def outside(self) -> tuple[AuditHead, ...]:
        return self.taker.file.heads()

    def look(self, outside: tuple[AuditHead, ...] | None = None) -> AuditVerdict:
        """With the eyes of the superuser's own transaction, in which an attack still stands."""
        record_us = self.doors.person("auditor1").record_us()
        kept = self.doors.person("auditor1").audit_heads(limit=100)
        heads = self.outside if outside is None else outside
        with self.admin.transaction():
            there = {row[0] for row in self.admin.execute("SELECT signature FROM siaga.audit_head").fetchall()}
            reading = PgAuditReading(self.admin, tuple(head for head in kept if head.signature.hex() in there))
            return verify_audit(reading, record_us, heads, frozenset({self.fingerprint}), is_signed)


@pytest.fixture(scope="module")
def room(each_postgres: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    doors = PgDoors(template_of(each_postgres))
    city, folder = City(doors), tmp_path_factory.mktemp("station")
    taker, station = HeadTaker(folder), doors.station("station1")
    for _ in range(3):
        ticket = city.open("dishub", still=JPEG)
        add_report(city, ticket, a_report())
        city.act(ticket, Act.NOTE, text="Korban dibawa ke RSUD")
        taker.take(station)
    erase(city, report_ids=(reports_of(city, ticket)[0].id,), audit_numbers=words_of(doors.admin(), str(ticket)))
    taker.take(station)
    yield Room(doors, doors.admin(), taker, folder, station_key(folder / "station-key.pem").fingerprint)
    doors.close()


def words_of(admin: psycopg.Connection, ticket: str) -> tuple[int, ...]:
    query = "SELECT number FROM siaga.audit WHERE subject_id = %s AND said <> '' ORDER BY number"
    return tuple(row[0] for row in admin.execute(query, (ticket,)).fetchall())


ATTACKS: dict[str, tuple[Attack, set[AuditFault]]] = {
    "who did it": (run(f"UPDATE siaga.audit SET actor = 'operator2' WHERE {MIDDLE}"), {AuditFault.CHANGED}),
    "what was done": (run(f"UPDATE siaga.audit SET act = 'close' WHERE {MIDDLE}"), {AuditFault.CHANGED}),
    "when": (run(f"UPDATE siaga.audit SET at = at - interval '1 microsecond' WHERE {MIDDLE}"), {AuditFault.CHANGED}),
    "a plain fact": (
        run("UPDATE siaga.audit SET facts = facts || '{\"priority\": \"4\"}' WHERE act = 'open'"),
        {AuditFault.CHANGED},
    ),
    "a personal fact": (
        run(
            "UPDATE siaga.audit SET facts = facts || '{\"title\": \"Lain\"}' WHERE act = 'open' AND subject = 'ticket'"
        ),
        {AuditFault.WORDS_CHANGED},
    ),
    "a fact that was not there": (
        run(f'UPDATE siaga.audit SET facts = facts || \'{{"name": "x"}}\' WHERE {MIDDLE}'),
        {AuditFault.CHANGED},
    ),
    "what was said": (run("UPDATE siaga.audit SET said = said || '!' WHERE said <> ''"), {AuditFault.WORDS_CHANGED}),
    "another salt": (
        run("UPDATE siaga.audit SET salt = '\\x00' WHERE salt IS NOT NULL"),
        {AuditFault.WORDS_CHANGED},
    ),
    "words taken without an erasing": (
        run("UPDATE siaga.audit SET salt = NULL, said = '', facts = facts - personal WHERE said <> ''"),
        {AuditFault.ERASED},
    ),
    "words put where some were erased": (
        run("UPDATE siaga.audit SET said = 'Lain' WHERE salt IS NULL AND sealed IS NOT NULL"),
        {AuditFault.WORDS_CHANGED},
    ),
    "a row taken out": (
        run(f"DELETE FROM siaga.audit WHERE {MIDDLE}"),
        {AuditFault.GAP, AuditFault.CHANGED, AuditFault.HEAD},
    ),
    "a first row taken out": (
        run(f"DELETE FROM siaga.audit WHERE {CHAIN} AND position = 1"),
        {AuditFault.GAP, AuditFault.CHANGED, AuditFault.HEAD},
    ),
    "a last row taken out": (
        run(
            f"DELETE FROM siaga.audit a WHERE {CHAIN} AND NOT EXISTS (SELECT FROM siaga.audit l "
            "WHERE l.subject_id = a.subject_id AND l.number > a.number)"
        ),
        {AuditFault.TAIL, AuditFault.HEAD},
    ),
    "a row put in": (run(FORGED), {AuditFault.ORDER, AuditFault.CHANGED, AuditFault.WORDS_CHANGED, AuditFault.TAIL}),
    "two rows exchanged": (
        run(
            f"UPDATE siaga.audit SET position = 0 WHERE {MIDDLE}",
            f"UPDATE siaga.audit SET position = 3 WHERE {CHAIN} AND position = 2",
            f"UPDATE siaga.audit SET position = 2 WHERE {CHAIN} AND position = 0",
        ),
        {AuditFault.GAP, AuditFault.ORDER, AuditFault.CHANGED},
    ),
    "a chain taken out, with its head row": (
        run(f"DELETE FROM siaga.audit WHERE {CHAIN}", MEND_TAILS),
        {AuditFault.HEAD},
    ),
    "a head row changed": (run(f"UPDATE siaga.audit_chain SET length = 9 WHERE {CHAIN}"), {AuditFault.TAIL}),
    "a head row taken out": (run(f"DELETE FROM siaga.audit_chain WHERE {CHAIN}"), {AuditFault.NO_CHAIN}),
    "the chain computed anew by its owner": (
        run(f"UPDATE siaga.audit SET actor = 'operator2' WHERE {MIDDLE}", RECOMPUTE),
        {AuditFault.HEAD},
    ),
    "a row taken out and the chain computed anew": (
        run(f"DELETE FROM siaga.audit WHERE {MIDDLE}", RECOMPUTE),
        {AuditFault.HEAD},
    ),
    "the tail cut off, and mended": (
        run("DELETE FROM siaga.audit WHERE number > (SELECT min(last) FROM siaga.audit_head)", MEND_TAILS),
        {AuditFault.HEAD_TAIL},
    ),
    "everything taken out": (
        run("DELETE FROM siaga.audit", "DELETE FROM siaga.audit_chain", "DELETE FROM siaga.audit_head"),
        {AuditFault.HEAD_TAIL, AuditFault.HEAD_GONE},
    ),
    "computed anew, and the record's own heads taken out": (
        run(f"UPDATE siaga.audit SET at = now() WHERE {MIDDLE}", RECOMPUTE, "DELETE FROM siaga.audit_head"),
        {AuditFault.HEAD, AuditFault.HEAD_GONE},
    ),
}


def test_what_nobody_touched_is_whole_and_proven(room: Room) -> None:
    with room.doors.person("auditor1").reading_audit() as reading:
        record_us = room.doors.person("auditor1").record_us()
        verdict = verify_audit(reading, record_us, room.outside, frozenset({room.fingerprint}), is_signed)
    assert verdict.findings == ()
    assert (verdict.proven, verdict.outside, verdict.inside, verdict.unprotected) == (True, 4, 4, 0)
    assert verdict.erased > 0
    assert room.look().findings == ()  # and so it is for the eyes that look at attacks


@pytest.mark.parametrize("attack", ATTACKS)
def test_history_that_its_owner_changes_is_found(room: Room, attack: str) -> None:
    done, expected = ATTACKS[attack]
    with room.admin.transaction(force_rollback=True):
        room.admin.execute("SET LOCAL session_replication_role = replica")
        done(room.admin)
        found = room.look()
    assert {finding.fault for finding in found.findings} == expected
    assert not found.proven


def test_a_head_that_was_changed_outside_is_found(room: Room) -> None:
    forged = replace(room.outside[0], rows=room.outside[0].rows + 1)
    found = {finding.fault for finding in room.look((forged, *room.outside[1:])).findings}
    assert found == {AuditFault.HEAD_SIGNATURE}


def test_a_head_of_another_record_is_found(room: Room) -> None:
    key = station_key(room.data_dir / "station-key.pem")
    strange = signed(key, 7, Rolled(1, 1, bytes(32)))
    assert {finding.fault for finding in room.look((strange,)).findings} == {AuditFault.OTHER_RECORD}


def test_a_head_of_a_strangers_key_neither_breaks_nor_proves(room: Room, tmp_path: Path) -> None:
    record_us = room.doors.person("auditor1").record_us()
    strange = signed(station_key(tmp_path / "key.pem"), record_us, Rolled(1, 1, bytes(32)))
    found = room.look((strange,))
    assert (found.findings, found.strangers, found.proven) == ((), 1, False)


def test_rows_after_the_last_head_are_not_protected_and_that_is_told(room: Room) -> None:
    """The limit that the shift's report states: who owns the database can still bend what no head covers."""
    with room.admin.transaction(force_rollback=True):
        room.admin.execute(FORGED)
        found = room.look()
    assert (found.findings, found.unprotected) == ((), 1)
