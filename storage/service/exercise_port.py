"""How exercises are read; for everybody who reads tickets."""

from typing import Protocol

from storage.model.exercise import Exercise


class Exercises(Protocol):
    def exercise(self) -> Exercise | None:
        """The one that runs now."""
        ...
