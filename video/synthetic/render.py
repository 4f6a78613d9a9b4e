"""A demo camera's pictures, one after another, each with its exact truth."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette
from video.synthetic.backdrop import draw_backdrop
from video.synthetic.city import SyntheticCamera
from video.synthetic.framecode import burn_frame_number
from video.synthetic.painter import VehiclePainter
from video.synthetic.people import Walker, paint_people, walk
from video.synthetic.scene import FRAME_S, Scene
from video.synthetic.traffic import Seen, simulate
from video.synthetic.truth import Truth, TruthRow, dark_frames, measure

Picture = NDArray[np.uint8]
WIDTH, HEIGHT = 1280, 720
_NOISE_PICTURES = 4
_NOISE_MARGIN = 48
_DARK_FLOOR = 7


@dataclass(frozen=True, slots=True)
class Story:
    """A loop before it is drawn: what moves in each frame, and the truth of it."""

    scene: Scene
    vehicles: list[list[Seen]]
    people: list[list[Walker]]
    truth: Truth


def tell(scene: Scene) -> Story:
    """Simulate a scene's loop. Raises NotPeriodic."""
    vehicles = simulate(scene)
    people = walk(scene)
    return Story(scene, vehicles, people, measure(scene, vehicles, [len(frame) for frame in people]))


class Renderer:
    """Draws any frame of a story at one size; `picture` gives the same pixels for the same frame, always."""

    def __init__(self, story: Story, width: int = WIDTH, height: int = HEIGHT) -> None:
        self._story = story
        self._backdrop = draw_backdrop(story.scene, width, height)
        self._painter = VehiclePainter(story.scene, width, height)
        self._dark = dark_frames(story.scene)
        sigma = palette.MOODS[story.scene.light].noise
        self._noise = _noise_pictures(story.scene.seed, width, height, sigma)
        self._middle = np.full((height, width, 3), _noise_middle(sigma), np.uint8)

    def picture(self, n: int) -> Picture:
        """Frame `n` of the loop as BGR, with its number burnt in."""
        if self._dark[n]:
            picture = np.full_like(self._backdrop, _DARK_FLOOR)
        else:
            picture = self._backdrop.copy()
            if self._story.scene.carriageways:
                self._painter.paint(picture, self._backdrop, self._story.vehicles[n], n * FRAME_S)
            paint_people(picture, self._story.scene, self._story.people[n])
        self._add_noise(picture, n)
        burn_frame_number(picture, n)
        return picture

    def _add_noise(self, picture: Picture, n: int) -> None:
        height, width = picture.shape[:2]
        step = np.random.default_rng(n)
        x, y = (int(v) for v in step.integers(0, _NOISE_MARGIN, 2))
        cv2.add(picture, self._noise[n % _NOISE_PICTURES][y : y + height, x : x + width], picture)
        cv2.subtract(picture, self._middle, picture)


def _noise_middle(sigma: float) -> int:
    return round(3 * sigma)


def _noise_pictures(seed: int, width: int, height: int, sigma: float) -> list[Picture]:
    rng = np.random.default_rng(seed)
    shape = (height + _NOISE_MARGIN, width + _NOISE_MARGIN)
    pictures = []
    for _ in range(_NOISE_PICTURES):
        grey = rng.standard_normal(shape, np.float32) * sigma + _noise_middle(sigma)
        tint = rng.standard_normal((*shape, 3), np.float32) * (sigma * 0.35)
        pictures.append(np.clip(np.round(grey[..., None] + tint), 0, 255).astype(np.uint8))
    return pictures


def render_frames(
    camera: SyntheticCamera, *, seed: int | None = None, width: int = 640, height: int = 360, step: int = 1
) -> Iterator[tuple[Picture, TruthRow]]:
    """One round of a camera's loop without encoding: BGR pictures and truth, every `step`-th frame.

    Another `seed` gives other vehicles in the same story. Raises NotPeriodic.
    """
    chosen = camera if seed is None else camera.with_seed(seed)
    story = tell(chosen.scene)
    renderer = Renderer(story, width, height)
    for n in range(0, chosen.scene.frames, step):
        yield renderer.picture(n), story.truth.row(n)
