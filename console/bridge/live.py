"""The feed of the record as Qt signals, for whoever is signed in."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from storage.live.listener import FeedListener, FeedState
from storage.model.feed import Change
from storage.model.people import Person
from storage.service.record import Record

MakeListener: TypeAlias = Callable[
    [Record, Callable[[tuple[Change, ...]], None], Callable[[FeedState], None]], FeedListener
]


class LiveBridge(QObject):
    """Implements SessionListener; a listener's own thread calls, and the signals bring it to the GUI thread."""

    changed = Signal(tuple)  # of Change
    state_changed = Signal(object)  # FeedState

    def __init__(self, make: MakeListener, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._listener: FeedListener | None = None

    def begin(self, record: Record, _person: Person) -> None:
        self._listener = self._make(record, self.changed.emit, self.state_changed.emit)
        self._listener.start()

    def end(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
