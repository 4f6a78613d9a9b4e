"""Notes of evidence that is about to leave, so that no folder goes without its row (docs/design/evidence.md)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from storage.model.footage import EvidenceExport, Span
from video.evidence.durable import sync_folder, write_synced
from video.evidence.errors import EvidenceError

_SUFFIX = ".json"


class BadNote(EvidenceError):
    """A note cannot be read, so evidence may be without a row; facts: file."""

    word = "evidence.error.bad_note"


@dataclass(frozen=True, slots=True)
class Note:
    """The row to be, whose it is, and where the folder lies."""

    export: EvidenceExport
    login: str
    folder: Path


class Notes:
    """A folder of this station; a note is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, note: Note) -> None:
        """Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(note.export.id)
        with suppress(FileNotFoundError):  # half of one that a power cut left
            file.with_name(f"{file.name}.part").unlink()
        write_synced(file, json.dumps(_values(note), ensure_ascii=False).encode())
        sync_folder(self._folder)

    def remove(self, export_id: UUID) -> None:
        """Raises OSError; nothing where there is none."""
        self._file(export_id).unlink(missing_ok=True)
        if self._folder.is_dir():
            sync_folder(self._folder)

    def all(self) -> Iterator[Note]:
        """Every note, the oldest first. Raises BadNote at one that cannot be read."""
        for file in sorted(self._folder.glob(f"*{_SUFFIX}")):
            try:
                yield _note(json.loads(file.read_bytes()))
            except FileNotFoundError:
                continue  # settled meanwhile by another console
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise BadNote(type(error).__name__, file=str(file)) from error

    def _file(self, export_id: UUID) -> Path:
        return self._folder / f"{export_id}{_SUFFIX}"


def _values(note: Note) -> dict[str, Any]:
    export = note.export
    return {
        "login": note.login,
        "folder": str(note.folder),
        "id": str(export.id),
        "spans": [[str(one.camera_id), one.since.isoformat(), one.until.isoformat()] for one in export.spans],
        "reason": export.reason,
        "manifest_sha256": export.manifest_sha256,
        "key_fingerprint": export.key_fingerprint,
        "files": export.files,
        "bytes": export.bytes,
        "gaps_s": export.gaps_s,
        "made_by": export.made_by,
        "made_at": export.made_at.isoformat(),
        "ticket_id": str(export.ticket_id) if export.ticket_id else None,
    }


def _note(values: dict[str, Any]) -> Note:
    folder = Path(values["folder"])
    export = EvidenceExport(
        id=UUID(values["id"]),
        spans=tuple(
            Span(UUID(camera), datetime.fromisoformat(since), datetime.fromisoformat(until))
            for camera, since, until in values["spans"]
        ),
        reason=values["reason"],
        folder=folder.name,
        manifest_sha256=values["manifest_sha256"],
        key_fingerprint=values["key_fingerprint"],
        files=values["files"],
        bytes=values["bytes"],
        gaps_s=values["gaps_s"],
        made_by=values["made_by"],
        made_at=datetime.fromisoformat(values["made_at"]),
        ticket_id=UUID(values["ticket_id"]) if values["ticket_id"] else None,
    )
    return Note(export, values["login"], folder)
