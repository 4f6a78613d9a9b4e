"""The detector's own time, made of stamps alone: it runs on over lost frames, reconnects and pts that jump back."""

import math
from dataclasses import dataclass

from video.events import FrameStamp

JOIN_UP_TO_S = 1.5
"""Two frames further apart than this are not compared with each other (motion, flow)."""
FORGET_AFTER_S = 45.0
"""A gap longer than this says nothing about what the road does now: windows start afresh."""
_LONGEST_STEP_S = 600.0
_NOMINAL_STEP_S = 0.2


@dataclass(frozen=True, slots=True)
class Step:
    """How far the time went: `now_s` since the first frame, `dt_s` since the one before."""

    now_s: float
    dt_s: float
    joined: bool  # the frame before is near enough to be compared with
    forgotten: bool  # what was known of the traffic is out of date


class Timeline:
    """Turns stamps into seconds that never run backwards.

    Stream time counts where it goes forward by a plausible step; else the arrival's clock, which a
    reconnect does not touch; else a nominal step, so that no stamp at all can stop the detector.
    """

    def __init__(self) -> None:
        self._last: FrameStamp | None = None
        self._now_s = 0.0

    def advance(self, stamp: FrameStamp) -> Step:
        """Take the next frame's stamp; any finite or non-finite figures are survived."""
        last, self._last = self._last, stamp
        if last is None:
            return Step(0.0, 0.0, joined=False, forgotten=False)
        by_pts = stamp.pts_s - last.pts_s
        by_arrival = stamp.arrival_s - last.arrival_s
        if math.isfinite(by_pts) and 0.0 < by_pts <= JOIN_UP_TO_S:
            dt_s, joined = by_pts, True
        elif math.isfinite(by_arrival) and by_arrival > 0.0:
            dt_s, joined = min(by_arrival, _LONGEST_STEP_S), False
        elif math.isfinite(by_pts) and by_pts > 0.0:
            dt_s, joined = min(by_pts, _LONGEST_STEP_S), False
        else:
            dt_s, joined = _NOMINAL_STEP_S, False
        self._now_s += dt_s
        return Step(self._now_s, dt_s, joined, forgotten=dt_s > FORGET_AFTER_S)
