"""Whatever people do at the same time: the record is what its audit tells, the feed tells all of it once, every screen
that followed it is as a fresh one, what was confirmed is there once, and nobody is thrown out by a deadlock.

The steps are generated, the same ones at each run; the threads make of them what they will. A failure prints what each
did and was told. A longer run, with other steps each time:

    SIAGA_INTERLEAVINGS=400 python -m pytest -q -s tests/pg/record/test_interleavings.py
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pg.record.doors import PgDoors
from psycopg.rows import dict_row
from support.interleaved import Console, Done, Round, Shift, opened
from support.interleaved_marks import MARKS, mark_of
from support.interleaved_steps import LOGINS, steps
from support.replay import FIELDS, Happened, Replay, Told
from unit.storage.audit_contract import verdict_of
from unit.storage.city import City

from storage.model.tickets import AssignmentState
from storage.service.errors import Busy

WANTED = int(os.environ.get("SIAGA_INTERLEAVINGS", "0"))
EXAMPLES, STEPS = WANTED or 4, 40
OPENERS = frozenset(login for login in LOGINS if login.startswith(("operator", "supervisor")))

HAPPENED = """
    SELECT subject_id, act, actor, facts FROM siaga.audit WHERE subject = 'ticket' AND subject_id = ANY (%(tickets)s)
    ORDER BY number"""
STANDING = """
    SELECT t.*, p.login AS owner, d.number AS doubles,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(g.name, a.state) ORDER BY g.name, a.state), '[]')
            FROM siaga.assignment a JOIN siaga.agency g ON g.id = a.agency_id WHERE a.ticket_id = t.id) AS assignments,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(f.name, g.name) ORDER BY f.name, g.name), '[]')
            FROM siaga.transfer x JOIN siaga.agency f ON f.id = x.from_agency_id
            JOIN siaga.agency g ON g.id = x.to_agency_id WHERE x.ticket_id = t.id AND x.state = 'proposed') AS transfers
    FROM siaga.ticket t LEFT JOIN siaga.person p ON p.id = t.owner_id
    LEFT JOIN siaga.ticket d ON d.id = t.duplicate_of WHERE t.id = ANY (%(tickets)s)"""
CHANGES = "SELECT number, kind, id, version FROM siaga.change WHERE number > %(since)s ORDER BY number"
VERSIONS = """
    SELECT 'ticket' AS kind, id, version FROM siaga.ticket WHERE id = ANY (%(tickets)s)
    UNION ALL SELECT 'report', id, reports FROM siaga.ticket WHERE id = ANY (%(tickets)s) AND reports > 0
    UNION ALL SELECT 'transfer', id, version FROM siaga.transfer WHERE ticket_id = ANY (%(tickets)s)
    UNION ALL SELECT 'alarm', id, version FROM siaga.alarm WHERE about_ticket = ANY (%(tickets)s)
    UNION ALL SELECT 'procedure', id, version FROM siaga.procedure_notice WHERE ticket_id = ANY (%(tickets)s)"""
KEYS = """
    SELECT key, ARRAY(SELECT number FROM siaga.change WHERE command_key = key ORDER BY number) AS numbers
    FROM siaga.command WHERE key = ANY (%(keys)s)"""


@dataclass(repr=False)
class Room:
    """The record with everybody's doors, and what came of all examples together."""

    city: City
    doors: PgDoors
    admin: psycopg.Connection[dict[str, Any]]
    killer: psycopg.Connection[Any]
    counted: Counter[str] = field(default_factory=Counter)

    def cut(self, login: str) -> None:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND datname = %s"
        self.counted["ended connections"] += self.killer.execute(query, (login, self.doors.database)).rowcount

    def rows(self, query: LiteralString, **values: object) -> list[dict[str, Any]]:
        return self.admin.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def room(doors: PgDoors) -> Room:
    for login in LOGINS:
        doors.person(login)
    admin = doors.admin()
    admin.row_factory = dict_row  # type: ignore[assignment]
    room = Room(City(doors), doors, admin, doors.admin())  # type: ignore[arg-type]
    return room


@settings(
    max_examples=EXAMPLES,
    derandomize=not WANTED,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # threads never run the same way again, so there is nothing to shrink
    report_multiple_bugs=False,
)
@given(seed=st.integers(0, 2**32))
def interleaved(room: Room, seed: int) -> None:
    since, clocks = room.city.operator.feed_position(), Round(room.doors.station("station1"))
    tickets = {
        room.city.open("dishub", category="fire"),
        room.city.open("damkar", "pupr"),
        room.city.open(by="intake1"),
    }
    consoles = {login: Console(room.doors.person(login), since) for login in LOGINS}
    done = Shift(consoles, room.city.agencies, room.cut, clocks).work(steps(seed, STEPS))
    tickets |= opened(done)
    room.counted.update(type(answer).__name__ for one in done for answer in one.answers)
    room.counted.update(commands=len(done), unanswered=sum(one.cut for one in done), late=clocks.raised)
    try:
        assert_no_deadlock(done)
        assert_replayed(room, tickets)
        assert_told_once(room, since, tickets)
        assert_screens(consoles, tickets)
        assert_there_once_or_not_at_all(room, done, tickets)
    except AssertionError as error:
        raise AssertionError("\n".join([str(error), *map(repr, done)])) from error


def test_after_any_interleaving_the_record_the_feed_and_every_screen_agree(room: Room) -> None:
    interleaved(room)
    assert verdict_of(room.doors.person("auditor1")).findings == ()
    tried = {what: room.counted[what] for what in ("Outcome", "Stale", "Forbidden", "ended connections", "late")}
    assert all(tried.values()), f"not everything was tried: {tried}"
    print("interleavings:", dict(sorted(room.counted.items())))


def test_a_replay_notices_what_no_row_of_the_audit_tells(room: Room) -> None:
    ticket = room.city.open("dishub")
    assert_replayed(room, {ticket})
    with room.admin.transaction():
        room.admin.execute("SET LOCAL session_replication_role = replica")  # no trigger judges
        room.admin.execute("UPDATE siaga.ticket SET state = 'resolved' WHERE id = %s", (ticket,))
    with pytest.raises(AssertionError):
        assert_replayed(room, {ticket})


def assert_no_deadlock(done: Sequence[Done]) -> None:
    busy = [one for one in done if any(isinstance(error, Busy) for error in one.refusals)]
    assert busy == [], "somebody was thrown out"


def assert_replayed(room: Room, tickets: set[UUID]) -> None:
    found = {row["id"]: row for row in room.rows(STANDING, tickets=list(tickets))}
    assert set(found) == tickets
    rows = room.rows(HAPPENED, tickets=list(tickets))
    replay = Replay({ticket: row["number"] for ticket, row in found.items()}, OPENERS)
    told = replay.take_all(Happened(*row.values()) for row in rows)
    for ticket, row in found.items():
        assert as_told(row) == told[ticket]


def as_told(row: dict[str, Any]) -> Told:
    """What stands in the tables, as a replay tells it."""
    return Told(
        state=row["state"],
        owner=row["owner"],
        paused=row["paused"],
        fields={name: str(row[name]) for name in FIELDS},
        assignments=[(name, AssignmentState(state)) for name, state in row["assignments"]],
        transfers=[(giver, taker) for giver, taker in row["transfers"]],
        links={"duplicate": row["duplicates"], "part": row["parts"]},
        doubles=row["doubles"],
    )


def assert_told_once(room: Room, since: int, tickets: set[UUID]) -> None:
    """Numbers without gaps, and of every row every version once."""
    rows = room.rows(CHANGES, since=since)
    assert [row["number"] for row in rows] == list(range(since + 1, room.city.operator.feed_position() + 1))
    told: dict[tuple[str, UUID], list[int]] = {}
    for row in rows:
        told.setdefault((row["kind"], row["id"]), []).append(row["version"])
    stands = {(row["kind"], row["id"]): row["version"] for row in room.rows(VERSIONS, tickets=list(tickets))}
    assert told == {key: list(range(1, version + 1)) for key, version in stands.items()}


def assert_screens(consoles: dict[str, Console], tickets: set[UUID]) -> None:
    for login, console in consoles.items():
        console.follow()
        fresh = console.fresh(tickets)
        assert set(console.screen.tickets) == set(fresh.tickets), login
        for ticket, seen in fresh.tickets.items():
            assert console.screen.tickets[ticket] == seen, f"{login}'s screen is old"
        assert console.screen.notices == fresh.notices, login


def assert_there_once_or_not_at_all(room: Room, done: Sequence[Done], tickets: set[UUID]) -> None:
    marks = Counter(tuple(row.values()) for row in room.rows(MARKS, tickets=list(tickets)))
    said = {words for _, words in marks}
    keys = {row["key"]: row for row in room.rows(KEYS, keys=[one.command.key for one in done])}
    assert keys.keys() == {one.command.key for one in done if one.outcomes}
    for one in done:
        mark = mark_of(one.command, one.words)
        if not one.outcomes:
            assert one.words not in said, f"refused, and there: {one}"
            assert mark is None or marks[mark] == 0, f"refused, and there: {one}"
            continue
        assert mark is None or marks[mark] == 1, f"{marks[mark]} times: {one}"
        done_by = keys[one.command.key]["numbers"]
        for outcome in one.outcomes:  # an agency is told what it sees
            told = [change.number for change in outcome.changes]
            assert told == done_by if one.step.who in OPENERS else set(told) <= set(done_by), one
