"""Who reported in confidence: sealed in the record, and shown to one person for a while once two have agreed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

OPEN_FOR = timedelta(minutes=30)
"""From the grant, by the server's clock."""


class SealState(StrEnum):
    """Where a request to lift a seal stands."""

    ASKED = "asked"
    OPEN = "open"
    SHUT = "shut"  # it was open, and its time is over
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Unsealing:
    """One request that a report's seal be lifted, and what became of it; holds nothing of who reported."""

    id: UUID
    report_id: UUID
    ticket_id: UUID
    ticket_number: str
    reason: str
    asked_login: str
    asked_by: str  # a name, for people
    asked_at: datetime
    decided_by: str = ""  # a name
    decided_at: datetime | None = None
    granted: bool | None = None
    said: str = ""  # what was said with the decision
    until: datetime | None = None
    readings: int = 0
    version: int = 1

    def state(self, now: datetime) -> SealState:
        """As it is at `now`, a moment of the server's clock."""
        if self.granted is None:
            return SealState.ASKED
        if not self.granted or self.until is None:
            return SealState.REFUSED
        return SealState.OPEN if now < self.until else SealState.SHUT


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reported in confidence. Never kept, logged, printed or shown beyond `until`."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    contact: str = field(repr=False)
    until: datetime
