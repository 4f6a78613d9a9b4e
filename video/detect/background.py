"""What the scene looks like when nothing stands in the way: the median of pictures sampled over half a minute."""

import numpy as np

from video.detect.arrays import Flags, Gray
from video.detect.light import LightChange
from video.detect.median import order_statistic

SAMPLES = 25
_FIRST_EVERY_S = 0.4
_EVERY_S = 1.2


class Background:
    """The median of `SAMPLES` pictures; the first ten seconds sample faster, so that a start settles soon.

    Pixels that are `held` (something stands there) keep their older samples: what stands does not
    become the scene. A change of light is applied to the samples instead of being learned anew.
    """

    def __init__(self, first: Gray) -> None:
        self.picture: Gray = first.copy()
        self._samples: Gray = first[np.newaxis].copy()
        self._next = 0
        self._due_s = _FIRST_EVERY_S

    @property
    def filled(self) -> float:
        """Share of the samples that there are, 0 to 1."""
        return len(self._samples) / SAMPLES

    def learn(self, luma: Gray, now_s: float, held: Flags | None) -> bool:
        """Take `luma` as a sample if one is due; true when the picture was made anew."""
        if now_s < self._due_s:
            return False
        if len(self._samples) < SAMPLES:
            self._samples = np.concatenate([self._samples, luma[np.newaxis]])
            slot = len(self._samples) - 1
            self._due_s = now_s + _FIRST_EVERY_S
        else:
            slot = self._next
            self._next = (self._next + 1) % SAMPLES
            self._due_s = now_s + _EVERY_S
        if held is None:
            self._samples[slot] = luma
        else:
            self._samples[slot] = np.where(held, self.picture, luma)
        self.picture = order_statistic(self._samples, len(self._samples) // 2)
        return True

    def relight(self, change: LightChange) -> None:
        """Apply a change of light to all that was learned."""
        table = change.table()
        self._samples = table[self._samples]
        self.picture = table[self.picture]

    def absorb(self, luma: Gray, where: Flags) -> None:
        """Take `luma` as the scene at once where `where` is set: it was a ghost, or has stood for very long."""
        self._samples[:, where] = luma[where]
        self.picture[where] = luma[where]
