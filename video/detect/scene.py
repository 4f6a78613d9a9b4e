"""All that is kept of pictures of one size: the background, the noise, and the frame before."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect import motion
from video.detect.arrays import Gray
from video.detect.background import Background
from video.detect.boxes import Rect
from video.detect.edges import edges
from video.detect.light import LightChange, light_change
from video.detect.timeline import Step

_FLOODED = 0.5  # share of the picture from which a mask is a change of the scene, not things that move
_FLOODED_FOR_S = 3.0
_LARGE = 0.03  # share of the picture
_ALIKE_FROM = 0.85  # correlation with the scene


@dataclass(frozen=True, slots=True)
class Observation:
    """What one frame shows against the frames before."""

    mask: Gray  # 255 where it is not the scene
    edge: Gray  # local contrast
    noise: float  # grey levels
    light: LightChange | None  # what was learned must be corrected by this
    renewed: bool  # it is another scene: nothing that was learned of the old one holds


class Scene:
    """Follows the scene; one for each size of picture."""

    def __init__(self, first: Gray) -> None:
        self.shape = first.shape
        self._background = Background(first)
        self._previous = first
        self._noise = 2.0
        self._flooded_s = 0.0

    def skip(self, luma: Gray) -> None:
        """A frame that teaches nothing (the picture is dark)."""
        self._previous = luma

    def observe(self, luma: Gray, step: Step) -> Observation:
        """Compare the next picture with what is known, and learn from it."""
        previous, self._previous = self._previous, luma
        if step.joined:
            change = cv2.absdiff(previous, luma).astype(np.uint8, copy=False)
            self._noise += 0.1 * (motion.noise_level(change) - self._noise)
        light = light_change(self._background.picture, luma)
        if light is not None:
            self._background.relight(light)
        mask = motion.foreground(self._background.picture, self._background.unrest, luma, self._noise)
        renewed = False
        if cv2.countNonZero(mask) >= _FLOODED * mask.size:
            renewed = self._flooded(luma, step.dt_s)
            mask = np.zeros_like(mask)
        else:
            self._flooded_s = 0.0
        self._background.learn(luma, step.now_s)
        return Observation(mask, edges(luma), self._noise, light, renewed)

    def is_light(self, rect: Rect, luma: Gray) -> bool:
        """Whether a large region shows the scene as it was, only lighter or darker: light, not a thing."""
        x, y, w, h = rect
        if w * h < _LARGE * luma.size:
            return False
        old = self._background.picture[y : y + h : 2, x : x + w : 2].astype(np.float32)
        new = luma[y : y + h : 2, x : x + w : 2].astype(np.float32)
        old -= old.mean()
        new -= new.mean()
        strength = float(np.sqrt((old * old).sum() * (new * new).sum()))
        return strength > 0 and float((old * new).sum()) / strength > _ALIKE_FROM

    def _flooded(self, luma: Gray, dt_s: float) -> bool:
        """Most of the picture is other than the scene: after 3 s of it, it is the scene."""
        self._flooded_s += min(dt_s, 1.0)
        if self._flooded_s < _FLOODED_FOR_S:
            return False
        self._background = Background(luma)
        self._flooded_s = 0.0
        return True
