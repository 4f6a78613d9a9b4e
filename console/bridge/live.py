"""The feed of the record as Qt signals, for whoever is signed in."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.live.listener import FeedListener, FeedState
from storage.model.feed import Change
from storage.model.people import Person
from storage.pg.record import PgRecord
from storage.service.record import Record

AGAIN_MS = 5000
Follow: TypeAlias = Callable[
    [Record, Callable[[tuple[Change, ...]], None], Callable[[FeedState], None], int], FeedListener
]
"""Makes a listener for a record from a position on."""


class LiveBridge(QObject):
    """Implements SessionListener; the listener's own thread calls, and the signals bring it to the GUI thread.

    A record that is away when it begins is tried again until it is there: a desk that does not hear shows no alarm.
    """

    changed = Signal(tuple)  # of Change
    state_changed = Signal(object)  # FeedState
    failed = Signal(object)  # SiagaError
    _heard = Signal(object, object)  # whose record, and what was heard

    def __init__(self, follow: Follow, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._follow = follow
        self._jobs = jobs
        self._record: Record | None = None
        self._listener: FeedListener | None = None
        self._heard.connect(self._pass_on)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._begin)

    def begin(self, record: Record, _person: Person) -> None:
        self._record = record
        self._begin()

    @Slot()
    def _begin(self) -> None:
        record = self._record
        if record is None:
            return

        def work() -> tuple[Record, int]:
            return record, record.feed_position()

        def failed(error: SiagaError) -> None:
            self.failed.emit(error)
            if record is self._record:
                self._again.start()

        self._jobs.submit(work, self._listen, failed)

    def end(self) -> None:
        """Ended off the GUI thread, since a hung server holds it; what it still hears is dropped."""
        self._record = None
        self._again.stop()
        if self._listener is not None:
            self._jobs.submit(self._listener.close, _nothing, self.failed.emit)
            self._listener = None

    def _listen(self, begun: tuple[Record, int]) -> None:
        record, position = begun
        if record is not self._record or self._listener is not None:
            return  # another person signed in meanwhile, or it was asked for twice
        heard = partial(self._heard.emit, record)
        self._listener = self._follow(record, heard, heard, position)
        self._listener.start()

    @Slot(object, object)
    def _pass_on(self, record: Record, heard: tuple[Change, ...] | FeedState) -> None:
        if record is not self._record:
            return
        if isinstance(heard, FeedState):
            self.state_changed.emit(heard)
        else:
            self.changed.emit(heard)


def _nothing(_: object) -> None:
    """Nobody waits for a closed listener."""


def follow(
    record: Record, on_changes: Callable[[tuple[Change, ...]], None], on_state: Callable[[FeedState], None], after: int
) -> FeedListener:
    """The listener of a record on PostgreSQL, which is the only one that can be followed."""
    assert isinstance(record, PgRecord)
    return record.follow(on_changes, on_state, after=after)
