"""The writing end of a picture block, in a worker."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from video.events import FrameStamp
from video.frames.layout import Block
from video.frames.memory import attach_memory


@dataclass(frozen=True, slots=True)
class BlockName:
    """Names a picture block to a worker; `width` and `height` are the room that pictures are fitted in."""

    name: str
    width: int
    height: int


class PictureWriter:
    """Writes pictures into one block; it never waits for a reader. One writer a block, in one thread."""

    def __init__(self, name: BlockName) -> None:
        """Raises FileNotFoundError where the console has unlinked the block meanwhile."""
        self._block: Block | None = Block(attach_memory(name.name))
        self._count = self._block.published

    @property
    def room(self) -> tuple[int, int]:
        """Width and height that a picture may have at most; (0, 0) once closed."""
        return self._block.capacity if self._block else (0, 0)

    def write_i420(self, planes: NDArray[np.uint8], stamp: FrameStamp) -> None:
        """Publish one picture given as I420: uint8 (height * 3 / 2, width), limited range, even sides.

        Raises ValueError where it is larger than the room.
        """
        if self._block is None:
            return
        height, width = planes.shape[0] * 2 // 3, planes.shape[1]
        if width > self._block.capacity[0] or height > self._block.capacity[1]:
            raise ValueError(f"picture of {width}x{height} in a block of {self._block.capacity}")
        self._count += 1
        self._block.begin(self._count)
        view = self._block.view(self._count, width, height)
        cv2.cvtColor(planes, cv2.COLOR_YUV2BGRA_I420, dst=view)
        del view
        self._block.publish(self._count, stamp, width, height)

    def close(self) -> None:
        """Unmap the block; twice is once."""
        block, self._block = self._block, None
        if block is not None:
            block.close()
