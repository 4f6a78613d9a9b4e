"""What files of the ring are called: the listing is the index (docs/design/recording.md)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PART, WHOLE = ".part", ".seg"
LONGEST_US = 600_000_000
"""No segment is longer: what overlaps a moment began this long before it at most."""


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """One file of the ring. `whole`: a .seg, its times by its name; else a .part, `end_us` as scanned."""

    camera_id: str
    path: Path
    begin_us: int
    end_us: int
    whole: bool


def day_of(at_us: int) -> str:
    """The UTC day that a segment beginning then lies under."""
    return datetime.fromtimestamp(at_us / 1_000_000, UTC).strftime("%Y-%m-%d")


def part_name(begin_us: int) -> str:
    return f"{begin_us // 1000}{PART}"


def whole_name(begin_us: int, end_us: int) -> str:
    """Begin rounded down and end rounded up to milliseconds: the name covers the segment."""
    return f"{begin_us // 1000}-{-(-end_us // 1000)}{WHOLE}"


def whole_path(part: Path, begin_us: int, end_us: int) -> Path:
    """What `part` is called when it is whole: never the name of another that a clock set back has made alike."""
    while (path := part.with_name(whole_name(begin_us, end_us))).exists():
        end_us += 1000
    return path


def times_of(name: str) -> tuple[int, int | None] | None:
    """Begin and end in microseconds as a file's name says (the end None for a .part); None for any other file."""
    stem, dot, ending = name.rpartition(".")
    begin, dash, end = stem.partition("-")
    if not dot or not begin.isascii() or not begin.isdigit():
        return None
    if f".{ending}" == PART and not dash:
        return int(begin) * 1000, None
    if f".{ending}" == WHOLE and end.isascii() and end.isdigit() and int(end) >= int(begin):
        return int(begin) * 1000, int(end) * 1000
    return None


def camera_folder(root: Path, camera_id: str) -> Path:
    """Raises ValueError for an id that is no plain name."""
    if not camera_id or camera_id == ".." or Path(camera_id).name != camera_id:
        raise ValueError("a camera's id is a plain name")
    return root / camera_id
