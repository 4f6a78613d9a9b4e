"""A book of the record: read while its sheet is open, written one thing at a time by those who may."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.service.commands import Command
from storage.service.errors import Stale
from storage.service.record import Record

T = TypeVar("T")
C = TypeVar("C", bound=Command)


class BookPresenter(ABC, Generic[T]):
    """What is sent again after a lost answer is the same command, so it is done once.

    A subclass says what is read, what of the feed touches it, and how its view is told.
    """

    TOUCHING: ClassVar[frozenset[Kind]]
    OVERTAKEN: ClassVar[tuple[type[SiagaError], ...]] = (Stale,)
    """Refusals that mean that somebody else was faster: what stands now is shown first."""

    def __init__(self, jobs: Jobs, ask: Callable[[Record], T]) -> None:
        self._jobs = jobs
        self._record: Record | None = None
        self._session = 0
        self._open = self._saving = False
        self._reading = Reading(jobs, ask, self._show, self._read_failed)
        self._unsent: Command | None = None

    def open(self) -> None:
        self._open = True
        self.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._open and any(change.kind in self.TOUCHING for change in changes):
            self.refresh()

    def refresh(self) -> None:
        self._reading.refresh()

    @abstractmethod
    def _show(self, found: T) -> None: ...
    @abstractmethod
    def _show_saving(self, saving: bool) -> None: ...
    @abstractmethod
    def _show_overtaken(self, error: SiagaError) -> None: ...
    @abstractmethod
    def _show_error(self, error: SiagaError) -> None: ...

    def _take(self, record: Record | None) -> None:
        """Begin with another person's record, or with none; nothing of the former comes any more."""
        self._session += 1
        self._record, self._unsent = record, None
        self._reading.begin(record)
        self._open = False
        self._set_saving(False)

    @property
    def _may_write(self) -> bool:
        """Whether something can be sent now: there is a record, and nothing is under way."""
        return self._record is not None and not self._saving

    def _once(self, make: Callable[[UUID], C]) -> C:
        """The command under its key: that of the same one that had no answer, else a new one."""
        if self._unsent is not None:
            again = make(self._unsent.key)
            if again == self._unsent:
                return again
        command = make(new_id())
        self._unsent = command
        return command

    def _write(self, commands: tuple[Command, ...], saved: Callable[[], None]) -> None:
        """Send these in their order; `saved` is called once all are done."""
        record, session = self._record, self._session
        if record is None or self._saving:
            return

        def work() -> None:
            for command in commands:
                record.execute(command)

        def done(_: None) -> None:
            if session == self._session:
                self._unsent = None
                saved()
                self._reading.read(self._end_saving)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._refused(error)

        self._set_saving(True)
        self._jobs.submit(work, done, failed)

    def _end_saving(self) -> None:
        """Only once what stands is shown: the next one would be of a version that is no more."""
        self._set_saving(False)

    def _refused(self, error: SiagaError) -> None:
        """Of several that failed halfway the feed tells what was done."""
        self._set_saving(False)
        if not isinstance(error, self.OVERTAKEN):
            self._show_error(error)
            return
        self._unsent = None

        def overtaken() -> None:
            self._show_overtaken(error)

        self._reading.read(overtaken)

    def _read_failed(self, error: SiagaError) -> None:
        self._set_saving(False)
        self._show_error(error)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._show_saving(saving)
