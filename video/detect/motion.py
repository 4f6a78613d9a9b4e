"""Which pixels differ from the scene: a mask that noise, rain and a change of light do not fill."""

import cv2
import numpy as np

from video.detect.arrays import Gray
from video.detect.median import median_of_counts

_LEAST_STEP = 12.0
_NOISE_FACTOR = 4.0
_MOST_UNREST = 40
_CAPTION_BAND = 0.08  # of the height, above and below: where cameras write the time
_CAPTION_UNREST = 120  # a digit is black or white in turn
_CAPTION_REACH = np.ones((9, 25), np.uint8)
_CLOSE = np.ones((7, 7), np.uint8)


def noise_level(change: Gray) -> float:
    """The sensor's noise in grey levels (sigma), from the difference of two frames in most of the picture."""
    return median_of_counts(np.bincount(change[::3, ::3].ravel(), minlength=256)) / 0.954


def foreground(background: Gray, unrest: Gray, luma: Gray, noise: float) -> Gray:
    """Mask (0 or 255) of what is not the scene: threshold, median of 5, closing of 7.

    The threshold is higher where the scene itself is restless (`unrest`: leaves, water, flicker).
    A running clock at the picture's rim is left out.
    """
    step = min(80.0, max(_LEAST_STEP, _NOISE_FACTOR * noise))
    bound = cv2.add(cv2.min(unrest, _MOST_UNREST), step)  # type: ignore[call-overload]
    mask = cv2.compare(cv2.absdiff(background, luma), bound, cv2.CMP_GT)
    band = max(1, round(_CAPTION_BAND * luma.shape[0]))
    for edge in (slice(0, band), slice(luma.shape[0] - band, None)):
        written = cv2.compare(unrest[edge], _CAPTION_UNREST, cv2.CMP_GT)  # type: ignore[call-overload]
        mask[edge] = cv2.subtract(mask[edge], cv2.dilate(written, _CAPTION_REACH))
    # The median of a mask is what most of its 25 pixels are: counting them takes a seventh of sorting them.
    share = cv2.blur(mask, (5, 5), borderType=cv2.BORDER_REPLICATE)
    clean = cv2.compare(share, 127, cv2.CMP_GT)  # type: ignore[call-overload]
    return cv2.morphologyEx(clean, cv2.MORPH_CLOSE, _CLOSE).astype(np.uint8, copy=False)
