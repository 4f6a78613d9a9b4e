"""Whatever comes from a camera, the detector answers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from video.detect.analyzer import CameraAnalyzer
from video.events import Analysis, CameraId, FrameStamp, Sighting, Zone

_ZONES = (
    Zone("a", "a", ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))),
    Zone("line", "line", ((0.1, 0.1), (0.9, 0.9), (0.1, 0.1))),
    Zone("outside", "outside", ((2.0, 2.0), (3.0, 2.0), (3.0, 3.0))),
    Zone("empty", "empty", ()),
    Zone("wild", "wild", ((float("nan"), 0.0), (1.0, 0.0), (float("inf"), 1.0))),
)
_sizes = st.one_of(
    st.tuples(st.integers(0, 70), st.integers(0, 70)),
    st.sampled_from([(180, 320), (240, 320), (1, 900), (900, 2), (360, 640)]),
)
_kinds = st.sampled_from(["noise", "black", "white", "stripes", "steps"])
_times = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 100))


def _picture(size: tuple[int, int], kind: str, seed: int) -> np.ndarray:
    height, width = size
    if kind == "noise":
        return np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)
    if kind == "stripes":
        return np.broadcast_to((np.arange(width) * (seed + 1) % 256).astype(np.uint8), size)
    if kind == "steps":
        return np.kron(
            np.random.default_rng(seed).integers(0, 256, (4, 4), dtype=np.uint8), np.ones((64, 64), np.uint8)
        )[:height, :width]
    return np.full(size, 0 if kind == "black" else 255, np.uint8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_sizes, _kinds, st.integers(0, 50), _times, _times, st.integers(1, 12)), max_size=6))
def test_any_frames_of_any_sizes_at_any_times_are_answered(
    runs: list[tuple[tuple[int, int], str, int, float, float, int]],
) -> None:
    analyzer = CameraAnalyzer(CameraId("camera"), _ZONES)
    sequence = 0
    for size, kind, seed, pts_s, arrival_s, count in runs:
        for index in range(count):
            sequence += 1
            stamp = FrameStamp(sequence, pts_s + 0.2 * index, arrival_s + 0.2 * index)
            analysis, sightings = analyzer.feed(_picture(size, kind, seed + index), stamp)
            assert isinstance(analysis, Analysis)
            assert analysis.stamp == stamp
            assert [zone.zone_id for zone in analysis.zones] == ["a", "line", "outside", "empty", "wild"]
            assert all(0.0 <= zone.occupancy <= 1.0 and 0.0 <= zone.speed <= 1.0 for zone in analysis.zones)
            assert all(isinstance(sighting, Sighting) for sighting in sightings)
            for box in (*analysis.boxes, *analysis.stopped):
                assert min(box.x, box.y) >= 0.0
                assert box.x + box.w <= 1.0 + 1e-6
                assert box.y + box.h <= 1.0 + 1e-6
