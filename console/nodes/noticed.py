"""What is wrong about more than one camera's own picture: told to the alarms, which ask the rules about it."""

from dataclasses import dataclass
from uuid import UUID

from console.nodes.conditions import Point


@dataclass(frozen=True, slots=True)
class Noticed:
    """A condition at a point that stands for more than its camera: a group, a station's disk."""

    point: Point
    subject: str = ""
    affected: int = 1
    instead: frozenset[UUID] = frozenset()
    """Cameras whose own loss is part of it, and no alarm of their own."""
