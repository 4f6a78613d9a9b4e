"""Telling a segment that is being written from one that a crash left: who writes holds a lock that dies with it."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there the age of the last writing tells
    fcntl = None  # type: ignore[assignment]

QUIET_S = 30.0
"""Where no lock can be had, a file that nobody wrote for so long is left; data comes once a second."""


def hold(descriptor: int) -> None:
    """Mark an open file as being written until it is closed. A filesystem without locks is no error."""
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return


def is_left(path: Path, now_s: float) -> bool:
    """Whether nobody writes the file any more; `now_s` is of the wall clock, as a file's times are.

    Raises OSError where it is gone.
    """
    if fcntl is None:
        return now_s - path.stat().st_mtime > QUIET_S
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return now_s - os.fstat(descriptor).st_mtime > QUIET_S
    else:
        return True
    finally:
        os.close(descriptor)
