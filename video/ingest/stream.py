"""One camera in a worker: its feeds, its views, its analysis and its stills."""

import logging
import threading
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from time import monotonic, time

from av import VideoFrame

from video.events import Analysis, CameraSource, FrameStamp
from video.frames import PictureWriter
from video.ingest.analysis import AnalysisTap
from video.ingest.aspect import BadAspect, display_aspect, sample_aspect
from video.ingest.choosing import Grade, choose, url_of
from video.ingest.doings import Doings
from video.ingest.facts import Analysed, PictureReady, Sighted
from video.ingest.feed import Feed
from video.ingest.feeds import Feeds
from video.ingest.gate import OpeningGate
from video.ingest.hardware import HardwareSeats
from video.ingest.health import StreamFigures
from video.ingest.opening import Address
from video.ingest.orders import StreamOrder, ViewOrder
from video.ingest.pulse import Pulse
from video.ingest.reports import StillTaken
from video.ingest.scaling import Scaler, as_planar
from video.ingest.settings import VideoSettings
from video.ingest.stills import jpeg_of
from video.ingest.strain import Strain
from video.ingest.stream_recording import StreamRecording
from video.recording.scribe import Scribe

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

    def __init__(
        self,
        order: StreamOrder,
        settings: VideoSettings,
        pulse: Pulse,
        emit: Emit,
        knock: Callable[[], None],
        seats: HardwareSeats,
        strain: Strain,
        scribe: Scribe | None = None,
    ) -> None:
        self.camera_id = order.source.camera_id
        self._order = order
        self._settings = settings
        self._emit = emit
        self._gate = OpeningGate(pulse, order.slot, knock)
        self._seats = seats
        self._strain = strain
        self._lock = threading.RLock()
        self._views: dict[str, _View] = {}
        self._tap: AnalysisTap | None = None
        self._feeds = Feeds(self._new_feed)
        self._doings = Doings(partial(pulse.note, order.slot))
        self._recording = StreamRecording(self.camera_id, scribe, settings.lost_after_s)
        self._sub_size: tuple[int, int] | None = None
        self._sub_fails = False
        self._main_heavy = False
        self._shape = _shape_of(order.source)
        self._sequence = order.first_sequence
        self._newest: tuple[VideoFrame, FrameStamp, Fraction | None] | None = None
        self._size = (0, 0)
        self._frame_at_s: float | None = None
        self._due_since_s: float | None = None
        self._last_pts_s = float("-inf")
        self._stills: list[tuple[int, float]] = []

    def apply(self, order: StreamOrder) -> None:
        """Bring the stream to the order's wish; also the first one."""
        with self._lock:
            if _address(order.source) != _address(self._order.source):
                self._feeds.retire_all()
                self._sub_size, self._sub_fails, self._newest = None, False, None
                self._main_heavy = False
            retap = order.source.zones != self._order.source.zones
            self._order = order
            self._shape = _shape_of(order.source)
            self._apply_views(order.views)
            if not order.analysing or retap:
                self._tap = None
            if order.analysing and self._tap is None:
                settings = self._settings
                self._tap = AnalysisTap(
                    order.source,
                    settings.luma_width,
                    settings.luma_every_s,
                    self._strain,
                    self._analysed,
                    lambda sighting: self._emit(Sighted(sighting)),
                )
            self._note_due()
            self._recording.wish(order.recording, self._feeds)
            self._choose()

    def tick(self) -> None:
        """Now and then, from the worker's main loop: choose again, give up late stills, forget ended feeds."""
        with self._lock:
            self._feeds.forget_ended()
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
            feed = self._feeds.current
            if feed is None:
                return StreamFigures(due_since_s=self._due_since_s)
            counts, totals = feed.counts, self._feeds.totals()
            return StreamFigures(
                packet_at_s=counts.packet_at_s,
                frame_at_s=self._frame_at_s,
                due_since_s=self._due_since_s,
                connected_at_s=counts.connected_at_s,
                delay_s=counts.delay_s,
                late=counts.late,
                reason=counts.reason,
                reconnects=totals.reconnects,
                decoded=totals.decoded,
                width=self._size[0],
                height=self._size[1],
                codec=counts.codec,
                received_bytes=totals.received_bytes,
                recording=self._recording.state(self._feeds),
                transport=counts.transport,
                decoder=counts.decoder,
                hardware_fallback=counts.hardware_fallback,
                reduced=counts.heavy or self._main_heavy,
                clock_offset_s=_offset_s(counts.sender_zero_s),
            )

    def stuck(self, after_s: float) -> bool:
        """Whether a feed has been inside one call of libav for longer than any timeout allows."""
        with self._lock:
            since = [feed.counts.in_libav_since_s for feed in self._feeds.held()]
        return any(moment is not None and monotonic() - moment > after_s for moment in since)

    def stop(self) -> None:
        """Ask the feeds to end and let go of the views; the threads end with their reads."""
        with self._lock:
            self._recording.wish(False, self._feeds)
            self._feeds.retire_all()
            self._apply_views(())
            self._tap = None

    def join(self, timeout_s: float) -> bool:
        """Whether all threads have ended."""
        deadline_s = monotonic() + timeout_s
        ended = [feed.join(deadline_s - monotonic()) for feed in self._feeds.retired()]
        return all(ended)

    # What the feeds call, in their threads.

    def needs_frames(self, feed: Feed) -> bool:
        """Of the current one and of the one that takes over; a main stream that is only recorded is not decoded."""
        if feed is self._feeds.incoming:
            return True
        return feed is self._feeds.current and (bool(self._views) or self._tap is not None or bool(self._stills))

    def take(self, feed: Feed, frame: VideoFrame, pts_s: float, arrival_s: float) -> None:
        with self._lock:
            if feed is self._feeds.incoming:
                self._feeds.hand_over()
            if feed is not self._feeds.current:
                return
            stamp = self._stamp(pts_s, arrival_s)
            aspect = self._aspect(feed, frame)
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
            if feed is self._feeds.current:
                self._note_size(feed, frame, self._aspect(feed, frame))
                self._frame_at_s = monotonic()

    def fell_behind(self, feed: Feed, now_s: float) -> None:
        """All streams of the worker do less of what can wait."""
        self._strain.note(now_s)

    def _aspect(self, feed: Feed, frame: VideoFrame) -> Fraction | None:
        """The sample aspect: the camera's own setting before what the stream says."""
        return sample_aspect(self._shape, frame.width, frame.height) if self._shape else feed.counts.aspect

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
        if self._feeds.grade_of(feed) is Grade.SUB:
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
        feed, main = self._feeds.current, self._feeds.get(Grade.MAIN)
        if self._order.source.sub_url and main is not None:
            self._main_heavy = self._main_heavy or main.counts.heavy
        if feed and self._feeds.grade_of(feed) is Grade.SUB and not feed.counts.pictured:
            self._sub_fails = self._sub_fails or feed.counts.attempts > _SUB_ATTEMPTS
        rooms = [view.writer.room for view in self._views.values()]
        grade = choose(self._order.source, rooms, self._sub_size, self._sub_fails, self._main_heavy)
        self._feeds.choose(grade, self._recording.keeps)

    def _new_feed(self, grade: Grade) -> Feed:
        source = self._order.source
        address = Address(url_of(source, grade), source.username, source.password, source.transport)
        note = partial(self._doings.note, grade)
        feed = Feed(address, self._settings, self, note, self._gate, self._seats)
        self._recording.tap(feed, grade)
        return feed

    def _analysed(self, analysis: Analysis) -> None:
        self._emit(Analysed(analysis))
        self._recording.moved(analysis)

    def _answer_stills(self, frame: VideoFrame, stamp: FrameStamp, aspect: Fraction | None) -> None:
        with self._lock:
            requests, self._stills = [request for request, _ in self._stills], []
        if requests:
            jpeg = jpeg_of(frame, aspect, self._settings.still_bytes)
            for request in requests:
                self._emit(StillTaken(request, jpeg, stamp))


def _address(source: CameraSource) -> tuple[str, ...]:
    return source.main_url, source.sub_url, source.username, source.password, source.transport


def _shape_of(source: CameraSource) -> Fraction | None:
    try:
        return display_aspect(source.aspect)
    except BadAspect:
        _log.warning("camera %s: its aspect is not understood, the stream's own is used", source.camera_id)
        return None


def _offset_s(sender_zero_s: float | None) -> float | None:
    """The sender's wall clock minus ours."""
    return None if sender_zero_s is None else monotonic() - time() - sender_zero_s
