"""A list of the record as a screen reads it: once at a time, and never for the person after."""

from collections.abc import Callable
from typing import Generic, TypeVar

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.service.record import Record

T = TypeVar("T")


class Reading(Generic[T]):
    """While one reading is under way, further wishes become exactly one more.

    `ask` runs off the presenter's thread; `done` and `failed` are called on it, and only while the record that was
    asked is still the one that `begin` gave.
    """

    def __init__(
        self,
        jobs: Jobs,
        ask: Callable[[Record], T],
        done: Callable[[T], None],
        failed: Callable[[SiagaError], None],
    ) -> None:
        self._jobs = jobs
        self._ask, self._done, self._failed = ask, done, failed
        self._record: Record | None = None
        self._turn = 0
        self._under_way = self._again = False

    def begin(self, record: Record | None) -> None:
        """Read this record from now on, or none; what is under way comes to nobody."""
        self._turn += 1
        self._record = record
        self._under_way = self._again = False

    def refresh(self) -> None:
        """Read, now or once what is under way has come."""
        if self._under_way:
            self._again = True
        else:
            self.read()

    def read(self, then: Callable[[], None] | None = None) -> None:
        """Read now, also while another reading is under way; `then` is called when this one has come and is shown."""
        record, turn, ask = self._record, self._turn, self._ask
        if record is None:
            return
        self._under_way = True

        def work() -> T:
            return ask(record)

        def done(found: T) -> None:
            if turn != self._turn:
                return
            self._under_way = False
            self._done(found)
            if then is not None:
                then()
            if self._again:
                self._again = False
                self.refresh()

        def failed(error: SiagaError) -> None:
            if turn == self._turn:
                self._under_way = self._again = False
                self._failed(error)

        self._jobs.submit(work, done, failed)
