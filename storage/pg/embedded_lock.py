"""Locks between processes that the operating system frees when their holder dies, however it dies."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

from storage.pg.embedded_errors import StillBusy

_POLL_S = 0.02


class FileLock:
    """An exclusive lock on one file, held by an open descriptor. `Path` must stand in an existing folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take it now, or say that another holds it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            taken = _lock(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        if not taken:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give it back; nothing if it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def held(self, timeout_s: float) -> Iterator[Self]:
        """Hold it for a block. Raises StillBusy when another keeps it for longer than `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while not self.take():
            if time.monotonic() > deadline:
                raise StillBusy(str(self.path), seconds=round(timeout_s))
            time.sleep(_POLL_S)
        try:
            yield self
        finally:
            self.release()


class Users:
    """Who uses one server: a locked file each in a folder. A file that nobody locks is a user that died.

    Every call is made while the server's start lock is held, so that counting and joining never overlap.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine: FileLock | None = None

    def join(self) -> None:
        """Count us in, once."""
        if self._mine is None:
            mine = FileLock(self._folder / f"{uuid4().hex}.lock")
            mine.take()
            self._mine = mine

    def leave(self) -> None:
        """Count us out."""
        if self._mine is not None:
            self._mine.release()
            self._mine.path.unlink(missing_ok=True)
            self._mine = None

    @property
    def joined(self) -> bool:
        return self._mine is not None

    def others(self) -> int:
        """How many other users live; the files of dead ones are removed."""
        alive = 0
        for path in self._folder.glob("*.lock"):
            if self._mine is not None and path == self._mine.path:
                continue
            left = FileLock(path)
            if left.take():
                left.release()
                path.unlink(missing_ok=True)
            else:
                alive += 1
        return alive


def _lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
