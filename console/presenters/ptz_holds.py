"""Who moves which camera, as the record knows it: read when it changes, and when a hold has run out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.ptz import PtzHold
from storage.service.errors import Forbidden
from storage.service.record import Record


@dataclass(frozen=True, slots=True)
class _Read:
    holds: tuple[PtzHold, ...]
    now: datetime  # the server's


class PtzHolds:
    """Reads once at a time; `shown` is given all that hold, after each reading.

    A hold is renewed and runs out without an event of the feed. Its end is the server's: only how long it has still to
    go is taken from there, and counted by `now_s`, the monotonic clock, from before the asking.
    """

    def __init__(self, jobs: Jobs, now_s: Callable[[], float], shown: Callable[[Mapping[UUID, PtzHold]], None]) -> None:
        self._jobs, self._now_s, self._shown = jobs, now_s, shown
        self._record: Record | None = None
        self._session = 0
        self._holds: dict[UUID, PtzHold] = {}
        self._ends_s: dict[UUID, float] = {}
        self._reading = self._again = False

    def begin(self, record: Record) -> None:
        self._session += 1
        self._record = record
        self._reading = self._again = False
        self.read()

    def end(self) -> None:
        """Nobody is signed in: nothing is known."""
        self._session += 1
        self._record = None
        self._show({}, {})

    def of(self, camera_id: UUID) -> PtzHold | None:
        return self._holds.get(camera_id)

    def tick(self) -> None:
        """Some time passed: ask again where a hold has run out."""
        now_s = self._now_s()
        if any(ends_s <= now_s for ends_s in self._ends_s.values()):
            self.read()

    def read(self) -> None:
        record, session, asked_s = self._record, self._session, self._now_s()
        if record is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True

        def work() -> _Read:
            return _Read(record.ptz_holds(), record.server_now())

        def done(read: _Read) -> None:
            if session == self._session:
                ends_s = {one.camera_id: asked_s + (one.until - read.now).total_seconds() for one in read.holds}
                self._show({one.camera_id: one for one in read.holds}, ends_s)
                self._next()

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._keep_what_lasts(error)
                self._next()

        self._jobs.submit(work, done, failed)

    def _next(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.read()

    def _keep_what_lasts(self, error: SiagaError) -> None:
        """The record is gone: what was known is shown no longer than it lasts."""
        now_s = self._now_s()
        lasting = {} if isinstance(error, Forbidden) else self._holds
        holds = {one: hold for one, hold in lasting.items() if self._ends_s[one] > now_s}
        self._show(holds, {one: self._ends_s[one] for one in holds})

    def _show(self, holds: dict[UUID, PtzHold], ends_s: dict[UUID, float]) -> None:
        self._holds, self._ends_s = holds, ends_s
        self._shown(holds)
