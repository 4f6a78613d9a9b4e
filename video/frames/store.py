"""The owner of all picture blocks; lives in the console, which alone creates and unlinks them."""

import threading

from video.events import CameraId
from video.frames.layout import Block, block_bytes
from video.frames.memory import create_memory, remove_memory, sweep_dead
from video.frames.reader import PictureReader
from video.frames.writer import BlockName


class PictureStore:
    """Blocks by (camera, view); each `open` makes a new generation. Safe from any thread; `close` ends all."""

    def __init__(self) -> None:
        sweep_dead()
        self._lock = threading.Lock()
        self._readers: dict[tuple[CameraId, str], PictureReader] = {}
        self._held: set[Block] = set()

    def open(self, camera_id: CameraId, view: str, size: tuple[int, int]) -> BlockName:
        """A new block for pictures of at most `size` (width, height in device pixels).

        Raises SharedMemoryFull where the machine has no room for it; what was shown before stays.
        """
        width, height = max(2, size[0]), max(2, size[1])
        block = Block(create_memory(block_bytes(width, height)))
        block.format(width, height)
        with self._lock:
            self._held.add(block)
            reader = self._readers.get((camera_id, view))
            if reader is None:
                self._readers[camera_id, view] = PictureReader(block, self._retire)
        if reader is not None:
            reader.renew(block)
        return BlockName(block.memory.name, width, height)

    def reader(self, camera_id: CameraId, view: str) -> PictureReader | None:
        with self._lock:
            return self._readers.get((camera_id, view))

    def drop(self, camera_id: CameraId, view: str) -> None:
        """Give the view's memory back; its reader has nothing more to show."""
        with self._lock:
            reader = self._readers.pop((camera_id, view), None)
        if reader is not None:
            reader.close()

    def close(self) -> None:
        """Unlink every block."""
        with self._lock:
            keys = list(self._readers)
        for camera_id, view in keys:
            self.drop(camera_id, view)

    @property
    def blocks(self) -> int:
        """How many blocks are in memory now."""
        with self._lock:
            return len(self._held)

    def _retire(self, block: Block) -> None:
        with self._lock:
            self._held.discard(block)
        words = block.memory
        block.close()
        remove_memory(words)
