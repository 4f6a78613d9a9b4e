"""Writing segments: where they are cut, which clock they tell, and a disk that refuses."""

import errno
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from support.segments import CAMERA, HEADER

from video.recording import writing
from video.recording.part import Part
from video.recording.reading import SegmentReader
from video.recording.ring import Ring
from video.recording.segment import Kind
from video.recording.trouble import Trouble
from video.recording.writing import ON, SegmentWriter

UTC_S = 1_760_000_000.0
FOR_EVER_US = 2**60


class _Memory:
    def __init__(self) -> None:
        self.taken = 0

    def take(self, size: int) -> bool:
        self.taken += size
        return True

    def give_back(self, size: int) -> None:
        self.taken -= size


class _Camera:
    """A steady stream of 5 pictures a second into a writer; `now_s` is the monotonic clock."""

    def __init__(self, root: Path, *, gop: int = 10, size: int = 100) -> None:
        self.now_s = 1000.0
        self.offset_s = UTC_S - 1000.0
        self.memory = _Memory()
        self.writer = SegmentWriter(root, CAMERA, self.memory, wall=lambda: self.now_s + self.offset_s)
        self.gop = gop
        self.size = size
        self.number = 0
        self.ticks_from = 0
        self.writer.begin(HEADER)

    def send(self, packets: int, *, flush: bool = True) -> None:
        for _ in range(packets):
            ticks = self.ticks_from + self.number * 18_000
            key = self.number % self.gop == 0
            self.writer.packet(b"p" * self.size, ticks, ticks, key, self.now_s - 0.05, self.now_s)
            self.number += 1
            self.now_s += 0.2
        if flush:
            self.writer.flush()


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    return Ring(tmp_path)


def listed(ring: Ring) -> list[tuple[bool, float]]:
    """Whether each segment is whole, and how many seconds it is long."""
    return [(one.whole, (one.end_us - one.begin_us) / 1e6) for one in ring.segments(CAMERA, 0, FOR_EVER_US)]


def test_what_was_written_is_read_back_with_both_times_in_utc(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.send(10)
    camera.writer.close()
    camera.writer.flush()
    got = [record for _, record in ring.packets(CAMERA, 0)]
    assert [record.key for record in got] == [True] + [False] * 9
    assert got[0].at_us == round((UTC_S - 0.05) * 1e6)
    assert got[0].arrival_us == round(UTC_S * 1e6)
    assert (got[3].pts, got[3].dts, got[3].payload) == (54_000, 54_000, b"p" * 100)
    assert camera.memory.taken == 0


def test_a_segment_is_cut_at_the_first_key_frame_after_a_minute_and_nothing_is_missing(
    tmp_path: Path, ring: Ring
) -> None:
    camera = _Camera(tmp_path, gop=35)
    camera.send(700)
    assert listed(ring) == [(True, 63.0), (True, 63.0), (False, 14.0)]
    ticks = [record.dts for _, record in ring.packets(CAMERA, 0)]
    assert ticks == [number * 18_000 for number in range(700)]


def test_recording_begins_with_a_key_frame(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.number = 4
    camera.send(8)
    first = next(ring.packets(CAMERA, 0))[1]
    assert (first.key, first.dts) == (True, 180_000)


def test_a_stream_without_key_frames_is_cut_before_it_grows_for_ever_and_stays_decodable(
    tmp_path: Path, ring: Ring
) -> None:
    camera = _Camera(tmp_path, gop=10**9)
    camera.send(5 * 900)
    spans = [length for _, length in listed(ring)]
    assert spans == [590.0, 310.0]
    at_us = round((UTC_S + 700) * 1e6)
    first = next(ring.packets(CAMERA, at_us))[1]
    assert (first.key, first.dts) == (True, 0)
    assert len(list(ring.packets(CAMERA, at_us))) == 4500


def test_a_wall_clock_that_was_set_begins_a_new_segment(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.send(15)
    camera.offset_s += 100.0
    camera.send(15)
    assert listed(ring) == [(True, 4.0), (False, 2.0)]
    assert ring.spans(CAMERA, 0, FOR_EVER_US)[1][0] == round((UTC_S + 4 + 100 - 0.05) * 1e6)


@pytest.mark.parametrize("jump", [-1_000_000, 9_000_000])
def test_a_sender_that_starts_over_begins_a_new_segment(tmp_path: Path, ring: Ring, jump: int) -> None:
    camera = _Camera(tmp_path)
    camera.send(20)
    camera.ticks_from = jump
    camera.send(20)
    assert [whole for whole, _ in listed(ring)] == [True, False]


def test_a_new_connection_begins_a_new_segment_with_its_own_header(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.send(12)
    camera.writer.end()
    camera.send(2)
    camera.writer.begin(type(HEADER)(CAMERA, "hevc", b"", 640, 480, Fraction(1, 90_000), Fraction(4, 3), "main"))
    camera.send(20)
    headers = [header for header, record in ring.packets(CAMERA, 0) if record.key]
    assert [header.codec for header in headers] == ["h264", "h264", "hevc", "hevc"]
    assert headers[2].aspect == Fraction(4, 3)


def test_stream_time_never_goes_back_within_a_segment(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.send(5)
    camera.writer.packet(b"x", 90_000, 90_000, False, camera.now_s - 3.0, camera.now_s)
    camera.send(3)
    times = [record.at_us for _, record in ring.packets(CAMERA, 0)]
    assert times == sorted(times)
    assert len(times) == 9


def test_the_most_motion_of_each_second_is_kept_and_stands_in_the_trailer(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    for second in range(4):
        camera.send(5, flush=False)
        for value in (second, 10 * second, 3):
            camera.writer.motion(value, camera.now_s - 0.5)
    camera.writer.close()
    camera.writer.flush()
    (segment,) = ring.segments(CAMERA, 0, FOR_EVER_US)
    with SegmentReader(segment.path) as reader:
        trailer = reader.trailer()
        kinds = [record.kind for _, record in reader.records()]
    assert trailer is not None
    assert [value for _, value in trailer.motion] == [3, 10, 20, 30]
    assert (trailer.packets, kinds.count(Kind.PACKET), kinds.count(Kind.MOTION)) == (20, 20, 4)
    assert [value for _, value in ring.motion(CAMERA, 0, FOR_EVER_US)] == [3, 10, 20, 30]


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.ENOSPC, Trouble.FULL),
        (errno.EROFS, Trouble.READ_ONLY),
        (errno.EIO, Trouble.FAILING),
        (errno.EACCES, Trouble.DENIED),
    ],
)
def test_a_disk_that_refuses_is_named_and_tried_again_at_a_later_key_frame(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch, number: int, trouble: Trouble
) -> None:
    camera = _Camera(tmp_path)
    camera.send(15)
    assert camera.writer.state == ON
    with monkeypatch.context() as patched:
        patched.setattr(Part, "write", _refusing(number))
        camera.send(5)
        assert camera.writer.state == trouble
        camera.send(100)
        assert camera.writer.state == trouble
    camera.send(150)
    assert camera.writer.state == ON
    assert camera.memory.taken <= 10 * 200
    kept = ring.segments(CAMERA, 0, FOR_EVER_US)
    assert [one.whole for one in kept] == [False, False]  # the first one is left to the keeper
    firsts = [next(ring.packets(CAMERA, one.begin_us))[1] for one in kept]
    assert all(first.key for first in firsts)


def _refusing(number: int) -> object:
    def write(self: Part, data: bytes) -> None:
        raise OSError(number, "refused")

    return write


def test_a_folder_that_goes_away_is_missing_and_is_not_made_again(tmp_path: Path) -> None:
    root = tmp_path / "disk"
    camera = _Camera(root)
    camera.send(10)
    assert camera.writer.state == Trouble.MISSING
    assert not root.exists()
    root.mkdir()
    camera.send(30)
    assert camera.writer.state == ON


def test_tries_are_further_and_further_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []
    camera = _Camera(tmp_path, gop=1)

    def counted(*_: object) -> Iterator[None]:
        tries.append(camera.now_s)
        raise OSError(errno.EROFS, "refused")

    monkeypatch.setattr(writing, "Part", counted)
    for _ in range(1000):
        camera.send(1)
    waits = [round(later - earlier) for earlier, later in pairwise(tries)]
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) <= 61


def test_a_slow_disk_costs_whole_packets_at_the_end_of_a_segment_and_no_memory(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path, size=1_000_000)
    camera.send(40, flush=False)
    assert camera.writer.state == Trouble.SLOW
    assert camera.memory.taken < 17_000_000
    camera.writer.flush()
    for _ in range(6):
        camera.send(5)
    assert camera.writer.state == ON
    assert [whole for whole, _ in listed(ring)] == [True, False]
    ticks = [record.dts or 0 for _, record in ring.packets(CAMERA, 0)]
    steps = [(later - earlier) // 18_000 for earlier, later in pairwise(ticks)]
    assert sorted(set(steps))[0] == 1
    assert sum(step > 1 for step in steps) == 1


def test_after_close_nothing_more_is_taken(tmp_path: Path, ring: Ring) -> None:
    camera = _Camera(tmp_path)
    camera.send(10)
    camera.writer.close()
    camera.send(30)
    assert listed(ring) == [(True, 2.0)]
