"""Decoding in hardware: who may, and who has fallen back."""

import os
import threading

from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings

SOFTWARE = "software"

# An opening that fails for one of these may fail for the device's sake; the others are the camera's own answer, and
# asking again would only count as another wrong password or cost another timeout.
DEVICE_MAY_BE_WHY = frozenset(
    {Reason.UNKNOWN, Reason.NO_PERMISSION, Reason.NOT_FOUND, Reason.BAD_URL, Reason.NOT_VIDEO}
)


class HardwareSeats:
    """The hardware decoders that one worker may have at a time, shared by its streams' threads."""

    def __init__(self, kind: str, seats: int) -> None:
        self._kind = kind
        self._free = seats
        self._lock = threading.Lock()

    def take(self) -> str:
        """The kind of device to decode with, to be given back by `give`; empty where none is wished or free."""
        with self._lock:
            if not self._kind or self._free <= 0:
                return ""
            self._free -= 1
            return self._kind

    def give(self, kind: str) -> None:
        """Give back what `take` gave; an empty one is no error."""
        with self._lock:
            self._free += bool(kind)


def seats_of_a_worker(settings: VideoSettings) -> int:
    """An even share of the console's sessions, rounded up: each worker is a process and counts for itself."""
    workers = settings.workers or max(1, os.cpu_count() or 1)
    return -(-settings.hardware_sessions // workers)
