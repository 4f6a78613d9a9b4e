"""Wakes a thread that waits for pipes."""

import threading
from multiprocessing import connection, get_context


class Bell:
    """`ring` from any thread; `wait` in one. Rings before a wait count once."""

    def __init__(self) -> None:
        self._hear, self._strike = get_context("spawn").Pipe(duplex=False)
        self._lock = threading.Lock()
        self._rung = False

    def ring(self) -> None:
        with self._lock:
            if not self._rung and not self._strike.closed:
                self._rung = True
                self._strike.send_bytes(b"!")

    def wait(self, pipes: list["connection.Connection[object, object]"], timeout_s: float) -> None:
        """Until the bell rings, a pipe has something to say or has closed, or the time is over."""
        connection.wait([self._hear, *pipes], timeout_s)
        with self._lock:
            if self._rung:
                self._hear.recv_bytes()
                self._rung = False

    def close(self) -> None:
        with self._lock:
            self._hear.close()
            self._strike.close()
