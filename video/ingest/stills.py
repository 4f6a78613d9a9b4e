"""A still of a decoded frame as JPEG, small enough for the record."""

from fractions import Fraction

import cv2
from av import VideoFrame

_QUALITIES = (92, 85, 78, 70, 60, 50, 40, 30)


def jpeg_of(frame: VideoFrame, aspect: Fraction | None, limit_bytes: int) -> bytes:
    """JPEG of the frame at its full size and right shape; quality first, then size give way to `limit_bytes`."""
    # On this thread alone: a scaler that starts threads keeps them for as long as anybody keeps the frame.
    pixels = frame.to_ndarray(format="bgr24", threads=1)
    height, width = pixels.shape[:2]
    if aspect and aspect != 1:
        width = round(width * aspect)
    scale = 1.0
    while True:
        size = (max(2, round(width * scale)), max(2, round(height * scale)))
        scaled = pixels if size == (pixels.shape[1], pixels.shape[0]) else cv2.resize(pixels, size)
        for quality in _QUALITIES:
            _, jpeg = cv2.imencode(".jpg", scaled, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if len(jpeg) <= limit_bytes:
                return bytes(jpeg)
        scale *= 0.75
