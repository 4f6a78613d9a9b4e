"""Reading the ring: which stretches are recorded, and packets from a moment on. Never writes."""

from collections.abc import Iterator
from pathlib import Path

from video.recording.naming import LONGEST_US, PART, WHOLE, SegmentFile, camera_folder, day_of, times_of
from video.recording.reading import SegmentReader
from video.recording.segment import BadSegment, Header, Kind, Record
from video.recording.tally import Tally

__all__ = ["Ring", "SegmentFile"]

_JOINED_US = 1_000_000
_PARTS_KEPT = 256
_BACK_MOST = 12
_NEAR_US = 2 * LONGEST_US
_FOR_EVER_US = 2**62


class Ring:
    """A folder of segments, read. Safe from any thread and beside the writers: nothing is held between two calls.

    What was scanned of a segment that is still written is remembered, so that asking again reads only what is new.
    All times are UTC in microseconds; spans are half open. A folder that is missing is an empty ring.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._scanned: dict[tuple[Path, int], Tally] = {}  # of a path and inode; values are replaced, never changed

    def segments(self, camera_id: str, since_us: int, until_us: int) -> tuple[SegmentFile, ...]:
        """The files that overlap the span, in the order of their beginning."""
        found = []
        for path, begin_us, end_us in self._listed(camera_id, since_us, until_us):
            if end_us is not None:
                segment = SegmentFile(camera_id, path, begin_us, end_us, whole=True)
            elif (tally := self._scan(path)) is not None:
                segment = SegmentFile(camera_id, path, tally.begin_us, tally.end_us, whole=False)
            else:
                continue
            if segment.end_us > since_us and segment.begin_us < until_us:
                found.append(segment)
        return tuple(sorted(found, key=lambda one: (one.begin_us, one.end_us)))

    def spans(self, camera_id: str, since_us: int, until_us: int) -> tuple[tuple[int, int], ...]:
        """The recorded stretches within the span; neighbours less than a second apart are one."""
        joined: list[tuple[int, int]] = []
        for segment in self.segments(camera_id, since_us, until_us):
            begin_us, end_us = max(segment.begin_us, since_us), min(segment.end_us, until_us)
            if joined and begin_us - joined[-1][1] < _JOINED_US:
                joined[-1] = (joined[-1][0], max(end_us, joined[-1][1]))
            else:
                joined.append((begin_us, end_us))
        return tuple(joined)

    def motion(self, camera_id: str, since_us: int, until_us: int) -> tuple[tuple[int, int], ...]:
        """Moments and how much of the picture moved then, 0 to 255; at most one a second."""
        found: dict[int, tuple[int, int]] = {}
        for segment in self.segments(camera_id, since_us, until_us):
            for at_us, value in self._motion_of(segment):
                if since_us <= at_us < until_us:
                    found.setdefault(at_us // 1_000_000, (at_us, value))
        return tuple(sorted(found.values()))

    def packets(self, camera_id: str, at_us: int, until_us: int | None = None) -> Iterator[tuple[Header, Record]]:
        """Packets from the last key frame at or before `at_us` on; where nothing is recorded then, from the next one.

        They go on over segments up to the first at or after `until_us` (None: as far as is written by then). The
        header is another object in another segment. A file that was purged or is damaged is passed over, and what
        stands before the damage is given. `at_us` of a record belongs to its dts, or to its pts where it has no dts.
        """
        end_us = _FOR_EVER_US if until_us is None else until_us
        since_us, done_us = self._decodable_from(camera_id, at_us, end_us), -1
        while (segment := self._next(camera_id, since_us, end_us, done_us)) is not None:
            since_us, done_us = max(since_us, segment.begin_us), segment.begin_us
            for header, record in _packets_of(segment, at_us):
                if record.at_us >= end_us:
                    return
                yield header, record

    def _decodable_from(self, camera_id: str, at_us: int, until_us: int) -> int:
        """`at_us`, or earlier where the segment goes on without a key frame from the one before it."""
        for _ in range(_BACK_MOST):
            segment = self._next(camera_id, at_us, until_us, -1)
            if segment is None or segment.begin_us > at_us or _begins_with_key(segment):
                break
            before = self._next(camera_id, segment.begin_us - _JOINED_US, segment.begin_us, -1)
            if before is None or before.begin_us >= segment.begin_us:
                break
            at_us = min(before.end_us, segment.begin_us) - 1
        return at_us

    def _next(self, camera_id: str, since_us: int, until_us: int, done_us: int) -> SegmentFile | None:
        """The first segment of the span that begins after `done_us`; mostly near, so not every day is listed."""
        for end_us in sorted({min(until_us, since_us + _NEAR_US), until_us}):
            listed = self.segments(camera_id, since_us, end_us)
            found = next((one for one in listed if one.begin_us > done_us), None)
            if found is not None:
                return found
        return None

    def _listed(self, camera_id: str, since_us: int, until_us: int) -> Iterator[tuple[Path, int, int | None]]:
        folder = camera_folder(self._root, camera_id)
        first, last = _day(since_us - LONGEST_US), _day(until_us)
        for day in sorted(_names(folder)):
            if not first <= day <= last:
                continue
            for name in _names(folder / day):
                times = times_of(name)
                if times is not None and times[0] < until_us and (times[1] is None or times[1] > since_us):
                    yield folder / day / name, *times

    def _scan(self, path: Path) -> Tally | None:
        """What a segment that is not finished holds so far; None where no packet can be believed."""
        try:
            inode = path.stat().st_ino
            known = self._scanned.get((path, inode))
            with SegmentReader(path) as reader:
                tally = Tally() if known is None else known.copy()
                for place, record in reader.believed(tally.place or None):
                    tally.add(place, record)
        except (OSError, BadSegment):
            return None
        if len(self._scanned) >= _PARTS_KEPT:
            self._scanned = {}
        self._scanned[(path, inode)] = tally
        return tally if tally.packets else None

    def _motion_of(self, segment: SegmentFile) -> tuple[tuple[int, int], ...]:
        tally = None if segment.whole else self._scan(segment.path)
        if tally is not None:
            return tally.trailer().motion
        path = _where_it_is(segment)
        try:
            with SegmentReader(path) as reader:
                trailer = reader.trailer()
        except (OSError, BadSegment):
            return ()
        if trailer is None:
            tally = self._scan(path)
            trailer = tally.trailer() if tally is not None else None
        return trailer.motion if trailer is not None else ()


def _packets_of(segment: SegmentFile, at_us: int) -> Iterator[tuple[Header, Record]]:
    """A segment's packets from the last key frame at or before `at_us`, else from its first."""
    try:
        with SegmentReader(_where_it_is(segment)) as reader:
            for _, record in reader.records(_place_of_key(reader, at_us)):
                if record.kind is Kind.PACKET:
                    yield reader.header, record
    except (OSError, BadSegment):
        return  # purged or damaged: the next segment is what is left


def _begins_with_key(segment: SegmentFile) -> bool:
    """Also where it cannot be read: then there is nothing to be had from it."""
    first = next(_packets_of(segment, segment.begin_us), None)
    return first is None or first[1].key


def _place_of_key(reader: SegmentReader, at_us: int) -> int:
    trailer = reader.trailer()
    if trailer is not None:
        keys: Iterator[tuple[int, int]] = iter(trailer.keys)
    else:
        keys = ((record.at_us, place) for place, record in reader.records() if record.key)
    found = reader.first
    for key_us, place in keys:
        if key_us > at_us:
            break
        found = place
    return found


def _where_it_is(segment: SegmentFile) -> Path:
    """Its path now: a segment that was listed while it was written may have been finished since."""
    path = segment.path
    if segment.whole or path.exists():
        return path
    begun = f"{path.name.removesuffix(PART)}-"
    names = [name for name in _names(path.parent) if name.startswith(begun) and name.endswith(WHOLE)]
    return path.parent / names[0] if names else path


def _names(folder: Path) -> list[str]:
    """What lies in a folder; nothing where there is none (a disk that was pulled is an empty ring)."""
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _day(at_us: int) -> str:
    """A day's name for comparing; beyond the calendar it is the first or the last."""
    try:
        return day_of(at_us)
    except (ValueError, OverflowError, OSError):
        return "9999-12-31" if at_us > 0 else "0000-00-00"
