"""How fast what is in a zone goes, in zone widths a second, seen from above."""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags, Gray
from video.detect.zone_view import ZoneView

_BLOCK_LONG = 0.6  # zone widths
_BLOCK_WIDE = 0.4
_FARTHEST = 1.5  # zone widths between two pictures
_MOST_BLOCKS = 16
_COVERED_FROM = 0.5
_ALIKE_FROM = 0.5  # correlation from which a block was found again
_STRAY = 0.15  # what the farthest displacement costs in correlation: traffic repeats itself
_LOOK_BACK_S = 1.05
_SLOW_PX = 3.0


@dataclass(frozen=True, slots=True)
class Movement:
    """Speed of what was found again, and how much that was (covered blocks)."""

    speed: float  # zone widths a second
    blocks: float


@dataclass(frozen=True, slots=True)
class _Seen:
    now_s: float
    picture: Gray


class Pace:
    """Finds blocks of the zone's edges again along the road, by normalised correlation.

    Slow traffic is compared with a picture up to a second old, so that a creeping queue moves by pixels
    instead of by fractions that drown in noise.
    """

    def __init__(self, view: ZoneView) -> None:
        self._view = view
        rows, cols = view.weight.shape[0], view.columns
        unit = view.width_px
        self._long = int(np.clip(round(_BLOCK_LONG * unit), 6, max(6, rows // 2)))
        self._wide = int(np.clip(round(_BLOCK_WIDE * (cols if view.perspective else unit)), 5, cols))
        self._reach = max(3, round(_FARTHEST * unit))
        self._blocks = _blocks(rows, cols, self._long, self._wide, (view.weight.shape[1] - cols) // 2)
        tops, lefts = np.array(self._blocks).T
        self._middles = (tops + self._long // 2, lefts + self._wide // 2)
        self._strays = _STRAY / self._reach * np.abs(np.arange(-self._reach, self._reach + 1))
        self._past: deque[_Seen] = deque()

    def forget(self) -> None:
        """The next picture is not to be compared with those before."""
        self._past.clear()

    def measure(self, edge: Gray, covered: Flags, now_s: float) -> Movement | None:
        """Take the zone's edges from above; how fast the covered part moved, None where nothing was found again."""
        while self._past and now_s - self._past[0].now_s > _LOOK_BACK_S:
            self._past.popleft()
        movement = self._against(self._past[-1], edge, covered, now_s) if self._past else None
        if movement is not None:
            step_px = movement.speed * self._view.width_px * (now_s - self._past[-1].now_s)
            if step_px < _SLOW_PX and len(self._past) > 1:
                movement = self._against(self._past[0], edge, covered, now_s) or movement
        self._past.append(_Seen(now_s, edge))
        return movement

    def _against(self, past: _Seen, edge: Gray, covered: Flags, now_s: float) -> Movement | None:
        found = self._find(past.picture, edge, covered)
        if found is None or now_s <= past.now_s:
            return None
        displacement, blocks = found
        return Movement(displacement / (now_s - past.now_s) / self._view.width_px, blocks)

    def _find(self, before: Gray, edge: Gray, covered: Flags) -> tuple[float, float] | None:
        """Mean displacement in pixels along the road of the covered blocks, and their number."""
        share = cv2.blur(covered.astype(np.float32), (self._wide, self._long), borderType=cv2.BORDER_REPLICATE)
        shares = share[self._middles].tolist()
        ranked = sorted(
            (-share, top, left)
            for share, (top, left) in zip(shares, self._blocks, strict=True)
            if share >= _COVERED_FROM
        )[:_MOST_BLOCKS]
        now, then = edge.astype(np.float32), before.astype(np.float32)
        total = weight = 0.0
        for _, top, left in ranked:
            displacement = self._block(then, now, top, left)
            if displacement is not None:
                total += abs(displacement)
                weight += 1.0
        return (total / weight, weight) if weight else None

    def _block(self, then: AnyArray, now: AnyArray, top: int, left: int) -> float | None:
        template = now[top : top + self._long, left : left + self._wide]
        if float(template.max()) - float(template.min()) < 12.0:
            return None
        first = max(0, top - self._reach)
        strip = then[first : top + self._long + self._reach, left : left + self._wide]
        scores = cv2.matchTemplate(strip, template, cv2.TM_CCOEFF_NORMED)[:, 0]
        best = int(np.argmax(scores - self._strays[first - top + self._reach :][: len(scores)]))
        if not scores[best] >= _ALIKE_FROM:
            return None
        return float(best + first - top) + _between(scores, best)


def _between(scores: AnyArray, best: int) -> float:
    """Where a parabola through the best score and its neighbours peaks, -0.5 to 0.5 from the best."""
    if best == 0 or best == len(scores) - 1:
        return 0.0
    before, here, after = (float(score) for score in scores[best - 1 : best + 2])
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < -1e-6 else 0.0


def _blocks(rows: int, cols: int, long: int, wide: int, margin: int) -> list[tuple[int, int]]:
    """Top left corners of blocks laid evenly over the zone."""
    tops = np.linspace(0, rows - long, max(1, round(rows / long))).astype(int)
    lefts = np.linspace(0, cols - wide, max(1, round(cols / wide + 0.4))).astype(int)
    return [(int(top), int(left) + margin) for top in tops for left in lefts]
