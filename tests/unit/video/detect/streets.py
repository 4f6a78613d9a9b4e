"""A tiny street for the detector's tests: a textured road in perspective and boxes that drive on it."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.analyzer import CameraAnalyzer
from video.events import Analysis, CameraId, FrameStamp, Sighting, SightingKind, TrafficState, Zone

WIDTH, HEIGHT = 320, 180
STEP_S = 0.2
LENGTH_M, ROAD_M = 60.0, 7.0
_HORIZON, _FOCAL, _POLE_M, _NEAR_M = 30.0, 300.0, 8.0, 17.0


def place(across_m: float, along_m: float, up_m: float = 0.0) -> tuple[float, float]:
    """Where a point of the road falls in the picture, in pixels; along from the near end of the zone."""
    depth = _NEAR_M + along_m
    return WIDTH / 2 + _FOCAL * (across_m - ROAD_M / 2) / depth, _HORIZON + _FOCAL * (_POLE_M - up_m) / depth


def _zone() -> Zone:
    corners = [place(0, LENGTH_M), place(ROAD_M, LENGTH_M), place(ROAD_M, 0), place(0, 0)]
    return Zone("z", "Road", tuple((x / WIDTH, min(1.0, y / HEIGHT)) for x, y in corners))


ZONE = _zone()


@dataclass(frozen=True, slots=True)
class Car:
    """A car of 4.4 m whose rear is at `at_m` at the start and which drives `speed_mps`."""

    lane: int
    at_m: float
    speed_mps: float
    grey: int
    until_s: float = 1e9  # it stands from then on

    def along(self, now_s: float) -> float:
        return self.at_m + self.speed_mps * min(now_s, self.until_s)


class Street:
    """Draws the road and its cars at any time; noise is the same for the same time."""

    def __init__(self, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        coarse = rng.normal(0, 14, (HEIGHT // 6, WIDTH // 6)).astype(np.float32)
        self._ground = 95.0 + cv2.resize(coarse, (WIDTH, HEIGHT)) * 0.3 + rng.normal(0, 2, (HEIGHT, WIDTH))
        mark = np.zeros((HEIGHT, WIDTH), np.uint8)
        for start in np.arange(0, LENGTH_M, 8.0):
            ends = [place(3.4, start), place(3.6, start), place(3.6, start + 3), place(3.4, start + 3)]
            cv2.fillConvexPoly(mark, np.rint(ends).astype(np.int32), 255)
        self._ground[mark > 0] = 190.0
        self._noise = [rng.normal(0, 1.5, (HEIGHT, WIDTH)).astype(np.float32) for _ in range(7)]
        self._ground = self._ground.astype(np.float32)

    def picture(self, now_s: float, cars: Iterable[Car] = (), gain: float = 1.0, offset: float = 0.0) -> np.ndarray:
        luma = self._ground.copy()
        for car in sorted(cars, key=lambda car: -car.along(now_s)):
            self._draw(luma, car, car.along(now_s))
        noise = self._noise[round(now_s / STEP_S) % len(self._noise)]
        return np.clip(luma * np.float32(gain) + np.float32(offset) + noise, 0, 255).astype(np.uint8)

    def _draw(self, luma: np.ndarray, car: Car, along: float) -> None:
        if not -12.0 < along < 2 * LENGTH_M:
            return
        left = car.lane * ROAD_M / 2 + 0.85
        for points, grey in (
            ([(left, along, 0), (left + 1.8, along, 0), (left + 1.8, along, 1.4), (left, along, 1.4)], car.grey),
            ([(left, along, 1.4), (left + 1.8, along, 1.4), (left + 1.8, along + 4.4, 1.4), (left, along + 4.4, 1.4)],
             255 - car.grey),
        ):  # fmt: skip
            corners = np.rint([place(*point) for point in points]).astype(np.int32)
            cv2.fillConvexPoly(luma, corners, float(grey))


def stream(gap_m: float, speed_mps: float, count: int, first_m: float = LENGTH_M, seed: int = 3) -> list[Car]:
    """Cars in both lanes, one behind the other, all at one speed; the first at `first_m`."""
    rng = np.random.default_rng(seed)
    cars = []
    for lane in (0, 1):
        along = first_m + lane * 3.0
        for _ in range(count):
            cars.append(Car(lane, along, speed_mps, int(rng.choice([20, 45, 215, 240]))))
            along -= 4.4 + gap_m * float(rng.uniform(0.8, 1.2))
    return cars


class Watcher:
    """Feeds an analyzer and keeps what it said."""

    def __init__(self, zones: tuple[Zone, ...] = (ZONE,)) -> None:
        self.analyzer = CameraAnalyzer(CameraId("camera"), zones)
        self.sightings: list[Sighting] = []
        self.analyses: list[Analysis] = []
        self._sequence = 0

    def feed(self, luma: np.ndarray, pts_s: float, arrival_s: float | None = None) -> Analysis:
        stamp = FrameStamp(self._sequence, pts_s, pts_s if arrival_s is None else arrival_s)
        self._sequence += 1
        analysis, sightings = self.analyzer.feed(luma, stamp)
        self.analyses.append(analysis)
        self.sightings += sightings
        return analysis

    def watch(self, street: Street, cars: Iterable[Car], from_s: float, until_s: float, **light: float) -> Analysis:
        cars = list(cars)
        for step in range(round(from_s / STEP_S), round(until_s / STEP_S)):
            analysis = self.feed(street.picture(step * STEP_S, cars, **light), step * STEP_S)
        return analysis

    @property
    def state(self) -> TrafficState:
        return self.analyses[-1].zones[0].state

    def told(self, kind: SightingKind) -> list[Sighting]:
        return [sighting for sighting in self.sightings if sighting.kind is kind]
