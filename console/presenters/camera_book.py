"""All cameras of the site: read while their page is open, and written as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from console.presenters.cameras import KEEPERS
from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from resources.words import language
from storage.model.camera_csv import write_cameras
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.people import Agency, Person, Role
from storage.service.record import Record

NOT_READERS = frozenset({Role.INTAKE, Role.STATION})
"""Whom the server shows no cameras, or who is no person."""
_TOUCHING = frozenset({Kind.CAMERA, Kind.AGENCY})

Book = tuple[tuple[Camera, ...], tuple[Agency, ...]]
WriteTable = Callable[[Path, bytes], Path]


class CameraBookView(Protocol):
    def show_may_keep_cameras(self, may_read: bool, may_edit: bool) -> None: ...
    def show_book(self, cameras: tuple[Camera, ...] | None, agencies: tuple[Agency, ...]) -> None: ...
    def show_reading_book(self, reading: bool) -> None: ...
    def show_exported(self, file: Path, count: int) -> None: ...
    def show_book_error(self, error: SiagaError) -> None: ...


class CameraBookPresenter:
    """`files` writes what is exported."""

    def __init__(self, view: CameraBookView, jobs: Jobs, files: Jobs, write: WriteTable) -> None:
        self._view = view
        self._files, self._write = files, write
        self._session = 0
        self._open = self._signed_in = False
        self._book: Book = (), ()
        self._list = Reading(jobs, _asked, self._show, self._failed)

    def begin(self, record: Record, person: Person) -> None:
        self._forget()
        self._signed_in = True
        self._list.begin(record)
        self._view.show_may_keep_cameras(person.role not in NOT_READERS, person.role in KEEPERS)

    def end(self) -> None:
        self._forget()
        self._view.show_may_keep_cameras(False, False)

    def open(self) -> None:
        self._open = True
        self.refresh()

    def close(self) -> None:
        self._open = False

    def changed(self, changes: tuple[Change, ...]) -> None:
        if self._open and any(change.kind in _TOUCHING for change in changes):
            self.refresh()

    def refresh(self) -> None:
        if self._signed_in:
            self._view.show_reading_book(True)
            self._list.refresh()

    def export(self, file: Path) -> None:
        """Write all cameras that are shown, without any login."""
        (cameras, agencies), of, session = self._book, language(), self._session

        def work() -> Path:
            return self._write(file, write_cameras(cameras, agencies, of))

        def done(written: Path) -> None:
            if session == self._session:
                self._view.show_exported(written, len(cameras))

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_book_error(error)

        self._files.submit(work, done, failed)

    def _show(self, found: Book) -> None:
        self._book = found
        self._view.show_reading_book(False)
        self._view.show_book(*found)

    def _failed(self, error: SiagaError) -> None:
        self._view.show_reading_book(False)
        self._view.show_book_error(error)

    def _forget(self) -> None:
        self._session += 1
        self._book = (), ()
        self._open = self._signed_in = False
        self._list.begin(None)
        self._view.show_reading_book(False)
        self._view.show_book(None, ())


def _asked(record: Record) -> Book:
    return record.cameras(), record.agencies()
