"""A zone's polygon laid over pictures of one size: which pixels, what each weighs, how large things are by row."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import Flags, Real
from video.events import Zone

_LEAST_SIDE = 3
_LEAST_PIXELS = 12


@dataclass(frozen=True, slots=True)
class ZoneView:
    """The zone's bounding box in the picture and, within it, its pixels."""

    rows: slice
    cols: slice
    inside: Flags
    weight: Real  # sums to 1; far rows are thin but weigh as much as near ones
    scale: Real  # (rows, 1): the zone's width in pixels at each row, smoothed: the measure of size there


def view_of(zone: Zone, width: int, height: int) -> ZoneView | None:
    """Lay `zone` over a picture of `width` x `height`; None where it covers next to nothing of it."""
    if len(zone.polygon) < 3:
        return None
    corners = np.array(zone.polygon, dtype=np.float64)
    if not np.isfinite(corners).all():
        return None
    corners = np.clip(corners, -4.0, 5.0)
    pixels = np.rint(corners * (width, height)).astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [pixels.reshape(-1, 1, 2)], 1)
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(ys) < _LEAST_SIDE or len(xs) < _LEAST_SIDE or int(mask.sum()) < _LEAST_PIXELS:
        return None
    rows, cols = slice(int(ys[0]), int(ys[-1]) + 1), slice(int(xs[0]), int(xs[-1]) + 1)
    inside = mask[rows, cols].astype(bool)
    across = inside.sum(axis=1).astype(np.float32)
    scale = _smooth(np.maximum(across, 2.0))
    weight = inside / scale[:, np.newaxis]
    weight /= weight.sum()
    return ZoneView(rows, cols, inside, weight.astype(np.float32), scale[:, np.newaxis].astype(np.float32))


def _smooth(across: Real) -> Real:
    """The widths as a straight line fitted over the rows where that fits: a polygon's tips are not far away."""
    if len(across) < 4:
        return np.full_like(across, float(across.mean()))
    y = np.arange(len(across), dtype=np.float32)
    slope, start = np.polyfit(y, across, 1)
    line = slope * y + start
    smooth: Real = np.maximum(line, max(2.0, 0.15 * float(across.max()))).astype(np.float32)
    return smooth
