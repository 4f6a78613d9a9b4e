"""Scaling a decoded frame on its YUV planes; a tenth of what libswscale takes (docs/design/video.md)."""

from fractions import Fraction

import cv2
import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from video.frames import fit

Plane = NDArray[np.uint8]

_FULL_RANGE = 2  # AVCOL_RANGE_JPEG
_PLANAR = ("yuv420p", "yuvj420p")
_LUMA_TO_LIMITED = (16 + np.arange(256) * 219 / 255).round().astype(np.uint8)
_CHROMA_TO_LIMITED = (128 + (np.arange(256) - 128.0) * 224 / 255).round().astype(np.uint8)


def planes_of(frame: VideoFrame) -> tuple[Plane, Plane, Plane]:
    """Y, U and V of an 8-bit 4:2:0 frame, uint8 (rows, columns), in the frame's own memory: keep the frame alive."""
    planes = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        planes.append(rows[: plane.height, : plane.width])
    return planes[0], planes[1], planes[2]


def as_planar(frame: VideoFrame) -> VideoFrame:
    """The frame as 8-bit 4:2:0; the same object where it is that already, as with nearly every camera."""
    return frame if frame.format.name in _PLANAR else frame.reformat(format="yuv420p", threads=1)


def is_full_range(frame: VideoFrame) -> bool:
    return frame.format.name == "yuvj420p" or int(frame.color_range) == _FULL_RANGE


class Scaler:
    """Scales frames to I420 of one size; the result is reused by the next call."""

    def __init__(self) -> None:
        self._made_for: tuple[int, int, tuple[int, int], Fraction | None] | None = None
        self._planes: Plane = np.empty((0, 0), np.uint8)
        self._targets: tuple[tuple[Plane, tuple[int, int]], ...] = ()

    def scale(self, frame: VideoFrame, room: tuple[int, int], aspect: Fraction | None) -> Plane:
        """The frame (see `as_planar`) fitted into `room`: I420, uint8 (height * 3 / 2, width), limited range."""
        made_for = (frame.width, frame.height, room, aspect)
        if made_for != self._made_for:
            self._make(*fit(*made_for))
            self._made_for = made_for
        for source, (target, size) in zip(planes_of(frame), self._targets, strict=True):
            cv2.resize(source, size, dst=target, interpolation=cv2.INTER_LINEAR)
        if is_full_range(frame):
            for index, (target, _) in enumerate(self._targets):
                cv2.LUT(target, _CHROMA_TO_LIMITED if index else _LUMA_TO_LIMITED, dst=target)
        return self._planes

    def _make(self, width: int, height: int) -> None:
        self._planes = np.empty((height * 3 // 2, width), np.uint8)
        flat, luma_end, quarter = self._planes.reshape(-1), width * height, width * height // 4
        half = (width // 2, height // 2)
        self._targets = (
            (flat[:luma_end].reshape(height, width), (width, height)),
            (flat[luma_end : luma_end + quarter].reshape(half[::-1]), half),
            (flat[luma_end + quarter :].reshape(half[::-1]), half),
        )


def luma_of(frame: VideoFrame, width: int, aspect: Fraction | None) -> Plane:
    """The detector's picture: uint8 (rows, `width`), of its own memory, at the picture's right shape."""
    size = fit(frame.width, frame.height, (width, width * 8), aspect)
    return cv2.resize(planes_of(frame)[0], size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
