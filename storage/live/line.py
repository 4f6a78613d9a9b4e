"""One LISTEN connection on which no question waits for ever, whatever the server does.

psycopg's own `execute` waits until the server answers; a server that hangs with its sockets open never does. Here
every question has a deadline, and another thread may end a wait without touching the connection: closing a
connection under a thread that waits on it is undefined in libpq.
"""

import selectors
import socket
import time
from datetime import UTC, datetime

import psycopg
from psycopg import pq

CHANNEL = "siaga_feed"
_LISTEN = f"listen {CHANNEL}".encode("ascii")
_SERVER_TIME = b"""select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""


class LineLost(Exception):
    """The connection ended, or the server did not answer in time."""


class Waker:
    """Ends another thread's wait. A socket pair, since Windows selects on nothing else."""

    def __init__(self) -> None:
        self.receiving, self._sending = socket.socketpair()
        self.receiving.setblocking(False)
        self._sending.setblocking(False)

    def wake(self) -> None:
        """Callable from every thread, any number of times."""
        try:
            self._sending.send(b"!")
        except BlockingIOError:
            return  # so many calls wait already that one more changes nothing

    def clear(self) -> None:
        try:
            while self.receiving.recv(4096):
                pass
        except BlockingIOError:
            return

    def wait(self, timeout_s: float) -> None:
        """Sleep until somebody wakes us."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.receiving, selectors.EVENT_READ)
            if selector.select(max(0.0, timeout_s)):
                self.clear()

    def close(self) -> None:
        self.receiving.close()
        self._sending.close()


class Line:
    """A connection of ours alone, listening. Used and closed by one thread; raises LineLost."""

    def __init__(self, connection: psycopg.Connection, *, answer_s: float) -> None:
        self._connection = connection
        self._server = connection.pgconn
        self._answer_s = answer_s
        self._hinted = False
        connection.autocommit = True
        try:
            self._ask(_LISTEN)
        except LineLost:
            connection.close()
            raise

    def heartbeat(self) -> datetime:
        """The server's clock now, in UTC, by a question and an answer."""
        told = self._ask(_SERVER_TIME)
        if told is None:
            raise LineLost("the heartbeat came back empty")
        return datetime.fromisoformat(told.decode("ascii")).replace(tzinfo=UTC)

    def wait(self, waker: Waker, timeout_s: float) -> None:
        """Until a notification came, somebody woke us, or the time is over."""
        if self._hinted:
            return
        with selectors.DefaultSelector() as selector:
            server_key = selector.register(self._server.socket, selectors.EVENT_READ)
            selector.register(waker.receiving, selectors.EVENT_READ)
            ready = {key for key, _ in selector.select(max(0.0, timeout_s))}
        if server_key in ready:
            self._take_in()
        if len(ready) > (server_key in ready):
            waker.clear()

    def hinted(self) -> bool:
        """Whether a notification came since we last asked."""
        hinted, self._hinted = self._hinted, False
        return hinted

    def close(self) -> None:
        """End the connection, without waiting for the server."""
        self._connection.close()

    def _take_in(self) -> None:
        try:
            self._server.consume_input()
        except psycopg.OperationalError as error:
            raise LineLost(str(error)) from error
        while self._server.notifies() is not None:
            self._hinted = True

    def _ask(self, question: bytes) -> bytes | None:
        """Send one question and return its first value. Raises LineLost when it is refused or not answered."""
        deadline = time.monotonic() + self._answer_s
        try:
            self._server.send_query(question)
            self._server.flush()
        except psycopg.OperationalError as error:
            raise LineLost(str(error)) from error
        value = None
        while (result := self._next_result(deadline)) is not None:
            if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
                raise LineLost(result.error_message.decode("utf-8", "replace").strip())
            if result.ntuples:
                value = result.get_value(0, 0)
        return value

    def _next_result(self, deadline: float) -> pq.abc.PGresult | None:
        while self._server.is_busy():
            with selectors.DefaultSelector() as selector:
                selector.register(self._server.socket, selectors.EVENT_READ)
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise LineLost(f"no answer within {self._answer_s:g} s")
            self._take_in()
        return self._server.get_result()
