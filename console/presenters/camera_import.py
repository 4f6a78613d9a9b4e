"""Cameras from a file: checked as a whole first, saved line by line when a person says so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from console.presenters.cameras import KEEPERS
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.camera_csv import LARGEST_BYTES, CameraFile, CameraLine, read_cameras
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Agency, Person
from storage.service.commands import SaveCamera
from storage.service.errors import Busy, Full, Stale, Unreachable
from storage.service.record import Outcome, Record
from widgets.cameras.import_values import CheckedFile, ImportState, LineFailure

_ENDING = (Unreachable, Busy, Full)
"""What would meet the next line too: the rest waits for a person."""

T = TypeVar("T")
ReadTable = Callable[[Path, int], bytes]


class CameraImportView(Protocol):
    def show_import(self, state: ImportState) -> None: ...
    def show_import_error(self, error: SiagaError) -> None: ...
    def show_may_import(self, allowed: bool) -> None: ...


class CameraImportPresenter:
    """`files` reads and parses; `jobs` asks the record. A line sent again after a lost answer is written once."""

    def __init__(self, view: CameraImportView, jobs: Jobs, files: Jobs, read: ReadTable) -> None:
        self._view = view
        self._jobs, self._files, self._read = jobs, files, read
        self._record: Record | None = None
        self._turn = 0  # what is under way for an older file or person comes to nobody
        self._file: Path | None = None
        self._state = ImportState()
        self._commands: dict[int, SaveCamera] = {}

    def begin(self, record: Record, person: Person) -> None:
        self.forget()
        self._record = record if person.role in KEEPERS else None
        self._view.show_may_import(person.role in KEEPERS)

    def end(self) -> None:
        self.forget()
        self._record = None
        self._view.show_may_import(False)

    def forget(self) -> None:
        """The page is closed: nothing of the file is kept."""
        self._turn += 1
        self._file = None
        self._commands = {}
        self._set(ImportState())

    @property
    def is_saving(self) -> bool:
        return self._state.total > 0

    def check(self, file: Path | None = None) -> None:
        """Read this file, or the former one again, beside what stands in the record now."""
        file = file or self._file
        record = self._record
        if file is None or record is None or self.is_saving:
            return
        self._turn += 1
        self._file, self._commands = file, {}
        self._set(ImportState(is_checking=True))

        def bytes_of_it() -> bytes:
            return self._read(file, LARGEST_BYTES)

        def opened(content: bytes) -> None:
            def standing() -> tuple[tuple[Camera, ...], tuple[Agency, ...]]:
                return record.cameras(), record.agencies()

            def known(found: tuple[tuple[Camera, ...], tuple[Agency, ...]]) -> None:
                def parsed() -> CameraFile:
                    return read_cameras(content, *found)

                self._submit(self._files, parsed, self._checked)

            self._submit(self._jobs, standing, known)

        self._submit(self._files, bytes_of_it, opened)

    def apply(self, *, only_good: bool = False) -> None:
        """Save what is new or changed; of a file with errors only when `only_good` says so."""
        checked = self._state.checked
        if checked is None or self.is_saving or (checked.errors and not only_good) or not checked.to_save:
            return
        self._set(replace(self._state, failures=(), saved=0, total=len(checked.to_save), was_stopped=False))
        self._next(checked.to_save)

    def stop(self) -> None:
        """No further line; what is saved stays saved."""
        if self.is_saving:
            self._turn += 1
            self._end(was_stopped=True)

    def _next(self, lines: tuple[CameraLine, ...]) -> None:
        record = self._record
        if not lines or record is None:
            self._end()
            return
        line, rest = lines[0], lines[1:]
        command = self._commands.setdefault(
            line.line,
            SaveCamera(key=new_id(), camera=line.camera, username=line.username, password=line.password),
        )

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            self._drop(line)
            self._set(replace(self._state, saved=self._state.saved + 1))
            self._next(rest)

        def failed(error: SiagaError) -> None:
            words = say("cameras.import.stale") if isinstance(error, Stale) else sentence(error)
            self._set(replace(self._state, failures=(*self._state.failures, LineFailure(line, words))))
            if isinstance(error, _ENDING):
                self._end(was_stopped=True)
                self._view.show_import_error(error)
            else:
                del self._commands[line.line]  # refused, so another try is another command
                self._next(rest)

        self._submit(self._jobs, work, done, failed)

    def _drop(self, line: CameraLine) -> None:
        """It is saved: it is not to be saved again."""
        checked = self._state.checked
        assert checked is not None
        kept = tuple(one for one in checked.lines if one is not line)
        self._state = replace(self._state, checked=replace(checked, lines=kept))

    def _end(self, *, was_stopped: bool = False) -> None:
        self._set(replace(self._state, total=0, was_stopped=was_stopped))

    def _checked(self, found: CameraFile) -> None:
        assert self._file is not None
        lines = found.good if found.errors else found.lines
        self._set(ImportState(CheckedFile(self._file.name, lines, found.errors, found.ignored)))

    def _submit(
        self,
        jobs: Jobs,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[SiagaError], None] | None = None,
    ) -> None:
        """As `jobs` does, for this turn alone."""
        turn = self._turn

        def came(found: T) -> None:
            if turn == self._turn:
                done(found)

        def refused(error: SiagaError) -> None:
            if turn == self._turn:
                (failed or self._refused)(error)

        jobs.submit(work, came, refused)

    def _refused(self, error: SiagaError) -> None:
        self._set(ImportState())
        self._view.show_import_error(error)

    def _set(self, state: ImportState) -> None:
        self._state = state
        self._view.show_import(state)
