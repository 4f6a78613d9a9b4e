"""A change of light over the whole picture (sun, exposure, lamps), told apart from things that move."""

from dataclasses import dataclass

import numpy as np

from video.detect.arrays import Gray
from video.detect.median import median_of_counts

_STEP_WORTH = 4.0  # grey levels
_INLIER_AT = 12.0
_INLIERS_NEEDED = 0.55


@dataclass(frozen=True, slots=True)
class LightChange:
    """`new = gain * old + offset`, in grey levels."""

    gain: float
    offset: float

    def table(self) -> Gray:
        """The change as a table of 256 values."""
        values = np.arange(256, dtype=np.float32) * self.gain + self.offset
        table: Gray = np.clip(np.rint(values), 0, 255).astype(np.uint8)
        return table


def light_change(background: Gray, luma: Gray) -> LightChange | None:
    """The change of light between two pictures of one scene, or None where there is none worth a correction.

    A line through the grey values of every fourth pixel, fitted twice to those that agree; refused when
    fewer than 55 % agree, for then it is not light but another picture.
    """
    was, now = background[::4, ::4].ravel(), luma[::4, ::4].ravel()
    offset = median_of_counts(np.bincount(now.astype(np.int64) - was + 255, minlength=511)) - 255
    if abs(offset) < _STEP_WORTH:
        return None
    old, new = was.astype(np.float32), now.astype(np.float32)
    gain = 1.0
    for _ in range(4):
        residual = np.abs(new - gain * old - offset)
        agree = (residual <= max(_INLIER_AT, 1.5 * float(np.median(residual)))) & (new > 2) & (new < 253)
        if int(agree.sum()) < 32:
            return None
        x, y = old[agree], new[agree]
        spread = float(x.var())
        gain = float(np.mean((x - x.mean()) * (y - y.mean()))) / spread if spread > 1.0 else 1.0
        gain = min(3.0, max(0.33, gain))
        offset = float(y.mean()) - gain * float(x.mean())
    agree_share = float(np.mean(np.abs(np.clip(gain * old + offset, 0, 255) - new) <= _INLIER_AT))
    return LightChange(gain, offset) if agree_share >= _INLIERS_NEEDED else None
