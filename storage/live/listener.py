"""The feed as it happens: every change after a position, in order, each once, and whether we are up to date.

A notification is only a hint to look; what is read by number after the last change seen is the truth. So nothing
that comes while the connection is away, or between a snapshot and the LISTEN, is lost.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import psycopg

from resources.errors import SiagaError
from storage.live.line import Line, LineLost, Waker
from storage.model.feed import Change

log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0


@dataclass(frozen=True, slots=True)
class FeedState:
    """Whether what is shown is up to date. `last_heard`, by the server's clock: all changes until then are known."""

    connected: bool
    last_heard: datetime | None
    position: int


class FeedListener:
    """Follows the feed from `after` on, for one person or station, with a connection and threads of its own.

    `connect` opens a connection that nobody else uses; give it a `connect_timeout`. `read_changes(after)` returns
    the next changes, oldest first, as this role may see them, such as `Record.changes_since`; it is called from
    one thread of ours. So is `on_changes`; `on_state` is told the first verdict, and when `connected` turns. None
    is called after `close()`. A server that hangs is noticed within `heartbeat_s + answer_s`; we come back by
    ourselves, always.
    """

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection],
        read_changes: Callable[[int], tuple[Change, ...]],
        on_changes: Callable[[tuple[Change, ...]], None],
        on_state: Callable[[FeedState], None],
        *,
        after: int,
        heartbeat_s: float = 5.0,
        answer_s: float = 3.0,
    ) -> None:
        self._connect = connect
        self._read_changes = read_changes
        self._on_changes = on_changes
        self._on_state = on_state
        self._heartbeat_s = heartbeat_s
        self._answer_s = answer_s
        self._gate = threading.RLock()  # held while we call out, so that close() ends the calls
        self._closed = False
        self._waker = Waker()
        self._wanted = threading.Condition()
        self._round = 0  # of asking the reader to read
        self._asked: tuple[int, datetime] | None = None  # the newest round, and the server's clock at it
        self._first_round = 1  # of this connection
        self._read_round = 0  # the newest round that was read to the end
        self._reading_since: float | None = None  # by our clock, while it does
        self._unread = False  # the last read failed
        self._told: bool | None = None  # what `on_state` knows
        self._state = FeedState(connected=False, last_heard=None, position=after)
        self._listener = threading.Thread(target=self._listen, name="feed-listen", daemon=True)
        self._reader = threading.Thread(target=self._read, name="feed-read", daemon=True)
        self._running = 0

    @property
    def state(self) -> FeedState:
        """What is known now; callable from every thread."""
        return self._state

    def start(self) -> None:
        self._running = 2
        self._reader.start()
        self._listener.start()

    def close(self, timeout_s: float = 2.0) -> None:
        """End both threads, waiting `timeout_s` for one that is in the midst of a call to the server."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            if not self._running:
                self._waker.close()
                return
            self._waker.wake()
        with self._wanted:
            self._wanted.notify_all()
        ours = (self._listener, self._reader)
        if threading.current_thread() in ours:
            return  # called back by us: both end once the call returns
        deadline = time.monotonic() + timeout_s
        for thread in ours:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                log.warning("%s still waits for the server, and ends when that answers", thread.name)

    def _end(self) -> None:
        """The last of our threads to end takes with it what both used."""
        with self._gate:
            self._running -= 1
            if not self._running:
                self._waker.close()

    # -- the thread that listens: never in a call without a deadline, but for `connect` ---------------------------

    def _listen(self) -> None:
        try:
            self._keep_listening()
        finally:
            self._turn(connected=False)
            self._end()

    def _keep_listening(self) -> None:
        failures = 0
        while not self._closed:
            heard = self._state.last_heard
            try:
                self._follow(Line(self._connect(), answer_s=self._answer_s))
            except (LineLost, psycopg.Error, SiagaError) as error:
                log.warning("the feed is gone: %s", error)
            if self._state.last_heard != heard:
                failures = 0
            self._turn(connected=False)
            if not self._closed:
                self._waker.wait(_pause_s(failures))
                failures += 1

    def _follow(self, line: Line) -> None:
        """Serve one connection until it is lost or we are closed."""
        try:
            self._first_round = self._round + 1
            while not self._closed:
                self._want(line.heartbeat())
                due = time.monotonic() + self._heartbeat_s
                while not self._closed and time.monotonic() < due:
                    line.wait(self._waker, min(due - time.monotonic(), self._reader_allowance_s()))
                    if line.hinted():
                        self._want(line.heartbeat())
                    self._judge()
        finally:
            line.close()

    def _reader_allowance_s(self) -> float:
        since = self._reading_since
        if since is None:
            return self._heartbeat_s
        # Overdue already: nothing new to say before it ends, and then it wakes us.
        left = since + self._answer_s - time.monotonic()
        return left if left > 0 else self._heartbeat_s

    def _judge(self) -> None:
        """Up to date is who has read all since this connection began, and is not stuck in reading more."""
        since = self._reading_since
        overdue = since is not None and time.monotonic() - since > self._answer_s
        if overdue or self._unread:
            self._turn(connected=False)
        elif self._read_round >= self._first_round:
            self._turn(connected=True)

    def _turn(self, *, connected: bool) -> None:
        with self._gate:
            if self._told == connected or self._closed:
                return
            self._told = connected
            self._state = replace(self._state, connected=connected)
            self._on_state(self._state)

    def _want(self, heard: datetime) -> None:
        with self._wanted:
            self._round += 1
            self._asked = (self._round, heard)
            self._wanted.notify_all()

    # -- the thread that reads: it may hang in the record's own connection, and the listener sees that ------------

    def _read(self) -> None:
        try:
            self._keep_reading()
        finally:
            self._unread = True  # and so it stays, should a fault have ended us
            self._end()

    def _keep_reading(self) -> None:
        while (asked := self._next_wanted()) is not None:
            try:
                self._read_all()
            except (psycopg.Error, SiagaError) as error:
                log.warning("the feed could not be read: %s", error)
                self._unread = True
            else:
                self._unread = False
                with self._gate:
                    self._read_round, heard = asked
                    self._state = replace(self._state, last_heard=heard)
            finally:
                self._reading_since = None
                self._waker.wake()

    def _next_wanted(self) -> tuple[int, datetime] | None:
        """The round to read for; None when we are closed."""
        with self._wanted:
            self._wanted.wait_for(lambda: self._asked is not None or self._closed)
            asked, self._asked = self._asked, None
            self._reading_since = time.monotonic()
            return None if self._closed else asked

    def _read_all(self) -> None:
        while not self._closed:
            self._reading_since = time.monotonic()
            after = self._state.position
            changes = tuple(change for change in self._read_changes(after) if change.number > after)
            if not changes:
                return
            with self._gate:
                if self._closed:
                    return
                self._on_changes(changes)
                self._state = replace(self._state, position=changes[-1].number)


def _pause_s(failures: int) -> float:
    """How long to leave a server alone that we lost: longer each time, and not all consoles at once."""
    return min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)
