"""Recorded pictures that nobody may delete, kept beside the ring too: they hold while the database is gone."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from video.recording.holding import private
from video.recording.part import sync

NAME = "locks.json"


@dataclass(frozen=True, slots=True)
class RingLock:
    """A stretch of one camera that stays until `expires_us`. Times are UTC in microseconds."""

    camera_id: str
    since_us: int
    until_us: int
    expires_us: int


class RingLocks:
    """What the last one to know it said. While that cannot be read, everything counts as locked."""

    def __init__(self, root: Path) -> None:
        self._path = root / NAME
        self._locks: tuple[RingLock, ...] = ()
        self._unknown = False
        self._unwritten = False
        self._load()

    def replace(self, locks: tuple[RingLock, ...]) -> bool:
        """Hold these from now on; whether they are others than before. They are on the disk after `write`."""
        locks = tuple(sorted(locks, key=lambda lock: (lock.camera_id, lock.since_us, lock.until_us)))
        changed = self._unknown or locks != self._locks
        self._locks, self._unknown = locks, False
        self._unwritten = self._unwritten or changed
        return changed

    def write(self) -> None:
        """Bring them to the disk in one piece, if they changed. Raises OSError; they hold in memory meanwhile."""
        if not self._unwritten:
            return
        text = json.dumps({"version": 1, "locks": [asdict(lock) for lock in self._locks]})
        fresh = self._path.with_name(f"{NAME}.new")
        with open(fresh, "w", encoding="utf-8", opener=private) as file:
            file.write(text)
            file.flush()
            sync(file.fileno())
        os.replace(fresh, self._path)  # noqa: PTH105 - Path.replace is the same, and `replace` here is ours
        self._unwritten = False

    def covers(self, camera_id: str, begin_us: int, end_us: int, now_us: int) -> bool:
        """Whether any part of the stretch is locked now."""
        return self._unknown or any(
            lock.camera_id == camera_id
            and lock.since_us < end_us
            and lock.until_us > begin_us
            and lock.expires_us > now_us
            for lock in self._locks
        )

    def _load(self) -> None:
        try:
            values = json.loads(self._path.read_text("utf-8"))
            self._locks = tuple(map(_read, _list_of(values["locks"])))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self._unknown = True


def _list_of(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError("no list of locks")
    return value


def _read(values: dict[str, object]) -> RingLock:
    """Raises TypeError for anything but a lock: what is half understood must not count as none."""
    camera_id, *times = (values[name] for name in ("camera_id", "since_us", "until_us", "expires_us"))
    whole = [one for one in times if isinstance(one, int) and not isinstance(one, bool)]
    if not isinstance(camera_id, str) or len(whole) < len(times):
        raise TypeError("no lock")
    return RingLock(camera_id, *whole)
