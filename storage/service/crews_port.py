"""How crews and vehicles are read: the house all of them, an agency's people their own; Forbidden for the intake."""

from typing import Protocol

from storage.model.crews import Unit


class Crews(Protocol):
    def units(self) -> tuple[Unit, ...]:
        """By call sign, with the assignments that each is on; those that are no more are left out."""
        ...
