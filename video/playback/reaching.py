"""Coming to a moment: the key frame at once, the exact frame when it rests, and steps from frame to frame."""

from collections.abc import Callable

from video.playback.aim import Aim
from video.playback.frame_maker import VideoShot
from video.playback.settings import PlaybackSettings
from video.playback.showing import Showing
from video.playback.state import Condition
from video.playback.track import Track

UNREADABLE = "playback.reason.unreadable"
_ASK_AGAIN_S = 0.02


class Reaching:
    """In the player's thread; everything in it is given up by `rest`, which raises Overtaken for a newer aim."""

    def __init__(self, showing: Showing, settings: PlaybackSettings, rest: Callable[[Aim, float], None]) -> None:
        self._showing = showing
        self._settings = settings
        self._rest = rest

    def go(self, track: Track, aim: Aim) -> None:
        """To the newest frame at or before the aim's moment, then so many steps further."""
        fresh = not track.holds(aim.at_us)
        if fresh:
            track.seek(aim.at_us)
        self._decode_to(track, aim, fresh)
        if track.seen_us is None:
            self._fall_back(track, aim)
        shot = track.strip.at(aim.at_us)
        if aim.steps:
            shot = self._step(track, aim, shot)
            self._showing.stepped_us = shot.at_us if shot is not None else aim.at_us
        self._arrive(track, aim, shot)

    def ask(self, track: Track, aim: Aim) -> None:
        """To a moment of a recorder, which has to be opened; standing still, it is closed again after one picture."""
        source = track.source
        at_us = aim.at_us + aim.steps * track.frame_us
        if not track.holds(at_us):
            self._showing.judge(Condition.LOADING)
            track.seek(at_us)
        while track.strip.first is None and not source.failure and not source.ended:
            self._rest(aim, 0.0 if track.decode_one() else _ASK_AGAIN_S)
        shot = track.strip.at(at_us) or track.strip.first
        if source.failure:
            self._showing.fail(source.failure, aim.epoch)
        elif shot is None:
            self._showing.judge(Condition.END)
        else:
            self._showing.show(shot)
            self._showing.judge(Condition.PLAYING)
        if not aim.playing:
            source.close()
            track.whole = False
        self._showing.stepped_us = at_us
        self._showing.arrived = aim.epoch

    def _decode_to(self, track: Track, aim: Aim, fresh: bool) -> None:
        """Decode until a frame is later than the aim; a fresh track shows its key frame at once."""
        first = fresh
        while (last := track.strip.last) is None or last.at_us <= aim.at_us:
            self._rest(aim, 0.0)
            if not track.decode_one():
                if not aim.playing:
                    track.finish()
                return
            begun = track.strip.first
            if first and begun is not None:
                first = False
                if begun.at_us <= aim.at_us:
                    self._showing.show(begun)
                    self._rest(aim, 0.0 if aim.playing or aim.steps else self._settings.rest_s)

    def _fall_back(self, track: Track, aim: Aim) -> None:
        """After the end of what is recorded the last frame is shown."""
        key = track.source.key_before(aim.at_us)
        if key is None:
            return
        track.seek(key.at_us)
        while track.decode_one():
            self._rest(aim, 0.0)
        if not aim.playing:
            track.finish()

    def _step(self, track: Track, aim: Aim, shot: VideoShot | None) -> VideoShot | None:
        here_us = shot.at_us if shot is not None else aim.at_us
        for _ in range(abs(aim.steps)):
            self._rest(aim, 0.0)
            further = self._after(track, aim, here_us) if aim.steps > 0 else self._before(track, here_us)
            if further is None:
                break
            shot, here_us = further, further.at_us
        return shot

    def _after(self, track: Track, aim: Aim, at_us: int) -> VideoShot | None:
        while True:
            shot: VideoShot | None = track.strip.after(at_us)
            if shot is not None:
                return shot
            if not track.whole:
                track.seek(at_us)
            if not track.decode_one():
                track.finish()
                return track.strip.after(at_us)
            self._rest(aim, 0.0)

    @staticmethod
    def _before(track: Track, at_us: int) -> VideoShot | None:
        shot: VideoShot | None = track.strip.at(at_us - 1)
        if shot is not None:
            return shot
        shots = track.before(at_us)
        track.strip.prepend(shots)
        return shots[-1] if shots else None

    def _arrive(self, track: Track, aim: Aim, shot: VideoShot | None) -> None:
        showing = self._showing
        gap = track.gap_at(aim.at_us) if not aim.steps else None
        if gap is not None:
            showing.gap(aim.at_us, gap.until_us)
        elif shot is not None:
            showing.show(shot)
            ended = track.next_us(aim.at_us) is None and (track.end_us or 0) <= aim.at_us
            showing.judge(Condition.END if ended else Condition.PLAYING)
        elif track.broken:
            showing.fail(UNREADABLE, aim.epoch)
        else:
            showing.judge(Condition.END)
        showing.arrived = aim.epoch
