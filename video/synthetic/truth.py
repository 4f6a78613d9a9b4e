"""The exact truth of a demo loop, frame by frame: computed from the traffic model, never from the picture.

A zone's state follows the Highway Capacity Manual's grades for urban streets, which compare the travel speed with
the free one (HCM 7, exhibit 18-1): grades A and B (over 67 %) are free, C and D (over 40 %) dense, E and F congested,
and below 8 % with a third of the lane length standing full, stopped. Speed and occupancy are means over the last
30 s, around the seam too; a zone that is nearly empty (occupancy under 3 %) is free. A vehicle that broke down and
stands at the edge counts among `vehicles` and `standing` alone: the flow beside it is judged without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from video.events import TrafficState
from video.synthetic.scene import FRAMES_PER_S, Scene, SceneZone
from video.synthetic.traffic import Seen

WINDOW_S = 30.0
STANDING_MPS = 0.5
STATES = (TrafficState.FREE, TrafficState.DENSE, TrafficState.CONGESTED, TrafficState.STOPPED)
_EMPTY = 0.03
_FREE_ABOVE, _DENSE_ABOVE, _STOPPED_BELOW = 0.67, 0.40, 0.08
_STOPPED_OCCUPANCY = 0.33


@dataclass(frozen=True)
class Truth:
    """Arrays of (frames, zones); row n belongs to the frame that carries number n."""

    zones: tuple[str, ...]
    vehicles: NDArray[np.int16]
    speed_mps: NDArray[np.float32]  # mean over the flowing vehicles in the zone; NaN when there is none
    occupancy: NDArray[np.float32]  # share of the lanes' length that vehicles cover
    standing: NDArray[np.int16]  # vehicles slower than 0.5 m/s
    speed_share: NDArray[np.float32]  # 30 s mean as a share of the usual speed; 1 when the zone was empty
    state_index: NDArray[np.int8]  # into STATES
    dark: NDArray[np.bool_]  # (frames,)
    people: NDArray[np.int16]  # (frames,)

    def __len__(self) -> int:
        return len(self.dark)

    def state(self, frame: int, zone: int = 0) -> TrafficState:
        """The zone's state at a frame; the number may count on over the seam."""
        return STATES[int(self.state_index[frame % len(self), zone])]

    def row(self, frame: int) -> "TruthRow":
        n = frame % len(self)
        return TruthRow(
            frame=n,
            states=tuple(self.state(n, zone) for zone in range(len(self.zones))),
            vehicles=tuple(int(v) for v in self.vehicles[n]),
            speed_mps=tuple(float(v) for v in self.speed_mps[n]),
            occupancy=tuple(float(v) for v in self.occupancy[n]),
            standing=tuple(int(v) for v in self.standing[n]),
            dark=bool(self.dark[n]),
        )


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One frame's truth; tuples run over the zones in the camera's order."""

    frame: int
    states: tuple[TrafficState, ...]
    vehicles: tuple[int, ...]
    speed_mps: tuple[float, ...]
    occupancy: tuple[float, ...]
    standing: tuple[int, ...]
    dark: bool


def measure(scene: Scene, frames: Sequence[Sequence[Seen]], people: Sequence[int] | None = None) -> Truth:
    """The truth of a loop from its simulated frames."""
    shape = (len(frames), len(scene.zones))
    vehicles, standing = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    speed_sum, occupancy, counted = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    roads = {road.id: index for index, road in enumerate(scene.carriageways)}
    for z, zone in enumerate(scene.zones):
        index = roads[zone.carriageway]
        lane_m = scene.carriageways[index].lanes * (zone.to_m - zone.from_m)
        for n, frame in enumerate(frames):
            here = [v for v in frame if v.carriageway == index and zone.from_m <= v.along_m < zone.to_m]
            flowing = [v for v in here if not v.aside]
            vehicles[n, z] = len(here)
            standing[n, z] = sum(v.speed_mps < STANDING_MPS for v in here)
            counted[n, z] = len(flowing)
            speed_sum[n, z] = sum(v.speed_mps for v in flowing)
            covered = sum(_covered(v, zone) for v in frame if v.carriageway == index and not v.aside)
            occupancy[n, z] = min(1.0, covered / lane_m)
    share = _speed_share(scene, counted, speed_sum)
    with np.errstate(invalid="ignore", divide="ignore"):
        speed = speed_sum / counted
    return Truth(
        zones=tuple(zone.id for zone in scene.zones),
        vehicles=vehicles,
        speed_mps=speed.astype(np.float32),
        occupancy=occupancy.astype(np.float32),
        standing=standing,
        speed_share=share.astype(np.float32),
        state_index=_states(share, _window_mean(occupancy)),
        dark=dark_frames(scene),
        people=np.array(people if people is not None else [0] * len(frames), np.int16),
    )


def dark_frames(scene: Scene) -> NDArray[np.bool_]:
    """The frames in which the picture is black."""
    at_s = np.arange(scene.frames) / FRAMES_PER_S
    dark = np.zeros(scene.frames, np.bool_)
    for from_s, until_s in scene.dark:
        dark |= (at_s >= from_s) & (at_s < until_s)
    return dark


def _covered(vehicle: Seen, zone: SceneZone) -> float:
    """Metres of lane inside the zone; a motorbike in its row of its own fills a third of a lane."""
    half = vehicle.length_m / 2
    inside = min(vehicle.along_m + half, zone.to_m) - max(vehicle.along_m - half, zone.from_m)
    return max(0.0, inside) * (0.33 if vehicle.kind == "motorbike" else 1.0)


def _window_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over the last 30 s at each frame, around the seam."""
    width = min(len(values), round(WINDOW_S * FRAMES_PER_S))
    ahead = np.concatenate([values[len(values) - width + 1 :], values])
    sums = np.cumsum(np.concatenate([np.zeros((1, values.shape[1])), ahead]), axis=0)
    mean: NDArray[np.float64] = (sums[width:] - sums[:-width]) / width
    return mean


def _speed_share(scene: Scene, counted: NDArray[np.float64], speed_sum: NDArray[np.float64]) -> NDArray[np.float64]:
    usual = {road.id: road.usual_mps for road in scene.carriageways}
    free = np.array([usual[zone.carriageway] for zone in scene.zones])
    count = _window_mean(counted)
    mean = _window_mean(speed_sum) / np.maximum(count, 1e-9)
    return np.where(count > 1e-9, mean / np.maximum(free, 1e-9), 1.0) if len(scene.zones) else count


def _states(share: NDArray[np.float64], occupancy: NDArray[np.float64]) -> NDArray[np.int8]:
    states = np.zeros(share.shape, np.int8)
    states[share <= _FREE_ABOVE] = 1
    states[share <= _DENSE_ABOVE] = 2
    states[(share < _STOPPED_BELOW) & (occupancy >= _STOPPED_OCCUPANCY)] = 3
    states[occupancy < _EMPTY] = 0
    return states


def save_truth(truth: Truth, path: Path) -> None:
    """Write the arrays as an .npz without pickles."""
    arrays = {name: value for name, value in vars(truth).items() if name != "zones"}
    with path.open("wb") as file:
        np.savez_compressed(file, zones=np.array(truth.zones, dtype=np.str_), **arrays)


def load_truth(path: Path) -> Truth:
    """Read what `save_truth` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        names = [name for name in arrays.files if name != "zones"]
        return Truth(zones=tuple(str(z) for z in arrays["zones"]), **{name: arrays[name] for name in names})
