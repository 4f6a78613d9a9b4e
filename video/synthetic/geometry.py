"""How the ground of a demo street falls into its camera's picture."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
NOWHERE = 1e6  # metres; stands for the sky in a map of the ground


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera on a pole at x = `x_m`, y = 0, looking along y; metres, degrees, focal length in widths.

    The ground is z = 0, x runs to the right. Beyond `bend_from_m` the road leaves the y axis by
    `bend_per_m2` times the square of the distance.
    """

    height_m: float = 8.5
    x_m: float = 0.0
    yaw_deg: float = 0.0
    pitch_deg: float = 9.5
    focal: float = 0.95
    bend_from_m: float = 30.0
    bend_per_m2: float = 0.0
    aspect: float = 16 / 9

    def bend(self, y: Points) -> Points:
        """How far the road's axis lies to the right at distance y (metres)."""
        beyond = np.maximum(0.0, y - self.bend_from_m)
        return self.bend_per_m2 * beyond * beyond

    def project(self, road: Points) -> Points:
        """Road points (n, 3: across, along, up, in metres) as (n, 3): x and y in picture fractions, depth in metres."""
        x = road[:, 0] + self.bend(road[:, 1]) - self.x_m
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        across = x * math.cos(yaw) - road[:, 1] * math.sin(yaw)
        ahead = x * math.sin(yaw) + road[:, 1] * math.cos(yaw)
        below = road[:, 2] - self.height_m
        depth = np.maximum(0.5, ahead * math.cos(pitch) - below * math.sin(pitch))
        rise = ahead * math.sin(pitch) + below * math.cos(pitch)
        u = 0.5 + self.focal * across / depth
        v = 0.5 - self.focal * self.aspect * rise / depth
        return np.stack([u, v, depth], axis=1)

    def horizon(self) -> float:
        """The height of the horizon as a fraction of the picture, from the top."""
        return 0.5 - self.focal * self.aspect * math.tan(math.radians(self.pitch_deg))

    def ground(self, width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Across and along (road metres) of each pixel's ground point, (height, width); beyond 5 km or sky: NOWHERE."""
        u = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
        v = 0.5 - (np.arange(height, dtype=np.float32) + 0.5) / height
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        right = (u / self.focal)[None, :]
        up = (v / (self.focal * self.aspect))[:, None]
        ahead = math.cos(pitch) + up * math.sin(pitch)
        fall = math.sin(pitch) - up * math.cos(pitch)
        reach = self.height_m / np.maximum(fall, 1e-6)
        across, along = right * reach, ahead * reach
        x = across * math.cos(yaw) + along * math.sin(yaw) + self.x_m
        y = along * math.cos(yaw) - across * math.sin(yaw)
        sky = np.broadcast_to((fall <= 0) | (reach > 5000), y.shape)
        beyond = np.maximum(0.0, y - self.bend_from_m)
        x = x - self.bend_per_m2 * beyond * beyond
        return np.where(sky, NOWHERE, x).astype(np.float32), np.where(sky, NOWHERE, y).astype(np.float32)
