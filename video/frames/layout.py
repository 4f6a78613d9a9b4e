"""How one picture block lies in shared memory: a header of 64-bit words, then rotating BGRA buffers.

Words of the header: 0 layout version, 1 count of published pictures, 2 and 3 capacity in pixels; then one record a
buffer: begun, finished, sequence, width, height, pts, arrival. A word is written by one aligned store, so a reader
sees an old or a new value and never half of one.
"""

from multiprocessing.shared_memory import SharedMemory
from typing import cast

import numpy as np
from numpy.typing import NDArray

from video.events import FrameStamp

VERSION = 1
BUFFERS = 3
HEADER_BYTES = 4096
_RECORD_AT = 8
_RECORD_WORDS = 8

Pixels = NDArray[np.uint8]


def block_bytes(width: int, height: int) -> int:
    """Size of a block whose pictures are at most `width` x `height` pixels."""
    return HEADER_BYTES + BUFFERS * width * height * 4


class Block:
    """One mapped picture block; closing it while a view of it is in use is the caller's to prevent (a lock)."""

    def __init__(self, memory: SharedMemory) -> None:
        self.memory = memory
        self._bytes = cast(memoryview, memory.buf)
        self._words = self._bytes[:HEADER_BYTES].cast("q")
        self._reals = self._bytes[:HEADER_BYTES].cast("d")

    def format(self, width: int, height: int) -> None:
        """Write the header of an empty block."""
        self._words[2], self._words[3] = width, height
        self._words[1] = 0
        self._words[0] = VERSION

    @property
    def capacity(self) -> tuple[int, int]:
        return self._words[2], self._words[3]

    @property
    def published(self) -> int:
        """Count of pictures that were published in this block since it was made."""
        return self._words[1]

    def begin(self, count: int) -> None:
        """Mark the buffer of picture `count` as being written: readers of its old picture will drop their copy."""
        self._words[self._record(count)] = count

    def publish(self, count: int, stamp: FrameStamp, width: int, height: int) -> None:
        """Make picture `count` the newest; its pixels are already in place."""
        at = self._record(count)
        self._words[at + 2] = stamp.sequence
        self._words[at + 3], self._words[at + 4] = width, height
        self._reals[at + 5], self._reals[at + 6] = stamp.pts_s, stamp.arrival_s
        self._words[at + 1] = count
        self._words[1] = count

    def whole(self, count: int) -> bool:
        """Whether the buffer holds picture `count`, complete and not being overwritten."""
        at = self._record(count)
        return self._words[at] == count and self._words[at + 1] == count

    def describe(self, count: int) -> tuple[FrameStamp, int, int]:
        """Stamp, width and height of the buffer of picture `count`; only to be believed if `whole` before and after."""
        at = self._record(count)
        stamp = FrameStamp(self._words[at + 2], self._reals[at + 5], self._reals[at + 6])
        return stamp, self._words[at + 3], self._words[at + 4]

    def view(self, count: int, width: int, height: int) -> Pixels:
        """The pixels (height, width, 4) of picture `count`, in place. Never hand this out of `video/frames`."""
        room = self._words[2] * self._words[3] * 4
        start = HEADER_BYTES + (count % BUFFERS) * room
        flat = np.frombuffer(self._bytes, np.uint8, width * height * 4, start)
        return flat.reshape(height, width, 4)

    def close(self) -> None:
        """Unmap; no view may be alive."""
        self._words.release()
        self._reals.release()
        self.memory.close()

    @staticmethod
    def _record(count: int) -> int:
        return _RECORD_AT + (count % BUFFERS) * _RECORD_WORDS
