"""What is asked of tickets that belong together."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.links import LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTicket:
    """The child tells of the same as the parent, or is part of it; both as they were seen.

    What cannot be linked is `LinkRefused` and says why: of two that link each other at once, one has.
    """

    key: UUID
    link_id: UUID
    kind: LinkKind
    child_id: UUID
    child_version: int
    parent_id: UUID
    parent_version: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkTicket:
    """Takes a link back: the child is what it was before. Needs a reason."""

    key: UUID
    child_id: UUID
    child_version: int
    reason: str
