"""From what a zone shows in each frame to its state: means over 30 s, with hysteresis."""

from collections import deque
from dataclasses import dataclass

from video.detect.pace import Movement
from video.events import TrafficState

WINDOW_S = 30.0
KNOWN_AFTER_S = 6.0
_HOLD_S = 3.0
_MARGIN = 0.08  # a state is left only when its bound is passed by this share

DENSE_FROM = 0.16  # occupancy
FREE_ABOVE, DENSE_ABOVE, STOPPED_BELOW = 0.67, 0.40, 0.08  # share of the usual speed (HCM 7, exhibit 18-1)
STOPPED_FROM = 0.30  # occupancy


@dataclass(frozen=True, slots=True)
class _Moment:
    now_s: float
    dt_s: float
    occupancy: float
    speed: float
    found: float


class TrafficMeter:
    """Collects a zone's occupancy and speed and judges them."""

    def __init__(self) -> None:
        self.state = TrafficState.UNKNOWN
        self.usual = 2.0  # zone widths a second
        self._moments: deque[_Moment] = deque()
        self._candidate = TrafficState.UNKNOWN
        self._since_s = 0.0

    @property
    def occupancy(self) -> float:
        """Mean over the window, 0 to 1."""
        total = sum(m.dt_s for m in self._moments)
        return sum(m.occupancy * m.dt_s for m in self._moments) / total if total > 0 else 0.0

    @property
    def pace(self) -> float | None:
        """Mean speed over the window of what was there, in zone widths a second; None when nothing was."""
        there = sum(m.found for m in self._moments)
        return sum(m.speed * m.found for m in self._moments) / there if there > 0 else None

    @property
    def speed(self) -> float:
        """Mean speed over the window as a share of the usual (0 to 1); 1 for an empty road."""
        pace = self.pace
        return 1.0 if pace is None else min(1.0, pace / self.usual)

    def forget(self) -> None:
        """Start afresh: what was collected is out of date."""
        self._moments.clear()
        self.state = self._candidate = TrafficState.UNKNOWN

    def add(self, now_s: float, dt_s: float, occupancy: float, movement: Movement | None) -> None:
        """Take one frame's reading, `dt_s` after the one before, and judge anew."""
        speed, found = (movement.speed, movement.blocks) if movement is not None else (0.0, 0.0)
        self._moments.append(_Moment(now_s, min(dt_s, 2.0), occupancy, speed, found))
        while self._moments and self._moments[0].now_s < now_s - WINDOW_S:
            self._moments.popleft()
        if sum(m.dt_s for m in self._moments) < KNOWN_AFTER_S:
            self.state = TrafficState.UNKNOWN
            return
        verdict = judge(self.occupancy, self.speed, self.state)
        if verdict is not self._candidate:
            self._candidate, self._since_s = verdict, now_s
        if self.state is TrafficState.UNKNOWN or now_s - self._since_s >= _HOLD_S:
            self.state = verdict


def judge(occupancy: float, speed: float, before: TrafficState) -> TrafficState:
    """The state of a zone with these means; a bound to leave `before` lies a little further off."""

    def bound(value: float, inside: bool, upper: bool) -> float:
        shift = _MARGIN if inside == upper else -_MARGIN
        return value * (1.0 + shift) if before is not TrafficState.UNKNOWN else value

    full = before in (TrafficState.DENSE, TrafficState.CONGESTED, TrafficState.STOPPED)
    if occupancy < bound(DENSE_FROM, full, upper=False):
        return TrafficState.FREE
    if speed < bound(STOPPED_BELOW, before is TrafficState.STOPPED, upper=True):
        return TrafficState.STOPPED
    slow = before in (TrafficState.CONGESTED, TrafficState.STOPPED)
    if speed < bound(DENSE_ABOVE, slow, upper=True):
        return TrafficState.CONGESTED
    return TrafficState.DENSE
