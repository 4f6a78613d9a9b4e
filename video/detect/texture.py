"""How much of a zone is covered by vehicles, told by their edges: an empty road is smooth."""

import cv2
import numpy as np

from video.detect.arrays import Flags, Gray, Real
from video.detect.zone_view import ZoneView

_EDGE_AT = 22.0
_NOISE_FACTOR = 5.0
_RISE = 0.6  # grey levels a frame that the road's own texture may grow where traffic passes
_FALL = 3.4
_KERNEL = np.ones((3, 3), np.uint8)
_BODY = 0.22  # share of edges around a pixel from which it belongs to a vehicle


def edges(luma: Gray) -> Gray:
    """The local contrast of each pixel: highest minus lowest of 3 x 3, after a light smoothing."""
    smooth = cv2.GaussianBlur(luma, (3, 3), 0)
    return cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, _KERNEL).astype(np.uint8, copy=False)


class RoadTexture:
    """The texture that a zone's road has when empty, a low percentile learned only where traffic passes.

    It begins as smooth: a road that is full from the start counts as full, since what stands teaches
    nothing, and lane marks alone cover too little to count. Marks, kerbs and cracks are learned from
    what shows again and again between moving vehicles.
    """

    def __init__(self, view: ZoneView) -> None:
        self._view = view
        self._own: Real = np.zeros(view.inside.shape, np.float32)

    def learn(self, edge: Gray, lively: Flags) -> None:
        """Take the zone's edges in a frame; `lively` are pixels where something moves or just moved."""
        lower = edge < self._own
        self._own += np.where(lively, np.where(lower, -_FALL, _RISE), 0.0).astype(np.float32)
        np.maximum(self._own, 0.0, out=self._own)

    def covered(self, edge: Gray, noise: float) -> Flags:
        """Which pixels of the zone belong to vehicles in these edges."""
        level = max(_EDGE_AT, _NOISE_FACTOR * noise)
        textured = (edge > self._own * 1.4 + level).astype(np.uint8) * 255
        around = cv2.blur(textured, (9, 9))
        covered: Flags = (around > 255 * _BODY) & self._view.inside
        return covered
