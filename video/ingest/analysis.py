"""Feeds one camera's analyser with luma, as often as it is asked for."""

import logging
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from av import VideoFrame

from video.events import Analysis, CameraSource, FrameStamp, Sighting
from video.ingest.scaling import luma_of
from video.ingest.strain import Strain

if TYPE_CHECKING:
    from video.detect.analyzer import CameraAnalyzer

_log = logging.getLogger(__name__)
_EARLY_S = 0.01
SPARING_EVERY_S = 0.5
"""While the worker is behind: a picture that somebody sees comes before one that is analysed."""
_AFTER_FAILURE_S = 30.0


class AnalysisTap:
    """Hands a frame every `every_s` to the camera's analyser, fewer under strain; used by one thread at a time."""

    def __init__(
        self,
        source: CameraSource,
        width: int,
        every_s: float,
        strain: Strain,
        analysed: Callable[[Analysis], None],
        sighted: Callable[[Sighting], None],
    ) -> None:
        self._source = source
        self._analyzer: CameraAnalyzer | None = None
        self._width = width
        self._every_s = every_s
        self._strain = strain
        self._analysed = analysed
        self._sighted = sighted
        self._at_s = float("-inf")  # the newest moment of the rhythm
        self._rests_until_s = float("-inf")

    def take(self, frame: VideoFrame, aspect: Fraction | None, stamp: FrameStamp) -> None:
        """`frame` is planar 4:2:0. A detector that raises is logged and begun anew later; the picture goes on."""
        now_s = stamp.arrival_s
        step_s = max(self._every_s, SPARING_EVERY_S) if self._strain.holds(now_s) else self._every_s
        if now_s < max(self._at_s + step_s - _EARLY_S, self._rests_until_s):
            return
        late = now_s - self._at_s > 2 * step_s
        self._at_s = now_s if late else self._at_s + step_s
        try:
            analysis, sightings = self._begun().feed(luma_of(frame, self._width, aspect), stamp)
        except Exception:  # noqa: BLE001 - whatever a detector does, the picture must go on
            self._analyzer = None
            self._rests_until_s = now_s + _AFTER_FAILURE_S
            _log.exception("the analysis of camera %s failed and begins anew", self._source.camera_id)
            return
        self._analysed(analysis)
        for sighting in sightings:
            self._sighted(sighting)

    def _begun(self) -> "CameraAnalyzer":
        if self._analyzer is None:
            # Late, so that a worker without analysis does not load the detectors.
            from video.detect.analyzer import CameraAnalyzer

            self._analyzer = CameraAnalyzer(self._source.camera_id, self._source.zones)
        return self._analyzer
