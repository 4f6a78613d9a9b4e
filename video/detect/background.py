"""What the scene looks like when nothing stands in the way: the median of pictures sampled over half a minute."""

import numpy as np

from video.detect.arrays import Gray
from video.detect.light import LightChange
from video.detect.median import sort_ranks

SAMPLES = 25
_FIRST_EVERY_S = 0.4
_EVERY_S = 1.2


class Background:
    """The median of `SAMPLES` pictures; the first ten seconds sample faster, so that a start settles soon.

    A change of light is applied to the samples instead of being learned anew.
    """

    def __init__(self, first: Gray) -> None:
        self.picture: Gray = first.copy()
        self.unrest: Gray = np.zeros_like(first)  # what half of the samples spread over, for each pixel
        # The room for all samples at once: growing and copying 1.4 MB time and again was 300 page faults a time.
        self._room: Gray = np.empty((SAMPLES, *first.shape), np.uint8)
        self._room[0] = first
        self._count = 1
        self._sorting: Gray = np.empty_like(self._room)
        self._next = 0
        self._due_s = 0.0

    def learn(self, luma: Gray, now_s: float) -> None:
        """Take `luma` as a sample if one is due."""
        if now_s < self._due_s:
            return
        if self._count < SAMPLES:
            slot = self._count
            self._count += 1
            self._due_s = now_s + _FIRST_EVERY_S
        else:
            slot = self._next
            self._next = (self._next + 1) % SAMPLES
            self._due_s = now_s + _EVERY_S
        self._room[slot] = luma
        self._settle()

    def _settle(self) -> None:
        count = self._count
        ranks = (count // 4, count // 2, (3 * count) // 4)
        self._sorting[:count] = self._room[:count]
        low, middle, high = sort_ranks(self._sorting[:count], *ranks)
        self.picture = middle.copy()  # the others' room is sorted in again
        self.unrest = np.subtract(high, low)

    def relight(self, change: LightChange) -> None:
        """Apply a change of light to all that was learned."""
        table = change.table()
        self._room[: self._count] = table[self._room[: self._count]]
        self._settle()
