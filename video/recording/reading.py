"""Reading one segment file, whole or not, and never trusting what its CRCs do not vouch for."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from video.recording.segment import (
    HEAD_BYTES,
    HEADER_MOST,
    TAIL,
    TAIL_MARK,
    BadSegment,
    Kind,
    Record,
    Trailer,
    payload_size,
    unpack_header,
    unpack_record,
    unpack_trailer,
)

_BUFFER = 256 * 1024


class SegmentReader:
    """An open segment. Raises OSError where it is gone or unreadable, BadSegment where its header is damaged.

    It may be written, finished or deleted meanwhile: what was there when it was opened stays readable.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", _BUFFER)
        try:
            self.header, self.first = unpack_header(self._file.read(HEADER_MOST))
        except BaseException:
            self._file.close()
            raise

    def records(self, place: int | None = None) -> Iterator[tuple[int, Record]]:
        """Records and their places from `place` on, until the first that is not to be believed."""
        here = self.first if place is None else place
        self._file.seek(here)
        while (record := self._next()) is not None:
            yield here, record
            here += HEAD_BYTES + len(record.payload)

    def believed(self, place: int | None = None) -> Iterator[tuple[int, Record]]:
        """What was recorded, without the trailer that an interrupted finishing may have left behind it."""
        for here, record in self.records(place):
            if record.kind is Kind.TRAILER:
                return
            yield here, record

    def trailer(self) -> Trailer | None:
        """What a whole segment says of itself; None where it has no trailer."""
        size = self._file.seek(0, 2)
        if size < self.first + TAIL.size:
            return None
        self._file.seek(size - TAIL.size)
        place, mark = TAIL.unpack(self._file.read(TAIL.size))
        if mark != TAIL_MARK or not self.first <= place < size:
            return None
        self._file.seek(place)
        record = self._next()
        return unpack_trailer(record) if record is not None and record.kind is Kind.TRAILER else None

    def _next(self) -> Record | None:
        head = self._file.read(HEAD_BYTES)
        size = payload_size(head)
        return None if size is None else unpack_record(head + self._file.read(size), 0)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "SegmentReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


__all__ = ["BadSegment", "SegmentReader"]
