"""The frame number that every demo picture carries, readable by a machine after H.264 and down to 320x180.

A row of cells in the top left corner, each a 100th of the width and a 60th of the height: white, black, 16 bits of
the number (highest first), 6 check bits, black, white.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_ACROSS, _DOWN = 100, 60
_BITS, _CHECK_BITS = 16, 6
_DARK, _BRIGHT = 34, 186
_LEAST_CONTRAST = 60


def _cells(n: int) -> list[int]:
    n %= 1 << _BITS
    number = [(n >> bit) & 1 for bit in reversed(range(_BITS))]
    check = [(_check(n) >> bit) & 1 for bit in reversed(range(_CHECK_BITS))]
    return [1, 0, *number, *check, 0, 1]


def _check(n: int) -> int:
    return ((n * 37) ^ (n >> 6) ^ (n >> 11) ^ 0x2A) & ((1 << _CHECK_BITS) - 1)


def burn_frame_number(picture: NDArray[np.uint8], n: int) -> None:
    """Write `n` (modulo 65,536) into a BGR picture, in place."""
    row = np.array(_cells(n), np.uint8)[None, :] * (_BRIGHT - _DARK) + _DARK
    height, width = picture.shape[0] // _DOWN, round(picture.shape[1] * row.shape[1] / _ACROSS)
    strip = cv2.resize(row.astype(np.uint8), (width, max(2, height)), interpolation=cv2.INTER_NEAREST)
    picture[: strip.shape[0], : strip.shape[1], :3] = strip[:, :, None]


def read_frame_number(picture: NDArray[Any]) -> int | None:
    """The number in a BGR, BGRA or grey picture of 16:9, at least 320x180; None where none can be read for certain."""
    height, width = picture.shape[:2]
    if width < 160 or height < 90:
        return None
    grey = picture if picture.ndim == 2 else picture[..., :3].mean(axis=2)
    count = _BITS + _CHECK_BITS + 4
    y = height / _DOWN / 2
    rows = grey[max(0, round(y - 1)) : round(y + 1)]
    centres = ((np.arange(count) + 0.5) * width / _ACROSS).astype(int)
    levels = rows[:, centres].mean(axis=0)
    bright, dark = (levels[0] + levels[-1]) / 2, (levels[1] + levels[-2]) / 2
    if bright - dark < _LEAST_CONTRAST:
        return None
    bits = (levels > (bright + dark) / 2).astype(int).tolist()
    n = int("".join(map(str, bits[2 : 2 + _BITS])), 2)
    return n if bits == _cells(n) else None
