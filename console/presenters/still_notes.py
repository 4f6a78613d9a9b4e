"""What audit and log book say of a picture that somebody saved as a file: it leaves the record otherwise unseen."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import NoteSavedStill, WriteLog
from storage.service.record import Outcome, Record
from widgets.common.figures import WIB, clock, day

WRITERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Whose the log book is (roles.md)."""

NoteOf = Callable[[Camera, datetime, str], None]
"""Writes the line for a camera's picture of a moment, which lies in a file."""


class StillNotesView(Protocol):
    def show_not_noted(self, file: str, error: SiagaError) -> None: ...


class StillNotes:
    """A picture's row of audit, and its line where the log book is theirs, by the person who asked for it.

    Also where somebody else signs in before it is written.
    """

    def __init__(self, view: StillNotesView, jobs: Jobs) -> None:
        self._view, self._jobs = view, jobs
        self._record: Record | None = None
        self._writes = False

    def begin(self, record: Record, person: Person) -> None:
        self._record, self._writes = record, person.role in WRITERS

    def end(self) -> None:
        self._record = None

    def of_now(self) -> NoteOf | None:
        """To be kept from the moment at which the picture is asked for; None while nobody is signed in."""
        record, writes = self._record, self._writes
        if record is None:
            return None

        def note(camera: Camera, at: datetime, file: str) -> None:
            self._write(record, camera, at, file, writes)

        return note

    def _write(self, record: Record, camera: Camera, at: datetime, file: str, writes: bool) -> None:
        line = WriteLog(key=new_id(), entry_id=new_id(), text=line_of(camera, at))
        key = new_id()

        def work() -> Outcome:
            noted = record.execute(NoteSavedStill(key=key, camera_id=camera.id, at=at, sha256=_digest(Path(file))))
            return record.execute(line) if writes else noted

        def failed(error: SiagaError) -> None:
            self._view.show_not_noted(file, error)

        self._jobs.submit(work, _nothing, failed)


def line_of(camera: Camera, at: datetime) -> str:
    """Which camera and when its picture was seen, with the date: in recordings that may be another day."""
    when = f"{day(at)} {at.astimezone(WIB).year}, {clock(at)} WIB"
    return say("stills.logged", number=camera.number, camera=camera.name, at=when)


def _digest(file: Path) -> str:
    """By which the file is known later; empty where somebody took it away meanwhile."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _nothing(_: Outcome) -> None:
    """The log book is read again by the feed's word."""
