"""A worker's pulse page: a beat that proves it runs, what each of its streams is doing in libav, and who may dial.

Each word has one writer: the worker writes all but the grants, which are the supervisor's.
"""

from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import cast

from video.frames.memory import attach_memory, create_memory, remove_memory

SLOTS = 1023
PAGE_BYTES = 8 * (1 + 4 * SLOTS)
_DOING, _WISH, _HOST, _GRANT = (1 + area * SLOTS for area in range(4))


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
        self._words[_DOING + slot] = doing

    def doing(self, slot: int) -> Doing:
        return Doing(self._words[_DOING + slot])

    def wish_to_dial(self, slot: int, ticket: int, host: int) -> None:
        """In the worker: a stream wishes to dial `host`, or is dialling it; the lowest ticket is first."""
        self._words[_HOST + slot] = host
        self._words[_WISH + slot] = ticket

    def dialled(self, slot: int, ticket: int) -> None:
        """In the worker: it is open or refused; the ticket is given back."""
        if self._words[_WISH + slot] == ticket:
            self._words[_WISH + slot] = 0

    def may_dial(self, slot: int, ticket: int) -> bool:
        return self._words[_GRANT + slot] == ticket

    def wish(self, slot: int) -> tuple[int, int, bool]:
        """(ticket, host, whether it is granted); the ticket is 0 where nobody wishes to dial."""
        ticket = self._words[_WISH + slot]
        return ticket, self._words[_HOST + slot], self._words[_GRANT + slot] == ticket

    def grant(self, slot: int, ticket: int) -> None:
        """In the console: this ticket may dial."""
        self._words[_GRANT + slot] = ticket

    def close(self) -> None:
        self._words.release()
        if self._owned:
            remove_memory(self._memory)
        else:
            self._memory.close()
