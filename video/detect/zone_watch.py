"""One zone over time: what covers it, how fast that goes, and the state that follows."""

from video.detect.arrays import Gray
from video.detect.pace import Pace
from video.detect.road import Road
from video.detect.scene import Observation
from video.detect.stopped import Standing, StoppedVehicles
from video.detect.timeline import Step
from video.detect.traffic import TrafficMeter
from video.detect.zone_view import ZoneView, view_of
from video.events import TrafficState, Zone, ZoneReading

_FLOWS_AGAIN_S = 20.0  # a queue that dissolves leaves stragglers
_Stopped = tuple[list[Standing], list[Standing]]


class ZoneWatch:
    """Keeps what is known of one zone; a picture of another size starts it afresh, its state stays."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self.meter = TrafficMeter()
        self.view: ZoneView | None = None
        # What the last sighting said. None at the start: whoever watched before may have said something else.
        self.reported: TrafficState | None = None
        self.stopped: StoppedVehicles | None = None
        self._road: Road | None = None
        self._pace: Pace | None = None
        self._before: Gray | None = None
        self._flows_s = 0.0

    def resize(self, width: int, height: int) -> list[Standing]:
        """Lay the zone over pictures of `width` x `height`; gives what stood and is known no more."""
        ended = self.standing()
        self.view, self._before = view_of(self.zone, width, height), None
        self._road = Road(self.view) if self.view is not None else None
        self._pace = Pace(self.view) if self.view is not None else None
        self.stopped = StoppedVehicles(self.view) if self.view is not None else None
        return ended

    def update(self, luma: Gray, seen: Observation, step: Step) -> _Stopped:
        """Take a frame and what it showed against those before; gives the vehicles that stopped and went on."""
        if self.view is None or self._road is None or self._pace is None or self.stopped is None:
            return [], []
        if seen.light is not None:
            self._road.relight(seen.light)
        above = self.view.from_above(luma)
        before, self._before = self._before, above
        if before is None or not step.joined:
            self._pace.forget()
            return [], []
        edge = self.view.from_above(seen.edge)
        cover = self._road.update(above, before, edge, seen.noise, step.dt_s, self.stopped.held())
        aside = self.stopped.aside(cover)
        # A vehicle that was told as stopped is no longer part of the traffic.
        occupancy = min(1.0, float(self.view.weight[cover.solid & ~aside].sum()))
        self.meter.add(
            step, occupancy, cover.certain, self._pace.measure(cover.excess, cover.marked & ~aside, step.now_s)
        )
        slow = self.meter.state in (TrafficState.CONGESTED, TrafficState.STOPPED, TrafficState.UNKNOWN)
        self._flows_s = 0.0 if slow else self._flows_s + step.dt_s
        flows = self._flows_s >= _FLOWS_AGAIN_S
        told = self.stopped.update(cover, self._road.quiet_s == 0.0, step.dt_s, flows)
        if self.stopped.ghosts.any():
            self._road.adopt(above, self.stopped.ghosts)
        return told

    def standing(self) -> list[Standing]:
        """The vehicles that stand now and were said to."""
        return [t for t in self.stopped.things if t.reported] if self.stopped is not None else []

    def reading(self) -> ZoneReading:
        """The zone's state and means now."""
        return ZoneReading(self.zone.id, self.meter.state, round(self.meter.occupancy, 4), round(self.meter.speed, 4))
