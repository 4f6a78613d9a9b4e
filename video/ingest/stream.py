"""One camera in a worker: its feeds, its views, its analysis and its stills."""

import logging
import threading
from collections.abc import Callable
from fractions import Fraction
from time import monotonic

from av import VideoFrame

from video.events import CameraSource, FrameStamp
from video.frames import PictureWriter
from video.ingest.analysis import AnalysisTap
from video.ingest.choosing import Grade, choose, url_of
from video.ingest.facts import Analysed, PictureReady, Sighted
from video.ingest.feed import Feed
from video.ingest.health import StreamFigures
from video.ingest.orders import StreamOrder, ViewOrder
from video.ingest.pulse import Pulse
from video.ingest.reports import StillTaken
from video.ingest.scaling import Scaler, as_planar
from video.ingest.settings import VideoSettings
from video.ingest.stills import jpeg_of

_log = logging.getLogger(__name__)
_STILL_FRESH_S = 1.0
_STILL_WAIT_S = 8.0
_SUB_ATTEMPTS = 2

Emit = Callable[[Analysed | Sighted | PictureReady | StillTaken], None]


class _View:
    """One view's writer; each view scales for itself, as each has its own size."""

    def __init__(self, order: ViewOrder) -> None:
        self.order = order
        self.writer = PictureWriter(order.block)
        self.scaler = Scaler()
        self.painted = False


class CameraStream:
    """Takes frames from the feed that serves best; while that changes, the old one goes on until the new one shows."""

    def __init__(self, order: StreamOrder, settings: VideoSettings, pulse: Pulse, emit: Emit) -> None:
        self.camera_id = order.source.camera_id
        self._order = order
        self._settings = settings
        self._pulse = pulse
        self._emit = emit
        self._lock = threading.RLock()
        self._views: dict[str, _View] = {}
        self._tap: AnalysisTap | None = None
        self._current: Feed | None = None
        self._incoming: Feed | None = None
        self._grades: dict[Feed, Grade] = {}
        self._retired: list[Feed] = []
        self._sub_size: tuple[int, int] | None = None
        self._sub_fails = False
        self._sequence = order.first_sequence
        self._newest: tuple[VideoFrame, FrameStamp, Fraction | None] | None = None
        self._size = (0, 0)
        self._frame_at_s: float | None = None
        self._due_since_s: float | None = None
        self._last_pts_s = float("-inf")
        self._decoded_before = 0
        self._connections_before = 0
        self._stills: list[tuple[int, float]] = []

    def apply(self, order: StreamOrder) -> None:
        """Bring the stream to the order's wish; also the first one."""
        with self._lock:
            if _address(order.source) != _address(self._order.source):
                self._retire_all()
                self._sub_size, self._sub_fails, self._newest = None, False, None
            retap = order.source.zones != self._order.source.zones
            self._order = order
            self._apply_views(order.views)
            if not order.analysing or retap:
                self._tap = None
            if order.analysing and self._tap is None:
                settings = self._settings
                self._tap = AnalysisTap(
                    order.source,
                    settings.luma_width,
                    settings.luma_every_s,
                    lambda analysis: self._emit(Analysed(analysis)),
                    lambda sighting: self._emit(Sighted(sighting)),
                )
            self._note_due()
            self._choose()

    def tick(self) -> None:
        """Now and then, from the worker's main loop: choose again, give up late stills, forget ended feeds."""
        with self._lock:
            self._retired = [feed for feed in self._retired if not feed.join(0)]
            self._choose()
            now_s = monotonic()
            for request, asked_at_s in [still for still in self._stills if now_s - still[1] > _STILL_WAIT_S]:
                self._stills.remove((request, asked_at_s))
                self._emit(StillTaken(request, None))
            self._note_due()

    def take_still(self, request: int) -> None:
        """Answer with the newest frame, or with the next one where that is old."""
        with self._lock:
            self._stills.append((request, monotonic()))
            newest = self._newest
            fresh = newest is not None and monotonic() - newest[1].arrival_s < _STILL_FRESH_S
        if newest is not None and fresh:
            self._answer_stills(*newest)

    def figures(self) -> StreamFigures:
        """The counts of now, over all feeds of this worker."""
        with self._lock:
            feed = self._current
            if feed is None:
                return StreamFigures(due_since_s=self._due_since_s)
            counts = feed.counts
            return StreamFigures(
                packet_at_s=counts.packet_at_s,
                frame_at_s=self._frame_at_s,
                due_since_s=self._due_since_s,
                connected_at_s=counts.connected_at_s,
                delay_s=counts.delay_s,
                late=counts.late,
                reason=counts.reason,
                reconnects=self._connections_before + max(0, counts.connections - 1),
                decoded=self._decoded_before + counts.decoded,
                width=self._size[0],
                height=self._size[1],
                codec=counts.codec,
            )

    def stuck(self, after_s: float) -> bool:
        """Whether a feed has been inside one call of libav for longer than any timeout allows."""
        since = [feed.counts.in_libav_since_s for feed in (self._current, self._incoming) if feed]
        return any(moment is not None and monotonic() - moment > after_s for moment in since)

    def stop(self) -> None:
        """Ask the feeds to end and let go of the views; the threads end with their reads."""
        with self._lock:
            self._retire_all()
            self._apply_views(())
            self._tap = None

    def join(self, timeout_s: float) -> bool:
        """Whether all threads have ended."""
        deadline_s = monotonic() + timeout_s
        ended = [feed.join(deadline_s - monotonic()) for feed in self._retired]
        return all(ended)

    # What the feeds call, in their threads.

    def needs_frames(self, feed: Feed) -> bool:
        return bool(self._views) or self._tap is not None or bool(self._stills) or feed is self._incoming

    def take(self, feed: Feed, frame: VideoFrame, pts_s: float, arrival_s: float) -> None:
        with self._lock:
            if feed is self._incoming:
                self._hand_over()
            if feed is not self._current:
                return
            stamp = self._stamp(pts_s, arrival_s)
            aspect = feed.counts.aspect
            self._note_size(feed, frame, aspect)
            planar = as_planar(frame)
            self._newest = (frame, stamp, aspect)
            self._frame_at_s = monotonic()
            for view in self._views.values():
                self._paint(view, planar, aspect, stamp)
            if self._tap is not None:
                self._tap.take(planar, aspect, stamp)
            waiting = bool(self._stills)
        if waiting:
            self._answer_stills(frame, stamp, aspect)

    def proven(self, feed: Feed, frame: VideoFrame) -> None:
        with self._lock:
            if feed is self._current:
                self._note_size(feed, frame, feed.counts.aspect)
                self._frame_at_s = monotonic()

    def _paint(self, view: _View, planar: VideoFrame, aspect: Fraction | None, stamp: FrameStamp) -> None:
        view.writer.write_i420(view.scaler.scale(planar, view.writer.room, aspect), stamp)
        if not view.painted:
            view.painted = True
            self._emit(PictureReady(self.camera_id, view.order.view))

    def _stamp(self, pts_s: float, arrival_s: float) -> FrameStamp:
        """Sequence and stream time only rise, over all connections and both grades."""
        self._sequence += 1
        self._last_pts_s = max(pts_s, self._last_pts_s + 1e-6)
        return FrameStamp(self._sequence, self._last_pts_s, arrival_s)

    def _note_size(self, feed: Feed, frame: VideoFrame, aspect: Fraction | None) -> None:
        self._size = (frame.width, frame.height)
        if self._grades.get(feed) is Grade.SUB:
            self._sub_size = (round(frame.width * (aspect or 1)), frame.height)

    def _note_due(self) -> None:
        wanted = bool(self._views) or self._tap is not None
        if not wanted:
            self._due_since_s = None
        elif self._due_since_s is None:
            self._due_since_s = monotonic()

    def _apply_views(self, orders: tuple[ViewOrder, ...]) -> None:
        wanted = {order.view: order for order in orders}
        for name in [name for name, view in self._views.items() if wanted.get(name) != view.order]:
            self._views.pop(name).writer.close()
        for name, order in wanted.items():
            if name not in self._views:
                try:
                    self._views[name] = _View(order)
                except FileNotFoundError:
                    _log.debug("the block of view %s was given up before it was used", name)

    def _choose(self) -> None:
        """Start the feed that serves best, where that is not the one that runs."""
        feed = self._current
        if feed and self._grades[feed] is Grade.SUB and not feed.counts.connections:
            self._sub_fails = self._sub_fails or feed.counts.attempts > _SUB_ATTEMPTS
        rooms = [view.writer.room for view in self._views.values()]
        grade = choose(self._order.source, rooms, self._sub_size, self._sub_fails)
        if feed is None:
            self._current = self._begin(grade)
            return
        if self._grades[feed] is grade:
            if self._incoming is not None:
                self._retire(self._incoming)
                self._incoming = None
        elif self._incoming is None:
            self._incoming = self._begin(grade)

    def _begin(self, grade: Grade) -> Feed:
        source, slot = self._order.source, self._order.slot
        login = (source.username, source.password)
        url = url_of(source, grade)
        feed = Feed(url, login, self._settings, self, lambda doing: self._pulse.note(slot, doing))
        self._grades[feed] = grade
        feed.start()
        return feed

    def _hand_over(self) -> None:
        old, self._current, self._incoming = self._current, self._incoming, None
        if old is not None:
            self._decoded_before += old.counts.decoded
            self._connections_before += max(0, old.counts.connections - 1)
            self._retire(old)

    def _retire(self, feed: Feed) -> None:
        feed.stop()
        self._grades.pop(feed, None)
        self._retired.append(feed)

    def _retire_all(self) -> None:
        for feed in (self._current, self._incoming):
            if feed is not None:
                self._decoded_before += feed.counts.decoded
                self._retire(feed)
        self._current = self._incoming = None

    def _answer_stills(self, frame: VideoFrame, stamp: FrameStamp, aspect: Fraction | None) -> None:
        with self._lock:
            requests, self._stills = [request for request, _ in self._stills], []
        if requests:
            jpeg = jpeg_of(frame, aspect, self._settings.still_bytes)
            for request in requests:
                self._emit(StillTaken(request, jpeg, stamp))


def _address(source: CameraSource) -> tuple[str, str, str, str]:
    return source.main_url, source.sub_url, source.username, source.password
