"""What a camera's connections are doing in libav, as the one word that its place on the pulse page has room for."""

import threading
from collections.abc import Callable

from video.ingest.choosing import Grade
from video.ingest.pulse import Doing


class Doings:
    """The most dangerous of what its feeds do: one that only reads must not hide that the other was decoding."""

    def __init__(self, note: Callable[[Doing], None]) -> None:
        self._note = note
        self._lock = threading.Lock()
        self._of: dict[Grade, Doing] = {}

    def note(self, grade: Grade, doing: Doing) -> None:
        """From the feed's thread, before and after each call of libav."""
        with self._lock:
            self._of[grade] = doing
            self._note(max(self._of.values()))
