"""Whether the picture went dark against its own past: covered, power cut, or camera broken."""

import cv2
import numpy as np

from video.detect.arrays import Gray

_PAST_TAU_S = 90.0
_LEARN_FIRST_S = 5.0
_BEGIN_AFTER_S = 2.0
_END_AFTER_S = 2.0
_DARK_SHARE = 0.4
_BRIGHT_SHARE = 0.6
_LEAST_PAST_SPREAD = 6.0  # grey levels: a scene flatter than this has nothing to lose


class Darkness:
    """Dark when both mean and spread of the picture fell under 40 % of their past for 2 s; over at 60 %.

    The past is a running mean over 90 s, frozen while it looks dark, so that a scene that was night from
    the start is not dark and a dusk of minutes is followed.
    """

    def __init__(self) -> None:
        self.dark = False
        self.suspect = False
        self._past: tuple[float, float] | None = None
        self._known_s = 0.0
        self._against_s = 0.0

    def update(self, luma: Gray, dt_s: float) -> bool:
        """Take a frame `dt_s` after the last; true when `dark` changed with it."""
        small = cv2.resize(luma, (32, 18), interpolation=cv2.INTER_AREA) if luma.size > 576 else luma
        mean, spread = float(np.mean(small)), float(np.std(small))
        if self._past is None:
            self._past = (mean, spread)
            return False
        share = _DARK_SHARE if not self.dark else _BRIGHT_SHARE
        below = mean < share * self._past[0] and spread < share * self._past[1]
        known = self._known_s >= _LEARN_FIRST_S and self._past[1] >= _LEAST_PAST_SPREAD
        self.suspect = bool(known and below)
        if not self.suspect and not self.dark:
            self._follow(mean, spread, dt_s)
        if self.suspect == self.dark:
            self._against_s = 0.0
            return False
        self._against_s += min(dt_s, 1.0)
        if self._against_s < (_END_AFTER_S if self.dark else _BEGIN_AFTER_S):
            return False
        self.dark, self._against_s = self.suspect, 0.0
        return True

    def _follow(self, mean: float, spread: float, dt_s: float) -> None:
        assert self._past is not None
        self._known_s += dt_s
        weight = min(1.0, dt_s / min(_PAST_TAU_S, max(1.0, self._known_s)))
        self._past = (
            self._past[0] + weight * (mean - self._past[0]),
            self._past[1] + weight * (spread - self._past[1]),
        )
