"""Vehicles that stand while the rest goes by."""

from dataclasses import dataclass

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags
from video.detect.boxes import Rect, overlap
from video.detect.edges import edges
from video.detect.road import Cover
from video.detect.zone_view import ZoneView

STANDING_AFTER_S = 8.0
_PASSED_FOR_S = 0.8
_PART_WITHIN = 0.5  # zone widths: nearer things are parts of one
_STANDS_NEAR_S = 4.0
_STAYS_FROM = 0.5  # share of what filled its place at first
_RING = np.ones((3, 3), np.uint8)
_LEAST_PX = (8, 6)  # in the picture: smaller is noise and far headlights
_CAME_WITHIN_S = 3.0  # a thing comes to stand as a whole
_MOST_ALONE = 2  # more things that stand are a queue
_GONE_AFTER_S = 2.0
_EDGED_FROM = 5.0  # mean edge of a vehicle; shadows and wet patches are softer
_LEAST_WIDE, _MOST_WIDE = 0.1, 0.75  # zone widths
_LEAST_LONG, _MOST_LONG = 0.25, 2.5  # what is tall hides much of the road behind it
_CLOSE = (0.3, 0.15)  # zone widths along and across: a vehicle's parts are one thing
_CONFIRMED_AFTER_S = 12.0
_PASSING_SHARE = 0.02


@dataclass(slots=True)
class Standing:
    """One thing that stands, by its rectangle from above; reported once others have passed it."""

    rect: Rect
    filled: float  # share of its rectangle that differs from the road
    stood_s: float = 0.0
    passed_s: float = 0.0
    missed_s: float = 0.0
    reported: bool = False

    @property
    def ripe(self) -> bool:
        """Whether it is time to say so."""
        stands = self.stood_s >= _CONFIRMED_AFTER_S and self.missed_s == 0.0
        return stands and self.passed_s >= _PASSED_FOR_S and not self.reported


class StoppedVehicles:
    """Which things stand in one zone; each begins once and ends when its place is free or flows again.

    A thing counts when it differs from the empty road, has not moved for 12 s, is about as large as a vehicle,
    and others have passed beside it: in a queue nobody passes.
    """

    def __init__(self, view: ZoneView) -> None:
        self._view = view
        along, across = (max(3, round(share * view.width_px)) for share in _CLOSE)
        self._closing = np.ones((along, across), np.uint8)
        self.things: list[Standing] = []
        self.ghosts: Flags = np.zeros(view.weight.shape, np.bool_)  # what was taken for road and is none

    def update(self, cover: Cover, moves: Flags, dt_s: float, flows: bool) -> tuple[list[Standing], list[Standing]]:
        """Take what covers the road and where it moves; `flows`: the zone's traffic moves otherwise.

        Gives what began and what ended.
        """
        self.ghosts[:] = False
        self._match(self._rectangles(cover), cover.different, dt_s)
        moving = moves & (self._view.weight > 0)
        for thing in self.things:
            if thing.missed_s == 0.0 and self._is_passed(thing.rect, moving):
                thing.passed_s += dt_s
        alone = flows and sum(thing.missed_s == 0.0 for thing in self.things) <= _MOST_ALONE
        began = [thing for thing in self.things if alone and thing.ripe]
        for thing in began:
            thing.reported = True
        gone = [t for t in self.things if t.missed_s >= _GONE_AFTER_S]
        self.things = [t for t in self.things if t.missed_s < _GONE_AFTER_S]
        return began, [t for t in gone if t.reported]

    def _rectangles(self, cover: Cover) -> list[Rect]:
        ripe: AnyArray = (cover.still_s >= STANDING_AFTER_S).astype(np.uint8)
        if not ripe.any():
            return []
        ripe = cv2.morphologyEx(ripe, cv2.MORPH_CLOSE, self._closing)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ripe, connectivity=8)
        unit = self._view.width_px
        found: list[Rect] = []
        for index in range(1, count):
            x, y, w, h, _ = (int(v) for v in stats[index])
            if not _LEAST_WIDE * unit <= w <= _MOST_WIDE * unit or not _LEAST_LONG * unit <= h <= _MOST_LONG * unit:
                continue
            if self._is_vehicle((x, y, w, h), labels[y : y + h, x : x + w] == index, cover):
                found.append((x, y, w, h))
        return found

    def _is_vehicle(self, rect: Rect, pixels: Flags, cover: Cover) -> bool:
        """Whether a region of vehicle size is solid, edged, mostly on the road, and came there in one piece.

        Where the learned road has the outline instead of the picture, something left that was taken for road.
        """
        x, y, w, h = rect
        area = int(pixels.sum())
        seen = self._view.in_picture(rect)
        if area < 0.4 * w * h or seen[2] < _LEAST_PX[0] or seen[3] < _LEAST_PX[1]:
            return False
        if int((pixels & (self._view.weight[y : y + h, x : x + w] > 0)).sum()) < 0.3 * area:
            return False
        if any(overlap(rect, thing.rect) for thing in self.things):
            return False
        early, late = np.percentile(cover.still_s[y : y + h, x : x + w][pixels], (25, 75))
        if late - early > _CAME_WITHIN_S or float(cover.excess[y : y + h, x : x + w].mean()) < _EDGED_FROM:
            return False
        now, road = _outline(rect, pixels, cover)
        if road > now:
            self.ghosts[y : y + h, x : x + w] |= pixels
        return road <= now

    def held(self) -> Flags:
        """Pixels (from above) of what stands: they do not become the road."""
        return self._places(2)

    def aside(self, cover: Cover) -> Flags:
        """Pixels that are no traffic: what was told as stopped, with its shadow and what else of it stands near."""
        near = self._places(round(_PART_WITHIN * self._view.width_px))
        return self._places(2) | (near & (cover.still_s >= _STANDS_NEAR_S))

    def _places(self, margin: int) -> Flags:
        mask = np.zeros(self._view.weight.shape, np.bool_)
        for thing in self.things:
            if thing.reported:
                x, y, w, h = thing.rect
                mask[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin] = True
        return mask

    def _match(self, rects: list[Rect], different: Flags, dt_s: float) -> None:
        """Things stay where they are as long as most of their place differs from the road, whatever passes before."""
        for thing in self.things:
            thing.stood_s += dt_s
            there = _filled(thing.rect, different) >= _STAYS_FROM * thing.filled
            thing.missed_s = 0.0 if there else thing.missed_s + dt_s
        for rect in rects:
            part = next((thing for thing in self.things if overlap(self._grown(rect), thing.rect)), None)
            if part is None:
                self.things.append(Standing(rect, _filled(rect, different), STANDING_AFTER_S))
            elif not part.reported:
                part.rect = _around(part.rect, rect)
                part.filled = _filled(part.rect, different)

    def _grown(self, rect: Rect) -> Rect:
        reach = round(_PART_WITHIN * self._view.width_px)
        return (rect[0] - reach, rect[1] - reach, rect[2] + 2 * reach, rect[3] + 2 * reach)

    def _is_passed(self, rect: Rect, moving: Flags) -> bool:
        x, y, w, h = rect
        beside = moving[y : y + h].copy()
        beside[:, max(0, x - 1) : x + w + 1] = False
        return float(beside.sum()) >= max(4.0, _PASSING_SHARE * beside.size)


def _around(one: Rect, other: Rect) -> Rect:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top)


def _filled(rect: Rect, different: Flags) -> float:
    x, y, w, h = rect
    return float(different[y : y + h, x : x + w].mean())


def _outline(rect: Rect, pixels: Flags, cover: Cover) -> tuple[float, float]:
    """Mean edge along a region's outline, in the picture and in the learned road."""
    x, y, w, h = rect
    height, width = cover.road.shape
    top, left, bottom, right = max(0, y - 2), max(0, x - 2), min(height, y + h + 2), min(width, x + w + 2)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    mask[y - top : y - top + h, x - left : x - left + w] = pixels
    ring = (cv2.dilate(mask, _RING) > 0) & (cv2.erode(mask, _RING) == 0)
    if not ring.any():
        return 0.0, 0.0
    now, road = cover.edge[top:bottom, left:right], edges(cover.road[top:bottom, left:right])
    return float(now[ring].mean()), float(road[ring].mean())
