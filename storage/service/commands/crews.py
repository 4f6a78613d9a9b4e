"""What is asked of crews and vehicles."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.crews import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveUnit:
    """A unit added (version 0) or changed; of its status only what is its agency's word."""

    key: UUID
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SendUnit:
    """A unit onto an open assignment of its own agency."""

    key: UUID
    unit_id: UUID
    assignment_id: UUID
