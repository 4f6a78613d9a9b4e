"""A zone's polygon laid over pictures of one size, and the zone as seen from above."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags, Gray, Real
from video.detect.boxes import Rect
from video.events import Zone

_LEAST_SIDE = 4
_LEAST_PIXELS = 24
_FOCAL = 0.95  # in picture widths: a street camera sees some 55 degrees; only the first guess of speed hangs on it
_MOST_ROWS, _LEAST_ROWS = 192, 32
_MOST_COLS, _LEAST_COLS = 40, 16
_MARGIN = 0.3  # zone widths to the left and right that are shown too: a vehicle that breaks down pulls over


@dataclass(frozen=True, slots=True)
class ZoneView:
    """The zone's pixels in the picture, and the map that shows it from above, (rows, cols).

    From above each row is the same stretch of road and each column the same share of its width, as far as the
    polygon's own narrowing tells the perspective: things keep their size and speed while they drive through.
    Where a polygon tells none (a road across the picture), the map is the polygon's bounding box.
    """

    rows: slice  # the bounding box in the picture
    cols: slice
    inside: Flags  # the polygon in its bounding box
    across: Real  # the zone's width in pixels at each row of the bounding box, smoothed
    x_map: Real
    y_map: Real
    weight: Real  # (rows, cols) from above, sums to 1
    width_px: float  # how many pixels from above are one zone width
    columns: int  # of the zone itself; to both sides there is a margin that weighs nothing
    perspective: bool
    picture_width: int
    picture_height: int

    def from_above(self, picture: Gray) -> Gray:
        """Show a picture (or a mask) of the whole scene as the zone from above."""
        return cv2.remap(picture, self.x_map, self.y_map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
            np.uint8, copy=False
        )

    def in_picture(self, rect: Rect) -> Rect:
        """The rectangle in the picture around a rectangle from above."""
        x, y, w, h = rect
        xs, ys = self.x_map[y : y + h, x : x + w], self.y_map[y : y + h, x : x + w]
        left, top = math.floor(float(xs.min())), math.floor(float(ys.min()))
        return (left, top, math.ceil(float(xs.max())) - left + 1, math.ceil(float(ys.max())) - top + 1)


def view_of(zone: Zone, width: int, height: int) -> ZoneView | None:
    """Lay `zone` over a picture of `width` x `height`; None where it covers next to nothing of it."""
    if len(zone.polygon) < 3:
        return None
    corners = np.array(zone.polygon, dtype=np.float64)
    if not np.isfinite(corners).all():
        return None
    pixels = np.rint(np.clip(corners, -4.0, 5.0) * (width, height)).astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [pixels.reshape(-1, 1, 2)], 1)
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(ys) < _LEAST_SIDE or len(xs) < _LEAST_SIDE or int(mask.sum()) < _LEAST_PIXELS:
        return None
    rows, cols = slice(int(ys[0]), int(ys[-1]) + 1), slice(int(xs[0]), int(xs[-1]) + 1)
    inside: Flags = mask[rows, cols].astype(bool)
    across = inside.sum(axis=1).astype(np.float32)
    line = _narrowing(across)
    if line is None:
        return _plain(rows, cols, inside, (width, height))
    return _narrowed(rows, cols, inside, line, (width, height))


def _narrowing(across: Real) -> tuple[float, float] | None:
    """Slope and vanishing row (in rows of the bounding box) of a zone that narrows upward as roads do."""
    count = len(across)
    if count < 12:
        return None
    middle = slice(count // 10, count - count // 10)
    y = np.arange(count, dtype=np.float64)[middle]
    slope, start = np.polyfit(y, across[middle], 1)
    if slope < 0.05:
        return None
    residual = across[middle] - (slope * y + start)
    if float(residual.var()) > 0.12 * float(across[middle].var()):
        return None
    vanishing = -start / slope
    return (float(slope), float(min(vanishing, -4.0)))


def _narrowed(rows: slice, cols: slice, inside: Flags, line: tuple[float, float], size: tuple[int, int]) -> ZoneView:
    slope, vanishing = line
    count = inside.shape[0]
    y = np.arange(count, dtype=np.float64)
    left, right = _edges(inside)
    nearest, farthest = 1.0 / (count - 1 - vanishing), 1.0 / (0.0 - vanishing)
    across = np.maximum(slope * (y - vanishing), 2.0)
    # Seen from straight above nothing is foreshortened: a road is never shorter than that.
    widths_long = max(_FOCAL * size[0] / slope * (farthest - nearest), float(np.sum(1.0 / across)))
    columns = int(np.clip(round(float(np.mean(across))), _LEAST_COLS, _MOST_COLS))
    length = int(np.clip(round(widths_long * columns), _LEAST_ROWS, _MOST_ROWS))
    s = np.linspace(farthest, nearest, length)
    at = np.clip(vanishing + 1.0 / s, 0.0, count - 1.0)
    margin = round(_MARGIN * columns)
    share = (np.arange(-margin, columns + margin) + 0.5) / columns
    from_x, to_x = np.interp(at, y, left), np.interp(at, y, right)
    x_map = from_x[:, np.newaxis] + (to_x - from_x)[:, np.newaxis] * share[np.newaxis, :] + cols.start
    y_map = np.repeat(at[:, np.newaxis] + rows.start, len(share), axis=1)
    # Far rows show few pixels and much of what stands tall in front: they count less than their length.
    weight = np.repeat(((at - vanishing) / (count - vanishing))[:, np.newaxis], len(share), axis=1)
    weight[:, (share < 0) | (share > 1)] = 0.0
    return ZoneView(
        rows,
        cols,
        inside,
        across.astype(np.float32),
        x_map.astype(np.float32),
        y_map.astype(np.float32),
        (weight / weight.sum()).astype(np.float32),
        length / widths_long,
        columns,
        True,
        *size,
    )


def _edges(inside: Flags) -> tuple[AnyArray, AnyArray]:
    """The zone's left and right edge at each row, as smooth curves: a polygon's slanted ends are not its edges."""
    count = inside.shape[0]
    y = np.arange(count, dtype=np.float64)
    middle = slice(count // 12, count - count // 12)
    left = inside.argmax(axis=1).astype(np.float64)
    right = inside.shape[1] - inside[:, ::-1].argmax(axis=1).astype(np.float64)
    fits = [np.polyval(np.polyfit(y[middle], edge[middle], 2), y) for edge in (left, right)]
    return fits[0], np.maximum(fits[1], fits[0] + 2.0)


def _plain(rows: slice, cols: slice, inside: Flags, size: tuple[int, int]) -> ZoneView:
    height, width = inside.shape
    factor = min(1.0, 96.0 / max(height, width))
    count_y, count_x = max(_LEAST_SIDE, round(height * factor)), max(_LEAST_SIDE, round(width * factor))
    y = (np.arange(count_y) + 0.5) * height / count_y - 0.5 + rows.start
    x = (np.arange(count_x) + 0.5) * width / count_x - 0.5 + cols.start
    x_map, y_map = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    small = cv2.resize(inside.astype(np.uint8), (count_x, count_y), interpolation=cv2.INTER_NEAREST)
    weight = small.astype(np.float32)
    if weight.sum() == 0:
        weight[:] = 1.0
    narrow = float(min(inside.sum(axis=0).max(), inside.sum(axis=1).max()))
    return ZoneView(
        rows,
        cols,
        inside,
        np.full(height, narrow, np.float32),
        x_map,
        y_map,
        weight / weight.sum(),
        max(2.0, narrow * factor),
        count_x,
        False,
        *size,
    )
