"""Feeds one camera's analyser with luma, as often as it is asked for."""

import logging
from collections.abc import Callable
from fractions import Fraction

from av import VideoFrame

from video.events import Analysis, CameraSource, FrameStamp, Sighting
from video.ingest.scaling import luma_of

_log = logging.getLogger(__name__)
_EARLY_S = 0.01


class AnalysisTap:
    """Hands a frame every `every_s` of stream time to the camera's analyser; used by one thread at a time."""

    def __init__(
        self,
        source: CameraSource,
        width: int,
        every_s: float,
        analysed: Callable[[Analysis], None],
        sighted: Callable[[Sighting], None],
    ) -> None:
        # Late, so that a worker without analysis does not load the detectors.
        from video.detect.analyzer import CameraAnalyzer

        self._analyzer = CameraAnalyzer(source.camera_id, source.zones)
        self._camera_id = source.camera_id
        self._width = width
        self._every_s = every_s
        self._analysed = analysed
        self._sighted = sighted
        self._next_s = float("-inf")
        self.failed = False

    def take(self, frame: VideoFrame, aspect: Fraction | None, stamp: FrameStamp) -> None:
        """`frame` is planar 4:2:0. A detector that raises is logged and left out; the picture goes on."""
        if self.failed or stamp.arrival_s < self._next_s - _EARLY_S:
            return
        late = stamp.arrival_s - self._next_s > self._every_s
        self._next_s = (stamp.arrival_s if late else self._next_s) + self._every_s
        try:
            analysis, sightings = self._analyzer.feed(luma_of(frame, self._width, aspect), stamp)
        except Exception:  # noqa: BLE001 - whatever a detector does, the picture must go on
            self.failed = True
            _log.exception("the analysis of camera %s ended", self._camera_id)
            return
        self._analysed(analysis)
        for sighting in sightings:
            self._sighted(sighting)
