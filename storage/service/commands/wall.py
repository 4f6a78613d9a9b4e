"""What is asked of the wall."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PushToWall:
    """Put cameras on the wall; takes the place of what was pushed before."""

    key: UUID
    push_id: UUID
    camera_ids: tuple[UUID, ...]
    reason: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWall:
    """Give the wall back to what it shows by itself; any operator or supervisor may."""

    key: UUID
    push_id: UUID
