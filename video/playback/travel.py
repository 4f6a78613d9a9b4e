"""How a player moves: which source serves a moment, and whether it is sought, stepped, run or run backwards."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from video.playback.aim import Aim
from video.playback.clock import SECOND_US, MediaClock
from video.playback.frame_maker import FrameMaker
from video.playback.orders import CameraOrder
from video.playback.page import Guard
from video.playback.reaching import Reaching
from video.playback.ring_source import RingSource
from video.playback.running import Running
from video.playback.settings import PlaybackSettings
from video.playback.showing import Showing
from video.playback.track import Track
from video.playback.url_source import RECORDED_ELSEWHERE, UrlSource

RECORDER_SPEED = "playback.reason.recorder_speed"
_STANDING_S = 60.0


class Travel:
    """All of it in the player's thread; `rest(aim, seconds)` waits, and raises Overtaken where a newer aim came."""

    def __init__(
        self,
        ring: RingSource,
        guard: Guard,
        settings: PlaybackSettings,
        clock: Callable[[], MediaClock],
        showing: Showing,
        wake: Callable[[], None],
        rest: Callable[[Aim, float], None],
    ) -> None:
        self._ring = ring
        self._guard = guard
        self._settings = settings
        self._clock = clock
        self._showing = showing
        self._wake = wake
        self._order: CameraOrder | None = None
        self._maker = FrameMaker(self._mark)
        self._recorder: UrlSource | None = None
        self._track = self._track_of(ring)
        self._reaching = Reaching(showing, settings, rest)
        self._running = Running(showing, settings)

    @property
    def from_recorder(self) -> bool:
        return self._track.source.live

    @property
    def end_us(self) -> int | None:
        return self._running.begin_us if self._clock().rate < 0 else self._track.end_us

    @property
    def material_us(self) -> int | None:
        """The newest packet that is known of."""
        return self._track.seen_us

    @property
    def in_libav_since_s(self) -> float | None:
        return self._maker.in_libav_since_s

    def apply(self, order: CameraOrder) -> None:
        if order is self._order:
            return
        self._order = order
        self._ring.passed_over = order.passed_over
        recorder = None if RECORDED_ELSEWHERE in order.passed_over else order.recorder
        if recorder == (self._recorder.recorder if self._recorder is not None else None):
            return
        if self._recorder is not None:
            self._recorder.close()
        if self.from_recorder:
            self._track = self._track_of(self._ring)
        self._recorder = UrlSource(recorder, order.camera_id, self._settings, self._wake) if recorder else None

    def go(self, aim: Aim) -> None:
        """Be where the aim says. Raises Overtaken."""
        self._choose(aim.at_us)
        backwards = aim.playing and aim.rate < 0
        if self.from_recorder:
            if aim.playing and aim.rate != 1:
                self._too_fast(aim)
            else:
                self._reaching.ask(self._track, aim)
        elif backwards:
            self._track.leave()
            self._running.turn_back()
            self.turn(aim)
            self._showing.arrived = aim.epoch
        else:
            self._reaching.go(self._track, aim)

    def turn(self, aim: Aim) -> float:
        """Do the next small thing that follows from the clock; seconds until there is another one."""
        if not aim.playing:
            return _STANDING_S
        clock = self._clock()
        if self.from_recorder and clock.rate != 1:
            return self._too_fast(aim)
        if clock.rate < 0:
            return self._running.backwards(self._ring, self._maker, clock)
        return self._running.forwards(self._track, clock)

    def close(self) -> None:
        """Give frames and decoder back at once: what refers to itself in a ring waits long for the collector."""
        self._track.leave()
        self._maker.close()
        self._ring.close()
        if self._recorder is not None:
            self._recorder.close()

    def _too_fast(self, aim: Aim) -> float:
        self._track.leave()
        self._track.source.close()
        self._showing.fail(RECORDER_SPEED, aim.epoch)
        return _STANDING_S

    def _choose(self, at_us: int) -> None:
        """The ring where it holds the moment or there is no recorder; else the recorder."""
        recorder = self._recorder
        if recorder is None or (self.from_recorder and self._track.holds(at_us)):
            return
        by_recorder = not self._ring.covers(at_us, round(self._settings.gap_after_s * SECOND_US))
        if by_recorder == self.from_recorder:
            return
        self._track.leave()
        recorder.close()
        self._track = self._track_of(recorder if by_recorder else self._ring)

    def _track_of(self, source: RingSource | UrlSource) -> Track:
        settings = self._settings
        return Track(source, self._maker, settings.strip_bytes, round(settings.gap_after_s * SECOND_US))

    def _mark(self, segment: int) -> AbstractContextManager[None]:
        order = self._order
        if order is None:
            raise RuntimeError("a player decodes before it has an order")
        return self._guard.decoding(order.slot, segment, segment in order.suspects)
