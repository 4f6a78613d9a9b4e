"""From what a zone shows in each frame to its state: means over 30 s, with hysteresis."""

from bisect import bisect_right
from collections import deque
from typing import NamedTuple

from video.detect.pace import Movement
from video.detect.timeline import Step
from video.detect.usual import CALM_BELOW, UsualSpeed
from video.events import TrafficState

WINDOW_S = 30.0
KNOWN_AFTER_S = 8.0
UNCERTAIN_KNOWN_AFTER_S = 24.0
ALARMING_KNOWN_AFTER_S = 18.0  # that a street just met is not free takes longer to believe
CALM_OVER_S = 6.0
_CALM_BLOCKS = 8
_CERTAIN_FROM = 0.7
_FLOWS_FROM = 0.15  # zone widths a second
_CERTAINTY_COUNTS = 6  # power: a road known to nine tenths counts half
_LEAST_CERTAIN = 0.01
_HOLD_S = 2.0
_MARGIN = 0.05  # a state is left only when its bound is passed by this share
_LONGEST_S = 2.0  # that one frame may stand for

FREE_ABOVE, DENSE_ABOVE, STOPPED_BELOW = 0.67, 0.40, 0.08  # share of the usual speed (HCM 7, exhibit 18-1)
STILL_EMPTY_BELOW = 0.25  # the same where nothing was ever seen to move: marks and kerbs are not known yet
EMPTY_BELOW = 0.08  # occupancy: with so few vehicles nothing holds anyone up
STOPPED_FROM = 0.28  # occupancy


class _Moment(NamedTuple):
    now_s: float
    dt_s: float
    weight: float
    occupied: float  # times weight
    driven: float  # speed times blocks
    blocks: float


class _Sums(NamedTuple):
    """The columns of several moments, each added up from the oldest on."""

    dt_s: float
    weight: float
    occupied: float
    driven: float
    blocks: float


class TrafficMeter:
    """Collects a zone's occupancy and speed and judges them."""

    def __init__(self) -> None:
        self.state = TrafficState.UNKNOWN
        self.occupancy = 0.0  # mean over the window, 0 to 1
        self.speed = 1.0  # mean over the window of what was there, as a share of the usual (0 to 1)
        self._usual = UsualSpeed()
        self._moments: deque[_Moment] = deque()
        self._has_flowed = False
        self._candidate = TrafficState.UNKNOWN
        self._since_s = 0.0

    def forget(self) -> None:
        """Start afresh: what was collected is out of date; the usual speed stays."""
        self._moments.clear()
        self.state = self._candidate = TrafficState.UNKNOWN
        self.occupancy, self.speed = 0.0, 1.0

    def add(self, step: Step, occupancy: float, certain: float, movement: Movement | None) -> None:
        """Take one frame's reading and judge anew; `movement` is None where nothing was found again.

        `certain` is the share of the zone whose empty road is known: uncertain readings count little as soon
        as there are better ones, and are waited for a while.
        """
        dt_s = min(step.dt_s, _LONGEST_S)
        self._has_flowed |= movement is not None and movement.speed > _FLOWS_FROM
        driven, blocks = (movement.speed * movement.blocks, movement.blocks) if movement else (0.0, 0.0)
        weight = dt_s * max(_LEAST_CERTAIN, certain**_CERTAINTY_COUNTS)
        self._moments.append(_Moment(step.now_s, dt_s, weight, occupancy * weight, driven, blocks))
        while self._moments[0].now_s < step.now_s - WINDOW_S:
            self._moments.popleft()
        times, *columns = zip(*self._moments, strict=True)  # adding up columns takes a fifth of asking each moment
        window = _Sums(*map(sum, columns))
        self.occupancy = window.occupied / window.weight if window.weight > 0 else 0.0
        known_s = window.dt_s
        if known_s < (KNOWN_AFTER_S if certain >= _CERTAIN_FROM else UNCERTAIN_KNOWN_AFTER_S):
            self.state = TrafficState.UNKNOWN
            return
        since = bisect_right(times, step.now_s - CALM_OVER_S)
        self._learn_usual(_Sums(*(sum(column[since:]) for column in columns)), dt_s)
        self._measure_speed(window)
        empty_below = EMPTY_BELOW if self._has_flowed else STILL_EMPTY_BELOW
        verdict = judge(self.occupancy, self.speed, self.state, empty_below)
        if verdict is not self._candidate:
            self._candidate, self._since_s = verdict, step.now_s
        if self.state is TrafficState.UNKNOWN and verdict is not TrafficState.FREE and known_s < ALARMING_KNOWN_AFTER_S:
            return
        if self.state is TrafficState.UNKNOWN or step.now_s - self._since_s >= _HOLD_S:
            self.state = verdict

    def _learn_usual(self, lately: _Sums, dt_s: float) -> None:
        if lately.blocks >= _CALM_BLOCKS and lately.weight >= 0.5 * CALM_OVER_S:
            self._usual.learn(lately.driven / lately.blocks, lately.occupied / lately.weight, dt_s)

    def _measure_speed(self, window: _Sums) -> None:
        if window.blocks > 0:
            self.speed = self._usual.share(window.driven / window.blocks, self.occupancy)
        elif self.occupancy < CALM_BELOW:
            self.speed = 1.0


def judge(occupancy: float, speed: float, before: TrafficState, empty_below: float = EMPTY_BELOW) -> TrafficState:
    """The state of a zone with these means; the bounds around the state `before` lie a little further off."""

    def below(bound: float, *states: TrafficState) -> bool:
        if before is TrafficState.UNKNOWN:
            return speed < bound
        return speed < bound * (1.0 + _MARGIN if before in states else 1.0 - _MARGIN)

    dense, congested, stopped = TrafficState.DENSE, TrafficState.CONGESTED, TrafficState.STOPPED
    if occupancy < empty_below or not below(FREE_ABOVE, dense, congested, stopped):
        return TrafficState.FREE
    if not below(DENSE_ABOVE, congested, stopped):
        return dense
    if occupancy >= STOPPED_FROM and below(STOPPED_BELOW, stopped):
        return stopped
    return congested
