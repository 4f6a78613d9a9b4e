"""What is asked of exercises."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StartExercise:
    """From now on desks may open tickets as its; one at a time."""

    key: UUID
    exercise_id: UUID
    name: str  # what is exercised, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class EndExercise:
    """No more tickets are its; those that are stay so."""

    key: UUID
    exercise_id: UUID
