"""Writing one camera's segments: packets come from a feed's thread, the disk is touched by the scribe's alone.

A feed never waits for a disk. What it hands over lies in memory with a limit; beyond that packets are dropped, the
segment ends, and the next one begins at a later key frame (docs/design/recording.md, invariants 2 and 5).
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Protocol

from video.recording.naming import LONGEST_US
from video.recording.part import Part
from video.recording.segment import Header, Kind, pack_record
from video.recording.tally import Tally
from video.recording.trouble import Trouble, trouble_of

_log = logging.getLogger(__name__)
ON = "on"
"""`SegmentWriter.state` while all is well."""
_CUT_AFTER_US = 60_000_000
_CUT_ANYWAY_US = LONGEST_US - 10_000_000  # without a key frame
_CUT_BYTES = 512_000_000
_WAITING_MOST = 16_000_000  # bytes of one camera that wait for the disk
_CLOCK_STEP_S = 1.0
_TICKS_STEP_S = 0.5
_RETRY_FIRST_S, _RETRY_MOST_S = 2.0, 60.0


class Allowance(Protocol):
    """Memory that all writers of a process share for what waits for the disk."""

    def take(self, size: int) -> bool: ...
    def give_back(self, size: int) -> None: ...


@dataclass(frozen=True, slots=True)
class _Begin:
    begin_us: int
    header: bytes


@dataclass(frozen=True, slots=True)
class _End:
    begin_us: int
    end_us: int
    trailer: bytes


@dataclass(slots=True)
class _Open:
    """The feed's side of the segment that is being filled."""

    offset_s: float  # from the monotonic clock to UTC
    shift_s: float  # from the sender's ticks to stream time
    size: int
    tally: Tally = field(default_factory=Tally)
    last_ticks: int | None = None
    last_us: int = 0  # stream time only rises, also where the zero of the delay is found anew


class SegmentWriter:
    """`begin`, `packet`, `motion` and `end` from a feed's thread; `flush` from the scribe's; `state` from any.

    `at_s` and `arrival_s` are of the monotonic clock; `wall` is asked once a segment for the way to UTC.
    """

    def __init__(self, root: Path, camera_id: str, allowance: Allowance, *, wall: Callable[[], float] = time) -> None:
        self._root = root
        self._camera_id = camera_id
        self._allowance = allowance
        self._wall = wall
        self._lock = threading.Lock()
        self._header: Header | None = None
        self._open: _Open | None = None
        self._queue: list[_Begin | bytes | _End] = []
        self._waiting = 0
        self._motion: tuple[int, int, int] | None = None  # second, at_us, value
        self._closed = False
        self._state: str = ON
        self._broken = False  # the disk's side gave up the open segment
        self._retry_at_s = 0.0
        self._retry_s = _RETRY_FIRST_S
        self._now_s = 0.0
        self._part: Part | None = None  # the scribe's alone, as is what it wrote
        self._part_packets = False

    @property
    def state(self) -> str:
        """ON, or why nothing is written: a Trouble."""
        return self._state

    def begin(self, header: Header) -> None:
        """A connection begins: what comes now is described by `header`."""
        with self._lock:
            self._end()
            self._header = header

    def end(self) -> None:
        """The connection is over; the segment is finished soon."""
        with self._lock:
            self._end()
            self._header = None

    def close(self) -> None:
        """Nothing more is taken; what waits is written by the next `flush`."""
        with self._lock:
            self._end()
            self._closed = True

    def packet(
        self, payload: bytes, pts: int | None, dts: int | None, key: bool, at_s: float, arrival_s: float
    ) -> None:
        """One packet as it came, in its order. Never blocks on a disk."""
        with self._lock:
            self._now_s = arrival_s
            header = self._header
            if header is None or self._closed:
                return
            if self._broken:
                self._open, self._broken = None, False
            ticks = dts if dts is not None else pts
            ticks_s = float(ticks * header.time_base) if ticks is not None else at_s
            going_on = False
            if self._open is not None and self._over(self._open, key, ticks, at_s - ticks_s, at_s, arrival_s):
                self._end()
                going_on = True  # also without a key frame: none of the stream is missing between the two
            if self._open is None and not self._begun(header, key or going_on, at_s, at_s - ticks_s, arrival_s):
                return
            self._append(Kind.PACKET, payload, at_s, arrival_s, pts, dts, key)
            if self._open is not None:
                self._open.last_ticks = ticks

    def motion(self, value: int, at_s: float) -> None:
        """How much of the picture moves, 0 to 255, as often as it is known; the most of each second is kept."""
        with self._lock:
            if self._open is None or self._broken:
                self._motion = None
                return
            at_us = round((at_s + self._open.offset_s) * 1e6)
            second, last = at_us // 1_000_000, self._motion
            if last is not None and last[0] == second:
                self._motion = (second, last[1], max(last[2], value))
                return
            self._write_motion()
            self._motion = (second, at_us, value)

    def flush(self) -> None:
        """Write what waits; from one thread. A disk that refuses ends the segment and is tried again later."""
        with self._lock:
            queue, self._queue = self._queue, []
            size, self._waiting = self._waiting, 0
        try:
            self._write_out(queue)
        except OSError as error:
            self._give_up(error)
        finally:
            self._allowance.give_back(size)

    # The feed's side, under the lock.

    def _over(
        self, segment: _Open, key: bool, ticks: int | None, shift_s: float, at_s: float, arrival_s: float
    ) -> bool:
        """Whether the packet belongs into another segment. Without a key frame only what would grow for ever ends."""
        length_us = round((at_s + segment.offset_s) * 1e6) - segment.tally.begin_us
        if length_us >= _CUT_ANYWAY_US or segment.size >= _CUT_BYTES:
            return True
        if not key:
            return False
        back = ticks is not None and segment.last_ticks is not None and ticks < segment.last_ticks
        stepped = abs(self._wall() - arrival_s - segment.offset_s) > _CLOCK_STEP_S
        long = length_us >= _CUT_AFTER_US or segment.size >= _CUT_BYTES // 2
        return long or back or stepped or abs(shift_s - segment.shift_s) > _TICKS_STEP_S

    def _begun(self, header: Header, may_begin: bool, at_s: float, shift_s: float, arrival_s: float) -> bool:
        if not may_begin or arrival_s < self._retry_at_s:
            return False
        packed = header.pack()
        offset_s = self._wall() - arrival_s
        if not self._room(len(packed)):
            return False
        self._open = _Open(offset_s, shift_s, len(packed))
        self._queue.append(_Begin(round((at_s + offset_s) * 1e6), packed))
        return True

    def _append(
        self,
        kind: Kind,
        payload: bytes,
        at_s: float,
        arrival_s: float,
        pts: int | None = None,
        dts: int | None = None,
        key: bool = False,
    ) -> None:
        segment = self._open
        if segment is None:
            return
        at_us, arrival_us = (round((moment_s + segment.offset_s) * 1e6) for moment_s in (at_s, arrival_s))
        if kind is Kind.PACKET:
            at_us = segment.last_us = max(at_us, segment.last_us)
        packed = pack_record(kind, payload, at_us, arrival_us, pts, dts, key)
        if not self._room(len(packed)):
            self._end()
            return
        segment.tally.count(segment.size, kind, payload, at_us, key)
        segment.size += len(packed)
        self._queue.append(packed)

    def _room(self, size: int) -> bool:
        """Take memory for what waits; where there is none, the disk is too slow and the next try is later."""
        if self._waiting + size <= _WAITING_MOST and self._allowance.take(size):
            self._waiting += size
            return True
        self._in_trouble(Trouble.SLOW)
        return False

    def _end(self) -> None:
        segment = self._open
        if segment is None or self._broken:
            self._open = None
            return
        self._write_motion()
        if self._open is None:
            return  # there was no room for it, and so it is ended already
        self._open, tally = None, segment.tally
        if not tally.packets:  # there was room for its header alone, which still is the last that waits
            self._queue.pop()
            self._waiting -= segment.size
            self._allowance.give_back(segment.size)
            return
        self._queue.append(_End(tally.begin_us, tally.end_us, tally.trailer().pack(segment.size)))

    def _write_motion(self) -> None:
        motion, self._motion, segment = self._motion, None, self._open
        if motion is None or segment is None:
            return
        at_s = motion[1] / 1e6 - segment.offset_s
        self._append(Kind.MOTION, bytes([motion[2]]), at_s, at_s)

    def _in_trouble(self, trouble: Trouble) -> None:
        if self._state != trouble:
            _log.warning("camera %s is not recorded: %s", self._camera_id, trouble.name)
        self._state = trouble
        self._retry_at_s = self._now_s + self._retry_s
        self._retry_s = min(_RETRY_MOST_S, self._retry_s * 2)

    # The scribe's side, without the lock.

    def _write_out(self, queue: list[_Begin | bytes | _End]) -> None:
        chunk: list[bytes] = []
        for item in queue:
            match item:
                case bytes():
                    chunk.append(item)
                case _Begin():
                    self._part = Part(self._root, self._camera_id, item.begin_us)
                    self._part_packets = False
                    chunk = [item.header]
                case _End() if self._part is not None:
                    self._part.write(b"".join([*chunk, item.trailer]))
                    chunk = []
                    self._part.finish(item.begin_us, item.end_us)
                    self._part = None
                    self._well(finished=True)
                case _End():
                    chunk = []
        if chunk and self._part is not None:
            self._part.write(b"".join(chunk))
            self._part_packets = True
            self._well(finished=False)

    def _well(self, finished: bool) -> None:
        with self._lock:
            if self._open is not None:  # else what waits is written, but nothing new is taken yet
                self._state = ON
            if finished:
                self._retry_s = _RETRY_FIRST_S

    def _give_up(self, error: OSError) -> None:
        if self._part is not None:
            self._part.abandon(keep=self._part_packets)
            self._part = None
        with self._lock:
            self._queue.clear()
            self._allowance.give_back(self._waiting)
            self._waiting = 0
            self._broken = self._open is not None
            self._in_trouble(trouble_of(error))
