"""Telling a segment that is being written from one that a crash left: who writes holds a lock that dies with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there the age of the last writing tells
    fcntl = None  # type: ignore[assignment]

QUIET_S = 30.0
"""Where no lock can be had, a file that nobody wrote for so long is left; data comes once a second."""
YOUNG_S = 3.0
"""One that was just made may not be locked yet."""
FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""Recorded pictures are personal data: they are read by who runs this station, whatever the umask says."""


class Alone:
    """One process at a time keeps a ring; the next one takes over when it ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether it is ours; asked again and again. Raises OSError."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        if _lock(descriptor) is False:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def give_back(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def private(path: str, flags: int) -> int:
    """An opener for `open`."""
    return os.open(path, flags, FILE_MODE)


def hold(descriptor: int) -> None:
    """Mark an open file as being written until it is closed. A filesystem without locks is no error."""
    _lock(descriptor)


@contextmanager
def left(path: Path, now_s: float) -> Iterator[int | None]:
    """A descriptor of a file that nobody writes any more, held so that nobody else finishes it; else None.

    `now_s` is of the wall clock, as a file's times are. Raises OSError where it is gone.
    """
    # A clock that was set back must not keep a file young for hours.
    if abs(now_s - path.stat().st_mtime) <= YOUNG_S:
        yield None
        return
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        locked = _lock(descriptor)
        if locked is None:
            locked = abs(now_s - os.fstat(descriptor).st_mtime) > QUIET_S
        yield descriptor if locked else None
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Whether the lock is ours now; None where there are no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
