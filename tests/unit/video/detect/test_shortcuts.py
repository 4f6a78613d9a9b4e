"""What the detectors compute by a cheaper way is what the plain way gives."""

import cv2
import numpy as np
import pytest

from video.detect.arrays import whole_bound
from video.detect.median import median_of_counts, sort_ranks

SHAPES = [(180, 320), (192, 64), (17, 33), (5, 5)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_counting_the_set_pixels_gives_the_median_of_a_mask(shape: tuple[int, int], share: float) -> None:
    mask = ((np.random.default_rng(3).random(shape) < share) * 255).astype(np.uint8)
    counted = cv2.compare(cv2.blur(mask, (5, 5), borderType=cv2.BORDER_REPLICATE), 127, cv2.CMP_GT)  # type: ignore[call-overload]
    assert np.array_equal(counted, cv2.medianBlur(mask, 5))
    ones = cv2.boxFilter(mask // 255, -1, (3, 3), normalize=False, borderType=cv2.BORDER_REPLICATE)
    assert np.array_equal(ones > 4, cv2.medianBlur(mask, 3) > 0)


@pytest.mark.parametrize("count", [1, 2, 7, 100, 101])
def test_the_median_of_counts_is_the_median_of_the_numbers(count: int) -> None:
    numbers = np.random.default_rng(count).integers(0, 40, count)
    assert median_of_counts(np.bincount(numbers, minlength=64)) == float(np.median(numbers))


@pytest.mark.parametrize("bound", [0.0, 9.99, 10.0, 56.1, 254.5, 255.0, 1000.0])
def test_a_whole_bound_parts_bytes_as_the_bound_does(bound: float) -> None:
    pixels = np.arange(256, dtype=np.uint8)
    assert np.array_equal(pixels > whole_bound(bound), pixels > bound)


@pytest.mark.parametrize("count", [1, 4, 25])
def test_ranks_sorted_in_place_are_those_of_a_sort(count: int) -> None:
    stack = np.random.default_rng(count).integers(0, 256, (count, 6, 9)).astype(np.uint8)
    ranks = (count // 4, count // 2, 3 * count // 4)
    ordered = np.sort(stack, axis=0)
    for rank, layer in zip(ranks, sort_ranks(stack, *ranks), strict=True):
        assert np.array_equal(layer, ordered[rank])
