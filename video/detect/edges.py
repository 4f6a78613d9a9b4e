"""The local contrast of a picture: an empty road is smooth, vehicles are not."""

import cv2
import numpy as np

from video.detect.arrays import Gray

_KERNEL = np.ones((3, 3), np.uint8)


def edges(luma: Gray) -> Gray:
    """Highest minus lowest value of 3 x 3 around each pixel, after a light smoothing; same shape."""
    smooth = cv2.GaussianBlur(luma, (3, 3), 0)
    return cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, _KERNEL).astype(np.uint8, copy=False)
