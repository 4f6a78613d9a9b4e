"""What stands beside a demo street: trees, shops, lamp posts, barriers; drawn far to near on the backdrop."""

import math
import random
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette
from video.synthetic.geometry import View
from video.synthetic.palette import Colour, Mood
from video.synthetic.scene import Direction, Scene

Picture = NDArray[np.uint8]
_SHIFT = 4


def draw(canvas: Picture, scene: Scene, mood: Mood) -> None:
    """Draw everything that stands, in place."""
    Roadside(canvas, scene, mood).draw()


class Roadside:
    """Draws solids into one picture; colours are dimmed by light and distance."""

    def __init__(self, canvas: Picture, scene: Scene, mood: Mood) -> None:
        self._canvas = canvas
        self._scene = scene
        self._view: View = scene.view
        self._mood = mood
        self._rng = random.Random(f"{scene.seed}/roadside")
        self._height, self._width = canvas.shape[:2]

    def draw(self) -> None:
        self._skyline()
        things = self._plaza_things() if not self._scene.carriageways else self._street_things()
        for along, name, across, side in sorted(things, reverse=True):
            getattr(self, f"_{name}")(across, along, side)

    def _street_things(self) -> list[tuple[float, str, float, int]]:
        scene = self._scene
        left = min(road.left_m for road in scene.carriageways)
        right = max(road.right_m for road in scene.carriageways)
        things: list[tuple[float, str, float, int]] = []
        for side, edge in ((-1, left), (1, right)):
            things += self._row(side, edge)
            first = 26.0 if side < 0 else 58.0
            things += [(first + 64.0 * n, "lamp", edge + side * 1.4, side) for n in range(5)]
            if scene.bridge or scene.toll:
                things += [(y, "rail", edge + side * (2.4 if scene.bridge else 2.8), side) for y in _steps(8, 250, 4)]
        for road in scene.carriageways:
            if road.signal is not None:
                outer = road.left_m - 1.0 if road.direction is Direction.AWAY else road.right_m + 1.0
                things.append((road.signal.at_m + 2, "signal_post", outer, -1))
        if scene.toll:
            middle = (left + right) / 2
            things += [(118.0, "gantry", middle, 0)]
            things += [(y, "barrier", middle, 0) for y in _steps(8, 260, 4)]
        return things

    def _row(self, side: int, edge: float) -> list[tuple[float, str, float, int]]:
        rng, row = self._rng, []
        if self._scene.bridge:
            return [
                (y + rng.uniform(-4, 4), "tree", edge + side * rng.uniform(20, 60), side) for y in _steps(110, 330, 7)
            ]
        y = 18.0
        while y < 320:
            far_out = edge + side * rng.uniform(12, 16)
            if self._scene.toll:
                row.append((y, "tree", edge + side * rng.uniform(9, 24), side))
                y += rng.uniform(5, 11)
                continue
            if rng.random() < 0.68:
                row.append((y + 5, "shop", far_out, side))
            else:
                row += [(y + k * 3.2, "tree", far_out + side * rng.uniform(-4, 5), side) for k in range(3)]
            if rng.random() < 0.4:
                row.append((y + rng.uniform(0, 9), "tree", edge + side * rng.uniform(4.4, 6), side))
            y += rng.uniform(10.5, 13)
        return row

    def _plaza_things(self) -> list[tuple[float, str, float, int]]:
        things: list[tuple[float, str, float, int]] = [(96.0, "hall", 0.0, 0)]
        things += [(y, "tree", side * x, side) for side in (-1, 1) for x in (24.5, 31.0) for y in _steps(22, 88, 8)]
        things += [(70.0, "tree", x, 1) for x in (-18.0, -12.0, 12.0, 18.0)]
        things += [(y, "lamp", side * 20.0, side) for side in (-1, 1) for y in (30.0, 50.0)]
        things.append((66.0, "flag", 0.0, 0))
        return things

    def _skyline(self) -> None:
        rng, horizon = self._rng, self._view.horizon()
        base = np.array(self._mood.haze) * 0.86
        for layer, (height, tone) in enumerate(((0.030, 0.97), (0.018, 0.86))):
            x = -0.02
            while x < 1.02:
                width = rng.uniform(0.015, 0.06)
                top = horizon - height * rng.uniform(0.3, 1.6 if layer == 0 else 1.1)
                corners = [(x, horizon + 0.012), (x, top), (x + width, top), (x + width, horizon + 0.012)]
                self._fill(np.array(corners), _tint(base, tone))
                x += width * rng.uniform(0.7, 1.5)

    def _colour(self, colour: Sequence[float], along: float, shade: float = 1.0) -> Colour:
        lit = np.array(colour) * np.array(self._mood.ambient) * shade
        air = 1 - float(np.exp(-along / self._mood.haze_at_m))
        return _tint(lit * (1 - air) + np.array(self._mood.haze) * air)

    def _fill(self, fractions: NDArray[np.float64], colour: Colour) -> None:
        scale = np.array([self._width, self._height]) * (1 << _SHIFT)
        corners = np.round(np.clip(fractions, -4, 5) * scale).astype(np.int32)
        cv2.fillPoly(self._canvas, [corners], colour, cv2.LINE_AA, _SHIFT)

    def _face(self, corners: Sequence[tuple[float, float, float]], colour: Colour) -> None:
        points = np.array(corners, np.float64)
        points[:, 1] = np.maximum(points[:, 1], 3.0)
        self._fill(self._view.project(points)[:, :2], colour)

    def _wall(self, x0: float, x1: float, y: float, z0: float, z1: float, colour: Colour) -> None:
        """An upright face that looks at the camera."""
        self._face([(x0, y, z0), (x0, y, z1), (x1, y, z1), (x1, y, z0)], colour)

    def _side_wall(self, x: float, y0: float, y1: float, z0: float, z1: float, colour: Colour) -> None:
        """An upright face along the road."""
        self._face([(x, y0, z0), (x, y0, z1), (x, y1, z1), (x, y1, z0)], colour)

    def _shop(self, across: float, along: float, side: int) -> None:
        rng = self._rng
        floors = rng.choice((1, 2, 2, 3))
        length, deep, top = rng.uniform(8.5, 11.0), rng.uniform(8, 14), floors * 3.3 + 0.8
        wall, sign = rng.choice(palette.WALLS), rng.choice(palette.SIGNS)
        near, far = along - length / 2, along + length / 2
        outer = across + side * deep
        x0, x1 = (outer, across) if side < 0 else (across, outer)
        sunny = 1.0 + self._mood.sun
        self._wall(x0, x1, near, 0, top, self._colour(wall, along, 0.80 if side > 0 else 0.92))
        self._side_wall(across, near, far, 0, top, self._colour(wall, along, sunny if side < 0 else 0.96))
        lit = self._mood.lamps
        for floor in range(floors):
            z = floor * 3.3
            if floor == 0:
                glass = (70, 84, 92) if lit < 0.3 else (120, 190, 232)
                self._shop_front(across, near, far, glass, along, lit)
                self._side_wall(across - side * 0.12, near, far, 2.75, 3.75, self._signal_colour(sign, along, lit))
                continue
            for n in range(3):
                a = near + (n + 0.22) * length / 3
                glow = lit > 0.3 and rng.random() < 0.45
                shade = self._glow((110, 178, 220), along) if glow else self._colour((86, 80, 74), along)
                self._side_wall(across - side * 0.03, a, a + length / 5, z + 1.1, z + 2.5, shade)
        self._side_wall(
            across - side * 0.05, near, far, top - 0.35, top, self._colour(rng.choice(palette.ROOFS), along)
        )

    def _shop_front(self, across: float, near: float, far: float, glass: Colour, along: float, lit: float) -> None:
        for n in range(3):
            a = near + (n + 0.1) * (far - near) / 3
            open_shop = self._rng.random() < (0.6 if lit > 0.3 else 0.8)
            shade = self._glow(glass, along) if lit > 0.3 and open_shop else self._colour((74, 78, 82), along)
            self._side_wall(across, a, a + (far - near) / 3.8, 0.1, 2.6, shade)

    def _signal_colour(self, sign: Colour, along: float, lit: float) -> Colour:
        return self._glow(sign, along, 0.85) if lit > 0.3 else self._colour(sign, along, 1.1)

    def _glow(self, colour: Sequence[float], along: float, strength: float = 0.9) -> Colour:
        return _tint(np.array(colour) * strength * max(0.4, 1 - along / 500))

    def _tree(self, across: float, along: float, side: int) -> None:
        rng = self._rng
        tall, leaf = rng.uniform(5.0, 8.5), rng.choice(palette.LEAVES)
        self._wall(across - 0.16, across + 0.16, along, 0, tall * 0.55, self._colour((58, 74, 92), along))
        clumps = []
        for _ in range(150):
            turn, out = rng.uniform(0, 6.283), rng.random() ** 0.6
            x, z = 2.1 * out * math.cos(turn), tall * 0.7 + 1.75 * out * math.sin(turn)
            clumps.append((z + rng.uniform(-0.9, 0.9), x, max(1.6, z), rng.uniform(0.2, 0.62)))
        for order, x, z, radius in sorted(clumps):
            bright = 0.62 + 0.42 * (order / tall) + rng.uniform(-0.08, 0.08) - self._mood.sun * 0.25 * x
            self._disc((across + x, along, z), radius, self._colour(leaf, along, max(0.4, bright)))

    def _disc(self, at: tuple[float, float, float], radius_m: float, colour: Colour) -> None:
        u, v, depth = self._view.project(np.array([at]))[0]
        radius = self._view.focal * self._width * radius_m / depth
        if -0.3 < u < 1.3 and radius < self._width:
            centre = round(u * self._width * 16), round(v * self._height * 16)
            cv2.circle(self._canvas, centre, max(1, round(radius * 16)), colour, -1, cv2.LINE_AA, _SHIFT)

    def _lamp(self, across: float, along: float, side: int) -> None:
        post = self._colour((120, 118, 116), along)
        self._wall(across - 0.09, across + 0.09, along, 0, 8.2, post)
        arm = across - side * 2.0
        self._wall(min(across, arm), max(across, arm), along, 8.1, 8.25, post)
        if self._mood.lamps > 0.3:
            self._halo((arm, along, 8.1), 0.9)
            self._disc((arm, along, 8.1), 0.26, (205, 240, 255))

    def _halo(self, at: tuple[float, float, float], radius_m: float) -> None:
        u, v, depth = self._view.project(np.array([at]))[0]
        radius = int(self._view.focal * self._width * radius_m / depth * 2.2)
        x, y = round(u * self._width), round(v * self._height)
        if radius < 2 or not (0 <= x < self._width and 0 <= y < self._height):
            return
        x0, x1 = max(0, x - radius), min(self._width, x + radius)
        y0, y1 = max(0, y - radius), min(self._height, y + radius)
        rows, columns = np.mgrid[y0:y1, x0:x1]
        fall = np.exp(-(((columns - x) ** 2 + (rows - y) ** 2) / (radius * 0.42) ** 2))
        light = fall[..., None] * np.array(palette.LAMP_LIGHT) * 170 * self._mood.lamps
        area = self._canvas[y0:y1, x0:x1]
        area[:] = np.minimum(255, area + light).astype(np.uint8)

    def _rail(self, across: float, along: float, side: int) -> None:
        colour = self._colour((176, 178, 178), along)
        for z in (0.45, 0.85, 1.15) if self._scene.bridge else (0.55, 0.75):
            self._side_wall(across, along, along + 4.0, z, z + 0.12, colour)
        self._wall(across - 0.06, across + 0.06, along, 0, 1.2 if self._scene.bridge else 0.8, colour)

    def _barrier(self, across: float, along: float, side: int) -> None:
        face = self._view.x_m < across
        x = across - 0.3 if face else across + 0.3
        self._side_wall(x, along, along + 4.0, 0, 0.85, self._colour((150, 152, 152), along, 0.86))
        top = [(across - 0.2, along, 0.85), (across + 0.2, along, 0.85)]
        self._face(
            [*top, (across + 0.2, along + 4, 0.85), (across - 0.2, along + 4, 0.85)],
            self._colour((190, 190, 190), along),
        )

    def _signal_post(self, across: float, along: float, side: int) -> None:
        self._wall(across - 0.1, across + 0.1, along, 0, 6.0, self._colour((90, 90, 90), along))

    def _gantry(self, across: float, along: float, side: int) -> None:
        steel = self._colour((140, 140, 138), along)
        half = 14.5
        for x in (across - half, across + half):
            self._wall(x - 0.2, x + 0.2, along, 0, 7.4, steel)
        self._wall(across - half, across + half, along, 6.9, 7.4, steel)
        for x in (across - 8.5, across + 4.0):
            self._wall(x, x + 5.5, along - 0.2, 5.9, 8.3, self._colour((96, 110, 30), along))
            self._wall(x + 0.4, x + 3.4, along - 0.25, 7.3, 7.65, self._colour((214, 214, 214), along))
            self._wall(x + 0.4, x + 4.4, along - 0.25, 6.5, 6.85, self._colour((214, 214, 214), along))

    def _hall(self, across: float, along: float, side: int) -> None:
        wall = self._colour((196, 202, 206), along, 1.05)
        self._wall(-30, 30, along, 0, 9.5, wall)
        roof = [(-33, along, 9.3), (-20, along + 6, 15.5), (20, along + 6, 15.5), (33, along, 9.3)]
        self._face(roof, self._colour((66, 84, 146), along))
        for x in range(-28, 29, 4):
            self._wall(x, x + 2.0, along - 0.1, 1.2, 3.6, self._colour((110, 96, 84), along))
            self._wall(x, x + 2.0, along - 0.1, 5.4, 7.6, self._colour((110, 96, 84), along))
        self._wall(-5, 5, along - 0.4, 0, 8.4, self._colour((176, 180, 184), along))
        self._wall(-2, 2, along - 0.5, 0, 4.2, self._colour((70, 66, 62), along))

    def _flag(self, across: float, along: float, side: int) -> None:
        self._wall(across - 0.07, across + 0.07, along, 0, 11, self._colour((200, 200, 200), along))
        self._wall(across + 0.07, across + 2.5, along, 10.0, 10.8, self._colour((50, 40, 200), along, 1.1))
        self._wall(across + 0.07, across + 2.5, along, 9.2, 10.0, self._colour((235, 235, 235), along, 1.1))


def _steps(first: float, last: float, step: float) -> list[float]:
    return [float(y) for y in np.arange(first, last, step)]


def _tint(colour: NDArray[np.float64], factor: float = 1.0) -> Colour:
    blue, green, red = (float(min(255.0, max(0.0, part * factor))) for part in colour)
    return blue, green, red
