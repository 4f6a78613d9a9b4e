"""Areas of the map as GeoJSON draws them: whether a point lies in one, and how far its border is. No library."""

import json
import math
from functools import lru_cache
from itertools import pairwise

Ring = list[list[float]]
_METRES_A_DEGREE = 111_195.0


class Shape:
    """A GeoJSON Polygon or MultiPolygon; a hole is not in it. `x` is the longitude, `y` the latitude."""

    def __init__(self, boundary: str) -> None:
        geometry = json.loads(boundary)
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        self._rings: list[Ring] = [ring for polygon in polygons for ring in polygon]
        points = [point for ring in self._rings for point in ring]
        self._west, self._east = min(p[0] for p in points), max(p[0] for p in points)
        self._south, self._north = min(p[1] for p in points), max(p[1] for p in points)

    def holds(self, x: float, y: float) -> bool:
        if not (self._west <= x <= self._east and self._south <= y <= self._north):
            return False
        return sum(_crossings(ring, x, y) for ring in self._rings) % 2 == 1

    def is_near(self, x: float, y: float, metres: float) -> bool:
        """Whether its border can be so near at all: a rough answer that costs nothing, never a wrong no."""
        north = metres / _METRES_A_DEGREE
        east = north / max(0.01, math.cos(math.radians(y)))
        across = self._west - east <= x <= self._east + east
        return across and self._south - north <= y <= self._north + north

    def to_border(self, x: float, y: float) -> tuple[float, float, float]:
        """How far the border is in metres, and the way there: metres to the east and to the north.

        On a sphere made flat: right to a metre within a few kilometres.
        """
        ways = (_to_segment(a, b, x, y) for ring in self._rings for a, b in pairwise(ring))
        east, north = min(ways, key=lambda way: math.hypot(*way))
        return math.hypot(east, north), east, north


@lru_cache(maxsize=512)
def shape_of(boundary: str) -> Shape:
    """The shape that this text draws, read once."""
    return Shape(boundary)


def moved(x: float, y: float, east_m: float, north_m: float) -> tuple[float, float]:
    """The point so many metres away; the inverse of what `to_border` tells."""
    return x + east_m / (_METRES_A_DEGREE * math.cos(math.radians(y))), y + north_m / _METRES_A_DEGREE


def _crossings(ring: Ring, x: float, y: float) -> int:
    """How often a ray to the east crosses the ring (the even-odd rule)."""
    count = 0
    for (ax, ay, *_), (bx, by, *_) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            count += 1
    return count


def _to_segment(a: list[float], b: list[float], x: float, y: float) -> tuple[float, float]:
    """From the point to the nearest of the segment, in metres to the east and to the north."""
    wide = _METRES_A_DEGREE * math.cos(math.radians(y))
    ax, ay = (a[0] - x) * wide, (a[1] - y) * _METRES_A_DEGREE
    bx, by = (b[0] - x) * wide, (b[1] - y) * _METRES_A_DEGREE
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, (ax * (ax - bx) + ay * (ay - by)) / length))
    return ax + along * (bx - ax), ay + along * (by - ay)
