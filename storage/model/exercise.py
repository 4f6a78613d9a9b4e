"""An exercise: what is opened in it is marked everywhere and counts nowhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MARK = "LAT-"
"""Before the number of a ticket that is an exercise (latihan); the server puts it there."""


@dataclass(frozen=True, slots=True)
class Exercise:
    id: UUID
    name: str
    started_at: datetime
    started_by: str  # a name, for people
    ended_at: datetime | None = None
