"""Evidence from the ring to a folder with its row: what a person asks for, and what a crash left to be settled."""

import os
import shutil
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol
from uuid import UUID

from console.nodes.evidence_notes import Note, Notes
from storage.model.footage import REASON_MOST, EvidenceExport, Span
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.tickets import Ticket
from storage.service.commands import KeepExport
from storage.service.errors import AlreadyTaken, Busy, Forbidden, Full, Invalid, NotFound, RecordError, Unreachable
from storage.service.record import Record
from video.evidence.durable import sync_folder
from video.evidence.errors import BadKey, refusals
from video.evidence.key import FILE_NAME, read_key, station_key
from video.evidence.naming import folder_name
from video.evidence.process import Apart, export_apart
from video.evidence.steps import Reached, Step, unwatched
from video.evidence.values import CameraSpan, Exported, ExportRequest, MarkedMoment, StillPicture
from video.evidence.workplace import is_published, shell_of, sweep

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAY_EXPORT = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_AWAY = (Unreachable, Busy, Full)
_REFUSED = (Forbidden, Invalid, NotFound)
"""What the record will refuse again; anything else it may do better another time."""


NoFingerprint = BadKey
"""The key is there and proves nothing; its sentence says what to do."""


class Writing(Protocol):
    """Makes the folder (video.evidence.process.export_apart)."""

    def __call__(
        self,
        request: ExportRequest,
        place: Apart,
        folder: Path,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
        *,
        complete: Callable[[Exported], None],
        hold: AbstractContextManager[object] | None = None,
    ) -> Exported: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWish:
    """What is to be written, and why. `place` is the folder in which the evidence folder is made."""

    spans: tuple[CameraSpan, ...]
    reason: str
    place: Path
    ticket: Ticket | None = None
    bookmarks: tuple[MarkedMoment, ...] = ()
    stills: tuple[StillPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Evidence that lies complete. `noted`: the record has its row; else it waits for `settle`."""

    exported: Exported
    noted: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows that were written now, and folders that still wait: for the record, or for their disk to be back."""

    written: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSite:
    """What of this station an export needs to know. `ring` and `data_dir` are folders."""

    ring: Path
    data_dir: Path
    site_name: str
    station_id: str
    time_zone: str
    clock: Callable[[], datetime]

    @property
    def key_file(self) -> Path:
        return self.data_dir / FILE_NAME

    @property
    def notes(self) -> Notes:
        return Notes(self.data_dir / "evidence-pending")


class EvidenceExporter:
    """Writes evidence under the name of who asks. Every call blocks: it belongs on a job's thread.

    `write` is what makes the folder, in a process of its own; `reached` is told of each step here.
    """

    def __init__(self, site: EvidenceSite, *, write: Writing = export_apart, reached: Reached = unwatched) -> None:
        self.site = site
        self._notes, self._write, self._reached = site.notes, write, reached

    def export(
        self,
        record: Record,
        person: Person,
        wish: EvidenceWish,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
        *,
        hold: AbstractContextManager[object] | None = None,
    ) -> Kept:
        """Write the folder, then its row. Where the record is away, the folder stands and the row waits.

        Raises EvidenceError and Forbidden, Invalid, NotFound of the record: then no folder is left.
        """
        self._check(record, person, wish)
        station_key(self.site.key_file)
        request = self._request(record, person, wish)
        folder = _free(wish.place, folder_name(request.ticket_number, request.exported_at_us))

        def complete(exported: Exported) -> None:
            with refusals(folder):
                self._notes.write(_note(exported, request, person, wish))

        apart = Apart(self.site.ring, self.site.key_file)
        try:
            exported = self._write(request, apart, folder, progress, cancelled, complete=complete, hold=hold)
        except BaseException:
            self._forget(UUID(request.export_id), folder)
            raise
        note = _note(exported, request, person, wish)
        try:
            return Kept(exported, self._keep(record, note))
        except _REFUSED:
            self._take_back(note)  # evidence that nobody may have made does not stay
            raise

    def settle(self, record: Record) -> Settled:
        """Write the rows that a crash or a record that was away has left out, of the person who is signed in.

        A folder is never taken back here, whatever the record says of its row. Raises BadNote, RecordError.
        """
        login, written, waiting = record.me().login, 0, []
        for note in self._notes.all():
            if note.login != login:
                continue
            if is_published(note.folder, note.export.manifest_sha256):
                if self._settled(record, note):
                    written += 1
                else:
                    waiting.append(note.export.folder)
            elif sweep(note.folder):
                self._notes.remove(note.export.id)  # it never came to its rename
            else:
                waiting.append(note.export.folder)
        return Settled(written, tuple(waiting))

    def _settled(self, record: Record, note: Note) -> bool:
        try:
            return self._keep(record, note)
        except _REFUSED:
            return False

    def _check(self, record: Record, person: Person, wish: EvidenceWish) -> None:
        """What the record would refuse afterwards is refused before anything leaves the house."""
        if person.role not in _MAY_EXPORT:
            raise Forbidden
        if not _is_said(wish.reason) or len(wish.reason) > REASON_MOST:
            raise Invalid(field="reason")
        try:
            record.exports(since=self.site.clock())
        except _AWAY:
            return

    def _request(self, record: Record, person: Person, wish: EvidenceWish) -> ExportRequest:
        return ExportRequest(
            export_id=str(new_id()),
            spans=wish.spans,
            reason=wish.reason.strip(),
            person_name=person.name,
            person_login=person.login,
            site_name=self.site.site_name,
            station_id=self.site.station_id,
            software=software_version(),
            exported_at_us=_us(self.site.clock()),
            clock_offset_us=self._offset_us(record),
            time_zone=self.site.time_zone,
            ticket_number=(wish.ticket.number or "") if wish.ticket else "",
            bookmarks=wish.bookmarks,
            stills=wish.stills,
        )

    def _offset_us(self, record: Record) -> int | None:
        """This clock minus the record's, from the middle of the question; None where it does not answer."""
        before = self.site.clock()
        try:
            server = record.server_now()
        except _AWAY:
            return None
        return _us(before + (self.site.clock() - before) / 2) - _us(server)

    def _keep(self, record: Record, note: Note) -> bool:
        """Write the row and drop the note; False where the record cannot do it now. Raises what it refuses for good."""
        try:
            record.execute(KeepExport(key=note.export.id, export=note.export))
        except _REFUSED:
            raise
        except AlreadyTaken:
            pass  # an earlier try came through, and only its answer was lost
        except RecordError:
            return False
        self._reached(Step.ROW_WRITTEN)
        with refusals(note.folder):
            self._notes.remove(note.export.id)
        self._reached(Step.NOTE_REMOVED)
        return True

    def _take_back(self, note: Note) -> None:
        with refusals(note.folder):
            shutil.rmtree(note.folder)
            sync_folder(note.folder.parent)
            self._notes.remove(note.export.id)

    def _forget(self, export_id: UUID, folder: Path) -> None:
        """Drop the note of an export that failed before its rename; of one that is there it stays."""
        with refusals(folder):
            if not folder.exists():
                self._notes.remove(export_id)


def _is_said(reason: str) -> bool:
    """Whether it can be read, and can be kept: no record takes a NUL or half of a letter."""
    whole = "\0" not in reason and not any("\ud800" <= letter <= "\udfff" for letter in reason)
    return whole and any(letter.isprintable() and not letter.isspace() for letter in reason)


def _free(place: Path, name: str) -> Path:
    """A folder of that name that nobody has or is writing: two desks may export to one share in the same second."""
    folder, number = place / name, 1
    while os.path.lexists(folder) or os.path.lexists(shell_of(folder)):
        number += 1
        folder = place / f"{name}-{number}"
    return folder


def fingerprint_here(data_dir: Path) -> str:
    """This station's fingerprint for the report; empty where it has no key yet. Raises NoFingerprint."""
    file = data_dir / FILE_NAME
    return read_key(file).fingerprint if file.exists() else ""


def software_version() -> str:
    """Of what runs: the installed package's, else that of the folder it runs from."""
    try:
        return version("siaga")
    except PackageNotFoundError:
        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


def _note(exported: Exported, request: ExportRequest, person: Person, wish: EvidenceWish) -> Note:
    ticket_id = wish.ticket.id if wish.ticket is not None and wish.ticket.number else None
    export = EvidenceExport(
        id=UUID(exported.export_id),
        spans=tuple(Span(UUID(one.camera_id), _at(one.mark_in_us), _at(one.mark_out_us)) for one in request.spans),
        reason=request.reason,
        folder=exported.folder.name,
        manifest_sha256=exported.manifest_sha256,
        key_fingerprint=exported.key_fingerprint,
        files=exported.files,
        bytes=exported.size,
        gaps_s=exported.gaps_us / 1_000_000,
        made_by=person.name,
        made_at=_at(request.exported_at_us),
        ticket_id=ticket_id,
    )
    return Note(export, person.login, exported.folder)


def _us(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _at(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)
