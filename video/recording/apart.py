"""The keeper's rounds on a thread of their own: a disk that hangs holds that thread, not the station's leases."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import monotonic

from video.recording.keeper import RingKeeper, RingState, RingStatus
from video.recording.locks import RingLock
from video.recording.trouble import Trouble, trouble_of

_log = logging.getLogger(__name__)
_PATIENCE_S = 0.5
"""How long a round is waited for: nearly every one is over by then, and its answer is of this moment."""
HUNG_AFTER_S = 30.0
"""Packets wait in memory about as long (docs/design/recording.md); a disk that comes back earlier costs nothing."""
_END_S = 2.0


class KeeperApart:
    """As a RingKeeper, from one thread; no call takes longer than `patience_s` (`close` a little more)."""

    def __init__(
        self, keeper: RingKeeper, *, patience_s: float = _PATIENCE_S, clock: Callable[[], float] = monotonic
    ) -> None:
        self._keeper = keeper
        self._patience_s = patience_s
        self._clock = clock
        self._turn = threading.Condition()
        self._order: tuple[datetime, int] | None = None
        self._locks: tuple[RingLock, ...] | None = None
        self._busy_since_s: float | None = None
        self._status: RingStatus | None = None
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="siaga-ring", daemon=True)

    def start(self) -> None:
        """Begin, and make the folder."""
        self._thread.start()

    @property
    def may_record(self) -> bool:
        """As the last round said: while the disk hangs, what comes waits in memory."""
        status = self._status
        return status is not None and status.state in (RingState.GOOD, RingState.SHORT)

    def set_locks(self, locks: tuple[RingLock, ...]) -> None:
        with self._turn:
            self._locks = locks

    def tick(self, now: datetime, cameras_recording: int = 0) -> RingStatus:
        """What the newest round that is over says; a disk that does not answer for long has stopped."""
        with self._turn:
            if self._busy_since_s is None:
                self._order = (now, cameras_recording)
                self._busy_since_s = self._clock()
                self._turn.notify_all()
                self._turn.wait_for(self._is_idle, self._patience_s)
            status = self._status or RingStatus()
            if self._busy_since_s is not None and self._clock() - self._busy_since_s >= HUNG_AFTER_S:
                return replace(status, state=RingState.STOPPED, trouble=Trouble.SLOW.value)
            return status

    def close(self) -> None:
        """Another console of this machine may keep the ring, at once or when the disk answers."""
        with self._turn:
            self._ending = True
            self._turn.notify_all()
        if self._thread.is_alive():
            self._thread.join(_END_S)

    def _is_idle(self) -> bool:
        return self._busy_since_s is None

    def _run(self) -> None:
        try:
            self._keeper.start()
        except OSError as error:  # its rounds say so too, and go on trying
            _log.warning("the folder of the recordings could not be made: %s", trouble_of(error).name)
        while (order := self._next_order()) is not None:
            status = self._round(*order)
            with self._turn:
                self._status, self._busy_since_s = status, None
                self._turn.notify_all()
        self._keeper.close()

    def _next_order(self) -> tuple[datetime, int] | None:
        with self._turn:
            while self._order is None and not self._ending:
                self._turn.wait()
            order, self._order = self._order, None
            if self._locks is not None:
                self._keeper.set_locks(self._locks)
                self._locks = None
            return None if self._ending else order

    def _round(self, now: datetime, cameras_recording: int) -> RingStatus:
        try:
            return self._keeper.tick(now, cameras_recording)
        except Exception:  # noqa: BLE001 - the next round may go well; until then nobody is told that all is
            _log.exception("a round of the ring failed by an error of our own")
            return RingStatus(state=RingState.STOPPED, trouble=Trouble.FAILING.value)
