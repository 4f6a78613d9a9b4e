"""Vehicles that stand while the rest goes by."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags, Gray, Real
from video.detect.boxes import Rect, overlap

STANDING_AFTER_S = 5.0
HELD_AFTER_S = 1.5
_GONE_AFTER_S = 1.5
_GHOST_RATIO = 1.25
_ABSORB_AFTER_S = 1200.0
_RING = np.ones((3, 3), np.uint8)


@dataclass(slots=True)
class Standing:
    """One thing that stands: its place in pixels, and whether it was reported."""

    rect: Rect
    zone_id: str
    missed_s: float = 0.0


class StillMap:
    """For each pixel, for how long something that is not the scene has stood there, in seconds."""

    def __init__(self, height: int, width: int) -> None:
        self.seconds: Real = np.zeros((height, width), np.float32)

    def update(self, mask: Gray, change: Gray, noise: float, dt_s: float) -> None:
        """Take a frame: the motion mask and the absolute difference to the frame before."""
        quiet = cv2.blur(change, (3, 3)) <= max(7.0, 3.0 * noise)
        standing = (mask > 0) & quiet
        self.seconds = np.where(standing, self.seconds + dt_s, np.maximum(self.seconds - 4.0 * dt_s, 0.0)).astype(
            np.float32
        )
        self.seconds[mask == 0] = 0.0

    def held(self) -> Flags:
        """Pixels that must not become the scene."""
        return self.seconds >= HELD_AFTER_S

    def blobs(self, least_s: float) -> list[tuple[Rect, Flags]]:
        """Connected regions that have stood for `least_s`: rectangle and its pixels within the rectangle."""
        ripe: AnyArray = (self.seconds >= least_s).astype(np.uint8)
        if not ripe.any():
            return []
        ripe = cv2.morphologyEx(ripe, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ripe, connectivity=8)
        found: list[tuple[Rect, Flags]] = []
        for index in range(1, count):
            x, y, w, h, area = (int(v) for v in stats[index])
            if area >= 8:
                found.append(((x, y, w, h), labels[y : y + h, x : x + w] == index))
        return found


def is_ghost(rect: Rect, pixels: Flags, edge: Gray, background_edge: Gray) -> bool:
    """Whether a region is the place that something left: its outline is in the background, not in the picture."""
    x, y, w, h = rect
    padded = np.zeros((h + 4, w + 4), np.uint8)
    padded[2:-2, 2:-2] = pixels
    ring = cv2.dilate(padded, _RING) - cv2.erode(padded, _RING)
    top, left = max(0, y - 2), max(0, x - 2)
    bottom, right = min(edge.shape[0], y + h + 2), min(edge.shape[1], x + w + 2)
    ring = ring[top - y + 2 : bottom - y + 2, left - x + 2 : right - x + 2]
    weight = float(ring.sum())
    if weight == 0:
        return False
    now = float((edge[top:bottom, left:right] * ring).sum()) / weight
    then = float((background_edge[top:bottom, left:right] * ring).sum()) / weight
    return then > _GHOST_RATIO * now + 2.0


class StoppedVehicles:
    """Which standing things have been seen; each begins once and ends when its place is free or flows again."""

    def __init__(self) -> None:
        self.standing: list[Standing] = []

    def update(self, found: list[tuple[Rect, str]], dt_s: float) -> tuple[list[Standing], list[Standing]]:
        """Take the things that stand in this frame (rectangle, zone); gives those that began and that ended."""
        free = list(found)
        for thing in self.standing:
            same = [item for item in free if item[1] == thing.zone_id and _same(item[0], thing.rect)]
            if same:
                thing.rect, thing.missed_s = same[0][0], 0.0
                for item in same:
                    free.remove(item)
            else:
                thing.missed_s += dt_s
        ended = [thing for thing in self.standing if thing.missed_s >= _GONE_AFTER_S]
        began = [Standing(rect, zone_id) for rect, zone_id in free]
        self.standing = [thing for thing in self.standing if thing.missed_s < _GONE_AFTER_S] + began
        return began, ended


def _same(one: Rect, other: Rect) -> bool:
    return overlap(one, other) * 4 >= min(one[2] * one[3], other[2] * other[3])
