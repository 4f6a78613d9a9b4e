"""How far two pictures are apart, and a picture of where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

LEVELS = 40
"""A pixel differs when a channel is further off than this: the rounding of another FreeType is not."""
SHARE = 0.0004
"""Of all pixels; a changed digit in a row of 400 x 52 px is about 0.0015."""


@dataclass(frozen=True)
class Difference:
    """`share` of the pixels differs; `picture` shows the baseline in grey and what differs in red."""

    share: float
    picture: QImage | None
    reason: str = ""

    @property
    def is_seen(self) -> bool:
        return bool(self.reason) or self.share > SHARE


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """(h, w, 4) BGRA, a copy."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return flat[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()


def compare(actual: QImage, baseline: QImage) -> Difference:
    if actual.size() != baseline.size():
        sizes = (actual.width(), actual.height()), (baseline.width(), baseline.height())
        return Difference(1.0, None, f"is {sizes[0]}, the baseline {sizes[1]}")
    now, was = pixels_of(actual), pixels_of(baseline)
    wrong = (np.abs(now[..., :3].astype(np.int16) - was[..., :3]) > LEVELS).any(axis=2)
    marked = np.repeat(was[..., :3].mean(axis=2, keepdims=True) / 3, 4, axis=2).astype(np.uint8)
    marked[wrong] = (0, 0, 255, 255)
    height, width = wrong.shape
    picture = QImage(marked.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).copy()
    return Difference(float(wrong.mean()), picture)
