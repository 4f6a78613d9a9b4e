"""What a demo camera looks at: values only, read from resources/demo/cameras.toml."""

from dataclasses import dataclass, field
from enum import StrEnum

from video.events import Point, TrafficState
from video.synthetic.geometry import View

FRAMES_PER_S = 12.5
FRAME_S = 1 / FRAMES_PER_S


class Light(StrEnum):
    DAY = "day"
    OVERCAST = "overcast"
    DUSK = "dusk"
    NIGHT = "night"


class Direction(StrEnum):
    AWAY = "away"
    TOWARD = "toward"


@dataclass(frozen=True, slots=True)
class Signal:
    """Red from the start of each cycle, plus `offset_s`, for `red_s`; the stop line lies at `at_m` along the road."""

    at_m: float
    cycle_s: float
    red_s: float
    offset_s: float = 0.0

    def red(self, at_s: float) -> bool:
        return (at_s - self.offset_s) % self.cycle_s < self.red_s


@dataclass(frozen=True, slots=True)
class Slowdown:
    """Nobody drives faster than `speed_mps` between two distances during a part of the loop; 0 stops them."""

    from_m: float
    to_m: float
    from_s: float
    until_s: float
    speed_mps: float


@dataclass(frozen=True, slots=True)
class Stall:
    """One vehicle pulls to the edge, stands at `at_m` until `until_s` of the loop, and goes on."""

    at_m: float
    enters_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class Carriageway:
    """Lanes of one direction; the left edge lies `left_m` across. Flow is vehicles a second and lane."""

    id: str
    direction: Direction
    left_m: float
    lanes: int
    lane_m: float = 3.4
    usual_mps: float = 13.9
    flow: float = 0.12
    motorbikes: float = 0.0  # a second, in a row of their own at the left edge
    heavy: float = 0.1  # share of trucks and buses
    buses: bool = False  # a terminal: the heavy ones are buses
    signal: Signal | None = None
    slowdowns: tuple[Slowdown, ...] = ()
    stall: Stall | None = None

    @property
    def right_m(self) -> float:
        return self.left_m + self.lanes * self.lane_m


@dataclass(frozen=True, slots=True)
class SceneZone:
    """A stretch of one carriageway that is judged; the polygon is in fractions of the picture."""

    id: str
    name: str
    carriageway: str
    from_m: float
    to_m: float
    polygon: tuple[Point, ...]
    expected: tuple[TrafficState, ...] = ()  # the states that its story passes through, in order


@dataclass(frozen=True, slots=True)
class Scene:
    """One camera's street and story; the loop is exact, see docs/design/synthetic.md."""

    seed: int
    loop_s: float
    light: Light
    view: View
    carriageways: tuple[Carriageway, ...] = ()
    zones: tuple[SceneZone, ...] = ()
    people: int = 0  # on a plaza
    toll: bool = False  # barriers and gantry in place of kerbs and shops
    bridge: bool = False
    dark: tuple[tuple[float, float], ...] = field(default=())  # seconds of the loop in which the picture is black

    @property
    def frames(self) -> int:
        return round(self.loop_s * FRAMES_PER_S)
