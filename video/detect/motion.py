"""Which pixels differ from the scene: a mask that noise, rain and a change of light do not fill."""

import cv2
import numpy as np

from video.detect.arrays import Gray

_LEAST_STEP = 14.0
_NOISE_FACTOR = 4.5
_CLOSE = np.ones((7, 7), np.uint8)


def noise_level(change: Gray) -> float:
    """The sensor's noise in grey levels (sigma), from the difference of two frames in most of the picture."""
    return float(np.median(change[::3, ::3])) / 0.954


def foreground(background: Gray, luma: Gray, noise: float) -> Gray:
    """Mask (0 or 255) of what is not the scene: threshold, median of 5, closing of 7."""
    step = max(_LEAST_STEP, _NOISE_FACTOR * noise)
    _, mask = cv2.threshold(cv2.absdiff(background, luma), step, 255.0, cv2.THRESH_BINARY)
    clean = cv2.medianBlur(mask, 5)
    return cv2.morphologyEx(clean, cv2.MORPH_CLOSE, _CLOSE).astype(np.uint8, copy=False)
