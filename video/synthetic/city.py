"""The demo city's cameras, read from resources/demo/cameras.toml."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from video.events import Point, TrafficState, Zone
from video.synthetic.geometry import View
from video.synthetic.scene import Carriageway, Direction, Light, Scene, SceneZone, Signal, Slowdown, Stall
from video.synthetic.stream import Outage

_EDGE_M = 1.6


class Role(StrEnum):
    """Why a camera is in the demo; what the headless demo expects of it follows."""

    FREE = "free"
    DENSE = "dense"
    CONGESTION = "congestion"  # into congestion and out
    STOPPED_VEHICLE = "stopped_vehicle"
    PEOPLE = "people"
    DARK = "dark"
    OUTAGE = "outage"  # dies and comes back


@dataclass(frozen=True, slots=True)
class SyntheticCamera:
    """One camera of the demo city: what the record says of it, its scene, and when its stream fails."""

    number: int
    name: str
    role: Role
    place: str
    agency: str  # the agency's code
    group: str
    latitude: float
    longitude: float
    heading: float
    scene: Scene
    outages: tuple[Outage, ...] = ()

    @property
    def main_path(self) -> str:
        return f"{self.number}/main"

    @property
    def sub_path(self) -> str:
        return f"{self.number}/sub"

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones as the detectors take them."""
        return tuple(Zone(zone.id, zone.name, zone.polygon) for zone in self.scene.zones)

    def with_seed(self, seed: int) -> "SyntheticCamera":
        """The same street and story with other vehicles, for a scorer's unseen seeds."""
        return dataclasses.replace(self, scene=dataclasses.replace(self.scene, seed=seed))


@cache
def demo_city() -> tuple[SyntheticCamera, ...]:
    """The nine cameras, by number."""
    text = files("resources").joinpath("demo", "cameras.toml").read_text("utf-8")
    return tuple(sorted((_camera(entry) for entry in tomllib.loads(text)["camera"]), key=lambda c: c.number))


def demo_camera(number: int) -> SyntheticCamera:
    """One camera by its number. Raises KeyError."""
    return {camera.number: camera for camera in demo_city()}[number]


def zone_polygon(view: View, road: Carriageway, from_m: float, to_m: float) -> tuple[Point, ...]:
    """How a stretch of a carriageway falls into the picture, clipped to it; rounded to four places.

    Where the story has a vehicle break down, the edge on which it stands belongs to the stretch.
    """
    along = np.linspace(from_m, to_m, 5)
    edge_m = _EDGE_M if road.stall is not None else 0.0
    left = np.stack([np.full(5, road.left_m - edge_m), along, np.zeros(5)], axis=1)
    right = np.stack([np.full(5, road.right_m), along[::-1], np.zeros(5)], axis=1)
    seen = np.clip(view.project(np.concatenate([left, right]))[:, :2], 0.0, 1.0)
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in seen)


def _camera(entry: Mapping[str, Any]) -> SyntheticCamera:
    plain = {name: entry[name] for name in ("number", "name", "place", "agency", "group")}
    where = {name: entry[name] for name in ("latitude", "longitude", "heading")}
    outages = tuple(Outage(**outage) for outage in entry.get("outages", ()))
    return SyntheticCamera(**plain, **where, role=Role(entry["role"]), scene=_scene(entry), outages=outages)


def _scene(entry: Mapping[str, Any]) -> Scene:
    view = View(**entry["view"])
    roads = tuple(_carriageway(road) for road in entry.get("carriageway", ()))
    options = {name: entry[name] for name in ("people", "toll", "bridge") if name in entry}
    return Scene(
        seed=entry["seed"],
        loop_s=entry["loop_s"],
        light=Light(entry["light"]),
        view=view,
        carriageways=roads,
        zones=tuple(_zone(zone, view, roads) for zone in entry.get("zone", ())),
        dark=tuple((from_s, until_s) for from_s, until_s in entry.get("dark", ())),
        **options,
    )


def _carriageway(entry: Mapping[str, Any]) -> Carriageway:
    told = dict(entry)
    told["direction"] = Direction(told["direction"])
    told["slowdowns"] = tuple(Slowdown(**slow) for slow in told.get("slowdowns", ()))
    if "signal" in told:
        told["signal"] = Signal(**told["signal"])
    if "stall" in told:
        told["stall"] = Stall(**told["stall"])
    return Carriageway(**told)


def _zone(entry: Mapping[str, Any], view: View, roads: tuple[Carriageway, ...]) -> SceneZone:
    road = next(road for road in roads if road.id == entry["carriageway"])
    told = dict(entry)
    told["expected"] = tuple(TrafficState(state) for state in told.get("expected", ()))
    polygon = told.get("polygon") or zone_polygon(view, road, entry["from_m"], entry["to_m"])
    told["polygon"] = tuple((float(x), float(y)) for x, y in polygon)
    return SceneZone(**told)
