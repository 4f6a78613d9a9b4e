"""One zone over time: what covers it, how fast that goes, and the state that follows."""

import numpy as np

from video.detect.arrays import Flags, Real
from video.detect.boxes import Rect
from video.detect.pace import Pace
from video.detect.scene import Observation
from video.detect.texture import RoadTexture
from video.detect.timeline import Step
from video.detect.traffic import TrafficMeter
from video.detect.zone_view import ZoneView, view_of
from video.events import TrafficState, Zone, ZoneReading

_LIVELY_FOR_S = 2.0
_CHANGED_AT = 10.0  # grey levels between two frames
_CHANGED_NOISE = 4.0
_VEHICLE_LEAST = 0.08  # of the zone's width
_VEHICLE_MOST = 1.5


class ZoneWatch:
    """Keeps what is known of one zone; a picture of another size starts it afresh, its state stays."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.meter = TrafficMeter()
        self.view: ZoneView | None = None
        self.reported = TrafficState.FREE  # what the last sighting said
        self._texture: RoadTexture | None = None
        self._pace: Pace | None = None
        self._lively_s: Real = np.zeros((0, 0), np.float32)

    def resize(self, width: int, height: int) -> None:
        """Lay the zone over pictures of `width` x `height`."""
        self.view = view_of(self.zone, width, height)
        if self.view is None:
            self._texture = self._pace = None
            return
        self._texture, self._pace = RoadTexture(self.view), Pace(self.view)
        self._lively_s = np.zeros(self.view.inside.shape, np.float32)

    def update(self, seen: Observation, step: Step) -> None:
        """Take a frame that is joined to the one before it."""
        if self.view is None or self._texture is None or self._pace is None:
            return
        at = (self.view.rows, self.view.cols)
        moved = seen.change[at] > max(_CHANGED_AT, _CHANGED_NOISE * seen.noise)
        self._lively_s = np.where(moved, _LIVELY_FOR_S, self._lively_s - step.dt_s).astype(np.float32)
        self._texture.learn(seen.edge[at], self._lively_s > 0)
        covered = self._texture.covered(seen.edge[at], seen.noise)
        occupancy = float(self.view.weight[covered].sum())
        if seen.displacement is not None:
            speed = self._pace.measure(seen.displacement[at], covered, step.dt_s)
            self.meter.add(step.now_s, step.dt_s, occupancy, self._pace.share(speed, occupancy))

    def holds(self, rect: Rect, pixels: Flags) -> bool:
        """Whether most of a region (its rectangle in the picture, its pixels within) lies in the zone."""
        if self.view is None:
            return False
        rows = np.arange(rect[1], rect[1] + rect[3]) - self.view.rows.start
        cols = np.arange(rect[0], rect[0] + rect[2]) - self.view.cols.start
        rows_in = (rows >= 0) & (rows < self.view.inside.shape[0])
        cols_in = (cols >= 0) & (cols < self.view.inside.shape[1])
        within = self.view.inside[np.ix_(rows[rows_in], cols[cols_in])] & pixels[np.ix_(rows_in, cols_in)]
        return int(within.sum()) * 2 > int(pixels.sum())

    def is_vehicle(self, rect: Rect) -> bool:
        """Whether a region has about the size of a vehicle at its place in the zone."""
        if self.view is None:
            return False
        row = min(max(rect[1] + rect[3] - 1 - self.view.rows.start, 0), len(self.view.scale) - 1)
        across = float(self.view.scale[row, 0])
        return max(3.0, _VEHICLE_LEAST * across) <= rect[2] <= _VEHICLE_MOST * across and rect[3] >= 3

    def flows(self) -> bool:
        """Whether the zone's traffic moves otherwise: a vehicle that stands in a queue is no news."""
        return self.meter.state in (TrafficState.FREE, TrafficState.DENSE)

    def reading(self) -> ZoneReading:
        """The zone's state and means now."""
        return ZoneReading(self.zone.id, self.meter.state, round(self.meter.occupancy, 4), round(self.meter.speed, 4))
