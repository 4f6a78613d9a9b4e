"""A plain Python thread that calls one function at an interval, beginning at once."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Ticker:
    """`start()` begins, `poke()` makes the next call come now, `close()` waits for a call under way."""

    def __init__(self, name: str, tick: Callable[[], None], *, every_s: float) -> None:
        self._tick = tick
        self._every_s = every_s
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        self._wake.set()

    def close(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._tick()
            except Exception:
                # The thread must outlive a fault of one round: the next one may go well.
                log.exception("a round of %s failed", self._thread.name)
            self._wake.wait(self._every_s)
            self._wake.clear()
