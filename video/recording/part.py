"""The disk's side of one segment: a .part that grows and becomes a .seg."""

import os
from pathlib import Path

from video.recording.holding import FILE_MODE, FOLDER_MODE, hold
from video.recording.naming import camera_folder, day_of, part_name, whole_path

_SAME_MS = 1_000
_NAMES_TRIED = 50


class Part:
    """An open .part. Every method may raise OSError; `root` must be there, it is never made here.

    (A disk that is not mounted must not be replaced by a folder on the system's.)
    """

    def __init__(self, root: Path, camera_id: str, begin_us: int) -> None:
        folder = camera_folder(root, camera_id)
        folder.mkdir(FOLDER_MODE, exist_ok=True)
        folder = folder / day_of(begin_us)
        folder.mkdir(FOLDER_MODE, exist_ok=True)
        for number in range(_NAMES_TRIED):
            self._path = folder / part_name(begin_us + number * _SAME_MS)
            try:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, FILE_MODE)
            except FileExistsError:
                continue
            hold(self._file)
            return
        raise FileExistsError(17, "a segment of this moment is there already")

    def write(self, data: bytes) -> None:
        """All of it, or OSError with a part of it on the disk."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._file, left) :]

    def finish(self, begin_us: int, end_us: int) -> Path:
        """Bring it to the disk, then give it its name as a whole segment."""
        sync(self._file)
        whole = whole_path(self._path, begin_us, end_us)
        self._path.rename(whole)
        os.close(self._file)
        return whole

    def abandon(self, keep: bool) -> None:
        """Close what cannot be written on; the keeper finishes what is kept. Raises nothing."""
        try:
            os.close(self._file)
            if not keep:
                self._path.unlink(missing_ok=True)
        except OSError:
            return  # it is the disk's trouble that brought us here


_BINARY = getattr(os, "O_BINARY", 0)


def sync(descriptor: int) -> None:
    """The file's data to the disk; macOS and Windows have no fdatasync."""
    getattr(os, "fdatasync", os.fsync)(descriptor)
