"""A zone's empty road, seen from above: its grey, its own texture, and what covers it now."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags, Gray, Real, whole_bound
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

_TEXTURE_STEP = np.zeros(256, np.float64)  # by 2 where it is lively, and 1 where the edge is under the texture
_TEXTURE_STEP[2:4] = _RISE, -_FALL


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
        grey = luma.astype(np.float32)
        gap = grey - self._grey
        moved = cv2.absdiff(before, luma) > whole_bound(max(_CHANGED_AT, _CHANGED_NOISE * noise))
        self.quiet_s += dt_s
        np.putmask(self.quiet_s, moved, 0.0)
        self._count_passing(moved, dt_s)
        textured = self._textured(edge, noise)
        sure = self._seen_s >= _SURE_S
        differs = np.abs(gap) > max(_STEP_AT, _STEP_NOISE * noise)
        self.different = differs & sure
        excess = self._excess(edge, noise)
        shadow = (gap < 0) & (grey > _SHADOW_LEAVES * self._grey) & (excess < _SHADOW_EDGE)
        marked = self._clean(_either(sure, differs, textured))
        solid = self._clean(_either(sure, differs & ~shadow, textured))
        near = cv2.dilate(marked.view(np.uint8), self._closing).view(np.bool_)
        self._learn_texture(edge, (self.quiet_s < _LIVELY_FOR_S) & ~(near & sure))
        quiet = self.quiet_s >= _QUIET_S
        like = np.abs(grey - self._candidate) <= _SAME_WITHIN
        self._follow_candidate(grey, quiet, like, dt_s)
        self._learn_grey(gap, quiet, (textured, sure, near, held), dt_s)
        still_s = self.quiet_s * (self.different & (like | quiet))  # a candidate begun just now is like itself
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
        """Median of 3 x 3, then a closing; of ones and zeros the median is what most of them are."""
        ones = cv2.boxFilter(covered.view(np.uint8), -1, (3, 3), normalize=False, borderType=cv2.BORDER_REPLICATE)
        mask = (ones > 4).view(np.uint8)
        return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, self._closing).view(np.bool_)

    def _excess(self, edge: Gray, noise: float) -> Gray:
        """The edges that are not the road's own: what stays is vehicles, and no lane mark holds them back."""
        own = self._own * 1.2
        own += 1.5 * noise
        np.minimum(own, 255.0, out=own)
        return cv2.subtract(edge, own.astype(np.uint8)).astype(np.uint8, copy=False)

    def _textured(self, edge: Gray, noise: float) -> Flags:
        level = self._own * 1.4
        level += max(_EDGE_AT, _EDGE_NOISE * noise)
        rough = (edge > level).view(np.uint8) * np.uint8(255)
        return cv2.blur(rough, self._reach) > whole_bound(255 * _BODY)

    def _learn_texture(self, edge: Gray, lively: Flags) -> None:
        step = (edge < self._own).view(np.uint8) + lively.view(np.uint8) * np.uint8(2)
        own: AnyArray = cv2.LUT(step, _TEXTURE_STEP)
        own += self._own
        self._own[:] = np.maximum(own, 0.0, out=own)

    def _count_passing(self, moved: Flags, dt_s: float) -> None:
        self._disturbed |= moved
        if float(self._view.weight[moved].sum()) >= _FLOWS_FROM:
            self._passed_s += dt_s
        np.putmask(self._passed_s, moved, 0.0)

    def _follow_candidate(self, grey: Real, quiet: Flags, like: Flags, dt_s: float) -> None:
        """What shows where it is quiet, for how long, and how often it came back after something passed."""
        self._returns += quiet & self._disturbed & like
        self._disturbed &= ~quiet
        fresh = quiet & ~like
        np.putmask(self._candidate, fresh, grey)
        np.putmask(self._returns, fresh, 0.0)
        shown_s = quiet * dt_s
        shown_s += self._candidate_s
        np.putmask(shown_s, fresh, 0.0)
        self._candidate_s[:] = shown_s

    def _learn_grey(self, gap: Real, quiet: Flags, seen: tuple[Flags, Flags, Flags, Flags], dt_s: float) -> None:
        """Where it is quiet: what is smooth, what came back after something passed, and what traffic went by.

        Where the road is known, a thing that looks like it must not drag it along: nothing is learned next to
        what differs, unless the new grey came back and showed for longer, or stood for two minutes. `gap` is the
        picture's grey less the road's; `seen` where it is textured, known, near what differs, and held.
        """
        textured, known, near, held = seen
        returned = self._returns >= _RETURNS
        first = ~known & (~textured | (self._passed_s >= _PASSED_S) | returned)
        longer = self._candidate_s >= np.minimum(np.maximum(self._seen_s, _LEAST_S), _MOST_S)
        again = self.different & ((returned & longer) | (self.quiet_s >= _STANDING_IS_ROAD_S))
        shows = quiet & ~(held & known) & (first | again | (known & ~near))
        again &= shows
        follow = shows * _FOLLOW
        np.putmask(follow, again | (shows & (self._seen_s == 0.0)), 1.0)
        follow *= gap
        self._grey += follow.astype(np.float32)
        np.putmask(self._seen_s, again, 0.0)
        gain = shows * np.float32(dt_s)
        np.putmask(gain, shows & returned, _SURE_S)
        self._seen_s += gain


def _either(which: Flags, one: Flags, other: Flags) -> Flags:
    """`one` where `which` is set, else `other`; three passes of SIMD, a tenth of `np.where`."""
    return other ^ ((other ^ one) & which)
