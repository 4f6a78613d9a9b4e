"""The feed of the record as Qt signals, for whoever is signed in."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from console.presenters.jobs import Jobs
from storage.live.listener import FeedListener, FeedState
from storage.model.feed import Change
from storage.model.people import Person
from storage.service.record import Record

Follow: TypeAlias = Callable[
    [Record, Callable[[tuple[Change, ...]], None], Callable[[FeedState], None], int], FeedListener
]
"""Makes a listener for a record from a position on."""


class LiveBridge(QObject):
    """Implements SessionListener; the listener's own thread calls, and the signals bring it to the GUI thread."""

    changed = Signal(tuple)  # of Change
    state_changed = Signal(object)  # FeedState
    failed = Signal(object)  # SiagaError

    def __init__(self, follow: Follow, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._follow = follow
        self._jobs = jobs
        self._record: Record | None = None
        self._listener: FeedListener | None = None

    def begin(self, record: Record, _person: Person) -> None:
        self._record = record

        def work() -> tuple[Record, int]:
            return record, record.feed_position()

        self._jobs.submit(work, self._listen, self.failed.emit)

    def end(self) -> None:
        self._record = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _listen(self, begun: tuple[Record, int]) -> None:
        record, position = begun
        if record is not self._record:
            return  # another person signed in meanwhile
        self._listener = self._follow(record, self.changed.emit, self.state_changed.emit, position)
        self._listener.start()
