"""What lies in the ring, known without looking at every file each time: folders are looked at when they change."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from video.recording.naming import PART, SegmentFile, day_of, times_of

_EVERY_DAY_EACH = 30  # rounds


@dataclass(slots=True)
class _Day:
    """One camera's folder of one day."""

    changed_ns: int = -1
    whole_bytes: int = 0
    parts: dict[str, int] = field(default_factory=dict)  # name and size


class Inventory:
    """`look` again and again; it goes on where its time was over, so that a large ring holds nobody up."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._days: dict[tuple[str, str], _Day] = {}  # of camera and day
        self._rest: Iterator[tuple[str, str]] | None = None
        self._rounds = 0
        self.complete = False
        """Whether everything has been looked at once."""

    def look(self, recent: tuple[str, ...], clock: Callable[[], float], until_s: float) -> bool:
        """Bring it up to date, until the clock says `until_s`; whether a round was finished. Raises OSError.

        Days that are not `recent` change by deletion alone, which is told by `gone`, or by others: now and then.
        """
        if self._rest is None:
            every_day = self._rounds % _EVERY_DAY_EACH == 0
            self._rest = iter(self._folders() if every_day else self._folders_of(recent))
        for camera_id, day in self._rest:
            self._look_at(camera_id, day)
            if clock() >= until_s:
                return False
        self._rest = None
        self._rounds += 1
        self.complete = True
        return True

    def used_bytes(self) -> int:
        return sum(day.whole_bytes + sum(day.parts.values()) for day in self._days.values())

    def parts(self) -> tuple[Path, ...]:
        """The segments that are not whole, written or left."""
        return tuple(
            self._root / camera_id / day / name for (camera_id, day), seen in self._days.items() for name in seen.parts
        )

    def oldest(self, since_us: int = 0) -> Iterator[tuple[SegmentFile, int]]:
        """Whole segments with their size, the oldest first, over all cameras; a day is listed when it is reached.

        Those that begin before `since_us` are left out.
        """
        first = day_of(since_us)
        for day in sorted({day for _, day in self._days if day >= first}):
            found = [
                one
                for camera_id, other in tuple(self._days)
                if other == day
                for one in self._wholes(camera_id, day)
                if one[0].begin_us >= since_us
            ]
            yield from sorted(found, key=lambda one: (one[0].begin_us, one[0].camera_id))

    def gone(self, segment: SegmentFile, size: int) -> None:
        """A segment was deleted."""
        day = self._days.get((segment.camera_id, segment.path.parent.name))
        if day is not None:
            day.whole_bytes = max(0, day.whole_bytes - size)

    def empty_before(self, day: str) -> tuple[Path, ...]:
        """Folders of earlier days without a segment."""
        return tuple(
            self._root / camera_id / other
            for (camera_id, other), seen in self._days.items()
            if other < day and not seen.whole_bytes and not seen.parts
        )

    def _folders(self) -> list[tuple[str, str]]:
        found = [(camera.name, day.name) for camera in self._cameras() for day in _folders_in(camera)]
        for missing in self._days.keys() - set(found):
            del self._days[missing]
        return sorted(found, key=lambda one: (one[1], one[0]))

    def _folders_of(self, days: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(camera.name, day) for day in days for camera in self._cameras()]

    def _cameras(self) -> list[Path]:
        """Raises OSError where the ring itself cannot be listed: then the disk is gone."""
        return [camera for camera in self._root.iterdir() if _is_own_folder(camera)]

    def _look_at(self, camera_id: str, name: str) -> None:
        folder = self._root / camera_id / name
        day = self._days.setdefault((camera_id, name), _Day())
        try:
            seen = folder.lstat()
            if not stat.S_ISDIR(seen.st_mode):
                raise NotADirectoryError(20, "no folder of ours")
            changed_ns = seen.st_mtime_ns
            if changed_ns != day.changed_ns:
                day.whole_bytes = sum(size for _, size in self._wholes(camera_id, name))
                parts = [path for path in folder.iterdir() if path.suffix == PART and times_of(path.name) is not None]
                day.parts = {path.name: _size(path) for path in parts}
                day.changed_ns = changed_ns
            elif day.parts:
                day.parts = {part: _size(folder / part) for part in day.parts}
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            self._days.pop((camera_id, name), None)

    def _wholes(self, camera_id: str, day: str) -> Iterator[tuple[SegmentFile, int]]:
        folder = self._root / camera_id / day
        try:
            paths = list(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return
        for path in paths:
            times = times_of(path.name)
            if times is not None and times[1] is not None:
                yield SegmentFile(camera_id, path, times[0], times[1], whole=True), _size(path)


def _folders_in(camera: Path) -> list[Path]:
    """The days of one camera; none where it is gone meanwhile or is not ours to read, as `lost+found` of a disk is."""
    try:
        return [day for day in camera.iterdir() if _is_own_folder(day)]
    except (FileNotFoundError, PermissionError):
        return []


def _is_own_folder(path: Path) -> bool:
    """A link is nobody's to delete in: it may lead anywhere. Not to be looked at is not ours either."""
    try:
        return path.is_dir() and not path.is_symlink()
    except PermissionError:
        return False


def _size(path: Path) -> int:
    """0 where it is gone meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
