"""A frame's pixels as a picture that can be painted, and where it goes in its tile."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from resources.errors import SiagaError

Pixels = NDArray[np.uint8]
"""(height, width, 4) BGRA, C-contiguous; nobody writes to it after it was handed over."""


class BadPixels(SiagaError):
    """Pixels that are not (height, width, 4) uint8 and contiguous; facts: shape."""

    word = "errors.unexpected"


class Picture:
    """One frame; keeps its pixels alive for as long as Qt looks at them."""

    def __init__(self, pixels: Pixels) -> None:
        if pixels.ndim != 3 or pixels.shape[2] != 4 or pixels.dtype != np.uint8 or not pixels.flags.c_contiguous:
            raise BadPixels(f"shape {pixels.shape}, {pixels.dtype}", shape=str(pixels.shape))
        height, width = pixels.shape[:2]
        self._pixels = pixels
        # RGB32 ignores the fourth byte: a picture is never blended with what is behind it.
        self.image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._grey: QImage | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.image.width(), self.image.height()

    def grey(self) -> QImage:
        """Without its colours, for a picture that is not to be believed; made once."""
        if self._grey is None:
            self._grey = self.image.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._grey


def fit(picture: tuple[int, int], room: QSizeF, ratio: float) -> QRectF:
    """Where a picture goes in a room, whole and centred; exactly its own size where that fits.

    `picture` is in device px, `room` and the result in px of the widget; `ratio` is device px a px.
    """
    width, height = picture
    room_w, room_h = round(room.width() * ratio), round(room.height() * ratio)
    scale = min(room_w / width, room_h / height)
    fit_w, fit_h = round(width * scale), round(height * scale)
    # A picture made for this tile may be a pixel off by rounding: not worth scaling every frame.
    if abs(fit_w - width) <= 2 and abs(fit_h - height) <= 2:
        fit_w, fit_h = width, height
    left, top = (room_w - fit_w) // 2, (room_h - fit_h) // 2
    return QRectF(left / ratio, top / ratio, fit_w / ratio, fit_h / ratio)
