"""A camera's views: each is a block in the picture store, painted at its own size."""

from time import monotonic

import numpy as np
from av import VideoFrame

from video.events import FrameStamp
from video.frames import PictureWriter
from video.ingest.scaling import Scaler, as_planar
from video.playback.clock import SECOND_US
from video.playback.frame_maker import VideoShot
from video.playback.orders import ViewOrder

_BLACK_LUMA, _GREY_CHROMA = 16, 128


class _View:
    def __init__(self, order: ViewOrder) -> None:
        self.order = order
        self.writer = PictureWriter(order.block)
        self.scaler = Scaler()


class Painter:
    """Owned by one thread."""

    def __init__(self) -> None:
        self._views: dict[str, _View] = {}
        self._sequence = 0

    def apply(self, orders: tuple[ViewOrder, ...]) -> bool:
        """Bring the views to the orders; whether one is new and has nothing to show yet."""
        wanted = {order.view: order for order in orders}
        for name in [name for name, view in self._views.items() if wanted.get(name) != view.order]:
            self._views.pop(name).writer.close()
        fresh = False
        for name, order in wanted.items():
            if name not in self._views:
                try:
                    self._views[name] = _View(order)
                except FileNotFoundError:
                    continue  # hidden again meanwhile
                fresh = True
        return fresh

    def paint(self, shot: VideoShot) -> None:
        """Show the shot in every view; its stamp's `pts_s` is its time in UTC seconds."""
        if not self._views:
            return
        frame: VideoFrame = as_planar(shot.frame)
        stamp = self._stamp(shot.at_us)
        for view in self._views.values():
            view.writer.write_i420(view.scaler.scale(frame, view.writer.room, shot.aspect), stamp)

    def blank(self, at_us: int) -> None:
        """Show black: a picture of another moment must not stand for one that was not recorded."""
        stamp = self._stamp(at_us)
        for view in self._views.values():
            width, height = (side & ~1 for side in view.writer.room)
            planes = np.full((height * 3 // 2, width), _GREY_CHROMA, np.uint8)
            planes[:height] = _BLACK_LUMA
            view.writer.write_i420(planes, stamp)

    def close(self) -> None:
        for view in self._views.values():
            view.writer.close()
        self._views.clear()

    def _stamp(self, at_us: int) -> FrameStamp:
        self._sequence += 1
        return FrameStamp(self._sequence, at_us / SECOND_US, monotonic())
