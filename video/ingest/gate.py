"""The worker's side of the cap on openings: a ticket before a dial, given back when the stream is open or refused."""

import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic_ns

from video.ingest.pulse import Pulse
from video.ingest.urls import host_and_port

_LOOK_EVERY_S = 0.005
_LOOK_SLOWLY_S = 0.05
_QUICK_LOOKS = 40


class OpeningGate:
    """For one camera of a worker: its place on the pulse page holds one ticket, whichever of its feeds dials."""

    def __init__(self, pulse: Pulse, slot: int, knock: Callable[[], None]) -> None:
        self._pulse = pulse
        self._slot = slot
        self._knock = knock
        self._turn = threading.Lock()
        self._ticket = 0

    @contextmanager
    def ticket(self, url: str, stop: threading.Event) -> Iterator[bool]:
        """Wait until the supervisor lets this address be dialled; False where `stop` came first. Files need none."""
        who = host_and_port(url)
        if who is None:
            yield True
            return
        while not self._turn.acquire(timeout=_LOOK_SLOWLY_S):
            if stop.is_set():
                yield False
                return
        try:
            yield self._granted(zlib.crc32(who[0].encode()) + 1, stop)
        finally:
            self._pulse.dialled(self._slot, self._ticket)
            self._turn.release()

    def _granted(self, host: int, stop: threading.Event) -> bool:
        ticket = self._ticket = monotonic_ns()
        self._pulse.wish_to_dial(self._slot, ticket, host)
        self._knock()
        looks = 0
        while not self._pulse.may_dial(self._slot, ticket):
            looks += 1
            if self._pulse.wish(self._slot)[0] != ticket:  # a camera that left the place a moment ago was still there
                self._pulse.wish_to_dial(self._slot, ticket, host)
            if stop.wait(_LOOK_EVERY_S if looks < _QUICK_LOOKS else _LOOK_SLOWLY_S):
                return False
        return True
