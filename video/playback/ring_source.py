"""A camera's packets from the ring on disk, also from the segment that is being written."""

from collections.abc import Iterator

from video.playback.source import Unit
from video.recording.reading import SegmentReader
from video.recording.ring import Ring, SegmentFile
from video.recording.segment import HEAD_BYTES, BadSegment, Kind, Record

_WINDOWS_US = (600_000_000, 86_400_000_000, 2**61)  # listed at once: a folder of days is not looked through for a seek


class OpenSegment:
    """One open file: packets from a place on, and where its key frames are. Raises OSError, BadSegment."""

    def __init__(self, file: SegmentFile) -> None:
        self.name = file.begin_us // 1000
        self.begin_us, self.end_us = file.begin_us, file.end_us
        self.finished = False
        self._reader = SegmentReader(file.path)
        self._records: Iterator[tuple[int, Record]] | None = None  # of one reading in sequence
        self._place = self._scanned = self._reader.first
        trailer = self._reader.trailer() if file.whole else None
        self._whole = trailer is not None
        self._keys: list[tuple[int, int]] = list(trailer.keys) if trailer is not None else []

    def key_at(self, at_us: int) -> int | None:
        """The place of the last key frame at or before `at_us`; None where none is."""
        if not self._whole:
            self._scan()
        return next((place for key_us, place in reversed(self._keys) if key_us <= at_us), None)

    def go_to(self, at_us: int) -> None:
        """Read on from the last key frame at or before `at_us`, else from the beginning."""
        place = self.key_at(at_us)
        self._place = self._reader.first if place is None else place
        self._records, self.finished = None, False

    def next(self) -> Record | None:
        """The next packet; None at the end, or where more has to be written first."""
        if self._records is None:
            self._records = self._reader.records(self._place)
        for place, record in self._records:
            self._place = place + HEAD_BYTES + len(record.payload)
            if record.kind is Kind.PACKET:
                self.end_us = max(self.end_us, record.at_us)
                return record
            self.finished = record.kind is Kind.TRAILER
        self._records = None
        return None

    def read(self, place: int) -> Record | None:
        self._records = None
        return next((record for _, record in self._reader.records(place)), None)

    def unit(self, record: Record) -> Unit:
        return Unit(self._reader.header, record, self.name, self.end_us)

    def close(self) -> None:
        self._reader.close()

    def _scan(self) -> None:
        """Look through what was written since the last time."""
        self._records = None
        for place, record in self._reader.records(self._scanned):
            self._scanned = place + HEAD_BYTES + len(record.payload)
            if record.kind is Kind.PACKET and record.key:
                self._keys.append((record.at_us, place))


class RingSource:
    """Packets of one camera, over segments; what is damaged, purged or passed over is a gap."""

    live = False
    failure = ""
    ended = False

    def __init__(self, ring: Ring, camera_id: str) -> None:
        self.passed_over: frozenset[int] = frozenset()
        self._ring = ring
        self._camera_id = camera_id
        self._open: OpenSegment | None = None
        self._back: OpenSegment | None = None  # for key_before, which does not move
        self._from_us = 0
        self._done = -1  # the segment that was read last

    def covers(self, at_us: int, reach_us: int) -> bool:
        """Whether something is recorded within `reach_us` of the moment."""
        return bool(self._segments(at_us - reach_us, at_us + reach_us))

    def seek(self, at_us: int) -> None:
        self._shut()
        self._from_us, self._done = at_us, -1
        found = self._last_before(at_us)
        if found is not None and found.end_us > at_us:
            self._done = found.begin_us // 1000 - 1
        self._follow()

    def next(self) -> Unit | None:
        while self._open is not None or self._follow():
            here = self._open
            if here is None:
                return None
            record = here.next()
            if record is not None:
                return here.unit(record)
            if not here.finished and not self._later(here.name):
                return None  # it is being written
            self._from_us, self._done = max(self._from_us, here.begin_us), here.name
            self._shut()
        return None

    def key_before(self, at_us: int) -> Unit | None:
        found = self._last_before(at_us)
        while found is not None:
            back = self._looked_into(found)
            place = back.key_at(at_us) if back is not None else None
            record = back.read(place) if back is not None and place is not None else None
            if back is not None and record is not None and record.key:
                return back.unit(record)
            found = self._last_before(found.begin_us - 1)
        return None

    def close(self) -> None:
        self._shut()
        if self._back is not None:
            self._back.close()
            self._back = None

    def _shut(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _segments(self, since_us: int, until_us: int) -> list[SegmentFile]:
        listed = self._ring.segments(self._camera_id, since_us, until_us)
        return [one for one in listed if one.begin_us // 1000 not in self.passed_over]

    def _last_before(self, at_us: int) -> SegmentFile | None:
        """The last segment that begins at or before `at_us`."""
        for window_us in _WINDOWS_US:
            found = [one for one in self._segments(at_us - window_us, at_us + 1) if one.begin_us <= at_us]
            if found:
                return found[-1]
        return None

    def _later(self, name: int) -> list[SegmentFile]:
        """The segments that begin after the one called `name`, from the place of reading on."""
        for window_us in _WINDOWS_US:
            listed = self._segments(self._from_us, self._from_us + window_us)
            found = [one for one in listed if one.begin_us // 1000 > name]
            if found:
                return found
        return []

    def _follow(self) -> bool:
        """Open the next segment that can be read; whether there is one."""
        for again in (True, False):
            for file in self._later(self._done):
                try:
                    self._open = OpenSegment(file)
                    if self._from_us > file.begin_us:
                        self._open.go_to(self._from_us)
                except (OSError, BadSegment):
                    if again and not file.whole and not file.path.exists():
                        break  # it was finished, and so renamed, since it was listed
                    continue
                return True
        return False

    def _looked_into(self, file: SegmentFile) -> OpenSegment | None:
        if self._back is not None and self._back.name == file.begin_us // 1000:
            return self._back
        if self._back is not None:
            self._back.close()
            self._back = None
        try:
            self._back = OpenSegment(file)
        except (OSError, BadSegment):
            return None
        return self._back
