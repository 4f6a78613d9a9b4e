"""What people say about recorded pictures: bookmarks, locks, and evidence that left the house.

The pictures themselves lie on the station's disk (docs/design/recording.md); the record holds who said what of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

BOOKMARK_MOST = 200
"""Letters of a bookmark's text."""
REASON_MOST = 500
"""Letters of a reason."""
LOCK_DAYS_MOST = 366
LOCK_SPAN_MOST = timedelta(days=31)
"""Of recorded time, for one lock."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one camera's time: `since` is before `until`, both UTC."""

    camera_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A moment worth finding again. One that was removed is no longer read."""

    id: UUID
    camera_id: UUID
    at: datetime
    text: str
    made_by: str  # a name, for people
    made_at: datetime
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FootageLock:
    """Recorded pictures that the ring may not overwrite until `expires_at`, whatever its quota says."""

    id: UUID
    camera_id: UUID
    since: datetime
    until: datetime
    reason: str
    locked_by: str  # a name, for people
    locked_at: datetime
    expires_at: datetime
    ticket_id: UUID | None = None
    released_at: datetime | None = None
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class RecordingStation:
    """Whose disk a camera is recorded on now: the station that holds its lease."""

    camera_id: UUID
    login: str
    name: str  # for people


@dataclass(frozen=True, slots=True)
class EvidenceExport:
    """Evidence that was written to a folder: what, by whom, why, and how it can be proved.

    A row exists only for files that are complete on their disk (docs/design/evidence.md).
    """

    id: UUID
    spans: tuple[Span, ...]
    reason: str
    folder: str  # its name, without the path above it
    manifest_sha256: str  # of the manifest's bytes, 64 hex digits
    key_fingerprint: str  # of the station's Ed25519 key
    files: int
    bytes: int
    gaps_s: float  # seconds of the spans that were not recorded
    made_by: str  # a name, for people
    made_at: datetime
    ticket_id: UUID | None = None
