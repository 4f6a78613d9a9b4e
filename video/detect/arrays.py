"""The array types that the detectors speak."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""A picture or a mask (0 or 255), shape (h, w)."""
Real = NDArray[np.float32]
"""Weights or flow, shape (h, w) or (h, w, 2)."""
Flags = NDArray[np.bool_]
AnyArray = NDArray[Any]


def whole_bound(bound: float) -> int:
    """What a pixel of 0 to 255 exceeds just where it exceeds `bound` (0 or more): bytes compare faster than reals."""
    return min(255, int(bound))
