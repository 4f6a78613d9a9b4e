"""Reading the ring: listings, spans, motion, packets over segments, and files that are not to be believed."""

from itertools import pairwise
from pathlib import Path

import pytest
from support.segments import BEGIN_US, CAMERA, SECOND_US, records, write_segment

from video.recording.naming import SegmentFile, times_of
from video.recording.reading import SegmentReader
from video.recording.ring import Ring
from video.recording.segment import Kind

FOR_EVER_US = BEGIN_US + 10**12


def test_a_whole_segment_is_listed_by_its_name_alone(tmp_path: Path) -> None:
    path = write_segment(tmp_path)
    path.write_bytes(b"")
    (one,) = Ring(tmp_path).segments(CAMERA, BEGIN_US, FOR_EVER_US)
    assert (one.path, one.begin_us, one.end_us, one.whole) == (path, BEGIN_US, BEGIN_US + 4 * SECOND_US, True)


def test_a_segment_that_is_still_written_grows_in_the_same_ring(tmp_path: Path) -> None:
    made = records(seconds=4)
    path = write_segment(tmp_path, made[:5], whole=False, pad=made[5].pack()[:-1])
    ring = Ring(tmp_path)
    assert [(one.whole, one.end_us) for one in ring.segments(CAMERA, 0, FOR_EVER_US)] == [(False, BEGIN_US + SECOND_US)]
    with path.open("ab") as file:
        file.write(made[5].pack()[-1:] + b"".join(record.pack() for record in made[6:]))
    assert ring.spans(CAMERA, 0, FOR_EVER_US) == ((BEGIN_US, BEGIN_US + 4 * SECOND_US),)


def test_neighbours_within_a_second_are_one_span_and_a_gap_parts_them(tmp_path: Path) -> None:
    for begin_s in (0, 4, 9):
        write_segment(tmp_path, records(BEGIN_US + begin_s * SECOND_US))
    since_us, until_us = BEGIN_US + SECOND_US, BEGIN_US + 11 * SECOND_US
    assert Ring(tmp_path).spans(CAMERA, since_us, until_us) == (
        (since_us, BEGIN_US + 8 * SECOND_US),
        (BEGIN_US + 9 * SECOND_US, until_us),
    )


def test_motion_comes_from_whole_and_unfinished_segments_once_a_second(tmp_path: Path) -> None:
    write_segment(tmp_path, records(motion=9))
    write_segment(tmp_path, records(BEGIN_US + 4 * SECOND_US, motion=200), whole=False)
    found = Ring(tmp_path).motion(CAMERA, BEGIN_US + SECOND_US, FOR_EVER_US)
    assert [value for _, value in found] == [9, 9, 9, 200, 200, 200, 200]
    assert all(later - earlier == SECOND_US for (earlier, _), (later, _) in pairwise(found))


@pytest.mark.parametrize("whole", [True, False])
def test_packets_begin_with_the_key_frame_before_the_moment(tmp_path: Path, whole: bool) -> None:
    write_segment(tmp_path, whole=whole)
    got = list(Ring(tmp_path).packets(CAMERA, BEGIN_US + 3 * SECOND_US, BEGIN_US + 3 * SECOND_US + 1))
    assert got[0][1].key
    assert got[0][1].at_us == BEGIN_US + 2 * SECOND_US
    assert [record.at_us for _, record in got][-1] == BEGIN_US + 3 * SECOND_US


def test_packets_go_on_over_segments_with_another_header_and_over_midnight(tmp_path: Path) -> None:
    midnight_us = BEGIN_US - BEGIN_US % (86_400 * SECOND_US) + 86_400 * SECOND_US
    write_segment(tmp_path, records(midnight_us - 4 * SECOND_US))
    write_segment(tmp_path, records(midnight_us))
    write_segment(tmp_path, records(midnight_us + 4 * SECOND_US), whole=False)
    got = list(Ring(tmp_path).packets(CAMERA, midnight_us - SECOND_US))
    assert len({id(header) for header, _ in got}) == 3
    assert {record.kind for _, record in got} == {Kind.PACKET}
    assert [record.at_us for _, record in got] == sorted(record.at_us for _, record in got)
    assert len(got) == 10 + 20 + 20


def test_a_moment_in_a_gap_begins_with_what_comes_after(tmp_path: Path) -> None:
    write_segment(tmp_path)
    later_us = BEGIN_US + 60 * SECOND_US
    write_segment(tmp_path, records(later_us))
    first = next(Ring(tmp_path).packets(CAMERA, BEGIN_US + 30 * SECOND_US))
    assert first[1].at_us == later_us


class _RenamedMeanwhile(Ring):
    """The writer finishes the segment just after it was listed."""

    def segments(self, camera_id: str, since_us: int, until_us: int) -> tuple[SegmentFile, ...]:
        listed = super().segments(camera_id, since_us, until_us)
        for one in listed:
            one.path.unlink(missing_ok=True)
            write_segment(self._root)
        return listed


def test_a_segment_that_was_finished_between_listing_and_reading_is_found_again(tmp_path: Path) -> None:
    write_segment(tmp_path, whole=False)
    ring = _RenamedMeanwhile(tmp_path)
    assert len(list(ring.packets(CAMERA, BEGIN_US, BEGIN_US + 4 * SECOND_US))) == 20


def test_purged_and_damaged_files_are_passed_over(tmp_path: Path) -> None:
    paths = [write_segment(tmp_path, records(BEGIN_US + 4 * n * SECOND_US)) for n in range(4)]
    paths[1].write_bytes(b"no segment")
    packets = Ring(tmp_path).packets(CAMERA, BEGIN_US)
    got = [next(packets)[1]]
    paths[0].unlink()
    paths[2].unlink()
    got += [record for _, record in packets]
    seconds = {(record.at_us - BEGIN_US) // SECOND_US for record in got}
    assert seconds == {0, 1, 2, 3, 12, 13, 14, 15}


def test_what_stands_before_a_damaged_record_is_given(tmp_path: Path) -> None:
    path = write_segment(tmp_path)
    with SegmentReader(path) as reader:
        place = [place for place, record in reader.records() if record.kind is Kind.PACKET][12]
    data = bytearray(path.read_bytes())
    data[place + 50] ^= 1
    path.write_bytes(data)
    assert len(list(Ring(tmp_path).packets(CAMERA, BEGIN_US))) == 12


def test_a_missing_folder_is_an_empty_ring_and_other_files_are_none_of_ours(tmp_path: Path) -> None:
    assert Ring(tmp_path / "pulled").spans(CAMERA, 0, FOR_EVER_US) == ()
    folder = write_segment(tmp_path).parent
    for name in ("notes.txt", "12x-34.seg", "9-1.seg", ".part", "5-6.part", "lost+found"):
        (folder / name).write_bytes(b"x")
    (tmp_path / CAMERA / "no day").mkdir()
    assert len(Ring(tmp_path).segments(CAMERA, 0, FOR_EVER_US)) == 1
    assert times_of("12.part") == (12_000, None)


def test_an_id_that_is_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain name"):
        Ring(tmp_path).segments("../other", 0, 1)
