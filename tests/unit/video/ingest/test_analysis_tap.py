"""The tap between a stream and its detector."""

import logging
from itertools import pairwise

import numpy as np
import pytest
from av import VideoFrame

from video.events import Analysis, CameraId, CameraSource, FrameStamp, Zone
from video.ingest.analysis import SPARING_EVERY_S, AnalysisTap
from video.ingest.strain import Strain


def frame() -> VideoFrame:
    return VideoFrame.from_ndarray(np.full((270, 320), 90, np.uint8), format="yuv420p")


def tap(
    analysed: list[Analysis], zones: tuple[Zone, ...] = (), strain: Strain | None = None, every_s: float = 0.2
) -> AnalysisTap:
    source = CameraSource(CameraId("1"), "rtsp://cam/1", zones=zones)
    return AnalysisTap(source, 320, every_s, strain or Strain(), analysed.append, lambda sighting: None)


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


def analysed_at(strain: Strain, strained: tuple[float, float], every_s: float = 0.2) -> list[float]:
    """When pictures were analysed, of ten seconds at 25 a second with a worker that is behind in between."""
    analysed: list[Analysis] = []
    tapped = tap(analysed, strain=strain, every_s=every_s)
    for number in range(250):
        now_s = number / 25
        if strained[0] <= now_s < strained[1]:
            strain.note(now_s)
        feed(tapped, number, now_s)
    return [one.stamp.arrival_s for one in analysed]


def test_while_the_worker_is_behind_two_pictures_a_second_are_analysed_and_then_five_again() -> None:
    moments = analysed_at(Strain(), (3.0, 5.0))
    steps = [(before, after - before) for before, after in pairwise(moments)]
    assert all(step == pytest.approx(SPARING_EVERY_S, abs=0.05) for at_s, step in steps if 3.0 <= at_s < 6.4)
    assert all(step == pytest.approx(0.2, abs=0.05) for at_s, step in steps if at_s < 2.7 or at_s >= 7.0)
    assert moments[-1] > 9.7


def test_a_worker_that_is_behind_analyses_no_more_often_than_it_was_asked_to() -> None:
    assert len(analysed_at(Strain(), (0.0, 10.0), every_s=2.0)) == 5
