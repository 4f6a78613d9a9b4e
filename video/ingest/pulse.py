"""A worker's pulse page: a beat that proves it runs, and what each of its streams is doing in libav."""

from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import cast

from video.frames.memory import attach_memory, create_memory, remove_memory

PAGE_BYTES = 8192
SLOTS = PAGE_BYTES // 8 - 1


class Doing(IntEnum):
    """Where a stream's thread is; after a crash it tells the suspects from the neighbours."""

    NOTHING = 0
    OPENING = 1
    READING = 2
    DECODING = 3


class Pulse:
    """The page in shared memory; `own()` in the console, `attach()` in the worker."""

    def __init__(self, memory: SharedMemory, owned: bool) -> None:
        self._memory = memory
        self._owned = owned
        self._words = cast(memoryview, memory.buf)[:PAGE_BYTES].cast("q")

    @classmethod
    def own(cls) -> "Pulse":
        """Raises SharedMemoryFull."""
        return cls(create_memory(PAGE_BYTES), owned=True)

    @classmethod
    def attach(cls, name: str) -> "Pulse":
        return cls(attach_memory(name), owned=False)

    @property
    def name(self) -> str:
        return self._memory.name

    @property
    def beats(self) -> int:
        return self._words[0]

    def beat(self) -> None:
        self._words[0] += 1

    def note(self, slot: int, doing: Doing) -> None:
        self._words[1 + slot] = doing

    def doing(self, slot: int) -> Doing:
        return Doing(self._words[1 + slot])

    def close(self) -> None:
        self._words.release()
        if self._owned:
            remove_memory(self._memory)
        else:
            self._memory.close()
