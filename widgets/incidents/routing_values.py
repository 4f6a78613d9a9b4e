"""What a form asks the rules of routing, and what they say."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from storage.model.routing import Point, RoadClass, Routing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form knows of the trouble so far."""

    category: str
    point: Point | None = None
    camera_id: UUID | None = None  # where there is no point of its own it is the camera's
    road: RoadClass | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """What the rules say, and whether whose the road is may change it."""

    routing: Routing
    asks_road: bool = False


Router = Callable[[Asked], Routed]
"""How the rules are asked; answers in a few milliseconds, since a form asks at every change."""
