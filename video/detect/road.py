"""A zone's empty road, seen from above: its grey, its own texture, and what covers it now."""

import cv2
import numpy as np

from video.detect.arrays import Flags, Gray, Real
from video.detect.light import LightChange
from video.detect.zone_view import ZoneView

_EDGE_AT = 22.0  # grey levels
_EDGE_NOISE = 5.0
_RISE, _FALL = 0.6, 3.4  # grey levels a frame: the texture settles at the 15th percentile
_REACH = 0.25  # zone widths around a pixel in which edges make it part of a vehicle
_BODY = 0.22  # share of edges there
_STEP_AT = 14.0
_STEP_NOISE = 4.5
_CHANGED_AT = 10.0
_CHANGED_NOISE = 4.0
_LIVELY_FOR_S = 2.0
_QUIET_S = 0.8  # a smooth pixel that was quiet for so long shows the road
_STANDING_IS_ROAD_S = 25.0  # something smooth that stands for so long was a ghost, or is a new road
_SURE_S = 2.0
_FOLLOW = 0.2


class Road:
    """Learns a zone's empty road, and tells what covers it.

    Where the road has been seen (quiet and smooth for 2 s in all), what differs from it covers it: also a
    queue that has come to stand, for what stands is textured and teaches nothing. Where it has not been
    seen, edges tell: so a road that is full from the start counts as full. The road's own texture (marks,
    kerbs, cracks) is a low percentile of the edges, learned only where traffic passes.
    """

    def __init__(self, view: ZoneView) -> None:
        shape = view.weight.shape
        self._view = view
        self._own: Real = np.zeros(shape, np.float32)
        self._grey: Real = np.zeros(shape, np.float32)
        self._seen_s: Real = np.zeros(shape, np.float32)
        self.quiet_s: Real = np.zeros(shape, np.float32)
        self.different: Flags = np.zeros(shape, np.bool_)  # sure to be something that is not the road
        reach = max(3, round(view.width_px * _REACH) | 1)
        self._reach = (reach, reach)
        self._closing = np.ones((max(3, reach // 2), max(3, reach // 2)), np.uint8)

    def relight(self, change: LightChange) -> None:
        """Apply a change of light over the whole picture to the grey that was learned."""
        self._grey = np.clip(self._grey * change.gain + change.offset, 0, 255).astype(np.float32)

    def update(self, luma: Gray, before: Gray, edge: Gray, noise: float, dt_s: float) -> Flags:
        """Take the zone from above (grey, the grey before, edges), learn, and give what is covered."""
        moved = cv2.absdiff(before, luma) > max(_CHANGED_AT, _CHANGED_NOISE * noise)
        self.quiet_s = np.where(moved, 0.0, self.quiet_s + dt_s).astype(np.float32)
        self._learn_texture(edge, self.quiet_s < _LIVELY_FOR_S)
        textured = self._textured(edge, noise)
        sure = self._seen_s >= _SURE_S
        differs = np.abs(luma - self._grey) > max(_STEP_AT, _STEP_NOISE * noise)
        self._learn_grey(luma, textured, differs & sure, dt_s)
        self.different = differs & sure
        covered = np.where(sure, differs, textured).astype(np.uint8)
        clean = cv2.morphologyEx(cv2.medianBlur(covered, 3), cv2.MORPH_CLOSE, self._closing)
        return clean > 0

    def excess(self, edge: Gray, noise: float) -> Gray:
        """The edges that are not the road's own: what stays is vehicles, and no lane mark holds them back."""
        own = np.minimum(self._own * 1.2 + 1.5 * noise, 255.0).astype(np.uint8)
        return cv2.subtract(edge, own).astype(np.uint8, copy=False)

    def _textured(self, edge: Gray, noise: float) -> Flags:
        level = max(_EDGE_AT, _EDGE_NOISE * noise)
        rough = (edge > self._own * 1.4 + level).astype(np.uint8) * 255
        return cv2.blur(rough, self._reach) > 255 * _BODY

    def _learn_texture(self, edge: Gray, lively: Flags) -> None:
        change = np.where(edge < self._own, -_FALL, _RISE)
        self._own = np.maximum(self._own + np.where(lively, change, 0.0), 0.0).astype(np.float32)

    def _learn_grey(self, luma: Gray, textured: Flags, different: Flags, dt_s: float) -> None:
        needed_s = np.where(different, _STANDING_IS_ROAD_S, _QUIET_S)
        shows = (self.quiet_s >= needed_s) & ~textured
        fresh = shows & ((self._seen_s == 0.0) | different)
        follow = np.where(fresh, 1.0, np.where(shows, _FOLLOW, 0.0))
        self._grey += (follow * (luma - self._grey)).astype(np.float32)
        self._seen_s += np.where(shows, dt_s, 0.0).astype(np.float32)
