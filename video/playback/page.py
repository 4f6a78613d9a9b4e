"""The process's page in shared memory: its beat, and which segment each of its threads is decoding."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.shared_memory import SharedMemory
from typing import cast

from video.frames.memory import attach_memory, create_memory, remove_memory

_BYTES = 8192
SLOTS = _BYTES // 8 - 1


class Page:
    """`own()` in the console, `attach()` in the process. A word is written by one aligned store."""

    def __init__(self, memory: SharedMemory, owned: bool) -> None:
        self._memory = memory
        self._owned = owned
        self._words = cast(memoryview, memory.buf)[:_BYTES].cast("q")

    @classmethod
    def own(cls) -> "Page":
        """Raises SharedMemoryFull."""
        return cls(create_memory(_BYTES), owned=True)

    @classmethod
    def attach(cls, name: str) -> "Page":
        return cls(attach_memory(name), owned=False)

    @property
    def name(self) -> str:
        return self._memory.name

    @property
    def beats(self) -> int:
        return self._words[0]

    def beat(self) -> None:
        self._words[0] += 1

    def decoding(self, slot: int) -> int | None:
        """The segment that the slot's thread was decoding; None for none."""
        return self._words[1 + slot] - 1 if self._words[1 + slot] else None

    def note(self, slot: int, segment: int | None) -> None:
        self._words[1 + slot] = 0 if segment is None else segment + 1

    def close(self) -> None:
        self._words.release()
        if self._owned:
            remove_memory(self._memory)
        else:
            self._memory.close()


class Guard:
    """Marks who decodes what; suspects take turns, so that a crash names one of them and not its neighbours."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._one_at_a_time = threading.Lock()

    @contextmanager
    def decoding(self, slot: int, segment: int, suspect: bool) -> Iterator[None]:
        if not suspect:
            self._page.note(slot, segment)
            try:
                yield
            finally:
                self._page.note(slot, None)
            return
        with self._one_at_a_time:
            self._page.note(slot, segment)
            try:
                yield
            finally:
                self._page.note(slot, None)
