"""Keeps the ring within its disk: deletes the oldest, finishes what crashes left, says how long the disk lasts.

No thread of its own: `tick` from one thread, a few times a minute or more; it takes a fraction of a second at most.
"""

import logging
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic

from video.recording.finishing import finish
from video.recording.holding import FOLDER_MODE, Alone
from video.recording.inventory import Inventory
from video.recording.locks import NAME, RingLock, RingLocks
from video.recording.naming import LONGEST_US, SegmentFile, day_of
from video.recording.trouble import Trouble, trouble_of
from video.recording.wall_time import WallTime

_log = logging.getLogger(__name__)
_TURN_MAY_TAKE_S = 0.2
_RATE_OVER_S, _RATE_FROM_S, _SAMPLE_EVERY_S = 600.0, 20.0, 5.0
_BEGIN_AGAIN_S = 120.0
_LEAST_ROOM_SHARE = 0.01
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class RingLimits:
    """How much the ring may take; 0 is no limit. Before all of it goes the promise, and before that the free disk."""

    quota_bytes: int = 0
    keep_free_bytes: int = 0
    keep_free_share: float = 0.0  # of the disk; the larger of the two holds
    promised: timedelta = timedelta(minutes=30)
    most_days: float = 0.0


class RingState(StrEnum):
    GOOD = "good"
    SHORT = "short"  # the disk forced it to delete what was promised
    STOPPED = "stopped"  # nothing more can be freed, or the folder is not there
    ELSEWHERE = "elsewhere"  # another console of this machine keeps this ring


@dataclass(frozen=True, slots=True)
class RingStatus:
    """What the ring takes and how long it lasts."""

    used_bytes: int = 0
    free_bytes: int = 0
    rate_bytes_s: float = 0.0
    days_left: float | None = None  # days of all cameras that the disk holds at this rate; None: not known yet
    state: RingState = RingState.GOOD
    trouble: str = ""  # a key of resources/words, where it stopped
    cameras_recording: int = 0


@dataclass(slots=True)
class _Turn:
    """How far a walk from the oldest on has come, and the one that is next."""

    oldest: Iterator[tuple[SegmentFile, int]] | None = None
    next: tuple[SegmentFile, int] | None = None


class RingKeeper:
    """The one that deletes. `may_record` is for those who let cameras be recorded."""

    def __init__(self, root: Path, limits: RingLimits, *, clock: Callable[[], float] = monotonic) -> None:
        self._root = root
        self._limits = limits
        self._clock = clock
        self._inventory = Inventory(root)
        self._alone = Alone(root / "keeper.lock")
        self._locks: RingLocks | None = None
        self._wished_locks: tuple[RingLock, ...] | None = None
        self._time = WallTime()
        self._past = _Turn()
        self._ahead = _Turn()  # what a clock that was wrong dated after now
        self._purged_bytes = 0
        self._unfinished = False  # more can be deleted, in the next round
        self._written: deque[tuple[float, int]] = deque()
        self._forced_us: int | None = None  # the newest that the disk forced it to delete within the promise
        self._status = RingStatus()
        self._refused: set[Path] = set()

    def start(self) -> None:
        """Make the folder. It is not made again later: one that goes away is a disk that went away. Raises OSError."""
        self._root.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)

    @property
    def may_record(self) -> bool:
        return self._status.state in (RingState.GOOD, RingState.SHORT)

    def close(self) -> None:
        """Another console of this machine may keep the ring now."""
        self._alone.give_back()

    def set_locks(self, locks: tuple[RingLock, ...]) -> None:
        """What the record says is locked now; from the next tick on, and over restarts without the record."""
        self._wished_locks = locks

    def tick(self, now: datetime, cameras_recording: int = 0) -> RingStatus:
        """One round. Trouble with the disk is in the status; nothing is raised for it."""
        now_us = round(now.timestamp() * 1_000_000)
        try:
            self._status = self._round(now_us, cameras_recording)
        except OSError as error:
            trouble = trouble_of(error)
            if self._status.trouble != trouble:
                _log.warning("the ring cannot be kept: %s", trouble.name)
            self._status = RingStatus(state=RingState.STOPPED, trouble=trouble.value)
        return self._status

    def _round(self, now_us: int, cameras_recording: int) -> RingStatus:
        until_s = self._clock() + _TURN_MAY_TAKE_S
        total, free = self._room()  # first: where the folder is gone, nothing else may be believed
        if not self._alone.take():
            return RingStatus(state=RingState.ELSEWHERE)
        self._hold_locks()
        recent = tuple(day_of(now_us + days * _DAY_US) for days in (-1, 0, 1))  # 1: the clock may have been set back
        known = self._inventory.complete
        self._inventory.look(recent, self._clock, until_s)
        if self._inventory.complete and not known:
            self._begin_again()  # now the oldest are known
        self._finish_left(now_us, until_s)
        believed_us = self._time.believed(now_us, self._clock())
        self._purge_old(believed_us, until_s)
        free = self._room()[1]
        keep = self._keep_free(total)
        room = self._purge_for_room(now_us, believed_us, free, keep, until_s)
        if self._inventory.complete:
            self._note_rate()
            self._remove_empty(now_us)
        state = self._judge(now_us, total, free + room, keep)
        rate = self._rate()
        used = self._inventory.used_bytes()
        capacity = used + free + room - keep
        if self._limits.quota_bytes:
            capacity = min(capacity, self._limits.quota_bytes)
        return RingStatus(
            used_bytes=used,
            free_bytes=free + room,
            rate_bytes_s=rate or 0.0,
            days_left=max(0.0, capacity / rate / 86_400) if rate else None,
            state=state,
            trouble=Trouble.FULL.value if state is RingState.STOPPED else "",
            cameras_recording=cameras_recording,
        )

    def _hold_locks(self) -> None:
        if self._locks is None:
            self._locks = RingLocks(self._root)
        if self._wished_locks is not None:
            if self._locks.replace(self._wished_locks):
                self._begin_again()
            self._wished_locks = None
        try:
            self._locks.write()
            self._refused.discard(self._root / NAME)
        except OSError as error:  # they hold in memory, and are written at a later round
            self._refuse(self._root / NAME, error)

    def _finish_left(self, now_us: int, until_s: float) -> None:
        for path in self._inventory.parts():
            try:
                if finish(path, now_us / 1e6):
                    _log.info("a segment that was left was finished")
                    self._begin_again()
            except FileNotFoundError:
                continue  # its writer was faster
            except OSError as error:
                self._refuse(path, error)
            if self._clock() >= until_s:
                return

    def _purge_old(self, now_us: int, until_s: float) -> None:
        if not self._limits.most_days:
            return
        since_us = now_us - round(self._limits.most_days * _DAY_US)
        while (one := self._peek(self._past, now_us)) is not None and one[0].end_us < since_us:
            self._delete(*one)
            if self._clock() >= until_s:
                return

    def _purge_for_room(self, now_us: int, believed_us: int, free: int, keep: int, until_s: float) -> int:
        """Delete the oldest until quota and free disk hold; returns how many bytes that gave.

        What is dated after now comes before what is promised: else the pictures of a clock that was wrong would fill
        the ring until their day comes.
        """
        promised_us = now_us - round(self._limits.promised.total_seconds() * 1e6)
        used, freed = self._inventory.used_bytes(), 0
        quota = self._limits.quota_bytes
        self._unfinished = False
        while (one := self._next_to_go(now_us, believed_us, promised_us)) is not None:
            segment, size = one
            forced = free + freed < keep + self._margin()
            promised = promised_us < segment.end_us and segment.begin_us <= now_us + LONGEST_US
            if not forced and (promised or not quota or used - freed <= quota):
                break
            if freed and self._clock() >= until_s:
                self._unfinished = True
                break
            if not self._delete(segment, size):
                continue
            freed += size
            if promised:
                self._forced_us = max(self._forced_us or 0, segment.end_us)
        return freed

    def _next_to_go(self, now_us: int, believed_us: int, promised_us: int) -> tuple[SegmentFile, int] | None:
        past = self._peek(self._past, believed_us)
        if past is not None and past[0].end_us <= promised_us:
            return past
        return self._peek(self._ahead, believed_us, now_us + LONGEST_US) or past

    def _peek(self, turn: "_Turn", now_us: int, since_us: int = 0) -> tuple[SegmentFile, int] | None:
        """The oldest from `since_us` on that may be deleted, locks apart; None where there is none now."""
        locks = self._locks
        while turn.next is None:
            if turn.oldest is None:
                turn.oldest = self._inventory.oldest(since_us)
            one = next(turn.oldest, None)
            if one is None:
                turn.oldest = None
                return None
            segment = one[0]
            if segment.path in self._refused or (
                locks is not None and locks.covers(segment.camera_id, segment.begin_us, segment.end_us, now_us)
            ):
                continue
            turn.next = one
        return turn.next

    def _delete(self, segment: SegmentFile, size: int) -> bool:
        for turn in (self._past, self._ahead):
            if turn.next is not None and turn.next[0].path == segment.path:
                turn.next = None
        try:
            segment.path.unlink(missing_ok=True)
        except OSError as error:
            self._refuse(segment.path, error)
            return False
        self._inventory.gone(segment, size)
        self._purged_bytes += size
        return True

    def _begin_again(self) -> None:
        """Locks or files changed: what was passed over may count now."""
        self._past, self._ahead = _Turn(), _Turn()

    def _refuse(self, path: Path, error: OSError) -> None:
        if path not in self._refused:
            self._refused.add(path)
            _log.warning("the ring's file %s is refused: %s", path.name, trouble_of(error).name)

    def _room(self) -> tuple[int, int]:
        usage = shutil.disk_usage(self._root)
        return usage.total, usage.free

    def _keep_free(self, total: int) -> int:
        return max(self._limits.keep_free_bytes, round(self._limits.keep_free_share * total))

    def _margin(self) -> int:
        """What the cameras write until the next round, so that it does not come too late."""
        return round((self._rate() or 0.0) * _SAMPLE_EVERY_S)

    def _judge(self, now_us: int, total: int, free: int, keep: int) -> RingState:
        if self._status.state is RingState.STOPPED:
            need = max((self._rate() or 0.0) * _BEGIN_AGAIN_S, total * _LEAST_ROOM_SHARE)
            if free < keep + need:
                return RingState.STOPPED
        elif free < keep and not self._unfinished:
            return RingState.STOPPED
        promised_us = round(self._limits.promised.total_seconds() * 1e6)
        forced_us = self._forced_us
        return RingState.SHORT if forced_us is not None and now_us - forced_us < promised_us else RingState.GOOD

    def _rate(self) -> float | None:
        """Bytes a second over the last minutes; None while that is not known."""
        if not self._written or self._written[-1][0] - self._written[0][0] < _RATE_FROM_S:
            return None
        (first_s, first), (last_s, last) = self._written[0], self._written[-1]
        return max(0.0, (last - first) / (last_s - first_s))

    def _remove_empty(self, now_us: int) -> None:
        for folder in self._inventory.empty_before(day_of(now_us - _DAY_US)):
            for path in (folder, folder.parent):
                try:
                    path.rmdir()
                except OSError:
                    break  # something lies in it that is none of ours, or its camera goes on

    def _note_rate(self) -> None:
        now_s = self._clock()
        if self._written and now_s - self._written[-1][0] < _SAMPLE_EVERY_S:
            return
        self._written.append((now_s, self._inventory.used_bytes() + self._purged_bytes))
        while now_s - self._written[0][0] > _RATE_OVER_S:
            self._written.popleft()
