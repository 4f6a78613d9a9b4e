"""The reading end of a picture block, in the console."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from video.events import FrameStamp
from video.frames.layout import BUFFERS, Block

_TRIES = BUFFERS


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture of its own memory: `pixels` is uint8 (height, width, 4), BGRA, C-contiguous."""

    pixels: NDArray[np.uint8]
    stamp: FrameStamp
    width: int
    height: int


class PictureReader:
    """The newest picture of one (camera, view), over all its generations: it stays valid when the view is resized.

    Safe from any thread. A new generation takes over with its first picture; until then the old one is shown.
    """

    def __init__(self, block: Block, retire: Callable[[Block], None]) -> None:
        self._lock = threading.Lock()
        self._blocks = [block]
        self._retire = retire
        self._base = 0
        self._seen = 0

    @property
    def sequence(self) -> int:
        """Count of pictures so far, over all generations; rises when there is something new to paint. Cheap."""
        with self._lock:
            return self._sequence()

    def poll(self) -> Picture | None:
        """The newest picture if it is newer than what the last `poll` returned, else None."""
        with self._lock:
            sequence = self._sequence()
            if sequence <= self._seen:
                return None
            picture = self._copy()
            if picture is not None:
                self._seen = sequence
            return picture

    def newest(self) -> Picture | None:
        """The newest picture, whether polled before or not; None while there is none."""
        with self._lock:
            return self._copy() if self._sequence() > self._base else None

    def renew(self, block: Block) -> None:
        """A new generation: `block` takes over with its first picture. For the store only."""
        with self._lock:
            if not self._blocks:
                self._retire(block)
                return
            while len(self._blocks) > 1:
                self._retire(self._blocks.pop())
            self._blocks.append(block)
            self._promote()

    def close(self) -> None:
        """Give all blocks back to the store; later polls return None. For the store only."""
        with self._lock:
            while self._blocks:
                self._retire(self._blocks.pop())

    def _sequence(self) -> int:
        self._promote()
        return self._base + self._blocks[0].published if self._blocks else self._base

    def _promote(self) -> None:
        """Let the newer generation take over once it has a picture, or at once where the old one never had any."""
        if len(self._blocks) == 2 and (self._blocks[1].published or not self._blocks[0].published):
            old = self._blocks.pop(0)
            self._base += old.published
            self._retire(old)

    def _copy(self) -> Picture | None:
        block = self._blocks[0] if self._blocks else None
        for _ in range(_TRIES):
            if block is None or not (count := block.published):
                return None
            if not block.whole(count):
                continue
            stamp, width, height = block.describe(count)
            pixels = block.view(count, width, height).copy()
            if block.whole(count):
                return Picture(pixels, stamp, width, height)
        return None
