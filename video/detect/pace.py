"""How fast what is in a zone goes, as a share of what is usual there."""

import cv2
import numpy as np

from video.detect.arrays import Flags, Gray, Real
from video.detect.zone_view import ZoneView

_USUAL_FIRST = 0.8  # zone widths a second: a guess until vehicles have been seen
_USUAL_LEAST = 0.35
_STEP = 0.02
_QUANTILE = 0.7
_STILL_BELOW_PX = 0.3  # flow under this is noise


class Flow:
    """Dense optical flow between neighbouring frames (DIS, ultrafast: 0.4 ms at 320 x 180)."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    def between(self, previous: Gray, luma: Gray) -> Real | None:
        """Displacement in pixels, shape (h, w); None where the picture is too small for it."""
        if min(luma.shape) < 32:
            return None
        # A flow that is handed in is taken as the first guess: garbage there crashes the process.
        flow = self._dis.calc(previous, luma, None)  # type: ignore[call-overload]
        length: Real = np.hypot(flow[..., 0], flow[..., 1]).astype(np.float32, copy=False)
        return length


class Pace:
    """A zone's speed and the usual it is measured against.

    The usual is a high quantile of the speeds seen while something moved, in zone widths a second, so
    that no calibration is needed; until then a guess.
    """

    def __init__(self, view: ZoneView) -> None:
        self._view = view
        self.usual = _USUAL_FIRST

    def measure(self, displacement: Real, covered: Flags, dt_s: float) -> float:
        """Speed of the covered part in zone widths a second, 0 where nothing is covered."""
        weight = np.where(covered, self._view.weight, 0.0)
        total = float(weight.sum())
        if total <= 1e-6 or dt_s <= 0:
            return 0.0
        moved = np.where(displacement > _STILL_BELOW_PX, displacement, 0.0) / self._view.scale
        return float((moved * weight).sum()) / total / dt_s

    def share(self, speed: float, occupancy: float) -> float:
        """`speed` against the usual, 0 to 1; learns the usual on the way."""
        if occupancy > 0.02 and speed > 0.15 * self.usual:
            up = speed > self.usual
            self.usual *= 1.0 + (_STEP * _QUANTILE if up else -_STEP * (1.0 - _QUANTILE))
            self.usual = max(self.usual, _USUAL_LEAST)
        return min(1.0, speed / self.usual)
