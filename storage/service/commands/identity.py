"""What is asked of a sealed identity: that its seal be lifted, and to read it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnsealing:
    """An operator's or supervisor's, with a reason. Raises Invalid where nothing is sealed, AlreadyTaken while the
    same person waits for an answer about the same report."""

    key: UUID
    unsealing_id: UUID
    report_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideUnsealing:
    """A supervisor's who is another person than who asked; a refusal needs a reason. Stale a second time."""

    key: UUID
    unsealing_id: UUID
    grant: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdentity:
    """Writes down that who asked reads it now; `Identities.identity` then shows it for a minute.

    Raises Forbidden for anybody else, SealShut once the time is over.
    """

    key: UUID
    unsealing_id: UUID
