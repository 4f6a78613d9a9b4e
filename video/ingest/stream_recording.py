"""Recording one camera in its worker: the main stream's packets to a segment writer, and whether that goes well."""

import math
from collections.abc import Set
from time import monotonic

from video.events import Analysis, CameraId
from video.ingest.choosing import Grade
from video.ingest.feed import Feed
from video.ingest.feeds import Feeds
from video.ingest.recording_tap import RecordingTap
from video.recording.scribe import Scribe
from video.recording.trouble import Trouble
from video.recording.writing import SegmentWriter


class StreamRecording:
    """Guarded by the stream's lock, but for `moved`, which any feed's thread may call. Without a scribe: nothing.

    `quiet_after_s` is how long the main stream may be silent before the recording is said to have stopped.
    """

    def __init__(self, camera_id: CameraId, scribe: Scribe | None, quiet_after_s: float) -> None:
        self._camera_id = camera_id
        self._scribe = scribe
        self._quiet_after_s = quiet_after_s
        self._writer: SegmentWriter | None = None

    @property
    def keeps(self) -> Set[Grade]:
        """What is received whether it is shown or not."""
        return {Grade.MAIN} if self._writer is not None else frozenset()

    def wish(self, wanted: bool, feeds: Feeds) -> None:
        """Begin or end; a main stream that is received already goes on."""
        if self._scribe is None or wanted == (self._writer is not None):
            return
        main = feeds.get(Grade.MAIN)
        if wanted:
            self._writer = self._scribe.writer(self._camera_id)
            if main is not None:
                self.tap(main, Grade.MAIN)
            return
        if main is not None:
            main.recorder = None
        writer, self._writer = self._writer, None
        if writer is not None:
            self._scribe.leave(writer)

    def tap(self, feed: Feed, grade: Grade) -> None:
        """Let a feed's packets be written, if they are to be."""
        if grade is Grade.MAIN and self._writer is not None:
            feed.recorder = RecordingTap(self._camera_id, grade, self._writer)

    def moved(self, analysis: Analysis) -> None:
        """Keep how much moved beside the packets, whichever stream showed it."""
        writer = self._writer
        if writer is not None:
            writer.motion(motion_byte(analysis), analysis.stamp.arrival_s)

    def state(self, feeds: Feeds) -> str:
        """As in StreamFigures: not asked for, on, or why nothing is written."""
        main = feeds.get(Grade.MAIN)
        if self._writer is None or main is None:
            return ""
        quiet_s = monotonic() - (main.counts.packet_at_s or main.began_s)
        return self._writer.state if quiet_s <= self._quiet_after_s else Trouble.NO_PACKETS.value


def motion_byte(analysis: Analysis) -> int:
    """How much of the picture moves, 0 to 255: the root of the boxes' share, so that a person far away shows too."""
    share = sum(box.w * box.h for box in analysis.boxes)
    return min(255, round(255 * math.sqrt(max(0.0, share))))
