"""Work off the GUI thread: one thread, in the order asked, whose results come back as one Qt signal.

One thread and not several: a record is closed after all that was asked of it, and a reading never overtakes the
write before it. What may take long for another reason (dialling a camera) gets a `QtJobs` of its own.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from resources.errors import SiagaError

T = TypeVar("T")
log = logging.getLogger(__name__)


class QtJobs(QObject):
    """Implements `console.presenters.jobs.Jobs`; callbacks run on the thread that made this object."""

    _ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="siaga-jobs")
        self._ids = count(1)
        self._waiting: dict[int, tuple[Future[Any], Callable[[Any], None], Callable[[SiagaError], None]]] = {}
        self._closed = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[SiagaError], None]) -> None:
        if self._closed:
            return
        job = next(self._ids)
        future = self._executor.submit(work)
        self._waiting[job] = (future, done, failed)
        future.add_done_callback(partial(self._announce, job))

    def close(self) -> None:
        """Wait for all that was asked (records are closed so); nothing is delivered any more."""
        self._closed = True
        self._executor.shutdown(wait=True)
        self._waiting.clear()

    def _announce(self, job: int, _future: Future[Any]) -> None:
        if not self._closed:
            self._ended.emit(job)

    @Slot(int)
    def _deliver(self, job: int) -> None:
        entry = self._waiting.pop(job, None)
        if entry is None or self._closed:
            return
        future, done, failed = entry
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, SiagaError):
            failed(error)
        else:
            log.error("a job failed unexpectedly", exc_info=error)
            failed(SiagaError(type(error).__name__))
