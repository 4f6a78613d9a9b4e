"""Draws the vehicles of one frame on the backdrop: faces, shadows, lamps and what the lamps light."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette
from video.synthetic.backdrop import LAMP_LIGHT_SHARE, haze, light_at
from video.synthetic.models import Model, model
from video.synthetic.scene import Direction, Scene
from video.synthetic.traffic import Seen

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
_SHIFT = 4
_ONE = 1 << _SHIFT
_FADE_FROM_M, _FADE_TO_M = 200.0, 276.0
_NEAREST_M = 6.0
_DETAIL_M = 110.0
_SUN = np.array((-0.55, -0.35, 0.76))
_TAIL = np.array((40.0, 30.0, 235.0))
_BEAM_TINT = np.array((0.74, 0.92, 1.0))
_BEAM_SEEN_M = 120.0
_BEAM_SIDE = 4  # beams are soft: they are drawn at a quarter of the size
_HEAD = np.array((255.0, 250.0, 236.0))


@cache
def _glow(radius: int) -> NDArray[np.float32]:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    distance = np.hypot(rows, columns) / max(1, radius)
    return np.asarray(np.clip(np.exp(-((distance * 2.1) ** 2)) - 0.012, 0, 1)[..., None], np.float32)


class VehiclePainter:
    """Paints one scene's vehicles at one picture size."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        self._scene = scene
        self._view = scene.view
        self._mood = palette.MOODS[scene.light]
        self._width, self._height = width, height
        self._scale = np.array([width, height], np.float64)
        self._pixels_per_m = scene.view.focal * width
        self._pools: dict[tuple[int, int], float] = {}

    def paint(self, picture: Picture, backdrop: Picture, vehicles: Sequence[Seen], at_s: float) -> None:
        """Draw onto `picture`, in place; `backdrop` is the empty scene, into which far vehicles fade."""
        ordered = sorted((v for v in vehicles if self._in_reach(v)), key=lambda v: -v.along_m)
        if self._mood.lamps > 0.3:
            for vehicle in ordered:
                self._beam(picture, vehicle)
        else:
            for vehicle in ordered:
                self._shadow(picture, vehicle)
        self._signals(picture, at_s)
        for vehicle in ordered:
            self._body(picture, backdrop, vehicle)
            self._lamps(picture, vehicle)

    def _in_reach(self, vehicle: Seen) -> bool:
        return vehicle.along_m - vehicle.length_m / 2 > _NEAREST_M and vehicle.along_m < _FADE_TO_M

    def _placed(self, corners: Floats, vehicle: Seen) -> Floats:
        """Model metres as road metres; who comes towards the camera is turned round."""
        turn = 1.0 if vehicle.away else -1.0
        placed: Floats = corners * np.array((turn, turn, 1.0)) + np.array((vehicle.across_m, vehicle.along_m, 0.0))
        return placed

    def _pixels(self, road: Floats) -> Floats:
        pixels: Floats = self._view.project(road)[:, :2] * self._scale
        return pixels

    def _body(self, picture: Picture, backdrop: Picture, vehicle: Seen) -> None:
        shape = model(vehicle.kind, vehicle.colour)
        corners, counts = _corners(vehicle.kind, vehicle.colour)
        pixels = self._pixels(self._placed(corners, vehicle))
        if pixels[:, 0].max() < 0 or pixels[:, 0].min() > self._width or pixels[:, 1].min() > self._height:
            return
        colours = self._colours(shape, vehicle, backdrop)
        fixed = np.round(pixels * _ONE).astype(np.int32)
        at = 0
        far = vehicle.along_m > _DETAIL_M
        smooth = cv2.LINE_8 if far else cv2.LINE_AA
        for index, count in enumerate(counts):
            polygon = fixed[at : at + count]
            at += count
            if _faces_camera(polygon):
                cv2.fillConvexPoly(picture, polygon, colours[index], smooth, _SHIFT)

    def _colours(self, shape: Model, vehicle: Seen, backdrop: Picture) -> list[tuple[float, float, float]]:
        paint, normals = _paints(vehicle.kind, vehicle.colour)
        turned = normals if vehicle.away else normals * np.array((-1.0, -1.0, 1.0))
        sky = 0.70 + 0.30 * turned[:, 2] - 0.06 * turned[:, 1]
        sun = self._mood.sun * 1.5 * np.maximum(0.0, turned @ _SUN)
        lit = np.array(self._mood.ambient) * (sky + sun)[:, None]
        if self._mood.lamps > 0.05:
            pool = self._pool(vehicle.across_m, vehicle.along_m)
            lit = lit + np.array(palette.LAMP_LIGHT) * pool * LAMP_LIGHT_SHARE * (0.45 + 0.4 * turned[:, 2:3])
        air = float(haze(vehicle.along_m, self._mood))
        colours = paint * lit * (1 - air) + np.array(self._mood.haze) * air
        fade = np.clip((vehicle.along_m - _FADE_FROM_M) / (_FADE_TO_M - _FADE_FROM_M), 0, 1)
        if fade > 0:
            u, v = self._pixels(np.array([[vehicle.across_m, vehicle.along_m, 0.4]]))[0]
            x, y = int(np.clip(u, 0, self._width - 1)), int(np.clip(v, 0, self._height - 1))
            colours = colours * (1 - fade) + backdrop[y, x].astype(np.float64) * fade
        return [(float(b), float(g), float(r)) for b, g, r in np.clip(colours, 0, 255)]

    def _pool(self, across: float, along: float) -> float:
        """Lamp light at a place, to a metre; the same places are asked for in every frame."""
        key = round(across), round(along)
        if key not in self._pools:
            place = np.array([key[0]], np.float32), np.array([key[1]], np.float32)
            self._pools[key] = float(light_at(self._scene, self._mood, *place)[0])
        return self._pools[key]

    def _shadow(self, picture: Picture, vehicle: Seen) -> None:
        """Hard to the side in sunshine, a soft dark patch below under clouds."""
        if vehicle.along_m > _FADE_FROM_M:
            return
        shape = model(vehicle.kind, vehicle.colour)
        x, y = shape.width_m / 2, shape.length_m / 2
        reach = {"truck": 2.0, "bus": 2.0, "motorbike": 0.9}.get(vehicle.kind, 1.0) if self._mood.sun else 0.25
        for grow, strength in ((0.18, 0.78), (0.0, 0.58)):
            a, b = x + grow, y + grow
            outline = np.array(
                [
                    (-a, -b, 0),
                    (-a, b, 0),
                    (a, b + 0.3 * reach, 0),
                    (a + reach, b, 0),
                    (a + reach, -b * 0.7, 0),
                    (a, -b, 0),
                ]
            )
            road = outline + np.array((vehicle.across_m, vehicle.along_m, 0.0))
            polygon = np.round(self._pixels(road) * _ONE).astype(np.int32)
            _darken(picture, polygon, strength)

    def _beam(self, picture: Picture, vehicle: Seen) -> None:
        """Headlights on the road before an oncoming or leaving vehicle, and the shadow under it."""
        if vehicle.along_m > _BEAM_SEEN_M:
            return
        shape = model(vehicle.kind, vehicle.colour)
        half = shape.length_m / 2
        reach, wide = 13.0, 2.3
        outline = np.array([(-0.8, half, 0), (0.8, half, 0), (wide, half + reach, 0), (-wide, half + reach, 0)])
        road = self._placed(outline, vehicle)
        road[:, 1] = np.maximum(road[:, 1], _NEAREST_M)
        polygon = np.round(self._pixels(road) * _ONE).astype(np.int32)
        _lighten(picture, polygon, 0.30 * self._mood.lamps, towards=-1 if vehicle.away else 1)
        x = shape.width_m / 2 + 0.05
        under = np.array([(-x, -half, 0), (x, -half, 0), (x, half, 0), (-x, half, 0)])
        _darken(picture, np.round(self._pixels(self._placed(under, vehicle)) * _ONE).astype(np.int32), 0.45)

    def _lamps(self, picture: Picture, vehicle: Seen) -> None:
        shape = model(vehicle.kind, vehicle.colour)
        lit = self._mood.lamps > 0.3
        if not lit and not (vehicle.away and vehicle.braking and vehicle.along_m < 130):
            return
        places = shape.tail if vehicle.away else shape.head
        seen = self._view.project(self._placed(np.array(places), vehicle))
        dim = float(np.clip((_FADE_TO_M - vehicle.along_m) / (_FADE_TO_M - _FADE_FROM_M), 0, 1))
        for u, v, depth in seen:
            if vehicle.away:
                size, strength = (0.42, 0.95) if vehicle.braking else (0.26, 0.6)
                colour = _TAIL
            else:
                size, strength, colour = 0.62, 1.0, _HEAD
            if not lit:
                size, strength = 0.2, 0.75
            radius = max(2, round(self._pixels_per_m * size / depth))
            _add_glow(picture, round(u * self._width), round(v * self._height), radius, colour * strength * dim)

    def _signals(self, picture: Picture, at_s: float) -> None:
        for road in self._scene.carriageways:
            if road.signal is None:
                continue
            away = road.direction is Direction.AWAY
            across = road.left_m - 1.0 if away else road.right_m + 1.0
            along, red = road.signal.at_m + 2, road.signal.red(at_s)
            frame = np.array([(-0.35, along, 4.6), (0.35, along, 4.6), (0.35, along, 6.4), (-0.35, along, 6.4)])
            frame[:, 0] += across
            polygon = np.round(self._pixels(frame) * _ONE).astype(np.int32)
            cv2.fillConvexPoly(picture, polygon, (26, 26, 26), cv2.LINE_AA, _SHIFT)
            place = np.array([(across, along, 6.05 if red else 4.95)])
            u, v, depth = self._view.project(place)[0]
            radius = max(2, round(self._pixels_per_m * 0.5 / depth))
            colour = np.array((40.0, 40.0, 255.0)) if red else np.array((140.0, 230.0, 60.0))
            _add_glow(picture, round(u * self._width), round(v * self._height), radius, colour)


@cache
def _corners(kind: str, colour: int) -> tuple[Floats, tuple[int, ...]]:
    faces = model(kind, colour).faces
    return np.concatenate([face.corners for face in faces]), tuple(len(face.corners) for face in faces)


@cache
def _paints(kind: str, colour: int) -> tuple[Floats, Floats]:
    faces = model(kind, colour).faces
    return np.array([face.colour for face in faces], np.float64), np.array([face.normal for face in faces])


def _faces_camera(polygon: NDArray[np.int32]) -> bool:
    """Counter-clockwise from outside is clockwise in a picture whose y runs down: negative area."""
    (ax, ay), (bx, by), (cx, cy) = polygon[0].tolist(), polygon[1].tolist(), polygon[2].tolist()
    return bool((bx - ax) * (cy - by) - (by - ay) * (cx - bx) < 0)


def _area(picture: Picture, polygon: NDArray[np.int32], rim: int = 1) -> tuple[int, int, int, int] | None:
    """The part of the picture that the polygon touches: left, top, right, bottom; None where it is outside."""
    height, width = picture.shape[:2]
    x0, y0 = np.maximum(0, polygon.min(axis=0) // _ONE - rim).tolist()
    x1, y1 = (polygon.max(axis=0) // _ONE + 1 + rim).tolist()
    x1, y1 = min(width, x1), min(height, y1)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _mask(polygon: NDArray[np.int32], area: tuple[int, int, int, int], value: int) -> Picture:
    x0, y0, x1, y1 = area
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillConvexPoly(mask, polygon - np.array([x0, y0], np.int32) * _ONE, value, cv2.LINE_AA, _SHIFT)
    return mask


def _darken(picture: Picture, polygon: NDArray[np.int32], strength: float) -> None:
    """Multiply what lies in the polygon by `strength`."""
    area = _area(picture, polygon)
    if area is None:
        return
    x0, y0, x1, y1 = area
    part = picture[y0:y1, x0:x1]
    keep = 255 - _mask(polygon, area, round(255 * (1 - strength)))
    cv2.multiply(part, cv2.merge([keep, keep, keep]), part, scale=1 / 255)


def _lighten(picture: Picture, polygon: NDArray[np.int32], strength: float, *, towards: int) -> None:
    """Light that fades out to the sides and with its reach, which runs down the picture (1) or up (-1)."""
    corners = polygon.astype(np.float32) / _ONE
    spread = float(max(1.0, (corners[:, 0].max() - corners[:, 0].min()) / 9))
    area = _area(picture, polygon, round(2 * spread))
    if area is None:
        return
    x0, y0, x1, y1 = area
    small = max(1, (x1 - x0) // _BEAM_SIDE), max(1, (y1 - y0) // _BEAM_SIDE)
    share = np.array([small[0] / (x1 - x0), small[1] / (y1 - y0)])
    mask = np.zeros((small[1], small[0]), np.uint8)
    inside = np.round((corners - np.array([x0, y0])) * share * _ONE).astype(np.int32)
    cv2.fillConvexPoly(mask, inside, 255, cv2.LINE_AA, _SHIFT)
    soft = 2 * round(spread * share[0]) + 1
    mask = np.asarray(cv2.blur(cv2.blur(mask, (soft, 1)), (soft, 3)), np.uint8)
    rows = np.linspace(y0, y1, small[1], dtype=np.float32)
    reach = np.clip((rows - corners[:, 1].min()) / max(1.0, float(np.ptp(corners[:, 1]))), 0, 1)
    fall = (1 - reach if towards > 0 else reach) ** 1.3 * strength
    light = (mask * fall[:, None])[..., None] * _BEAM_TINT
    part = picture[y0:y1, x0:x1]
    cv2.add(part, cv2.resize(light.astype(np.uint8), (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR), part)


def _add_glow(picture: Picture, x: int, y: int, radius: int, colour: Floats) -> None:
    radius = min(radius, 120)
    height, width = picture.shape[:2]
    x0, x1, y0, y1 = max(0, x - radius), min(width, x + radius + 1), max(0, y - radius), min(height, y + radius + 1)
    if x1 <= x0 or y1 <= y0:
        return
    stamp = _glow(radius)[y0 - y + radius : y1 - y + radius, x0 - x + radius : x1 - x + radius]
    part = picture[y0:y1, x0:x1]
    cv2.add(part, (stamp * colour).astype(np.uint8), part)
