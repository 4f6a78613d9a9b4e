"""The ring as playback reads it: in sequence over segments, backwards by key frames, and while it is written."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.ring import BEGIN_US, FRAME_US, clip, pieces, shifted, write_ring, write_segment

from video.playback.ring_source import RingSource
from video.playback.source import Unit
from video.recording.ring import Ring

SourceOf = Callable[[Path], RingSource]


@pytest.fixture
def source_of() -> Iterator[Callable[[Path], RingSource]]:
    """Sources of camera "a", closed afterwards."""
    sources: list[RingSource] = []

    def make(root: Path) -> RingSource:
        sources.append(RingSource(Ring(root), "a"))
        return sources[-1]

    yield make
    for source in sources:
        source.close()


def frames(units: list[Unit]) -> list[int]:
    return [round((unit.at_us - BEGIN_US) / FRAME_US) for unit in units]


def rest_of(source: RingSource) -> list[int]:
    units = []
    while (unit := source.next()) is not None:
        units.append(unit)
    return frames(units)


def at(frame: float) -> int:
    return BEGIN_US + round(frame * FRAME_US)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_ring(tmp_path, "a", clip(200), segment_s=2, without=((100, 150),))
    return tmp_path


def test_reading_begins_with_the_key_frame_before_and_goes_on_over_segments_and_gaps(
    root: Path, source_of: SourceOf
) -> None:
    source = source_of(root)
    source.seek(at(60.5))
    assert rest_of(source) == [*range(50, 100), *range(150, 200)]


def test_in_a_gap_reading_begins_with_what_comes_after_it(root: Path, source_of: SourceOf) -> None:
    source = source_of(root)
    source.seek(at(120))
    assert rest_of(source)[:2] == [150, 151]


def test_the_key_frame_before_a_moment_is_found_over_gaps_without_moving(root: Path, source_of: SourceOf) -> None:
    source = source_of(root)
    source.seek(at(0))
    found = [source.key_before(at(frame)) for frame in (199, 150, 149, 24.9, -1)]
    assert [frames([unit])[0] if unit else None for unit in found] == [175, 150, 75, 0, None]
    assert rest_of(source)[0] == 0


def test_a_damaged_a_foreign_and_a_passed_over_segment_are_gaps(root: Path, source_of: SourceOf) -> None:
    first, second, third = sorted(root.glob("a/*/*.seg"))[:3]
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 0xFF
    first.write_bytes(data)
    third.write_bytes(b"no segment at all" * 100)
    source = source_of(root)
    source.passed_over = frozenset({int(second.name.split("-")[0])})
    source.seek(at(0))
    read = rest_of(source)
    assert read == list(range(len(read)))
    assert 0 < len(read) < 50


def test_a_segment_that_is_written_is_read_on_where_it_ended_and_over_its_renaming(
    tmp_path: Path, source_of: SourceOf
) -> None:
    header, records = clip(100)
    begun, later = pieces(shifted(records, BEGIN_US), 2_000_000)
    part = write_segment(tmp_path, "a", header, begun[:20], whole=False)
    source = source_of(tmp_path)
    source.seek(at(5))
    assert rest_of(source) == list(range(20))
    with part.open("ab") as file:
        for record in begun[20:]:
            file.write(record.pack())
    assert rest_of(source) == list(range(20, 50))
    part.unlink()
    write_segment(tmp_path, "a", header, begun)
    write_segment(tmp_path, "a", header, later[:10], whole=False)
    assert rest_of(source) == list(range(50, 60))


def test_what_is_recorded_after_the_end_that_was_sought_is_read_once_it_is_there(
    tmp_path: Path, source_of: SourceOf
) -> None:
    header, records = clip(100)
    begun = shifted(records, BEGIN_US)
    write_segment(tmp_path, "a", header, begun[:50], whole=False)
    source = source_of(tmp_path)
    source.seek(at(60))
    assert source.next() is None
    next(tmp_path.glob("a/*/*.part")).unlink()
    write_segment(tmp_path, "a", header, begun[:80], whole=False)
    assert rest_of(source) == list(range(50, 80))


def test_a_purged_segment_is_read_to_its_end_by_who_has_it_open(root: Path, source_of: SourceOf) -> None:
    source = source_of(root)
    source.seek(at(0))
    assert source.next() is not None
    for path in sorted(root.glob("a/*/*.seg"))[:2]:
        path.unlink()
    assert rest_of(source) == [*range(1, 50), *range(150, 200)]


def test_a_camera_without_a_recording_is_empty(tmp_path: Path, source_of: SourceOf) -> None:
    source = source_of(tmp_path)
    source.seek(at(0))
    assert source.next() is None
    assert source.key_before(at(0)) is None
    assert not source.covers(at(0), 10**9)
