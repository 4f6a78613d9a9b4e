"""What a player shows and what may be believed of it; written by its thread, read by the process's main one."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from video.ingest.scaling import as_planar
from video.ingest.stills import jpeg_of
from video.playback.frame_maker import VideoShot
from video.playback.orders import ViewOrder
from video.playback.painter import Painter
from video.playback.reports import StillTaken
from video.playback.settings import PlaybackSettings
from video.playback.state import Condition

_WINDOW_S = 1.0


class Showing:
    """`arrived` is the epoch of the newest aim that was reached."""

    def __init__(self, settings: PlaybackSettings, answer: Callable[[StillTaken], None]) -> None:
        self.condition = Condition.LOADING
        self.until_us: int | None = None
        self.reason = ""
        self.shown_us: int | None = None
        self.arrived = 0
        self.stepped_us: int | None = None
        self._settings = settings
        self._answer = answer
        self._painter = Painter()
        self._shot: VideoShot | None = None
        self._blank_at_us: int | None = None
        self._painted: deque[float] = deque(maxlen=256)

    def fps(self) -> float:
        """Pictures shown in the last second."""
        newest_s = monotonic()
        return sum(1 for at_s in tuple(self._painted) if newest_s - at_s <= _WINDOW_S) / _WINDOW_S

    @property
    def painted_at_s(self) -> float:
        return self._painted[-1] if self._painted else 0.0

    def apply(self, orders: tuple[ViewOrder, ...]) -> None:
        """Bring the views to the orders; a new one has the picture of now at once."""
        if self._painter.apply(orders):
            if self._shot is not None:
                self._painter.paint(self._shot)
            elif self._blank_at_us is not None:
                self._painter.blank(self._blank_at_us)

    def show(self, shot: VideoShot) -> None:
        if shot is self._shot:
            return
        self._painter.paint(shot)
        self._shot, self.shown_us, self._blank_at_us = shot, shot.at_us, None
        self._painted.append(monotonic())

    def judge(self, condition: Condition, until_us: int | None = None) -> None:
        self.condition, self.until_us, self.reason = condition, until_us, ""

    def gap(self, at_us: int, until_us: int) -> None:
        """Nothing was recorded here."""
        if self._shot is not None or self._blank_at_us is None:
            self._painter.blank(at_us)
            self._shot, self.shown_us, self._blank_at_us = None, None, at_us
        self.judge(Condition.GAP, until_us)

    def fail(self, reason: str, epoch: int) -> None:
        self.condition, self.until_us, self.reason = Condition.FAILED, None, reason
        self.arrived = max(self.arrived, epoch)

    def take_still(self, request: int) -> None:
        """Answer with what is shown, at its full size."""
        shot = self._shot
        if shot is None:
            self._answer(StillTaken(request, None))
            return
        jpeg = jpeg_of(as_planar(shot.frame), shot.aspect, self._settings.still_bytes)
        self._answer(StillTaken(request, jpeg, shot.at_us))

    def close(self) -> None:
        self._painter.close()
        self._shot = None
