"""Scaling on the planes, against libswscale's full conversion."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
from av import VideoFrame

from video.ingest.scaling import Scaler, as_planar, luma_of
from video.ingest.stills import jpeg_of


def scene(width: int = 320, height: int = 180) -> np.ndarray:
    """A smooth colourful picture, uint8 BGR."""
    down, across = np.mgrid[0:height, 0:width]
    channels = [across * 255 // width, down * 255 // height, (across + down) * 255 // (width + height)]
    return np.dstack(channels).astype(np.uint8)


def bgr(planes: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)


@pytest.mark.parametrize("kind", ["yuv420p", "yuvj420p", "yuv422p", "yuvj422p"])
def test_a_scaled_picture_has_the_colours_of_its_source(kind: str) -> None:
    frame = VideoFrame.from_ndarray(scene(), format="bgr24").reformat(format=kind)
    planes = Scaler().scale(as_planar(frame), (160, 160), None)
    assert planes.shape == (90 * 3 // 2, 160)
    expected = cv2.resize(scene(), (160, 90), interpolation=cv2.INTER_AREA)
    difference = np.abs(bgr(planes).astype(int) - expected)
    assert difference.mean() < 4
    assert np.percentile(difference, 99) < 14


def test_wide_samples_are_stretched_before_they_are_shown() -> None:
    frame = VideoFrame.from_ndarray(scene(180, 144), format="bgr24").reformat(format="yuv420p")
    assert Scaler().scale(frame, (256, 256), Fraction(64, 45)).shape == (144 * 3 // 2, 256)


def test_rows_that_are_padded_in_memory_do_not_shear_the_picture() -> None:
    frame = VideoFrame.from_ndarray(scene(322, 182), format="bgr24").reformat(format="yuv420p")
    assert frame.planes[0].line_size > 322
    expected = cv2.cvtColor(scene(322, 182), cv2.COLOR_BGR2GRAY)
    luma = luma_of(frame, 322, None)
    assert luma.shape == expected.shape
    assert abs(np.corrcoef(luma.ravel(), expected.ravel())[0, 1]) > 0.99


def test_luma_for_the_detector_is_320_wide_and_of_its_own_memory() -> None:
    frame = VideoFrame.from_ndarray(scene(640, 360), format="bgr24").reformat(format="yuv420p")
    luma = luma_of(frame, 320, None)
    assert luma.shape == (180, 320)
    assert luma.dtype == np.uint8
    assert luma.base is None or not np.shares_memory(luma, np.frombuffer(memoryview(frame.planes[0]), np.uint8))


def test_a_noisy_still_gives_up_quality_and_then_size_to_fit() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (360, 640, 3), np.uint8)
    frame = VideoFrame.from_ndarray(noise, format="bgr24").reformat(format="yuv420p")
    full, small = jpeg_of(frame, None, 200_000), jpeg_of(frame, None, 20_000)
    assert len(full) <= 200_000
    assert len(small) <= 20_000
    assert cv2.imdecode(np.frombuffer(full, np.uint8), cv2.IMREAD_COLOR).shape == (360, 640, 3)
    assert cv2.imdecode(np.frombuffer(small, np.uint8), cv2.IMREAD_COLOR).shape[1] < 640


def test_a_still_of_wide_samples_has_its_true_shape() -> None:
    frame = VideoFrame.from_ndarray(scene(180, 144), format="bgr24").reformat(format="yuv420p")
    jpeg = jpeg_of(frame, Fraction(64, 45), 200_000)
    assert cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).shape == (144, 256, 3)
