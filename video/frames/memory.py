"""Shared-memory blocks: made and unlinked by the console alone, attached by its spawned workers."""

import errno
import os
import secrets
import sys
import threading
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import psutil

from video.frames.errors import SharedMemoryFull

_FULL = {errno.ENOSPC, errno.ENOMEM, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.ENOMEM}
PREFIX = "siaga_"
_attaching = threading.Lock()


def create_memory(size: int) -> SharedMemory:
    """A new block of `size` bytes whose room is really there: a full filesystem is a SIGBUS at the first write.

    Raises SharedMemoryFull.
    """
    try:
        memory = SharedMemory(f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}", create=True, size=size)
    except OSError as error:
        if error.errno in _FULL:
            raise SharedMemoryFull(megabytes=_megabytes(size)) from error
        raise
    descriptor = getattr(memory, "_fd", -1)
    if descriptor < 0 or not hasattr(os, "posix_fallocate"):
        return memory
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        remove_memory(memory)
        if error.errno in _FULL:
            raise SharedMemoryFull(megabytes=_megabytes(size)) from error
        raise
    return memory


def attach_memory(name: str) -> SharedMemory:
    """Map a block that the console made. Raises FileNotFoundError where the console has already unlinked it.

    Before Python 3.13 attaching also registers the block with the resource tracker, which may unlink it when the
    attaching process ends (python/cpython#82300): the registration is left out.
    """
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    with _attaching:
        register = resource_tracker.register
        resource_tracker.register = _do_not_track
        try:
            return SharedMemory(name)
        finally:
            resource_tracker.register = register


def remove_memory(memory: SharedMemory) -> None:
    """Unmap and unlink a block of our own."""
    memory.close()
    memory.unlink()


def sweep_dead(folder: Path = Path("/dev/shm")) -> None:
    """Unlink what consoles left that are dead: one that is killed while it makes a block has told nobody of it.

    Everything else a killed console's resource tracker gives back. Blocks are named by their console's process; a
    number that lives again is left alone. Where blocks are no files (Windows, macOS) there is nothing to do.
    """
    for file in folder.glob(f"{PREFIX}*_*"):
        pid = file.name.removeprefix(PREFIX).partition("_")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            with suppress(FileNotFoundError, PermissionError):  # another console sweeps too, or it is another account's
                file.unlink()


def _do_not_track(name: Any, rtype: Any) -> None:
    """Stands in for `resource_tracker.register` while attaching."""


def _megabytes(size: int) -> int:
    return max(1, round(size / 1e6))
