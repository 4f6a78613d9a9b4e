"""All that is kept of pictures of one size: the background, what stands, and the frame before."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect import motion
from video.detect.arrays import Flags, Gray, Real
from video.detect.background import Background
from video.detect.boxes import Rect
from video.detect.light import light_change
from video.detect.pace import Flow
from video.detect.stopped import StillMap
from video.detect.texture import edges
from video.detect.timeline import Step

_FLOODED = 0.5  # share of the picture from which a mask is a change of the scene, not things that move
_FLOODED_FOR_S = 3.0


@dataclass(frozen=True, slots=True)
class Observation:
    """What one frame shows against the frames before; all of the picture's shape."""

    mask: Gray  # 255 where it is not the scene
    edge: Gray  # local contrast
    change: Gray  # absolute difference to the frame before
    displacement: Real | None  # in pixels since the frame before
    noise: float  # grey levels


class Scene:
    """Follows the scene; one for each size of picture."""

    def __init__(self, first: Gray) -> None:
        self.shape = first.shape
        self.background = Background(first)
        self.background_edge = edges(first)
        self.still = StillMap(first.shape[0], first.shape[1])
        self._previous = first
        self._noise = 2.0
        self._flooded_s = 0.0
        self._flow = Flow()

    def skip(self, luma: Gray) -> None:
        """A frame that teaches nothing (the picture is dark)."""
        self._previous = luma

    def observe(self, luma: Gray, step: Step, flow_wanted: bool) -> Observation:
        """Compare the next picture with what is known, and learn from it."""
        previous, self._previous = self._previous, luma
        change = cv2.absdiff(previous, luma).astype(np.uint8, copy=False)
        if step.joined:
            self._noise += 0.1 * (motion.noise_level(change) - self._noise)
        self._follow_light(luma)
        mask = motion.foreground(self.background.picture, luma, self._noise)
        mask = self._not_flooded(mask, luma, step.dt_s)
        if step.joined:
            self.still.update(mask, change, self._noise, step.dt_s)
        if self.background.learn(luma, step.now_s, self.still.held()):
            self.background_edge = edges(self.background.picture)
        displacement = self._flow.between(previous, luma) if flow_wanted and step.joined else None
        return Observation(mask, edges(luma), change, displacement, self._noise)

    def absorb(self, rect: Rect, pixels: Flags, luma: Gray) -> None:
        """Take what stands there for the scene: it is a ghost, or not in a zone."""
        x, y, w, h = rect
        where = np.zeros(luma.shape, np.uint8)
        where[y : y + h, x : x + w] = pixels
        grown = cv2.dilate(where, np.ones((7, 7), np.uint8)) > 0
        self.background.absorb(luma, grown)
        self.background_edge = edges(self.background.picture)
        self.still.seconds[grown] = 0.0

    def _follow_light(self, luma: Gray) -> None:
        change = light_change(self.background.picture, luma)
        if change is not None:
            self.background.relight(change)
            self.background_edge = edges(self.background.picture)

    def _not_flooded(self, mask: Gray, luma: Gray, dt_s: float) -> Gray:
        """The mask, or nothing where it covers most of the picture; another picture for 3 s is a new scene."""
        if cv2.countNonZero(mask) < _FLOODED * mask.size:
            self._flooded_s = 0.0
            return mask
        self._flooded_s += dt_s
        if self._flooded_s >= _FLOODED_FOR_S:
            self.background = Background(luma)
            self.still = StillMap(luma.shape[0], luma.shape[1])
            self._flooded_s = 0.0
        return np.zeros_like(mask)
