"""Vehicles that follow each other by the Intelligent Driver Model, in a loop whose end is its beginning.

Source: Treiber, Hennecke, Helbing, Phys. Rev. E 62 (2000) 1805. Arrivals, signals and slowdowns repeat with the
loop, the road is left empty only before the first round, and rounds are run until one ends as it began: what is
kept is that round. No vehicle changes lane, so each depends on its leader alone and differences die out.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from resources.errors import SiagaError
from video.synthetic.scene import FRAME_S, Carriageway, Direction, Scene, Slowdown, Stall

NEAR_M = -40.0
FAR_M = 280.0
_LENGTH_M = {"car": 4.3, "van": 4.6, "pickup": 5.0, "truck": 8.5, "bus": 11.0, "motorbike": 2.0}
_MIN_GAP_M = 1.8
_HEADWAY_S = 1.2
_ACCELERATION = 1.6
_BRAKING = 2.2
_HARDEST_BRAKING = 7.0
_SETTLED_M = 0.005
_MAX_ROUNDS = 8
_LEAST_WARM_UP_S = 200.0  # a short loop needs more rounds until the road has filled


class NotPeriodic(SiagaError):
    """The scene's traffic does not come back to where it began: more arrives in a loop than leaves."""

    word = "synthetic.not_periodic"


class Seen(NamedTuple):
    """One vehicle in one frame; road metres of its middle, metres a second along its way."""

    id: int
    carriageway: int
    kind: str
    colour: int
    across_m: float
    along_m: float
    away: bool
    speed_mps: float
    braking: bool
    length_m: float
    aside: bool  # at the edge, out of the lanes: it stands there, but is no part of the flow


@dataclass(slots=True)
class _Vehicle:
    id: int
    kind: str
    colour: int
    length_m: float
    eager: float  # share of the usual speed that this driver wants
    stalls: bool = False
    s: float = 0.0  # front, along its way from where it came in
    v: float = 0.0
    a: float = 0.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    at_s: float
    vehicle: _Vehicle


@dataclass(slots=True)
class _Lane:
    carriageway: int
    road: Carriageway
    across_m: float
    arrivals: Sequence[_Arrival]
    waiting: list[_Vehicle] = field(default_factory=list)
    moving: list[_Vehicle] = field(default_factory=list)  # the first is the farthest on its way
    stops_s: float = math.inf  # where a stalling vehicle stands
    next_arrival: int = 0

    def along(self, s: float) -> float:
        return NEAR_M + s if self.road.direction is Direction.AWAY else FAR_M - s

    def step(self, at_s: float) -> None:
        """Move everyone on by one frame; `at_s` is the time within the loop."""
        self._let_in(at_s)
        wall = self._stop_line(at_s)
        leader: _Vehicle | None = None
        for vehicle in self.moving:
            wanted = self._wanted_mps(vehicle, at_s)
            gap, ahead_mps = math.inf, 0.0
            if leader is not None:
                gap, ahead_mps = leader.s - leader.length_m - vehicle.s, leader.v
            stop = self._stall_line(vehicle, at_s)
            for line in (wall, stop):
                if vehicle.s <= line and line - vehicle.s < gap and _can_stop(vehicle, line):
                    gap, ahead_mps = line - vehicle.s, 0.0
            vehicle.a = _acceleration(vehicle.v, wanted, gap, ahead_mps)
            leader = vehicle
        for vehicle in self.moving:
            before = vehicle.v
            vehicle.v = max(0.0, vehicle.v + vehicle.a * FRAME_S)
            vehicle.s += (before + vehicle.v) / 2 * FRAME_S
        while self.moving and self.moving[0].s - self.moving[0].length_m > FAR_M - NEAR_M:
            self.moving.pop(0)

    def _let_in(self, at_s: float) -> None:
        while self.next_arrival < len(self.arrivals) and self.arrivals[self.next_arrival].at_s <= at_s + 1e-9:
            model = self.arrivals[self.next_arrival].vehicle
            self.waiting.append(_Vehicle(model.id, model.kind, model.colour, model.length_m, model.eager, model.stalls))
            self.next_arrival += 1
        if not self.waiting:
            return
        vehicle = self.waiting[0]
        wanted = self._wanted_mps(vehicle, at_s)
        room = self.moving[-1].s - self.moving[-1].length_m if self.moving else math.inf
        speed = min(wanted, self.moving[-1].v if self.moving and room < 40 else wanted)
        if room > _MIN_GAP_M + speed * _HEADWAY_S:
            vehicle.v = speed
            self.moving.append(self.waiting.pop(0))

    def _wanted_mps(self, vehicle: _Vehicle, at_s: float) -> float:
        along = self.along(vehicle.s)
        limit = self.road.usual_mps * vehicle.eager
        for slow in self.road.slowdowns:
            if slow.from_s <= at_s < slow.until_s and slow.from_m <= along <= slow.to_m:
                limit = min(limit, _eased(slow, vehicle.eager))
        if vehicle.stalls and math.isfinite(self.stops_s):
            limit = min(limit, 0.5 * self.road.usual_mps)
        return limit

    def _stop_line(self, at_s: float) -> float:
        signal = self.road.signal
        if signal is None or not signal.red(at_s):
            return -math.inf
        return signal.at_m - NEAR_M if self.road.direction is Direction.AWAY else FAR_M - signal.at_m

    def _stall_line(self, vehicle: _Vehicle, at_s: float) -> float:
        stall = self.road.stall
        if stall is None or not vehicle.stalls or at_s >= stall.until_s:
            return -math.inf
        return self.stops_s

    def state(self) -> list[tuple[int, float, float]]:
        return [(v.id, v.s, v.v) for v in self.moving] + [(v.id, -1.0, 0.0) for v in self.waiting]

    def seen(self) -> list[Seen]:
        away = self.road.direction is Direction.AWAY
        return [
            Seen(
                v.id,
                self.carriageway,
                v.kind,
                v.colour,
                self.across_m,
                self.along(v.s - v.length_m / 2),
                away,
                v.v,
                v.a < -0.6 or v.v < 0.3,
                v.length_m,
                v.stalls,
            )
            for v in self.moving
        ]


def _eased(slow: Slowdown, eager: float) -> float:
    return max(0.05, slow.speed_mps * eager)


def _can_stop(vehicle: _Vehicle, line: float) -> bool:
    """A driver who would have to brake too hard drives on."""
    return vehicle.v * vehicle.v <= 2 * 4.0 * max(0.1, line - vehicle.s)


def _acceleration(v: float, wanted: float, gap: float, ahead_mps: float) -> float:
    free = 1 - (v / wanted) ** 4 if v <= wanted else -min(2.0, (v - wanted))
    if gap == math.inf:
        return _ACCELERATION * free
    desired = _MIN_GAP_M + max(0.0, v * _HEADWAY_S + v * (v - ahead_mps) / (2 * math.sqrt(_ACCELERATION * _BRAKING)))
    return max(-_HARDEST_BRAKING, _ACCELERATION * (free - (desired / max(0.3, gap)) ** 2))


def simulate(scene: Scene) -> list[list[Seen]]:
    """Every frame of the loop, each a list of vehicles; the frame after the last is the first. Raises NotPeriodic."""
    lanes = [lane for index, road in enumerate(scene.carriageways) for lane in _lanes(scene, index, road)]
    before = [lane.state() for lane in lanes]
    rounds = max(_MAX_ROUNDS, math.ceil(_LEAST_WARM_UP_S / scene.loop_s))
    for _ in range(rounds):
        frames = []
        for n in range(scene.frames):
            frames.append([seen for lane in lanes for seen in lane.seen()])
            for lane in lanes:
                lane.step(n * FRAME_S)
        for lane in lanes:
            lane.next_arrival = 0
        after = [lane.state() for lane in lanes]
        if _same(before, after):
            return frames
        before = after
    raise NotPeriodic(f"no periodic traffic after {rounds} rounds")


def _same(before: list[list[tuple[int, float, float]]], after: list[list[tuple[int, float, float]]]) -> bool:
    for one, other in zip(before, after, strict=True):
        if [v[0] for v in one] != [v[0] for v in other]:
            return False
        if any(abs(a[1] - b[1]) > _SETTLED_M or abs(a[2] - b[2]) > _SETTLED_M for a, b in zip(one, other, strict=True)):
            return False
    return True


def _lanes(scene: Scene, index: int, road: Carriageway) -> list[_Lane]:
    lanes = []
    for number in range(road.lanes):
        rng = random.Random(f"{scene.seed}/{road.id}/{number}")
        room_for_bikes_m = 0.35 if number == 0 and road.motorbikes else 0.0
        across = _from_edge(road, (number + 0.5) * road.lane_m + room_for_bikes_m)
        arrivals = _arrivals(scene, road, road.flow, rng, (index * 10 + number) * 1000)
        lanes.append(_Lane(index, road, across, arrivals))
    if road.motorbikes:
        rng = random.Random(f"{scene.seed}/{road.id}/motorbikes")
        arrivals = _arrivals(scene, road, road.motorbikes, rng, (index * 10 + 8) * 1000, bikes=True)
        lanes.append(_Lane(index, road, _from_edge(road, 0.5), arrivals))
    if road.stall is not None:
        lanes.append(_stalling_lane(index, road, road.stall))
    return lanes


def _from_edge(road: Carriageway, metres: float) -> float:
    """Across, so far in from the edge on the drivers' left: in Indonesia one drives on the left."""
    return road.left_m + metres if road.direction is Direction.AWAY else road.right_m - metres


def _stalling_lane(index: int, road: Carriageway, stall: Stall) -> _Lane:
    vehicle = _Vehicle(index * 10_000 + 9001, "van", 1, _LENGTH_M["van"], 0.8, stalls=True)
    lane = _Lane(index, road, _from_edge(road, -0.3), [_Arrival(stall.enters_s, vehicle)])
    front = stall.at_m + vehicle.length_m / 2 - NEAR_M
    lane.stops_s = front if road.direction is Direction.AWAY else FAR_M - stall.at_m + vehicle.length_m / 2
    return lane


def _arrivals(
    scene: Scene, road: Carriageway, flow: float, rng: random.Random, first_id: int, *, bikes: bool = False
) -> list[_Arrival]:
    count = round(flow * scene.loop_s)
    if count == 0:
        return []
    spacing = scene.loop_s / count
    arrivals = []
    for n in range(count):
        at_s = (n + 0.15 + 0.7 * rng.random()) * spacing
        kind = "motorbike" if bikes else _kind(road, rng)
        eager = rng.uniform(0.88, 1.06) * (0.88 if kind in ("truck", "bus") else 1.0)
        arrivals.append(_Arrival(at_s, _Vehicle(first_id + n, kind, rng.randrange(1000), _LENGTH_M[kind], eager)))
    return arrivals


def _kind(road: Carriageway, rng: random.Random) -> str:
    if rng.random() < road.heavy:
        return "bus" if road.buses or rng.random() < 0.2 else "truck"
    return rng.choices(("car", "van", "pickup"), (5, 4, 1.2))[0]
