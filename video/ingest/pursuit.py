"""Whether packets that were left undecoded are worth decoding, or the next key frame is there sooner.

Pure: times are passed in (docs/design/video.md, "Too little processor time").
"""

import math

_WEIGHT = 0.1  # of the newest packet in what a packet takes
_FORGOTTEN_BY_HALF_S = 1.0  # what decoding took under load says little once nothing was decoded for a while
_ALWAYS_S = 0.3
_USUAL_STEP_S = 0.04


class Pursuit:
    """Knows what a packet takes to decode, by the clock and so with the load in it, and the rhythm of key frames."""

    def __init__(self) -> None:
        self._took_s = 0.0
        self._took_at_s = 0.0
        self._key_at_s: float | None = None
        self._since_key = 0
        self._group_s = float("inf")  # from one key frame to the next
        self._step_s = _USUAL_STEP_S

    def arrived(self, key: bool, now_s: float) -> None:
        """Note a packet, in the order they come."""
        if key:
            if self._key_at_s is not None and now_s > self._key_at_s:
                self._group_s = now_s - self._key_at_s
                self._step_s = self._group_s / self._since_key
            self._key_at_s, self._since_key = now_s, 0
        self._since_key += 1

    def took(self, seconds: float, now_s: float) -> None:
        """Note what one packet took to decode."""
        self._took_s = (1 - _WEIGHT) * self._cost_s(now_s) + _WEIGHT * seconds
        self._took_at_s = now_s

    def pays(self, left: int, now_s: float) -> bool:
        """Whether to decode `left` packets unseen, while others come, to show the newest: for a third of the wait.

        More than that is spent on pictures that nobody sees, and is missing for those that somebody would.
        """
        cost_s = self._cost_s(now_s)
        if cost_s >= self._step_s:
            return False
        takes_s = left * cost_s / (1 - cost_s / self._step_s)
        wait_s = max(0.0, (self._key_at_s or now_s) + self._group_s - now_s)
        return takes_s <= max(_ALWAYS_S, wait_s / 3)

    def _cost_s(self, now_s: float) -> float:
        halvings = max(0.0, now_s - self._took_at_s) / _FORGOTTEN_BY_HALF_S
        return self._took_s * math.pow(0.5, halvings)
