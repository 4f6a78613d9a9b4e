"""The tap between a stream and its detector."""

import logging

import numpy as np
import pytest
from av import VideoFrame

from video.events import Analysis, CameraId, CameraSource, FrameStamp, Zone
from video.ingest.analysis import AnalysisTap


def frame() -> VideoFrame:
    return VideoFrame.from_ndarray(np.full((270, 320), 90, np.uint8), format="yuv420p")


def tap(analysed: list[Analysis], zones: tuple[Zone, ...] = ()) -> AnalysisTap:
    source = CameraSource(CameraId("1"), "rtsp://cam/1", zones=zones)
    return AnalysisTap(source, 320, 0.2, analysed.append, lambda sighting: None)


def feed(tap: AnalysisTap, number: int, at_s: float) -> None:
    tap.take(frame(), None, FrameStamp(number, at_s, at_s))


@pytest.mark.parametrize("fps", [12.5, 25.0])
def test_the_detector_sees_five_frames_a_second_whatever_the_camera_sends(fps: float) -> None:
    analysed: list[Analysis] = []
    tapped = tap(analysed)
    for number in range(round(4 * fps)):
        feed(tapped, number, 100.0 + number / fps)
    assert len(analysed) == pytest.approx(20, abs=1)


def test_a_detector_that_fails_is_logged_once_and_begun_anew_after_half_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    analysed: list[Analysis] = []
    tapped = tap(analysed, zones=("no zone",))  # type: ignore[arg-type]
    for number in range(100):
        feed(tapped, number, 100.0 + number / 5)
    assert len(caplog.records) == 1
    feed(tapped, 200, 131.0)
    assert len(caplog.records) == 2
    assert analysed == []
