"""What the detector says of real footage, which lies beside the project and is never copied into it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.detect import FOOTAGE, clip_frames
from video.detect.analyzer import CameraAnalyzer
from video.events import CameraId, FrameStamp


def _clip(name: str) -> Path:
    path = FOOTAGE / "clips" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in ../shared/footage")
    return path


def test_a_sudden_exposure_change_on_a_real_street_does_not_light_the_picture() -> None:
    frames = clip_frames(_clip("brightness_change.avi"))
    means = [float(luma.mean()) for _, luma in frames]
    assert max(means) - min(means) > 10, "the clip must hold the change that this test is about"
    analyzer = CameraAnalyzer(CameraId("street"), ())
    for index, (at_s, luma) in enumerate(frames):
        analysis, _ = analyzer.feed(luma, FrameStamp(index, at_s, at_s))
        lit = np.zeros((100, 100), np.uint8)
        for box in analysis.boxes:
            corner = (int((box.x + box.w) * 100), int((box.y + box.h) * 100))
            cv2.rectangle(lit, (int(box.x * 100), int(box.y * 100)), corner, 1, -1)
        assert float(lit.mean()) < 0.3, f"frame {index}: {analysis.boxes}"
