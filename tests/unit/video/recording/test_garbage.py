"""Files of any bytes never break a reader, and a segment cut anywhere gives what was whole in it."""

from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.segments import BEGIN_US, CAMERA, HEADER, records, write_segment

from video.recording.finishing import finish
from video.recording.ring import Ring
from video.recording.segment import TAIL, TAIL_MARK, Kind, Trailer

EVER = (0, 2**60)
LATER_S = 4e9
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_all(root: Path) -> int:
    """Ask everything that can be asked; returns how many packets came."""
    ring = Ring(root)
    ring.segments(CAMERA, *EVER)
    ring.spans(CAMERA, *EVER)
    ring.motion(CAMERA, *EVER)
    return len(list(ring.packets(CAMERA, BEGIN_US)))


@pytest.mark.parametrize("whole", [True, False])
def test_a_segment_cut_at_every_byte_gives_the_packets_that_are_whole(tmp_path: Path, whole: bool) -> None:
    made = records(seconds=1, fps=3, size=3)
    path = write_segment(tmp_path, made, whole=whole)
    data = path.read_bytes()
    ends, place = [], len(HEADER.pack())
    for record in made:
        place += len(record.pack())
        if record.kind is Kind.PACKET:
            ends.append(place)
    for length in range(len(data) + 1):
        path.write_bytes(data[:length])
        assert read_all(tmp_path) == sum(end <= length for end in ends), length


@QUIET
@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_are_no_segment(tmp_path: Path, data: bytes, whole: bool) -> None:
    folder = tmp_path / CAMERA / "2025-10-09"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("1760000000000-1760000060000.seg" if whole else "1760000000000.part")
    path.write_bytes(data)
    assert read_all(tmp_path) == 0
    path.unlink()


@QUIET
@given(st.data())
def test_changed_bytes_end_the_segment_at_the_record_they_are_in(tmp_path: Path, data: st.DataObject) -> None:
    made = records(seconds=2, fps=3, size=20)
    path = write_segment(tmp_path, made, whole=data.draw(st.booleans()))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    payloads = [record.payload for _, record in Ring(tmp_path).packets(CAMERA, BEGIN_US)]
    assert payloads == [record.payload for record in made if record.kind is Kind.PACKET][: len(payloads)]
    read_all(tmp_path)
    path.unlink()


@QUIET
@given(st.binary(max_size=200), st.integers(0, 400))
def test_finishing_any_bytes_leaves_a_segment_that_reads_the_same_or_none(tmp_path: Path, pad: bytes, cut: int) -> None:
    rmtree(tmp_path / CAMERA, ignore_errors=True)
    path = write_segment(tmp_path, records(seconds=1), whole=False, pad=pad)
    path.write_bytes(path.read_bytes()[: max(0, path.stat().st_size - cut)])
    before = read_all(tmp_path)
    assert finish(path, LATER_S)
    assert read_all(tmp_path) == before
    assert [one.suffix for one in path.parent.iterdir()] == ([".seg"] if before else [])


def test_a_finishing_that_was_interrupted_is_done_again(tmp_path: Path) -> None:
    path = write_segment(tmp_path, whole=False)
    size = path.stat().st_size
    trailer = Trailer(BEGIN_US, BEGIN_US, 0, (), ()).pack(size)
    for length in (0, 10, len(trailer) - TAIL.size, len(trailer)):
        path.write_bytes(path.read_bytes()[:size] + trailer[:length])
        assert read_all(tmp_path) == 20
    assert finish(path, LATER_S)
    assert read_all(tmp_path) == 20


@pytest.mark.parametrize("place", [0, 5, 2**63, 2**64 - 1])
def test_a_tail_that_points_anywhere_else_is_not_followed(tmp_path: Path, place: int) -> None:
    path = write_segment(tmp_path)
    path.write_bytes(path.read_bytes()[: -TAIL.size] + TAIL.pack(place, TAIL_MARK))
    assert read_all(tmp_path) == 20
    assert len(Ring(tmp_path).motion(CAMERA, *EVER)) == 4
