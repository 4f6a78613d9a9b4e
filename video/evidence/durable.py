"""Files that are on the disk when they are said to be (docs/design/evidence.md, order of writing)."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

_BLOCK = 1024 * 1024
# FAT's driver and network shares may have no fsync for a folder; opening one is no business of Windows.
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.EISDIR})
PART = ".part"


def write_synced(path: Path, content: bytes) -> None:
    """A new file, synced before it has its name. Raises OSError, also where something of that name is there."""
    fresh = path.with_name(path.name + PART)
    with fresh.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    name_synced(fresh, path)


def name_synced(fresh: Path, path: Path) -> None:
    """Give a synced file its name; never over another."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    fresh.rename(path)


def sync_file(path: Path) -> None:
    """On the disk, and out of the system's memory where it lets us: who reads it next reads the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def sync_folder(folder: Path) -> None:
    """Names on the disk; nothing where a filesystem has no such thing."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def read_small(path: Path, most: int) -> bytes:
    """A plain file's bytes; anything may lie on a stick that comes back: a pipe would be waited for without end.

    Raises OSError, also for a link, a pipe, a device, or a file of more than `most` bytes.
    """
    with PlainFile(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


class PlainFile:
    """Open for reading: neither a link nor a pipe, also if it was exchanged since it was listed. Raises OSError."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        self._file = os.fdopen(handle, "rb")

    def __enter__(self) -> "PlainFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, most: int) -> bytes:
        return self._file.read(most)

    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size


def sha256_of(path: Path, go_on: Callable[[], None] | None = None) -> str:
    """SHA-256 of a file of ours as 64 hex digits; `go_on` is called at every megabyte and may raise."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if go_on is not None:
                go_on()
    return digest.hexdigest()
