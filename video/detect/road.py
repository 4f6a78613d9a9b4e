"""A zone's empty road, seen from above: its grey, its own texture, and what covers it now."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import Flags, Gray, Real
from video.detect.light import LightChange
from video.detect.zone_view import ZoneView

_EDGE_AT = 22.0  # grey levels
_EDGE_NOISE = 5.0
_RISE, _FALL = 1.2, 6.8  # grey levels a frame: the texture settles at the 15th percentile
_REACH = 0.25  # zone widths around a pixel in which edges make it part of a vehicle
_BODY = 0.22  # share of edges there
_STEP_AT = 14.0
_STEP_NOISE = 4.5
_CHANGED_AT = 10.0
_CHANGED_NOISE = 4.0
_SHADOW_LEAVES = 0.45  # of the road's grey
_SHADOW_EDGE = 14
_LIVELY_FOR_S = 2.0
_QUIET_S = 0.8  # a smooth pixel that was quiet for so long shows the road
_STANDING_IS_ROAD_S = 120.0  # something smooth that stands for so long was a ghost, or is a new road
_SURE_S = 2.0
_SAME_WITHIN = 9.0  # grey levels
_RETURNS = 2  # times that a pixel came back to its grey after something passed: then it is the road, marks too
_LEAST_S, _MOST_S = 3.0, 60.0  # that another grey must have shown, and longer than the road's own
_FLOWS_FROM = 0.02  # share of the zone that moves when its traffic flows
_PASSED_S = 5.0  # what traffic went by for so long is no vehicle
_FOLLOW = 0.1


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers a zone's road in one frame, seen from above."""

    solid: Flags  # vehicles without the shadows they throw
    marked: Flags  # vehicles and their shadows
    different: Flags  # where it is sure not to be the road
    edge: Gray  # all edges
    excess: Gray  # edges that are not the road's own
    road: Gray  # the empty road
    still_s: Real  # for how long something that is not the road has stood there unchanged
    certain: float  # share of the zone whose empty road is known


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
        self._passed_s: Real = np.zeros(shape, np.float32)
        self._disturbed: Flags = np.zeros(shape, np.bool_)
        self._candidate: Real = np.zeros(shape, np.float32)
        self._candidate_s: Real = np.zeros(shape, np.float32)
        self._returns: Real = np.zeros(shape, np.float32)
        self.quiet_s: Real = np.zeros(shape, np.float32)
        self.different: Flags = np.zeros(shape, np.bool_)  # sure to be something that is not the road
        reach = max(3, round(view.width_px * _REACH) | 1)
        self._reach = (reach, reach)
        self._closing = np.ones((max(3, reach // 2), max(3, reach // 2)), np.uint8)

    def relight(self, change: LightChange) -> None:
        """Apply a change of light over the whole picture to the grey that was learned."""
        self._grey = np.clip(self._grey * change.gain + change.offset, 0, 255).astype(np.float32)
        self._candidate = np.clip(self._candidate * change.gain + change.offset, 0, 255).astype(np.float32)

    def update(self, luma: Gray, before: Gray, edge: Gray, noise: float, dt_s: float, held: Flags) -> Cover:
        """Take the zone from above (grey, the grey before, edges), learn, and give what is covered.

        What is `held` stands and was reported: it is not learned, however long it stays.
        """
        moved = cv2.absdiff(before, luma) > max(_CHANGED_AT, _CHANGED_NOISE * noise)
        self.quiet_s = np.where(moved, 0.0, self.quiet_s + dt_s).astype(np.float32)
        self._count_passing(moved, dt_s)
        textured = self._textured(edge, noise)
        sure = self._seen_s >= _SURE_S
        differs = np.abs(luma - self._grey) > max(_STEP_AT, _STEP_NOISE * noise)
        self.different = differs & sure
        excess = self._excess(edge, noise)
        shadow = (luma < self._grey) & (luma > _SHADOW_LEAVES * self._grey) & (excess < _SHADOW_EDGE)
        marked = self._clean(np.where(sure, differs, textured))
        solid = self._clean(np.where(sure, differs & ~shadow, textured))
        near = cv2.dilate(marked.astype(np.uint8), self._closing) > 0
        self._learn_texture(edge, (self.quiet_s < _LIVELY_FOR_S) & ~(near & sure))
        self._learn_grey(luma, textured, near, held, dt_s)
        unchanged = self.different & (np.abs(luma - self._candidate) <= _SAME_WITHIN)
        still_s = np.where(unchanged, self.quiet_s, 0.0).astype(np.float32)
        return Cover(
            solid,
            marked,
            different=self.different,
            edge=edge,
            excess=excess,
            road=self._grey.astype(np.uint8),
            still_s=still_s,
            certain=float(self._view.weight[sure].sum()),
        )

    def adopt(self, luma: Gray, where: Flags) -> None:
        """Take what shows there for the road: what was held for the road was a ghost."""
        self._grey[where] = luma[where]
        self._seen_s[where] = _SURE_S

    def _clean(self, covered: Flags) -> Flags:
        mask = cv2.medianBlur(covered.astype(np.uint8), 3)
        return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, self._closing) > 0

    def _excess(self, edge: Gray, noise: float) -> Gray:
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

    def _count_passing(self, moved: Flags, dt_s: float) -> None:
        self._disturbed |= moved
        if float(self._view.weight[moved].sum()) >= _FLOWS_FROM:
            self._passed_s += dt_s
        self._passed_s[moved] = 0.0

    def _learn_grey(self, luma: Gray, textured: Flags, near: Flags, held: Flags, dt_s: float) -> None:
        """Where it is quiet: what is smooth, what came back after something passed, and what traffic went by.

        Where the road is known, a thing that looks like it must not drag it along: nothing is learned next to
        what differs, unless the new grey came back and showed for longer, or stood for two minutes.
        """
        quiet = self.quiet_s >= _QUIET_S
        like = np.abs(luma - self._candidate) <= _SAME_WITHIN
        self._returns += quiet & self._disturbed & like
        self._disturbed &= ~quiet
        fresh = quiet & ~like
        self._candidate[fresh] = luma[fresh]
        self._returns[fresh] = 0
        known = self._seen_s >= _SURE_S
        first = ~known & (~textured | (self._passed_s >= _PASSED_S) | (self._returns >= _RETURNS))
        self._candidate_s = np.where(fresh, 0.0, self._candidate_s + dt_s * quiet).astype(np.float32)
        longer = self._candidate_s >= np.clip(self._seen_s, _LEAST_S, _MOST_S)
        came_back = (self._returns >= _RETURNS) & longer
        again = self.different & (came_back | (self.quiet_s >= _STANDING_IS_ROAD_S))
        shows = quiet & ~(held & known) & (first | again | (known & ~near))
        anew = shows & (again | (self._seen_s == 0.0))
        self._seen_s[shows & again] = 0.0
        follow = np.where(anew, 1.0, np.where(shows, _FOLLOW, 0.0))
        self._grey += (follow * (luma - self._grey)).astype(np.float32)
        self._seen_s += np.where(shows, np.where(self._returns >= _RETURNS, _SURE_S, dt_s), 0.0).astype(np.float32)
