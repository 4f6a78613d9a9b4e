"""What speed is usual in a zone, learned from the traffic itself."""

import numpy as np

CALM_BELOW = 0.085  # occupancy: on a road this empty everyone drives as fast as they like
_CALM_SHARE = 0.95  # of the usual speed that the mean driver takes there
_LEAST, _MOST = 1.0, 4.0  # zone widths a second
_TRUST_S = 8.0
_MOST_TRUST_S = 300.0
_DOWN_TAU_S = 300.0
_UP_TAU_S = 10.0

# What share of the usual speed traffic drives at an occupancy: the fundamental diagram of a road, by measured
# occupancy (vehicles hide some road behind them). Only what is used before the road was seen calm.
_OCCUPANCIES = (0.11, 0.13, 0.40, 0.55, 0.70, 0.85)
_SHARES = (1.0, 0.62, 0.50, 0.42, 0.25, 0.04)


class UsualSpeed:
    """The usual speed in zone widths a second.

    Learned while the road is calm; it rises soon and falls slowly. As long as the road was never seen
    calm, what the occupancy lets expect stands in, so that a road that is always dense is called dense.
    """

    def __init__(self) -> None:
        self._learned = 0.0
        self._calm_s = 0.0

    def share(self, pace: float, occupancy: float) -> float:
        """Means over the window; `pace` as a share of the usual, 0 to 1."""
        implied = min(_MOST, max(_LEAST, pace / float(np.interp(occupancy, _OCCUPANCIES, _SHARES))))
        usual = (self._calm_s * self._learned + _TRUST_S * implied) / (self._calm_s + _TRUST_S)
        return min(1.0, pace / usual)

    def learn(self, pace: float, occupancy: float, dt_s: float) -> None:
        """Means over the last few seconds: a gap in the traffic is calm too."""
        if occupancy < CALM_BELOW:
            self._learn(pace / _CALM_SHARE, dt_s)

    def _learn(self, usual: float, dt_s: float) -> None:
        self._calm_s = min(_MOST_TRUST_S, self._calm_s + dt_s)
        if self._learned == 0.0:
            self._learned = usual
        tau_s = _UP_TAU_S if usual > self._learned else min(_DOWN_TAU_S, max(_UP_TAU_S, self._calm_s))
        self._learned += min(1.0, dt_s / tau_s) * (usual - self._learned)
