"""Keeping a picture with a running clock, forwards frame by frame and backwards by key frames."""

from time import monotonic

from video.playback.clock import SECOND_US, MediaClock
from video.playback.frame_maker import FrameMaker, VideoShot
from video.playback.ring_source import RingSource
from video.playback.settings import PlaybackSettings
from video.playback.showing import Showing
from video.playback.source import Unit
from video.playback.state import Condition
from video.playback.track import Track

UNREADABLE = "playback.reason.unreadable"
_LOOK_AT_CLOCK_S = 0.25
_PROGRESS_S = 0.1  # who is behind shows something this often


class Running:
    """In the player's thread; each turn does one small thing and says how long there is nothing to do."""

    def __init__(self, showing: Showing, settings: PlaybackSettings) -> None:
        self._showing = showing
        self._settings = settings
        self._back: Unit | None = None
        self.begin_us: int | None = None
        """Backwards: the earliest key frame that was found."""

    def forwards(self, track: Track, clock: MediaClock) -> float:
        now_s = monotonic()
        at_us = clock.position_us(now_s)
        keys_alone = self._keys_alone(track, clock.rate)
        soon_s = self._showing.painted_at_s + 1 / self._settings.shown_at_most_fps - now_s
        if keys_alone and soon_s > 0:
            return soon_s
        if not clock.running:
            track.look(at_us + round(self._settings.resume_after_s * SECOND_US), keys_alone)  # is there enough to go on
        last = track.strip.last
        if last is None or last.at_us <= at_us or keys_alone:
            track.look(at_us, keys_alone)
            track.skip_overdue(at_us)
            if track.ahead and (not keys_alone or track.ahead[0].at_us <= at_us):
                track.decode_one(keys_alone)
                self._show(track, at_us, self._showing.painted_at_s + _PROGRESS_S - now_s)
                return 0.0
        waits_s = self._show(track, at_us, soon_s if clock.rate > 1 else 0.0)
        return self._judge(track, clock, at_us, waits_s)

    def turn_back(self) -> None:
        """Forget what was shown backwards before."""
        self._back = None

    def backwards(self, ring: RingSource, maker: FrameMaker, clock: MediaClock) -> float:
        now_s = monotonic()
        at_us = clock.position_us(now_s)
        shot: VideoShot | None = None
        if self._back is None or at_us < self._back.at_us:
            key = ring.key_before(at_us)
            if key is None:
                self._showing.judge(Condition.END)
                return _LOOK_AT_CLOCK_S
            self._back, self.begin_us = key, key.at_us
            shot = maker.single(key)
        if at_us > self._back.until_us + self._settings.gap_after_s * SECOND_US:
            self._showing.gap(at_us, self._back.until_us)
            self._back = None  # its picture is made again when it is due
            return _LOOK_AT_CLOCK_S
        if shot is not None:
            self._showing.show(shot)
        self._showing.judge(Condition.PLAYING)
        return min(clock.until_s(self._back.at_us - 1, now_s), _LOOK_AT_CLOCK_S)

    def _keys_alone(self, track: Track, rate: float) -> bool:
        """Whether key frames suffice: they come often enough at this rate."""
        settings = self._settings
        if rate < settings.keys_alone_from or track.key_step_us is None:
            return False
        return track.key_step_us <= rate * SECOND_US / settings.keys_at_least_fps

    def _show(self, track: Track, at_us: int, not_before_s: float) -> float:
        """Show what is due, but not before so many seconds; how long it has to wait."""
        shot: VideoShot | None = track.strip.at(at_us)
        if shot is None or shot.at_us == self._showing.shown_us or track.gap_at(at_us) is not None:
            return 0.0
        if not_before_s > 0:
            return not_before_s
        self._showing.show(shot)
        track.strip.forget_before(at_us)
        return 0.0

    def _judge(self, track: Track, clock: MediaClock, at_us: int, waits_s: float) -> float:
        showing, source = self._showing, track.source
        gap, next_us = track.gap_at(at_us), track.next_us(at_us)
        if source.failure:
            showing.fail(source.failure, showing.arrived)
        elif gap is not None:
            showing.gap(at_us, gap.until_us)
        elif track.broken:
            showing.fail(UNREADABLE, showing.arrived)
        elif next_us is None and (track.end_us is None or track.end_us <= at_us) and (source.ended or not source.live):
            showing.judge(Condition.END)
        elif track.strip.at(at_us) is not None:
            showing.judge(Condition.PLAYING)
        if waits_s > 0:
            return waits_s
        if next_us is None and track.seen_us is not None and track.seen_us > at_us:
            return 1 / self._settings.shown_at_most_fps  # key frames alone: the next one has not been looked at
        if next_us is None:
            return self._settings.look_again_s
        return min(clock.until_s(next_us, monotonic()), _LOOK_AT_CLOCK_S)
