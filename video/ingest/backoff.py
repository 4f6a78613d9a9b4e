"""How long to wait before the next attempt; no clock and no dice of its own."""

from collections.abc import Callable


class Backoff:
    """Doubling waits with jitter between a floor and a cap, which start over after a good spell.

    `dice` gives a number from 0 to 1; each wait is between half and the whole of its step, so that cameras behind one
    switch do not come back in step.
    """

    def __init__(self, floor_s: float, cap_s: float, reset_after_s: float, dice: Callable[[], float]) -> None:
        self._floor_s = floor_s
        self._cap_s = cap_s
        self._reset_after_s = reset_after_s
        self._dice = dice
        self._step_s = floor_s

    def next_wait_s(self, good_for_s: float) -> float:
        """The wait before the next attempt, after one that gave pictures for `good_for_s`."""
        if good_for_s >= self._reset_after_s:
            self._step_s = self._floor_s
        wait_s = self._step_s * (0.5 + 0.5 * self._dice())
        self._step_s = min(self._cap_s, self._step_s * 2)
        return wait_s
