"""People who cross a plaza; each walk repeats with the loop, so its end is its beginning."""

import math
import random
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette
from video.synthetic.scene import FRAME_S, Scene

_SHIFT = 4
_EDGE_M, _NEAR_M, _FAR_M = 23.0, 12.5, 62.0


class Walker(NamedTuple):
    """One person in one frame, in road metres; `step` is the phase of the stride."""

    across_m: float
    along_m: float
    step: float
    shirt: int
    tall_m: float


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk over points at an even pace, with a rest on the way."""

    starts_s: float
    points: tuple[tuple[float, float], ...]
    pace_mps: float
    rest_s: float
    shirt: int
    tall_m: float

    def at(self, since_s: float) -> Walker | None:
        left = since_s * self.pace_mps
        for leg, (a, b) in enumerate(pairwise(self.points)):
            length = math.dist(a, b)
            if left <= length:
                share = left / length
                place = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
                return Walker(*place, (left * 1.4) % 1.0, self.shirt, self.tall_m)
            left -= length
            if leg == 0:
                if left <= self.rest_s * self.pace_mps:
                    return Walker(*b, 0.0, self.shirt, self.tall_m)
                left -= self.rest_s * self.pace_mps
        return None


def walk(scene: Scene) -> list[list[Walker]]:
    """The people of every frame of the loop."""
    walks = [_walk(scene, number) for number in range(scene.people)]
    frames = []
    for n in range(scene.frames):
        here = (w.at((n * FRAME_S - w.starts_s) % scene.loop_s) for w in walks)
        frames.append([walker for walker in here if walker is not None])
    return frames


def _walk(scene: Scene, number: int) -> _Walk:
    """From beyond one side to beyond another; all of it fits into one loop."""
    rng = random.Random(f"{scene.seed}/walk/{number}")
    side = rng.choice((-1, 1))
    start = (side * _EDGE_M * 1.6, rng.uniform(_NEAR_M + 4, _FAR_M - 8))
    through = (rng.uniform(-15, 15), rng.uniform(_NEAR_M + 5, _FAR_M - 8))
    end = (-side * _EDGE_M * 1.6, rng.uniform(_NEAR_M + 4, _FAR_M - 8))
    pace = rng.uniform(1.1, 1.6)
    length = math.dist(start, through) + math.dist(through, end)
    rest = min(rng.uniform(0, 18), max(0.0, scene.loop_s - 1 - length / pace))
    tall = rng.uniform(1.5, 1.78) if rng.random() > 0.15 else rng.uniform(1.05, 1.3)
    return _Walk(rng.uniform(0, scene.loop_s), (start, through, end), pace, rest, rng.randrange(8), tall)


def paint_people(picture: NDArray[np.uint8], scene: Scene, people: list[Walker]) -> None:
    """Draw them far to near, with shadows, in place."""
    height, width = picture.shape[:2]
    ambient = np.array(palette.MOODS[scene.light].ambient)
    for person in sorted(people, key=lambda p: -p.along_m):
        foot, head = (person.across_m, person.along_m, 0.0), (person.across_m, person.along_m, person.tall_m)
        (u, v, _), (_, top, _) = scene.view.project(np.array([foot, head]))
        x, y, size = u * width, v * height, (v - top) * height
        if -0.1 < u < 1.1:
            _shadow(picture, x, y, size)
            _figure(picture, x, y, size, person, ambient)


def _shadow(picture: NDArray[np.uint8], x: float, y: float, size: float) -> None:
    axes = _fixed(size * 0.34, size * 0.055)
    cv2.ellipse(picture, _fixed(x + size * 0.26, y), axes, -6, 0, 360, (104, 108, 114), -1, cv2.LINE_AA, _SHIFT)


def _figure(
    picture: NDArray[np.uint8], x: float, y: float, size: float, person: Walker, ambient: NDArray[np.float64]
) -> None:
    swing = 0.13 * size * math.sin(person.step * 2 * math.pi)
    trousers = _dim(((70, 56, 48), (60, 60, 60), (120, 96, 70), (96, 110, 124))[person.shirt % 4], ambient)
    shirt = _dim(palette.SHIRTS[person.shirt], ambient)
    thick = max(1, round(size * 0.085))
    hip = _fixed(x, y - size * 0.48)
    for foot in (swing, -swing):
        cv2.line(picture, hip, _fixed(x + foot, y), trousers, thick, cv2.LINE_AA, _SHIFT)
    shoulder = _fixed(x, y - size * 0.76)
    for hand in (swing, -swing):
        cv2.line(
            picture, shoulder, _fixed(x + hand * 0.9, y - size * 0.45), shirt, max(1, thick - 1), cv2.LINE_AA, _SHIFT
        )
    cv2.ellipse(picture, _fixed(x, y - size * 0.65), _fixed(size * 0.105, size * 0.2), 0, 0, 360, shirt, -1, 16, _SHIFT)
    skin, hair = _dim((100, 136, 178), ambient), _dim((34, 32, 34) if person.shirt % 3 else (176, 150, 196), ambient)
    cv2.circle(picture, _fixed(x, y - size * 0.91), round(size * 0.075 * 16), skin, -1, cv2.LINE_AA, _SHIFT)
    cap = _fixed(x, y - size * 0.935)
    cv2.ellipse(picture, cap, _fixed(size * 0.08, size * 0.065), 0, 150, 390, hair, -1, cv2.LINE_AA, _SHIFT)


def _fixed(x: float, y: float) -> tuple[int, int]:
    return round(x * (1 << _SHIFT)), round(y * (1 << _SHIFT))


def _dim(colour: tuple[float, float, float], ambient: NDArray[np.float64]) -> tuple[float, float, float]:
    blue, green, red = (float(c) for c in np.array(colour) * ambient * 1.15)
    return blue, green, red
