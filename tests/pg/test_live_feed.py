"""The feed against a real server that loses connections, restarts and hangs."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from support.cluster import FAST, fresh_database, wait_until

from storage.live.listener import FeedListener, FeedState
from storage.model.feed import Change, Kind
from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_process import processes_of

# The shape of the real feed: one counter row, updated last in the transaction, numbers changes in commit order.
SCHEMA = """
create table feed_counter (number bigint not null);
insert into feed_counter values (0);
create table feed (number bigint primary key, kind text, id uuid, version int, actor text, at timestamptz);
create function change() returns bigint language sql as $$
    with next as (update feed_counter set number = number + 1 returning number),
    written as (insert into feed select number, 'ticket', gen_random_uuid(), 1, session_user, now() from next
                returning number),
    told as (select pg_notify('siaga_feed', ''))
    select number from written, told
$$;
"""
READ = "select number, kind, id, version, actor, at from feed where number > %s order by number limit 50"


class Followed:
    """A feed under test, with everything that it told."""

    def __init__(self, dsn: str, after: int = 0, **limits: float) -> None:
        self.dsn = dsn
        self.numbers: list[int] = []
        self.states: list[FeedState] = []
        self.before_read: Callable[[], Any] = lambda: None
        self.feed = FeedListener(
            self.connect,
            self.read,
            lambda changes: self.numbers.extend(change.number for change in changes),
            self.states.append,
            after=after,
            **({"heartbeat_s": 0.3, "answer_s": 0.5} | limits),  # type: ignore[arg-type]
        )

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.dsn, connect_timeout=2, application_name="feed-line")

    def read(self, after: int) -> tuple[Change, ...]:
        self.before_read()
        with psycopg.connect(self.dsn, connect_timeout=2) as connection:
            rows = connection.execute(READ, (after,)).fetchall()
        return tuple(Change(row[0], Kind(row[1]), *row[2:]) for row in rows)

    def connected(self) -> bool:
        return self.feed.state.connected


Follow = Callable[..., Followed]


@pytest.fixture
def follow() -> Iterator[Follow]:
    started: list[Followed] = []

    def begin(dsn: str, after: int = 0, **limits: float) -> Followed:
        followed = Followed(dsn, after, **limits)
        followed.feed.start()
        started.append(followed)
        return followed

    yield begin
    for followed in started:
        followed.feed.close(timeout_s=10)


def feed_database(server: EmbeddedServer) -> str:
    dsn = fresh_database(server)
    with psycopg.connect(dsn) as connection:
        connection.execute(SCHEMA)
    return dsn


def write(dsn: str, times: int = 1) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(times):
            connection.execute("select change()")


def test_every_change_of_four_writers_comes_once_and_in_order_although_the_line_is_cut(
    each_postgres: EmbeddedServer, follow: Follow
):
    dsn = feed_database(each_postgres)
    followed = follow(dsn)
    wait_until(followed.connected, "connected")
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'feed-line'"
    with ThreadPoolExecutor(4) as pool, psycopg.connect(dsn, autocommit=True) as admin:
        writers = [pool.submit(write, dsn, 150) for _ in range(4)]
        for reached in (20, 150, 300):
            wait_until(lambda reached=reached: len(followed.numbers) > reached, f"{reached} changes came")
            wait_until(lambda: admin.execute(cut).fetchall(), "the line was cut")
        for writer in writers:
            writer.result()
    wait_until(lambda: len(followed.numbers) >= 600, "all changes came")
    assert followed.numbers == list(range(1, 601))
    wait_until(followed.connected, "the feed is back")
    assert [state.connected for state in followed.states[:2]] == [True, False]


def test_what_was_written_between_the_snapshot_and_the_start_comes_first(cluster: EmbeddedServer, follow: Follow):
    dsn = feed_database(cluster)
    write(dsn, 120)  # more than one page
    followed = follow(dsn, after=7)
    wait_until(lambda: len(followed.numbers) >= 113, "all of it came")
    assert followed.numbers == list(range(8, 121))


def test_a_change_comes_by_its_notification_and_not_at_the_next_heartbeat(cluster: EmbeddedServer, follow: Follow):
    dsn = feed_database(cluster)
    followed = follow(dsn, heartbeat_s=60, answer_s=5)
    wait_until(followed.connected, "connected")
    write(dsn)
    wait_until(lambda: followed.numbers == [1], "the change came", timeout_s=20)


def test_a_notification_that_was_never_sent_is_made_up_for_by_the_heartbeat(cluster: EmbeddedServer, follow: Follow):
    dsn = feed_database(cluster)
    followed = follow(dsn)
    wait_until(followed.connected, "connected")
    with psycopg.connect(dsn) as connection:
        connection.execute("insert into feed values (1, 'ticket', gen_random_uuid(), 1, 'x', now())")
    wait_until(lambda: followed.numbers == [1], "the change came")


def test_the_time_last_heard_is_the_servers_and_moves_on_without_changes(cluster: EmbeddedServer, follow: Follow):
    dsn = feed_database(cluster)
    followed = follow(dsn)
    wait_until(followed.connected, "connected")
    first = followed.feed.state.last_heard
    assert first is not None
    wait_until(lambda: followed.feed.state.last_heard != first, "a later heartbeat")
    with psycopg.connect(dsn) as connection:
        row = connection.execute("select clock_timestamp()").fetchone()
    assert row is not None
    assert first < row[0]
    assert len(followed.states) == 1  # connected, told once


def test_reads_that_fail_say_not_connected_and_nothing_is_skipped_once_they_work(
    cluster: EmbeddedServer, follow: Follow
):
    dsn = feed_database(cluster)
    followed = follow(dsn)
    wait_until(followed.connected, "connected")

    def refuse() -> None:
        raise psycopg.OperationalError("refused")

    followed.before_read = refuse
    write(dsn, 3)
    wait_until(lambda: not followed.connected(), "the state says so")
    assert followed.numbers == []
    followed.before_read = lambda: None
    wait_until(followed.connected, "connected again")
    assert followed.numbers == [1, 2, 3]


def test_a_read_that_hangs_says_not_connected_while_it_hangs(cluster: EmbeddedServer, follow: Follow):
    dsn = feed_database(cluster)
    followed = follow(dsn)
    wait_until(followed.connected, "connected")
    hung = threading.Event()
    followed.before_read = lambda: hung.wait(20)
    wait_until(lambda: not followed.connected(), "the state says so", timeout_s=10)
    followed.before_read = lambda: None
    hung.set()
    wait_until(followed.connected, "connected again")


def test_nobody_is_called_once_it_is_closed_even_in_the_midst_of_a_read(cluster: EmbeddedServer):
    dsn = feed_database(cluster)
    write(dsn, 3)
    followed = Followed(dsn)
    reading, go_on = threading.Event(), threading.Event()
    followed.before_read = lambda: (reading.set(), go_on.wait(20))
    followed.feed.start()
    assert reading.wait(20)
    followed.feed.close(timeout_s=0.05)
    go_on.set()
    wait_until(lambda: not followed.feed._reader.is_alive(), "the reader ended")
    assert followed.numbers == []
    assert followed.states == []


def test_closing_from_its_own_callback_ends_it(cluster: EmbeddedServer):
    dsn = feed_database(cluster)
    followed = Followed(dsn)
    followed.feed._on_state = lambda _: followed.feed.close()
    followed.feed.start()
    wait_until(lambda: not followed.feed._listener.is_alive() and not followed.feed._reader.is_alive(), "both ended")


def test_a_restarted_server_is_found_again_and_what_it_took_meanwhile_comes(server_home: Path, follow: Follow):
    server = EmbeddedServer(server_home, settings=FAST)
    with server:
        dsn = feed_database(server)
        followed = follow(dsn)
        wait_until(followed.connected, "connected")
        write(dsn, 2)
        wait_until(lambda: followed.numbers == [1, 2], "two changes came")
        server.close()
        wait_until(lambda: not followed.connected(), "the state says so")
        assert followed.states[-1].last_heard is not None
        server.start()
        write(dsn, 2)
        wait_until(followed.connected, "connected again")
        wait_until(lambda: followed.numbers == [1, 2, 3, 4], "four changes came")


def test_a_server_that_hangs_is_called_gone_within_the_limits_and_found_again(server_home: Path, follow: Follow):
    heartbeat_s, answer_s = 0.3, 0.5
    with EmbeddedServer(server_home, settings=FAST) as server:
        dsn = feed_database(server)
        followed = follow(dsn, heartbeat_s=heartbeat_s, answer_s=answer_s)
        wait_until(followed.connected, "connected")
        paused = [process for process in processes_of(server.data) if pause(process)]
        try:
            began = time.monotonic()
            wait_until(lambda: not followed.connected(), "the state says so")
            assert time.monotonic() - began < heartbeat_s + answer_s + 1.0  # the last for a busy machine
        finally:
            for process in paused:
                process.resume()
        write(dsn, 2)
        wait_until(followed.connected, "connected again")
        wait_until(lambda: followed.numbers == [1, 2], "both changes came")


def pause(process: psutil.Process) -> bool:
    try:
        process.suspend()
    except psutil.NoSuchProcess:  # a backend that ended between the look and the signal
        return False
    return True


def test_a_line_to_a_wrong_address_keeps_trying_and_closes_at_once():
    def refused() -> psycopg.Connection:
        return psycopg.connect("host=127.0.0.1 port=1 connect_timeout=2")

    tried: list[str] = []
    states: list[FeedState] = []
    feed = FeedListener(
        lambda: (tried.append("once"), refused())[1], lambda _: (), lambda _: None, states.append, after=0
    )
    feed.start()
    wait_until(lambda: len(tried) >= 3, "three tries")
    began = time.monotonic()
    feed.close()
    assert time.monotonic() - began < 1.5
    assert states == [FeedState(connected=False, last_heard=None, position=0)]
