"""What passes between whoever wishes a camera to move, the camera in hand, and the tiles that show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from resources.errors import SiagaError
from storage.model.cameras import Camera

Speed = tuple[float, float, float]
REST: Speed = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """One preset of a camera; `token` is the camera's own word for it."""

    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Look:
    """Where a camera looks, as shares of what it can: pan and tilt -1 to 1, zoom 0 to 1."""

    pan: float
    tilt: float
    zoom: float


class Hand(Protocol):
    """One camera in hand. `wish` and `stop` never wait; the others wait for the camera and raise SiagaError."""

    def allow_until(self, deadline_s: float) -> None:
        """By the monotonic clock; nothing moves after it."""
        ...

    def wish(self, speed: Speed) -> None: ...
    def stop(self) -> None: ...
    def spots(self) -> tuple[Spot, ...]: ...
    def go_to(self, spot: Spot) -> None: ...
    def save(self, name: str, token: str) -> None:
        """As a new preset, or in place of the one with this token."""
        ...

    def remove(self, spot: Spot) -> None: ...
    def look(self) -> Look | None:
        """Where it looks now; None where the camera does not tell."""
        ...

    def go_home(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class HoldLine:
    """Who moves a camera, for its tile."""

    name: str
    since: datetime
    mine: bool


class PtzView(Protocol):
    def show_holds(self, holds: Mapping[UUID, HoldLine]) -> None: ...
    def show_held(self, camera: Camera | None, *, may_save: bool) -> None: ...
    def show_spots(self, spots: tuple[Spot, ...] | None) -> None:
        """None: not read yet."""
        ...

    def ask_reason(self, camera: Camera, name: str) -> None: ...
    def show_taken_over(self) -> None:
        """What was asked for a reason is done."""
        ...

    def show_look(self, look: Look | None) -> None: ...
    def show_ended(self, camera: Camera, words: str) -> None:
        """On its tile, briefly: it is in nobody's hand here any more, and why."""
        ...

    def ask_preset(self, camera: Camera, spots: tuple[Spot, ...]) -> None: ...
    def ask_sign_in(self) -> None: ...
    def say(self, words: str, *, loud: bool = False) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...
