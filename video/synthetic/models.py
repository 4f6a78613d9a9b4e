"""Vehicles as convex faces in metres: x across, y forward, z up, around the middle of the ground rectangle."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette
from video.synthetic.palette import Colour

Corners = NDArray[np.float64]

_GLASS: Colour = (64, 56, 48)
_TYRE: Colour = (30, 30, 30)
_TRIM: Colour = (46, 46, 46)
_PLATE: Colour = (210, 212, 210)
_SKIN: Colour = (96, 132, 176)


@dataclass(frozen=True, slots=True)
class Face:
    """A convex polygon; `normal` is unit length, `shiny` marks glass."""

    corners: Corners
    colour: Colour
    normal: Corners


@dataclass(frozen=True, slots=True)
class Model:
    """Faces from below to above, and where the lamps sit: across, along, up."""

    faces: tuple[Face, ...]
    head: tuple[tuple[float, float, float], ...]
    tail: tuple[tuple[float, float, float], ...]
    width_m: float
    length_m: float


@dataclass(frozen=True, slots=True)
class _Shape:
    """A car's outline: body up to the waist, then the cabin; y runs from the tail to the nose."""

    length: float
    width: float
    waist: float
    roof: float
    rear_glass: tuple[float, float]  # y at the waist, y at the roof
    front_glass: tuple[float, float]  # y at the roof, y at the waist
    hood: float  # height of the nose


_SHAPES = {
    "car": _Shape(4.3, 1.72, 0.92, 1.44, (-1.75, -1.15), (0.30, 1.05), 0.74),
    "van": _Shape(4.6, 1.74, 1.00, 1.78, (-2.20, -1.95), (0.75, 1.45), 0.86),
    "pickup": _Shape(5.0, 1.80, 1.02, 1.72, (-0.55, -0.35), (0.65, 1.25), 0.96),
}


@cache
def model(kind: str, colour: int) -> Model:
    """The model of a kind, painted after its colour number."""
    if kind in _SHAPES:
        return _car(_SHAPES[kind], palette.PAINTS[colour % len(palette.PAINTS)])
    if kind == "truck":
        return _truck(palette.PAINTS[colour % 5], palette.CARGO[colour % len(palette.CARGO)])
    if kind == "bus":
        return _bus(palette.BUSES[colour % len(palette.BUSES)])
    return _motorbike(palette.PAINTS[colour % 7 + 2], palette.SHIRTS[colour % len(palette.SHIRTS)])


def _face(corners: list[tuple[float, float, float]], colour: Colour) -> Face:
    """Corners run counter-clockwise as seen from outside."""
    points = np.array(corners)
    normal = np.cross(points[1] - points[0], points[2] - points[1])
    return Face(points, colour, normal / max(1e-9, float(np.linalg.norm(normal))))


def _box(x: float, y0: float, y1: float, z0: float, z1: float, colour: Colour, *, taper: float = 0.0) -> list[Face]:
    """Four walls and a roof; `taper` draws the roof in on each side."""
    t = taper
    base = [(-x, y0, z0), (x, y0, z0), (x, y1, z0), (-x, y1, z0)]
    top = [(-x + t, y0 + t, z1), (x - t, y0 + t, z1), (x - t, y1 - t, z1), (-x + t, y1 - t, z1)]
    walls = [_face([base[i], base[(i + 1) % 4], top[(i + 1) % 4], top[i]], colour) for i in range(4)]
    return [*walls, _face(top, colour)]


def _wheels(x: float, places: tuple[float, ...], radius: float) -> list[Face]:
    angles = np.linspace(0, 2 * np.pi, 9)[:-1]
    faces = []
    for y in places:
        ring = [(y + radius * float(np.cos(a)), radius + radius * float(np.sin(a))) for a in angles]
        faces.append(_face([(x + 0.02, along, up) for along, up in ring], _TYRE))
        faces.append(_face([(-x - 0.02, along, up) for along, up in reversed(ring)], _TYRE))
    return faces


def _panel(x0: float, x1: float, y: float, z0: float, z1: float, colour: Colour, *, front: bool) -> Face:
    """A flat panel just outside the front or the rear."""
    if front:
        return _face([(x1, y, z0), (x0, y, z0), (x0, y, z1), (x1, y, z1)], colour)
    return _face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], colour)


def _car(shape: _Shape, paint: Colour) -> Model:
    half, x = shape.length / 2, shape.width / 2
    rear_low, rear_high = shape.rear_glass
    front_high, front_low = shape.front_glass
    w, r, low = shape.waist, shape.roof, 0.26
    faces = [
        _face([(-x, -half, low), (x, -half, low), (x, -half, w - 0.04), (-x, -half, w - 0.04)], paint),
        _face([(x, half, low), (-x, half, low), (-x, half, shape.hood), (x, half, shape.hood)], paint),
        _face([(x, -half, low), (x, half, low), (x, half, shape.hood), (x, front_low, w), (x, -half, w)], paint),
        _face([(-x, half, low), (-x, -half, low), (-x, -half, w), (-x, front_low, w), (-x, half, shape.hood)], paint),
        _face([(-x, front_low, w), (x, front_low, w), (x, half, shape.hood), (-x, half, shape.hood)], paint),
        _face([(-x, -half, w), (x, -half, w), (x, rear_low, w), (-x, rear_low, w)], paint),
    ]
    faces += _wheels(x, (-half + 0.8, half - 0.85), 0.31)
    c = x - 0.16
    faces += [
        _face([(x, rear_low, w), (x, front_low, w), (c, front_high, r), (c, rear_high, r)], _GLASS),
        _face([(-x, front_low, w), (-x, rear_low, w), (-c, rear_high, r), (-c, front_high, r)], _GLASS),
        _face([(-x, rear_low, w), (x, rear_low, w), (c, rear_high, r), (-c, rear_high, r)], _GLASS),
        _face([(x, front_low, w), (-x, front_low, w), (-c, front_high, r), (c, front_high, r)], _GLASS),
        _face([(-c, rear_high, r), (c, rear_high, r), (c, front_high, r), (-c, front_high, r)], paint),
        _panel(-x, x, -half - 0.02, low, low + 0.22, _TRIM, front=False),
        _panel(-x, x, half + 0.02, low, low + 0.2, _TRIM, front=True),
        _panel(-0.25, 0.25, -half - 0.04, 0.55, 0.68, _PLATE, front=False),
        _panel(-0.5, 0.5, half + 0.03, 0.5, 0.62, _TRIM, front=True),
    ]
    for side in (-1, 1):
        near, far = sorted((side * (x - 0.36), side * (x - 0.02)))
        faces.append(_panel(near, far, -half - 0.03, w - 0.28, w - 0.08, (44, 36, 160), front=False))
        faces.append(_panel(near, far, half + 0.03, shape.hood - 0.18, shape.hood - 0.03, (226, 230, 230), front=True))
    lamp = x - 0.2
    head = ((-lamp, half, shape.hood - 0.1), (lamp, half, shape.hood - 0.1))
    return Model(tuple(faces), head, ((-lamp, -half, w - 0.18), (lamp, -half, w - 0.18)), shape.width, shape.length)


def _truck(cab: Colour, cargo: Colour) -> Model:
    x, half = 1.15, 4.25
    faces = [*_wheels(x, (-2.9, -1.7, 2.9), 0.48), *_box(x - 0.05, -half, half, 0.5, 0.8, _TRIM)]
    back = [*_box(x + 0.05, -half, 2.05, 0.8, 3.0, cargo)]
    front = [
        *_box(x, 2.2, half, 0.6, 2.5, cab, taper=0.06),
        _panel(-x + 0.12, x - 0.12, half - 0.02, 1.45, 2.25, _GLASS, front=True),
        _panel(-x + 0.2, x - 0.2, half + 0.02, 0.7, 1.0, _TRIM, front=True),
        _face([(x + 0.01, 2.9, 1.5), (x + 0.01, 4.0, 1.5), (x - 0.03, 3.9, 2.2), (x - 0.03, 2.9, 2.2)], _GLASS),
        _face([(-x - 0.01, 4.0, 1.5), (-x - 0.01, 2.9, 1.5), (-x + 0.03, 2.9, 2.2), (-x + 0.03, 3.9, 2.2)], _GLASS),
    ]
    doors = [
        _panel(-0.03, 0.03, -half - 0.02, 0.85, 2.95, _TRIM, front=False),
        _panel(-1.0, -0.7, -half - 0.03, 0.55, 0.72, (44, 36, 160), front=False),
        _panel(0.7, 1.0, -half - 0.03, 0.55, 0.72, (44, 36, 160), front=False),
        _panel(-0.3, 0.3, -half - 0.03, 0.55, 0.72, _PLATE, front=False),
    ]
    head = ((-0.9, half, 0.85), (0.9, half, 0.85))
    return Model((*faces, *front, *back, *doors), head, ((-0.85, -half, 0.64), (0.85, -half, 0.64)), 2.4, 8.5)


def _bus(paint: Colour) -> Model:
    x, half = 1.25, 5.5
    stripe: Colour = (90, 70, 50) if sum(paint) > 400 else (220, 220, 220)
    faces = [*_wheels(x, (-3.4, 3.6), 0.48), *_box(x, -half, half, 0.4, 3.15, paint, taper=0.04)]
    for side in (-1, 1):
        s = side * (x + 0.01)
        ends = ((-half + 0.4, half - 0.5), (half - 0.5, -half + 0.4))[side < 0]
        for z0, z1, colour in ((1.5, 2.5, _GLASS), (0.9, 1.1, stripe)):
            faces.append(_face([(s, ends[0], z0), (s, ends[1], z0), (s, ends[1], z1), (s, ends[0], z1)], colour))
    faces += [
        _panel(-x + 0.12, x - 0.12, half + 0.02, 1.2, 2.6, _GLASS, front=True),
        _panel(-0.8, 0.8, half + 0.02, 2.72, 2.98, (60, 160, 220), front=True),
        _panel(-x + 0.25, x - 0.25, -half - 0.02, 1.7, 2.6, _GLASS, front=False),
        _panel(-1.15, -0.85, -half - 0.02, 0.8, 1.2, (44, 36, 160), front=False),
        _panel(0.85, 1.15, -half - 0.02, 0.8, 1.2, (44, 36, 160), front=False),
        _panel(-0.3, 0.3, -half - 0.02, 0.6, 0.75, _PLATE, front=False),
    ]
    head = ((-0.95, half, 0.8), (0.95, half, 0.8))
    return Model(tuple(faces), head, ((-1.0, -half, 1.0), (1.0, -half, 1.0)), 2.5, 11.0)


def _motorbike(paint: Colour, shirt: Colour) -> Model:
    faces = [*_box(0.07, -0.95, 0.95, 0.08, 0.55, _TYRE), *_box(0.17, -0.75, 0.6, 0.4, 0.85, paint, taper=0.04)]
    faces += [*_box(0.34, 0.45, 0.6, 0.85, 1.02, _TRIM), *_box(0.2, -0.45, 0.1, 0.8, 1.42, shirt, taper=0.05)]
    faces += [*_box(0.13, -0.25, 0.05, 1.42, 1.7, palette.PAINTS[(int(shirt[0]) * 7) % 8], taper=0.03)]
    faces += [*_box(0.06, -0.2, 0.0, 1.36, 1.44, _SKIN)]
    return Model(tuple(faces), ((0.0, 0.8, 0.85),), ((0.0, -0.85, 0.72),), 0.7, 2.0)
