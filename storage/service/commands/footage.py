"""What is asked of recorded pictures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.model.footage import EvidenceExport, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBookmark:
    """Mark a moment of a camera. The text is 1 to BOOKMARK_MOST letters."""

    key: UUID
    bookmark_id: UUID
    camera_id: UUID
    at: datetime
    text: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBookmark:
    """Take a bookmark away: one's own, or as a supervisor anyone's."""

    key: UUID
    bookmark_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFootage:
    """Keep recorded pictures of `span` for `days` whatever the disk's quota says; needs a reason."""

    key: UUID
    lock_id: UUID
    span: Span
    reason: str
    days: int
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFootage:
    """Let locked pictures go again; a supervisor's act, with a reason."""

    key: UUID
    lock_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepExport:
    """Write down evidence that lies complete on its disk; `made_by` and `made_at` are the server's to set."""

    key: UUID
    export: EvidenceExport
