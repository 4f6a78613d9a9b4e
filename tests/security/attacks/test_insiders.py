"""Attempts that take more than one statement: what leaks, what is overheard, who holds what for how long."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from security.attacks.attack import EVERYBODY, NO_ROW, PASSED, Tried, outcome
from security.attacks.cameras import UNLEASED, claimed
from security.attacks.functions import ALLOWED
from security.conftest import World
from support.cluster import wait_until
from unit.storage.demo_values import SECOND_STATION
from unit.storage.footage_contract import LATER, NOON

from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Machine, Role
from storage.model.search import TicketFilter
from storage.model.tickets import Act, Priority, TicketState
from storage.security import roles

CALLS = """
    SELECT proname::text, format('SELECT %s(%s)', oid::regproc, (
        SELECT string_agg('NULL::' || format_type(t, NULL), ', ' ORDER BY n)
        FROM unnest(proargtypes) WITH ORDINALITY a (t, n)))
    FROM pg_proc WHERE pronamespace = 'siaga'::regnamespace ORDER BY 1"""


@contextmanager
def for_now(admin: psycopg.Connection, *done_and_undone: tuple[str, str]) -> Iterator[None]:
    """What only a superuser can make, for a block."""
    for done, _ in done_and_undone:
        admin.execute(done)
    try:
        yield
    finally:
        for _, undone in reversed(done_and_undone):
            admin.execute(undone)


def test_a_function_is_called_by_those_on_the_list_and_by_nobody_else(world: World) -> None:
    calls = dict(world.raw("superuser").execute(CALLS).fetchall())
    assert set(ALLOWED) <= set(calls)
    called = {
        name: {by for by in EVERYBODY if outcome(world.raw(by), (call, ()), []) != "42501"}
        for name, call in calls.items()
        if name not in ALLOWED
    }
    assert {name: by for name, by in called.items() if by} == {}
    may = "SELECT has_function_privilege(session_user, oid, 'EXECUTE') FROM pg_proc WHERE proname = %s"
    for name, allowed in ALLOWED.items():
        assert {by for by in EVERYBODY if world.raw(by).execute(may, (name,)).fetchone() == (True,)} == set(allowed), (
            name
        )


@pytest.mark.parametrize("what", UNLEASED)
def test_a_station_says_nothing_of_a_camera_that_another_holds(world: World, what: str) -> None:
    tried: Tried = UNLEASED[what]
    mine, theirs = world.raw(Role.STATION), world.doors.raw(SECOND_STATION[0])
    theirs.execute(*claimed(world))
    try:
        assert outcome(mine, tried(world), []) == NO_ROW
        assert outcome(mine, claimed(world), []) == NO_ROW
        assert outcome(theirs, tried(world), []) == PASSED
    finally:
        theirs.execute("SELECT siaga.release_leases()")
        theirs.close()


def test_a_hostile_search_path_finds_no_other_function_table_or_operator(world: World) -> None:
    traps = (
        ("CREATE SCHEMA jebakan", "DROP SCHEMA jebakan CASCADE"),
        ("CREATE FUNCTION jebakan.my_role() RETURNS text LANGUAGE sql AS $$SELECT 'supervisor'$$", "SELECT 1"),
        ("CREATE TABLE jebakan.person AS SELECT id, login, 'supervisor' AS role FROM siaga.person", "SELECT 1"),
        ("CREATE FUNCTION jebakan.yes(uuid, uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'", "SELECT 1"),
        ("CREATE OPERATOR jebakan.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = jebakan.yes)", "SELECT 1"),
        ("GRANT USAGE ON SCHEMA jebakan TO PUBLIC", "SELECT 1"),
        ("GRANT SELECT ON jebakan.person TO PUBLIC", "SELECT 1"),
    )
    agency, close = world.raw(Role.AGENCY), "UPDATE siaga.ticket SET act = 'acknowledge', said = '' WHERE id = %s"
    with for_now(world.raw("superuser"), *traps), agency.transaction(force_rollback=True):
        agency.execute("SET LOCAL search_path = jebakan, pg_catalog, siaga")
        assert agency.execute("SELECT my_role(), siaga.my_role()").fetchone() == ("supervisor", "agency")
        found = agency.execute("SELECT siaga.find_tickets('{}', NULL, NULL, 200)").fetchall()
        assert (world.mine,) in found
        assert (world.theirs,) not in found
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            agency.execute(close, (world.mine,))


def test_a_cheap_function_of_ones_own_sees_no_row_before_the_policy_does(world: World) -> None:
    """Where somebody lets people make temporary objects after all."""
    seen: list[str] = []
    admin, database = world.raw("superuser"), world.doors.database
    makes = (
        f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC",
        f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
    )
    leak = (
        "CREATE FUNCTION pg_temp.leak(id uuid) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
        " $$ BEGIN RAISE NOTICE '%', id; RETURN true; END $$"
    )
    with (
        for_now(admin, makes),
        psycopg.connect(world.doors.dsn, user="dishub1", password=world.doors.passwords["dishub1"]) as agency,
    ):
        agency.add_notice_handler(lambda notice: seen.append(str(notice.message_primary)))
        agency.execute(leak)
        agency.execute("SELECT FROM siaga.ticket WHERE pg_temp.leak(id)")
        agency.rollback()
    assert str(world.mine) in seen
    assert str(world.theirs) not in seen


FILLED = {
    "ticket": "INSERT INTO siaga.ticket (id, number, category, priority, opened_by, title, description)"
    " SELECT gen_random_uuid(), n::text, 'congestion', 2, 'x', v, v",
    "report": "INSERT INTO siaga.report (id, ticket_id, channel, caller_name, number_key)"
    " SELECT gen_random_uuid(), (SELECT id FROM siaga.ticket LIMIT 1), 'radio', v, v",
}
HALF = " FROM (SELECT n, CASE WHEN n % 2 = 0 THEN '62811' ELSE n::text END AS v FROM generate_series(1, 400) n) x"
TEXTS = [("ticket", "title"), ("ticket", "description"), ("report", "caller_name"), ("report", "number_key")]


def thought(admin: psycopg.Connection, table: str, column: str) -> list[object]:
    """What an agency is told that a text costs which many rows have, and one that none has."""
    admin.execute(f"ANALYZE siaga.{table}")
    admin.execute("SET LOCAL ROLE dishub1")
    query = f"EXPLAIN SELECT FROM siaga.{table} WHERE {column} = "
    found = [admin.execute(f"{query}'{number}'").fetchall()[0] for number in ("62811", "62899")]
    admin.execute("RESET ROLE")
    return found


@pytest.mark.parametrize(("table", "column"), TEXTS)
def test_what_a_query_is_thought_to_cost_tells_nothing_of_others_texts(world: World, table: str, column: str) -> None:
    admin = world.raw("superuser")
    with admin.transaction(force_rollback=True):
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("SET LOCAL enable_indexscan = off")
        admin.execute("SET LOCAL enable_bitmapscan = off")
        admin.execute(FILLED[table] + HALF)
        many, none = thought(admin, table, column)
        assert many == none
        admin.execute(f"ALTER TABLE siaga.{table} ALTER {column} SET STATISTICS 100")
        many, none = thought(admin, table, column)
        assert many != none


def test_texts_that_policies_hide_have_no_statistics(world: World) -> None:
    """Of a table whose rows some may not see; what the planner needs of it are ids, times and short codes."""
    query = """
        SELECT relname || '.' || attname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
        WHERE relnamespace = 'siaga'::regnamespace AND relrowsecurity AND attnum > 0
            AND coalesce(attstattarget, -1) = 0"""
    silent = {row[0] for row in world.raw("superuser").execute(query).fetchall()}
    assert silent >= {f"{table}.{column}" for table, column in TEXTS}
    assert silent >= {"assignment.said", "audit.facts", "audit.said", "transfer.reason", "step_answer.note"}


def test_a_refusal_names_no_value_of_a_row_that_one_may_not_see(world: World) -> None:
    agency, admin = world.raw(Role.AGENCY), world.raw("superuser")
    (still,) = admin.execute("SELECT id FROM siaga.still WHERE ticket_id = %s", (world.theirs,)).fetchone() or ("",)
    insert = "INSERT INTO siaga.still (id, ticket_id, jpeg) VALUES (%s, %s, %s)"
    with pytest.raises(psycopg.errors.UniqueViolation) as taken:
        agency.execute(insert, (still, world.mine, b"\xff\xd8\xff"))
    assert taken.value.diag.message_detail is None
    with pytest.raises(psycopg.errors.CheckViolation) as broken:
        agency.execute("UPDATE siaga.ticket SET act = 'note', said = repeat('x', 2001) WHERE id = %s", (world.mine,))
    assert broken.value.diag.message_detail is None
    blank = "INSERT INTO siaga.shift_sign_in (id, shift_name, shift_starts_at, shift_ends_at) VALUES (%s, '', %s, %s)"
    with pytest.raises(psycopg.errors.CheckViolation) as shown:  # of a table whose rows all see who may write it
        world.raw(Role.OPERATOR).execute(blank, (new_id(), NOON, LATER))
    assert "Failing row" in str(shown.value.diag.message_detail)


def test_forged_notifications_change_nothing_that_a_console_shows_and_overheard_ones_say_nothing(world: World) -> None:
    told: list[Change] = []
    record, ticket = world.city.person("operator2"), world.reported
    after = world.city.detail(ticket)
    (start,) = world.raw("superuser").execute("SELECT number FROM siaga.feed_counter").fetchone() or (0,)
    follower = record.follow(told.extend, lambda state: None, after=start)
    follower.start()
    spy = world.raw(Machine.NOTIFIER)
    spy.execute("LISTEN siaga_feed")
    try:
        wait_until(lambda: follower.state.connected, "the console follows the feed")
        for forger in (Role.WALL, Role.INTAKE, Machine.NOTIFIER, Machine.BACKUP):
            world.raw(forger).execute(
                "SELECT pg_notify('siaga_feed', %s)", (f'{{"kind": "ticket", "id": "{ticket}"}}',)
            )
        assert world.city.detail(ticket) == after
        world.city.act(ticket, Act.NOTE, text="Sungguhan")
        wait_until(lambda: told, "the console has heard of what really happened")
    finally:
        follower.close()
        spy.execute("UNLISTEN *")
    assert [(one.kind, one.id, one.actor) for one in told] == [(Kind.TICKET, ticket, "operator1")]
    heard = [notify.payload for notify in spy.notifies(timeout=0)]
    assert "" in heard
    assert {payload for payload in heard if "kind" not in payload} == {""}


def test_an_old_snapshot_is_no_way_past_what_was_decided_since(world: World) -> None:
    signing = "INSERT INTO siaga.handover_signature (handover_id, side, digest) VALUES (%s, 'outgoing', %s)"
    values = (world.handover.id, world.handover.digest)
    operator = world.raw(Role.OPERATOR)
    with operator.transaction(force_rollback=True):
        operator.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        operator.execute("SELECT FROM siaga.site")
        world.city.act(world.mine, Act.NOTE, "operator3", text="x")  # whatever it is, the feed's counter has moved
        operator.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(psycopg.errors.SerializationFailure):
            operator.execute(signing, values)
    assert outcome(operator, (signing, values), []) == PASSED


def test_who_holds_the_lock_of_the_start_stops_it_for_seconds_and_not_for_good(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roles, "LOCK_WAIT", "100ms")
    with psycopg.connect(
        world.doors.dsn, dbname="postgres", user="wall1", password=world.doors.passwords["wall1"]
    ) as wall:
        wall.execute("SELECT pg_advisory_lock(7303014, 1)")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            roles.ensure_roles(world.doors.admin_dsn)
    roles.ensure_roles(world.doors.admin_dsn)


WEIRD = (
    *('"x"-foo-bar', '"x" or"y"-a-b', "a OR -b", "('a", "a:*b", "it's", "a'':*", "!a|b&c"),
    *("\\", '"', "- -", "<-> a", "a <1> b"),
)


def test_whatever_is_typed_into_the_search_is_looked_for(world: World) -> None:
    find = "SELECT siaga.find_tickets(jsonb_build_object('text', %s::text), NULL, NULL, 9)"
    for text in WEIRD:
        world.raw(Role.AGENCY).execute(find, (text,))


GARBAGE = (
    '{"states": 5, "text": 7, "days": "x"}',
    '{"states": [[], {}, "new"], "priorities": [{}, "x", 2], "categories": [1]}',
    '{"since": "banana", "until": "2026-01-01T00:00:00", "agency_id": 7, "camera_id": "x", "area_code": {}}',
)


def test_a_shared_filter_that_is_none_leaves_the_list_of_the_others_readable(world: World) -> None:
    keep = "INSERT INTO siaga.saved_filter (id, name, filter, shared) VALUES (%s, 'Sampah', %s, true)"
    kept = {new_id(): garbage for garbage in GARBAGE}
    for filter_id, garbage in kept.items():
        world.raw(Role.SUPERVISOR).execute(keep, (filter_id, garbage))
    found = {one.id: one.filter for one in world.city.operator.saved_filters()}
    assert {world.saved_filter} <= {one.id for one in world.city.person("operator3").saved_filters()}
    assert [found[one] for one in kept] == [
        TicketFilter(),
        TicketFilter(states=(TicketState.NEW,), priorities=(Priority.HIGH,)),
        TicketFilter(),
    ]


ENDING = "SELECT siaga.end_holders(interval '{idle}', interval '1 hour', interval '0.1 seconds')"


def test_who_keeps_all_others_from_writing_is_ended_though_their_timeout_is_lifted(world: World) -> None:
    """With shorter times than those that a station's round goes by."""
    admin, writer = world.raw("superuser"), world.doors.raw("operator2")
    holder = psycopg.connect(world.doors.dsn, user="dishub1", password=world.doors.passwords["dishub1"])
    holder.execute("SET idle_in_transaction_session_timeout = 0")
    holder.execute("UPDATE siaga.ticket SET act = 'note', said = 'x' WHERE id = %s", (world.mine,))
    holder.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the feed's counter is theirs now
    writing = "INSERT INTO siaga.log_entry (id, text) VALUES (%s, 'x')"
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(writer.execute, writing, (new_id(),))
        waits = (
            "SELECT FROM pg_locks WHERE NOT granted AND pid = %s AND waitstart < clock_timestamp() - interval '0.1 s'"
        )
        wait_until(lambda: admin.execute(waits, (writer.info.backend_pid,)).rowcount, "the other waits")
        assert admin.execute(ENDING.format(idle="1 hour")).fetchone() == (0,)
        assert admin.execute(ENDING.format(idle="0.05 seconds")).fetchone() == (1,)
        assert written.result().rowcount == 1
    with pytest.raises(psycopg.OperationalError):
        holder.execute("SELECT 1")
    holder.close()


def test_a_lifted_timeout_is_the_sessions_own_and_one_that_stays_is_found(world: World) -> None:
    raw = world.raw(Role.WALL)
    with raw.transaction(force_rollback=True):
        raw.execute("SET LOCAL statement_timeout = 0")  # nobody can be kept from it: docs/ref/security.md
    assert raw.execute("SHOW statement_timeout").fetchone() == ("30s",)
