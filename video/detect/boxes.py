"""From a motion mask to few, merged boxes that do not flicker."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import Gray
from video.events import Box

Rect = tuple[int, int, int, int]
"""left, top, width, height in pixels."""

MOST_BOXES = 24
_LEAST_AREA_SHARE = 0.0006
_JOIN = np.ones((5, 5), np.uint8)
_SEEN_BEFORE_SHOWN = 2
_MISSED_BEFORE_GONE = 2
_FOLLOW = 0.7  # weight of the new place over the shown one
_SAME_AT = 0.1  # overlap of one thing in two frames


def rectangles(mask: Gray) -> list[Rect]:
    """The bounding boxes of what is set in `mask`, largest first, near ones merged, specks left out."""
    half = cv2.resize(mask, (max(1, mask.shape[1] // 2), max(1, mask.shape[0] // 2)), interpolation=cv2.INTER_AREA)
    _, solid = cv2.threshold(half, 96, 255, cv2.THRESH_BINARY)
    if not solid.any():
        return []
    solid = cv2.dilate(solid, _JOIN)
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8, ltype=cv2.CV_16U)
    least = max(12.0, _LEAST_AREA_SHARE * mask.size / 4 + 16.0)
    found = [tuple(int(v) for v in row) for row in stats[1:count]]
    found = [row for row in found if row[4] >= least]
    found.sort(key=lambda row: (-row[4], row[0], row[1]))
    merged = _merge([(x + 1, y + 1, max(1, w - 2), max(1, h - 2)) for x, y, w, h, _ in found[: 3 * MOST_BOXES]])
    return [(2 * x, 2 * y, 2 * w, 2 * h) for x, y, w, h in merged[:MOST_BOXES]]


def overlap(one: Rect, other: Rect) -> int:
    """Area that two rectangles share."""
    w = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    h = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return w * h if w > 0 and h > 0 else 0


def _merge(rects: list[Rect]) -> list[Rect]:
    """Join a box with one that covers most of it."""
    kept: list[Rect] = []
    for rect in rects:
        for index, other in enumerate(kept):
            if overlap(rect, other) * 2 > rect[2] * rect[3]:
                left, top = min(rect[0], other[0]), min(rect[1], other[1])
                right = max(rect[0] + rect[2], other[0] + other[2])
                bottom = max(rect[1] + rect[3], other[1] + other[3])
                kept[index] = (left, top, right - left, bottom - top)
                break
        else:
            kept.append(rect)
    return kept


@dataclass(slots=True)
class _Track:
    rect: tuple[float, float, float, float]
    seen: int = 1
    missed: int = 0


class SteadyBoxes:
    """Shows a box from its second sighting on, lets it glide, and keeps it over one missed frame."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []

    def update(self, rects: list[Rect], width: int, height: int) -> tuple[Box, ...]:
        """Take this frame's rectangles of a picture of `width` x `height`; gives what is to be shown."""
        free = list(rects)
        for track in self._tracks:
            place = _rect_of(track)
            best = max(free, key=lambda rect: _alike(rect, place), default=None)
            if best is None or _alike(best, place) < _SAME_AT:
                track.missed += 1
                continue
            free.remove(best)
            a, b = track.rect, best
            keep = 1.0 - _FOLLOW
            track.rect = (
                a[0] * keep + b[0] * _FOLLOW,
                a[1] * keep + b[1] * _FOLLOW,
                a[2] * keep + b[2] * _FOLLOW,
                a[3] * keep + b[3] * _FOLLOW,
            )
            track.seen, track.missed = track.seen + 1, 0
        self._tracks = [t for t in self._tracks if t.missed < _MISSED_BEFORE_GONE]
        self._tracks += [_Track((float(r[0]), float(r[1]), float(r[2]), float(r[3]))) for r in free]
        shown = [t.rect for t in self._tracks if t.seen >= _SEEN_BEFORE_SHOWN]
        return tuple(fraction(rect, width, height) for rect in shown[:MOST_BOXES])

    def clear(self) -> None:
        """Forget all boxes: the next frame has nothing to do with the last."""
        self._tracks = []


def fraction(rect: tuple[float, float, float, float], width: int, height: int) -> Box:
    """A pixel rectangle in fractions of the picture."""
    return Box(rect[0] / width, rect[1] / height, rect[2] / width, rect[3] / height)


def _rect_of(track: _Track) -> Rect:
    x, y, w, h = track.rect
    return (round(x), round(y), round(w), round(h))


def _alike(one: Rect, other: Rect) -> float:
    """Overlap by union; boxes that only touch in a near miss of a fast thing count a little by nearness."""
    shared = overlap(one, other)
    if shared:
        return shared / (one[2] * one[3] + other[2] * other[3] - shared)
    dx = abs(one[0] + one[2] / 2 - other[0] - other[2] / 2)
    dy = abs(one[1] + one[3] / 2 - other[1] - other[3] / 2)
    near = dx < (one[2] + other[2]) * 0.9 and dy < (one[3] + other[3]) * 0.9
    ratio = min(one[2] * one[3], other[2] * other[3]) / max(1, one[2] * one[3], other[2] * other[3])
    return 0.11 if near and ratio > 0.5 else 0.0
