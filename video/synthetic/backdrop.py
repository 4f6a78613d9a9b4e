"""What does not move in a demo picture: sky, ground, marks, kerbs; drawn once at twice the size and reduced."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from video.synthetic import palette, roadside
from video.synthetic.geometry import NOWHERE
from video.synthetic.palette import Colour, Mood
from video.synthetic.scene import Carriageway, Direction, Scene

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Wear = tuple[Floats, Floats, Floats]  # fine, broad and flaking: noise over the ground
_OVER = 2
_TEXTURE = 1024
LAMP_EVERY_M = 32.0
_FIRST_LAMP_M = 26.0
LAMP_LIGHT_SHARE = 0.85


def draw_backdrop(scene: Scene, width: int, height: int) -> Picture:
    """The empty scene as a BGR picture."""
    wide, high = width * _OVER, height * _OVER
    mood = palette.MOODS[scene.light]
    noise = _Noise(scene.seed)
    across, along = scene.view.ground(wide, high)
    picture = _sky(mood, noise, scene.view.horizon(), wide, high)
    below = along < NOWHERE / 2
    ground = _ground(scene, noise, across, along)
    ground = ground * _light(scene, mood, across, along)
    ground = _hazed(ground, along, mood)
    picture = np.where(below[..., None], ground, picture)
    canvas = np.clip(picture, 0, 255).astype(np.uint8)
    roadside.draw(canvas, scene, mood)
    return np.asarray(cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def light_at(scene: Scene, mood: Mood, across: Floats, along: Floats) -> Floats:
    """How much lamp light falls on a ground point, 0 to about 1; same shape as the arguments."""
    total = np.zeros_like(across)
    if mood.lamps <= 0:
        return total
    for lamp_x, lamp_y in lamps(scene):
        distance = ((across - lamp_x) / 8.0) ** 2 + ((along - lamp_y) / 11.0) ** 2
        total += np.exp(-np.minimum(distance, 30.0)).astype(np.float32)
    return np.asarray(np.minimum(total, 1.2) * mood.lamps, np.float32)


def lamps(scene: Scene) -> list[tuple[float, float]]:
    """Where street lamps light the ground: across, along (metres)."""
    if not scene.carriageways:
        return [(x, y) for x in (-14.0, 0.0, 14.0) for y in (18.0, 36.0, 56.0)]
    left, right = edges(scene)
    spots = []
    for n in range(9):
        y = _FIRST_LAMP_M + n * LAMP_EVERY_M
        spots.append((left + 2.2, y) if n % 2 == 0 else (right - 2.2, y))
    return spots


def edges(scene: Scene) -> tuple[float, float]:
    """The outermost edges of all carriageways, across (metres)."""
    return min(road.left_m for road in scene.carriageways), max(road.right_m for road in scene.carriageways)


class _Noise:
    """A field of smooth random values around 0, the same at the same place on the ground."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        field = np.zeros((_TEXTURE, _TEXTURE), np.float32)
        for cells, weight in ((16, 0.5), (64, 0.35), (256, 0.3), (1024, 0.45)):
            coarse = rng.standard_normal((cells, cells)).astype(np.float32)
            rim = 2 * _TEXTURE // cells  # so that the field's right edge meets its left one
            size = _TEXTURE + 2 * rim
            smooth = cv2.resize(np.pad(coarse, 2, mode="wrap"), (size, size), interpolation=cv2.INTER_CUBIC)
            field += weight * smooth[rim:-rim, rim:-rim]
        self._field = field

    def at(self, x: Floats, y: Floats, metres: float) -> Floats:
        """Values where the field is stretched over `metres` and repeats."""
        scale = _TEXTURE / metres
        u, v = _wrapped(x * scale), _wrapped(y * scale)
        return np.asarray(cv2.remap(self._field, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)


def _wrapped(texels: Floats) -> Floats:
    """Modulo the texture's size; several times faster than np.mod."""
    return np.asarray(texels - np.floor(texels * (1 / _TEXTURE)) * _TEXTURE, np.float32)


def _sky(mood: Mood, noise: _Noise, horizon: float, width: int, height: int) -> Floats:
    v = (np.arange(height, dtype=np.float32) + 0.5) / height
    down = np.clip(v / max(horizon, 0.05), 0, 1)[:, None, None] ** 1.4
    sky = np.array(mood.zenith, np.float32) * (1 - down) + np.array(mood.horizon, np.float32) * down
    sky = np.broadcast_to(sky, (height, width, 3)).copy()
    rows, columns = np.meshgrid(v, np.linspace(0, 1, width, dtype=np.float32), indexing="ij")
    lift = 1.0 / (np.maximum(0.02, horizon + 0.06 - rows) + 0.03)
    cloud = noise.at(((columns - 0.5) * lift).astype(np.float32), (lift * 0.9).astype(np.float32), 34.0)
    cloud = np.asarray(cv2.GaussianBlur(cloud, (0, 0), height / 400), np.float32)
    cover = np.clip(cloud * 0.9 + 0.1, 0, 1)[..., None] * mood.clouds
    bright = np.minimum(250, np.array(mood.horizon, np.float32) * 1.06)
    return np.asarray(sky * (1 - cover) + bright * cover, np.float32)


def _ground(scene: Scene, noise: _Noise, across: Floats, along: Floats) -> Floats:
    """The ground's own colours in full light."""
    if not scene.carriageways:
        return _plaza(noise, across, along)
    fine, broad = noise.at(across, along, 14.0), noise.at(across, along, 160.0)
    left, right = edges(scene)
    grass = np.array(palette.GRASS, np.float32) * (1 + 0.16 * fine + 0.18 * broad)[..., None]
    earth = np.array(palette.EARTH, np.float32) * (1 + 0.10 * fine)[..., None]
    cover = np.clip(broad * 1.6 + 0.5, 0, 1)[..., None]
    ground = grass * cover + earth * (1 - cover)
    if scene.bridge:
        ground = np.array(palette.WATER, np.float32) * (1 + 0.05 * noise.at(across * 0.3, along, 30.0))[..., None]
    shoulder = 2.6
    walk = palette.CONCRETE if scene.toll or scene.bridge else palette.PAVING
    _lay(ground, walk, (across > left - shoulder) & (across < right + shoulder), fine, 0.05)
    joints = (np.mod(along, 2.0) < 0.05) & ((across < left) | (across > right))
    ground[joints & (across > left - shoulder) & (across < right + shoulder)] *= 0.86
    wear = noise.at(across, along, 9.0), noise.at(across, along * 0.35, 46.0), noise.at(across, along, 5.0)
    for road in scene.carriageways:
        _carriageway(ground, road, wear, across, along)
    _median(ground, scene, across, along, fine)
    return np.asarray(ground, np.float32)


def _lay(ground: Floats, colour: Colour, where: NDArray[np.bool_], fine: Floats, grain: float) -> None:
    ground[where] = np.array(colour, np.float32) * (1 + grain * fine[where])[:, None]


def _carriageway(ground: Floats, road: Carriageway, wear: Wear, across: Floats, along: Floats) -> None:
    inside = (across > road.left_m) & (across < road.right_m)
    x, y = across[inside], along[inside]
    fine, broad, flakes = (field[inside] for field in wear)
    lane = np.mod(x - road.left_m, road.lane_m) / road.lane_m
    tracks = np.exp(-(((lane - 0.28) / 0.1) ** 2)) + np.exp(-(((lane - 0.72) / 0.1) ** 2))
    shade = 1 + 0.045 * fine + 0.055 * broad - 0.06 * tracks
    shade *= np.where(_patches(x, y, road), 0.88, 1.0)
    colour = np.array(palette.ASPHALT, np.float32) * shade[:, None]
    worn = np.clip(0.88 + 0.28 * flakes, 0.35, 1.0)
    paint = _marked(x, y, road) * worn
    ground[inside] = colour * (1 - paint)[:, None] + np.array(palette.MARKING, np.float32) * paint[:, None]


def _patches(x: Floats, y: Floats, road: Carriageway) -> NDArray[np.bool_]:
    middle = road.left_m + road.lane_m * 0.5
    return np.asarray((np.abs(x - middle) < 1.1) & (np.mod(y + 7, 61) < 9), np.bool_)


def _marked(x: Floats, y: Floats, road: Carriageway) -> Floats:
    paint = np.zeros_like(x)
    for number in range(1, road.lanes):
        paint[(np.abs(x - road.left_m - number * road.lane_m) < 0.07) & (np.mod(y, 8.0) < 3.0)] = 1
    paint[(np.abs(x - road.left_m - 0.28) < 0.07) | (np.abs(x - road.right_m + 0.28) < 0.07)] = 1
    if road.signal is not None:
        line = road.signal.at_m + (0.8 if road.direction is Direction.AWAY else -0.8)
        paint[np.abs(y - line) < 0.25] = 1
        paint[(np.abs(y - line - 3.5) < 1.4) & (np.mod(x, 1.0) < 0.5)] = 1
    return paint


def _median(ground: Floats, scene: Scene, across: Floats, along: Floats, fine: Floats) -> None:
    """Between the carriageways: grass between kerbs in black and white, or bare concrete."""
    roads = sorted(scene.carriageways, key=lambda road: road.left_m)
    for one, other in pairwise(roads):
        from_m, to_m = one.right_m, other.left_m
        inside = (across >= from_m) & (across <= to_m)
        wide = to_m - from_m > 1.5 and not scene.toll
        _lay(ground, palette.GRASS if wide else palette.CONCRETE, inside, fine, 0.12 if wide else 0.05)
        rim = inside & ((across < from_m + 0.3) | (across > to_m - 0.3))
        if not scene.toll:
            bright = np.mod(along, 2.4) < 1.2
            ground[rim & bright] = palette.KERB_BRIGHT
            ground[rim & ~bright] = palette.KERB_DARK
    left, right = edges(scene)
    for from_m, to_m in ((left - 0.3, left), (right, right + 0.3)):
        rim = (across >= from_m) & (across <= to_m)
        bright = np.mod(along, 2.4) < 1.2
        ground[rim & bright] = palette.KERB_BRIGHT
        ground[rim & ~bright] = palette.CONCRETE if scene.toll else palette.KERB_DARK


def _plaza(noise: _Noise, across: Floats, along: Floats) -> Floats:
    fine, broad = noise.at(across, along, 10.0), noise.at(across, along, 90.0)
    grass = np.array(palette.GRASS, np.float32) * (1.04 + 0.12 * fine + 0.12 * broad)[..., None]
    u, v = np.mod(across, 3.0), np.mod(along, 3.0)
    checker = (np.floor(across / 3.0) + np.floor(along / 3.0)) % 2
    stone = np.array((166, 176, 188), np.float32) * (1 - 0.07 * checker + 0.04 * fine + 0.03 * broad)[..., None]
    stone[(u < 0.06) | (v < 0.06)] *= 0.86
    paved = (np.abs(across) < 21) & (along < 64)
    ground = np.where(paved[..., None], stone, grass)
    radius = np.hypot(across, along - 38.0)
    for inner, outer, colour in ((8.2, 8.8, (120, 132, 172)), (3.6, 4.4, (196, 200, 204)), (0.0, 3.6, (112, 128, 164))):
        ring = (radius >= inner) & (radius < outer)
        ground[ring] = np.array(colour, np.float32) * (1 + 0.04 * fine[ring])[:, None]
    rim = (np.abs(np.abs(across) - 21) < 0.25) & (along < 64)
    ground[rim] = palette.KERB_BRIGHT
    return np.asarray(ground, np.float32)


def _light(scene: Scene, mood: Mood, across: Floats, along: Floats) -> Floats:
    ambient = np.array(mood.ambient, np.float32) * (1 + mood.sun)
    pools = light_at(scene, mood, across, along)
    return (ambient + pools[..., None] * np.array(palette.LAMP_LIGHT, np.float32) * LAMP_LIGHT_SHARE).astype(np.float32)


def _hazed(ground: Floats, along: Floats, mood: Mood) -> Floats:
    share = haze(along, mood)[..., None]
    return (ground * (1 - share) + np.array(mood.haze, np.float32) * share).astype(np.float32)


def haze(along: Floats | float, mood: Mood) -> Floats:
    """Which share of a thing at this distance is air."""
    return np.asarray(1 - np.exp(-np.asarray(along, np.float32) / mood.haze_at_m), np.float32)
