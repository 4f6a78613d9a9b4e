"""Finishing a segment that a crash left: cut to what can be believed, then whole like any other."""

import os
from pathlib import Path

from video.recording.holding import left
from video.recording.naming import whole_path
from video.recording.part import sync
from video.recording.reading import SegmentReader
from video.recording.segment import BadSegment
from video.recording.tally import Tally
from video.recording.trouble import Trouble, trouble_of


def finish(path: Path, now_s: float) -> bool:
    """Whether the .part was left, and is a .seg now, or gone where no packet in it could be believed.

    Raises OSError; what it did until then is done again at the next try.
    """
    with left(path, now_s) as descriptor:
        if descriptor is None:
            return False
        tally = _tally_of(path)
        if not tally.packets:
            path.unlink()
            return True
        os.ftruncate(descriptor, tally.place)
        os.lseek(descriptor, 0, os.SEEK_END)
        _write_trailer(descriptor, tally)
        sync(descriptor)
        path.rename(whole_path(path, tally.begin_us, tally.end_us))
    return True


def _write_trailer(descriptor: int, tally: Tally) -> None:
    """Where the disk has no room even for that, the segment does without: readers scan it then."""
    rest = memoryview(tally.trailer().pack(tally.place))
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as error:
        if trouble_of(error) is not Trouble.FULL:
            raise
        os.ftruncate(descriptor, tally.place)


def _tally_of(path: Path) -> Tally:
    tally = Tally()
    try:
        with SegmentReader(path) as reader:
            for place, record in reader.believed():
                tally.add(place, record)
    except BadSegment:
        return Tally()
    return tally
