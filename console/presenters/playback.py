"""The recording mode of a desk: which moment is shown, how it plays, and what the timeline shows of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from console.presenters.playback_span import USUAL_S, TimelineSpan
from storage.model.cameras import Camera
from video.events import CameraId
from widgets.playback.values import RATES, SECOND_US, Marked, TilePlace, Transport
from widgets.playback.wishes import Wish
from widgets.playback.wording import us_of

BEFORE_US = 30 * SECOND_US
"""How far before now the mode begins: what made a person look has just happened."""
_JUMPS_S = {Wish.BACK: -5, Wish.ON: 5, Wish.FAR_BACK: -60, Wish.FAR_ON: 60}
_PAGE = 0.8


@dataclass(frozen=True, slots=True)
class Played:
    """Where the player stands, and what each camera has at that moment."""

    transport: Transport
    places: Mapping[CameraId, TilePlace] = field(default_factory=dict)


class Player(Protocol):
    """Plays recorded cameras in step. None of it waits; moments are UTC in microseconds."""

    def open(self, cameras: tuple[CameraId, ...], at_us: int) -> None: ...
    def set_cameras(self, cameras: tuple[CameraId, ...]) -> None: ...
    def play(self, rate: float) -> None: ...
    def pause(self) -> None: ...
    def step(self, frames: int) -> None: ...
    def seek(self, at_us: int) -> None: ...
    def played(self) -> Played | None:
        """None while it is not open."""
        ...

    def close(self) -> None: ...


class PlaybackView(Protocol):
    def show_on(self, on: bool) -> None: ...
    def show_played(self, played: Played, now_us: int) -> None: ...
    def show_marked(self, marked: Marked) -> None: ...
    def show_span(self, span: TimelineSpan, now_us: int) -> None: ...
    def show_no_camera(self) -> None: ...


class Follower(Protocol):
    """Who reads what the timeline shows."""

    def look_at(self, cameras: tuple[CameraId, ...], span: TimelineSpan) -> None: ...
    def leave(self) -> None: ...


class PlaybackPresenter:
    """Off until `enter`. Live pictures, recording and analysis know nothing of it."""

    def __init__(
        self,
        view: PlaybackView,
        player: Player,
        timeline: Follower,
        clock: Callable[[], datetime],
        *,
        length_s: int = USUAL_S,
    ) -> None:
        self._view, self._player, self._timeline, self._clock = view, player, timeline, clock
        self._cameras: tuple[CameraId, ...] = ()
        self._chosen: CameraId | None = None
        self._transport: Transport | None = None
        self._rate, self._playing = 1.0, True
        self._span = TimelineSpan(0, length_s)
        self._follows = True
        self.on = False
        self.marked = Marked()

    @property
    def at_us(self) -> int | None:
        """The moment shown; None while the mode is off."""
        return self._transport.at_us if self.on and self._transport is not None else None

    @property
    def chosen(self) -> CameraId | None:
        """The camera whose line is first."""
        return self._chosen if self.on else None

    @property
    def cameras(self) -> tuple[CameraId, ...]:
        """Those that play, in the order of their tiles."""
        return self._cameras if self.on else ()

    def now_us(self) -> int:
        return us_of(self._clock())

    # On and off.

    def enter(self, cameras: tuple[CameraId, ...], at_us: int | None = None, *, playing: bool = True) -> None:
        """Show these cameras at a moment, by default half a minute ago; says so where there is none."""
        if not cameras:
            self._view.show_no_camera()
            return
        now_us = self.now_us()
        at_us = now_us - BEFORE_US if at_us is None else at_us
        self._cameras = cameras
        if self._chosen not in cameras:
            self._chosen = cameras[0]
        if self.on:
            self._player.set_cameras(cameras)
            self._player.seek(at_us)
        else:
            self.on = True
            self.marked = Marked()
            self._view.show_on(True)
            self._view.show_marked(self.marked)
            self._player.open(cameras, at_us)
        self._transport = Transport(at_us, 1.0, playing)
        self._span = TimelineSpan.around(at_us, now_us, self._span.length_s)
        self._set_rate(1.0, playing=playing)
        self._show_span()
        self.tick()

    def leave(self) -> None:
        if not self.on:
            return
        self.on = False
        self._transport = None
        self._timeline.leave()
        self._player.close()
        self._view.show_on(False)

    def set_cameras(self, cameras: tuple[CameraId, ...]) -> None:
        """The tiles show others now; without any the mode ends."""
        if not self.on or cameras == self._cameras:
            return
        if not cameras:
            self.leave()
            return
        self._cameras = cameras
        if self._chosen not in cameras:
            self._chosen = cameras[0]
        self._player.set_cameras(cameras)
        self._show_span()

    def play_only(self, cameras: tuple[CameraId, ...]) -> None:
        """Of the cameras with a line only these are seen now; what is not seen is not decoded."""
        if self.on and cameras:
            self._player.set_cameras(cameras)

    def choose(self, camera_id: CameraId | None) -> None:
        """Put this camera's line first."""
        if camera_id is not None and camera_id != self._chosen:
            self._chosen = camera_id
            if self.on:
                self._show_span()

    def tick(self) -> None:
        """Ask the player where it stands; several times a second."""
        if not self.on:
            return
        played = self._player.played()
        if played is None:
            return
        self._transport = played.transport
        now_us = self.now_us()
        if played.transport.playing and self._follows:
            span = self._span.following(played.transport.at_us, now_us)
            if span != self._span:
                self._span = span
                self._show_span()
        self._view.show_played(played, now_us)

    # Playing.

    def wish(self, wish: Wish) -> None:
        """What a key or a button asks of playing and of the span; others are somebody else's."""
        if not self.on or self._transport is None:
            return
        if wish in _JUMPS_S:
            self.seek(self._transport.at_us + _JUMPS_S[wish] * SECOND_US)
        elif wish in (Wish.SLOWER, Wish.FASTER):
            self._change_rate(1 if wish is Wish.FASTER else -1)
        elif wish in (Wish.MARK_IN, Wish.MARK_OUT):
            self._mark(wish)
        elif wish in (Wish.NEARER, Wish.FARTHER):
            self.zoom(1 if wish is Wish.NEARER else -1, self._transport.at_us)
        elif wish in (Wish.PAGE_BACK, Wish.PAGE_ON):
            by = _PAGE if wish is Wish.PAGE_ON else -_PAGE
            self.pan(round(by * self._span.length_us))
        else:
            self._wish_once(wish)

    def _wish_once(self, wish: Wish) -> None:
        if wish is Wish.PLAY:
            self._set_rate(self._rate, playing=not self._playing)
        elif wish is Wish.BACKWARDS:
            self._set_rate(-self._rate, playing=True)
        elif wish in (Wish.FRAME_BACK, Wish.FRAME_ON):
            self._playing = False
            self._player.step(1 if wish is Wish.FRAME_ON else -1)
        elif wish is Wish.FIRST:
            self.seek(self._span.since_us)
        elif wish is Wish.LAST:
            self.seek(min(self._span.until_us, self.now_us()))

    def seek(self, at_us: int) -> None:
        """Show another moment; playing goes on from there. What has not been yet is now."""
        if not self.on or self._transport is None:
            return
        now_us = self.now_us()
        at_us = min(at_us, now_us)
        self._follows = True
        self._transport = replace(self._transport, at_us=at_us)
        self._player.seek(at_us)
        if not self._span.since_us <= at_us <= self._span.until_us:
            self._span = TimelineSpan.around(at_us, now_us, self._span.length_s)
            self._show_span()
        self._view.show_played(Played(self._transport, self._places()), now_us)

    def zoom(self, steps: int, at_us: int) -> None:
        self._span = self._span.zoomed(steps, at_us, self.now_us())
        self._look_elsewhere()

    def pan(self, by_us: int) -> None:
        """Look elsewhere without seeking: what plays goes on, and the span stays until a moment is chosen again."""
        self._span = self._span.moved(by_us, self.now_us())
        self._look_elsewhere()

    def _look_elsewhere(self) -> None:
        at_us = self.at_us
        self._follows = at_us is not None and self._span.since_us <= at_us <= self._span.until_us
        self._show_span()

    def refresh(self) -> None:
        """The timeline's now goes on, once in a while."""
        if self.on:
            self._show_span()

    def _places(self) -> Mapping[CameraId, TilePlace]:
        played = self._player.played()
        return played.places if played is not None else {}

    def _change_rate(self, step: int) -> None:
        size = min(range(len(RATES)), key=lambda n: abs(RATES[n] - abs(self._rate)))
        size = min(max(size + step, 0), len(RATES) - 1)
        self._set_rate(RATES[size] if self._rate > 0 else -RATES[size], playing=True)

    def _set_rate(self, rate: float, *, playing: bool) -> None:
        """Backwards goes by key frames, never slower than they are (docs/design/playback.md)."""
        self._rate = min(rate, -1.0) if rate < 0 else rate
        self._playing = playing
        self._follows = True
        if playing:
            self._player.play(self._rate)
        else:
            self._player.pause()

    def _mark(self, wish: Wish) -> None:
        """An end that falls before its beginning begins a new range."""
        at_us = self._transport.at_us if self._transport is not None else 0
        since_us, until_us = self.marked.since_us, self.marked.until_us
        if wish is Wish.MARK_IN:
            self.marked = Marked(at_us, until_us if until_us is not None and until_us > at_us else None)
        else:
            self.marked = Marked(since_us if since_us is not None and since_us < at_us else None, at_us)
        self._view.show_marked(self.marked)

    def _show_span(self) -> None:
        self._view.show_span(self._span, self.now_us())
        others = tuple(one for one in self._cameras if one != self._chosen)
        first = (self._chosen,) if self._chosen is not None else ()
        self._timeline.look_at((*first, *others), self._span)


def shown_cameras(slots: tuple[Camera | None, ...]) -> tuple[CameraId, ...]:
    """The cameras of tiles, each once, in their order."""
    return tuple(dict.fromkeys(CameraId(str(camera.id)) for camera in slots if camera is not None))
