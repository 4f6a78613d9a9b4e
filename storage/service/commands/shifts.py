"""What is asked of a shift's people and papers."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.shifts import ShiftSpan, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInToShift:
    """The person who asks is on this shift from now; a shift that they were still on ends."""

    key: UUID
    span: ShiftSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutOfShift:
    key: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLog:
    """A line of the log book."""

    key: UUID
    entry_id: UUID
    text: str
    ticket_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareHandover:
    """What is handed over, ready to be signed; one that is prepared again has a new id.

    A shift that both sides have signed is handed over: preparing it once more is AlreadyTaken, field "handover".
    """

    key: UUID
    handover_id: UUID
    span: ShiftSpan
    content: str  # canonical JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover:
    """Signs what `digest` names; the two sides are two different people, both at a desk."""

    key: UUID
    handover_id: UUID
    side: Side
    digest: str
