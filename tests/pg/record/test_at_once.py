"""What happens when several logins write at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from pg.record.doors import PgDoors
from support.cluster import wait_until
from unit.storage.callers_contract import a_report, add_report
from unit.storage.city import City

from storage.model.ids import new_id
from storage.model.tickets import Act
from storage.service.errors import RecordError, Stale

LOGINS = ("operator1", "operator2", "operator3", "supervisor1")


def together(calls: list[Callable[[], object]]) -> list[object]:
    """Each call's result or its RecordError, all begun at once on threads of their own."""

    def guarded(call: Callable[[], object]) -> object:
        try:
            return call()
        except RecordError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(guarded, calls))


def test_of_two_who_claim_at_once_one_gets_it_and_the_other_is_told(city: City, doors: PgDoors) -> None:
    for login in LOGINS:
        doors.person(login)
    for _ in range(5):
        ticket = city.open(by="intake1")
        claim = [city.acting(city.detail(ticket), Act.CLAIM) for _ in LOGINS]
        results = together([lambda n=n, c=c: doors.person(n).execute(c) for n, c in zip(LOGINS, claim, strict=True)])
        lost = [result for result in results if isinstance(result, Stale)]
        assert len(lost) == len(LOGINS) - 1
        owner = city.detail(ticket).ticket.owner_name
        assert all(error.current is not None and error.current.ticket.owner_name == owner for error in lost)


def test_one_key_sent_twice_at_once_is_done_once(doors: PgDoors, city: City) -> None:
    command = city.opening("dishub")
    raw = [doors.person("operator1"), type(doors.person("operator1"))(doors.person("operator1")._work)]
    first, second = together([lambda r=r: r.execute(command) for r in raw])
    assert first == second
    assert len(city.detail(command.ticket_id).timeline) == 2


def test_reports_that_come_at_once_are_all_kept_and_counted(doors: PgDoors, city: City) -> None:
    for login in LOGINS:
        doors.person(login)
    ticket = city.open()
    calls = [lambda n=n: add_report(city, ticket, a_report(words=n), n) for n in LOGINS for _ in range(3)]
    assert [result for result in together(calls) if isinstance(result, RecordError)] == []
    seen = city.detail(ticket).ticket
    assert (seen.reports, seen.version) == (12, 13)
    assert len(city.operator.reports(ticket)) == 12


def test_the_feed_follows_commit_order_without_gaps_while_a_poller_reads(city: City, doors: PgDoors) -> None:
    """A poller that always goes on from the highest number it saw must miss nothing."""
    start = city.operator.feed_position()
    writers = [doors.person(login) for login in LOGINS]
    seen: list[int] = []

    def write(record: object) -> None:
        for _ in range(25):
            record.execute(city.opening("polri"))  # type: ignore[attr-defined]

    reader = doors.person("auditor1")
    with ThreadPoolExecutor(len(writers)) as pool:
        running = [pool.submit(write, record) for record in writers]
        while not all(future.done() for future in running):
            seen += [c.number for c in reader.changes_since(seen[-1] if seen else start)]
        for future in running:
            future.result()
    seen += [c.number for c in reader.changes_since(seen[-1] if seen else start)]
    assert seen == list(range(start + 1, start + 1 + 25 * len(LOGINS)))


def test_a_transaction_that_is_rolled_back_leaves_no_gap(doors: PgDoors, city: City) -> None:
    before = city.operator.feed_position()
    raw = doors.raw("operator1")
    with raw.transaction(force_rollback=True):
        insert = "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'x', 'fire', 1)"
        raw.execute(insert, (new_id(),))
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
    city.open()
    assert [c.number for c in city.operator.changes_since(before)] == [before + 1]


def test_a_commit_rings_the_bell_without_a_payload(doors: PgDoors, city: City) -> None:
    listener = doors.raw("dishub1")
    listener.execute("LISTEN siaga_feed")
    city.open("polri")
    heard = list(listener.notifies(timeout=10, stop_after=1))
    assert [(n.channel, n.payload) for n in heard] == [("siaga_feed", "")]


def test_a_lock_that_nobody_gives_back_is_refused_in_time(doors: PgDoors, city: City) -> None:
    ticket = city.open()
    holder = doors.admin()
    with holder.transaction(), doors.raw("operator1") as waiting:
        holder.execute("SELECT 1 FROM siaga.ticket WHERE id = %s FOR UPDATE", (ticket,))
        waiting.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            waiting.execute("UPDATE siaga.ticket SET act = 'note', said = 'x' WHERE id = %s", (ticket,))


def test_a_killed_session_is_replaced_at_the_next_call(doors: PgDoors, city: City) -> None:
    record = doors.person("operator3")
    assert record.me().login == "operator3"
    killed = doors.admin().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'operator3' AND datname = %s",
        (doors.database,),
    )
    assert killed.rowcount >= 1
    query = "SELECT 1 FROM pg_stat_activity WHERE usename = 'operator3' AND datname = %s"
    wait_until(lambda: not doors.admin().execute(query, (doors.database,)).fetchone(), "the session is gone")
    assert record.me().login == "operator3"
