"""What the room keeps of one session: what is wished for, and what the process last said."""

from dataclasses import dataclass, field, replace

from video.events import CameraId
from video.frames import BlockName
from video.playback.clock import MediaClock, to_time
from video.playback.orders import CameraOrder, Recorder, SessionOrder, ViewOrder, Wish
from video.playback.reports import CameraFigures, SessionReport
from video.playback.state import CameraPlayback, PlaybackState
from video.playback.suspicion import Suspicion


@dataclass(slots=True)
class SessionRecord:
    """`clock` is where the session stands as far as is known; `settled` once the process has done the wish."""

    session: str
    cameras: tuple[CameraId, ...]
    wish: Wish
    clock: MediaClock
    waiting: bool = False
    settled: bool = False
    views: dict[tuple[CameraId, str], BlockName] = field(default_factory=dict)
    slots: dict[CameraId, int] = field(default_factory=dict)
    figures: dict[CameraId, CameraFigures] = field(default_factory=dict)
    dirty: bool = True
    told: tuple[object, ...] = ()

    def want(self, number: int, now_s: float, *, rate: float | None = None, playing: bool | None = None) -> None:
        """Play or pause; a jump or steps that the process has not done yet are not lost by it."""
        before = self.wish
        rate = self.clock.rate if rate is None else rate
        playing = before.playing if playing is None else playing
        pending = not self.settled and before.jump
        at_us = before.clock.anchor_us if pending else self.clock.position_us(now_s)
        steps = before.steps if pending and not playing else 0
        going_on = playing and self.clock.running and not pending
        self.clock = self.clock.paced(rate, now_s) if going_on else MediaClock(at_us, now_s, rate)
        self._put(Wish(number, MediaClock(at_us, now_s, rate), playing, steps, jump=pending))

    def jump(self, number: int, now_s: float, at_us: int) -> None:
        self.clock = MediaClock(at_us, now_s, self.clock.rate)
        self._put(Wish(number, self.clock, self.wish.playing))

    def step(self, number: int, now_s: float, frames: int) -> None:
        """So many frames from where it is, added to those that are not done yet. It stands still then."""
        before = self.wish
        pending = not self.settled and before.jump and not before.playing
        at_us = before.clock.anchor_us if pending else self.clock.position_us(now_s)
        self.clock = MediaClock(at_us, now_s, self.clock.rate)
        self._put(Wish(number, self.clock, False, frames + (before.steps if pending else 0)))

    def resume(self, number: int, now_s: float) -> None:
        """For a new process: from where the clock stands; what was not done yet is done there."""
        self.clock = self.clock.held(now_s)
        steps = self.wish.steps if not self.settled else 0
        self.figures.clear()
        self._put(Wish(number, self.clock, self.wish.playing, steps))

    def take(self, report: SessionReport) -> None:
        """What the process says; the answer to an older wish does not move the clock."""
        self.figures = dict(report.cameras)
        if report.number != self.wish.number:
            return
        self.clock, self.waiting, self.settled = report.clock, report.waiting, report.settled
        if report.playing != self.wish.playing:
            self.wish = replace(self.wish, playing=report.playing)

    def order(self, recorders: dict[CameraId, Recorder], suspicion: Suspicion) -> SessionOrder:
        return SessionOrder(
            self.session,
            tuple(
                CameraOrder(
                    camera_id,
                    self.slots[camera_id],
                    tuple(
                        ViewOrder(view, block) for (camera, view), block in self.views.items() if camera == camera_id
                    ),
                    recorders.get(camera_id),
                    suspicion.suspects(camera_id),
                    suspicion.passed_over(camera_id),
                )
                for camera_id in self.cameras
            ),
            self.wish,
        )

    def state(self, now_s: float) -> PlaybackState:
        return PlaybackState(
            self.session,
            to_time(self.clock.position_us(now_s)),
            self.clock.rate,
            self.wish.playing,
            self.waiting,
            {camera_id: _shown(self.figures.get(camera_id)) for camera_id in self.cameras},
        )

    def news(self) -> tuple[object, ...]:
        """What of it is not just time going by."""
        shown = (self.figures.get(camera_id, CameraFigures()) for camera_id in self.cameras)
        cameras = tuple((one.condition, one.until_us, one.reason) for one in shown)
        clock = (self.clock.rate, self.clock.running, None if self.clock.running else self.clock.anchor_us)
        return clock, self.wish.playing, self.waiting, self.settled, self.cameras, cameras

    def _put(self, wish: Wish) -> None:
        self.wish, self.dirty, self.settled, self.waiting = wish, True, False, False


def _shown(figures: CameraFigures | None) -> CameraPlayback:
    if figures is None:
        return CameraPlayback()
    return CameraPlayback(
        figures.condition,
        None if figures.until_us is None else to_time(figures.until_us),
        None if figures.shown_us is None else to_time(figures.shown_us),
        figures.fps,
        figures.reason,
    )
