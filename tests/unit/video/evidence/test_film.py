"""Films hold what the camera sent, byte for byte, and say where something is missing."""

import hashlib
import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from support.films import (
    BEGIN_US,
    CAMERA_A,
    FPS,
    SECOND_US,
    TICKS,
    header,
    moved,
    packets,
    span,
    write_ring,
    write_segment,
)

from video.evidence.film import PART_BYTES, FilmCopier
from video.evidence.values import Film
from video.recording.ring import Ring


def copied(root: Path, folder: Path, *, begin_s: float = 0.0, end_s: float = 6.0, most: int = PART_BYTES) -> Film:
    """What becomes of the ring in `root` between the marks."""
    folder.mkdir(exist_ok=True)
    marked = span(begin_s, end_s)
    copier = FilmCopier(marked, folder, "01-k12", Path.rename, list, most)
    for of, record in Ring(root).packets(CAMERA_A, marked.mark_in_us, marked.mark_out_us):
        copier.add(of, record)
    return copier.finish()


def demuxed(path: Path) -> list[av.Packet]:
    with av.open(str(path)) as container:
        return [packet for packet in container.demux(container.streams.video[0]) if packet.size]


def decoded(path: Path) -> int:
    """Pictures that a decoder makes of it; a picture that it had to guess raises."""
    with av.open(str(path), options={"err_detect": "explode"}) as container:
        return sum(1 for _ in container.decode(container.streams.video[0]))


def units_by_code(payload: bytes) -> list[str]:
    """SHA-256 of each NAL unit between start codes."""
    units = re.split(rb"\x00*\x00\x00\x01", payload)
    return [hashlib.sha256(unit).hexdigest() for unit in units if unit]


def units_by_length(payload: bytes) -> list[str]:
    """SHA-256 of each NAL unit as MP4 has them: four bytes of length before each."""
    units, place = [], 0
    while place < len(payload):
        end = place + 4 + int.from_bytes(payload[place : place + 4], "big")
        units.append(hashlib.sha256(payload[place + 4 : end]).hexdigest())
        place = end
    return units


@pytest.mark.parametrize(("codec", "b_frames"), [("h264", 0), ("h264", 2), ("hevc", 2), ("mjpeg", 0)])
def test_every_unit_that_the_camera_sent_stands_in_the_film_unchanged(
    tmp_path: Path, codec: str, b_frames: int
) -> None:
    sent = write_ring(tmp_path / "ring", codec=codec, b_frames=b_frames)
    (part,) = copied(tmp_path / "ring", tmp_path / "out").parts
    kept = demuxed(tmp_path / "out" / part.name)
    split = units_by_code if codec != "mjpeg" else lambda payload: [hashlib.sha256(payload).hexdigest()]
    joined = units_by_length if codec != "mjpeg" else split
    assert [split(one.payload) for one in sent] == [joined(bytes(one)) for one in kept]
    assert [one.pts - sent[0].pts for one in sent] == [one.pts for one in kept]
    assert [one.dts - sent[0].pts for one in sent] == [one.dts for one in kept]
    assert [one.key for one in sent] == [one.is_keyframe for one in kept]
    assert decoded(tmp_path / "out" / part.name) == len(sent) == part.packets


def test_a_film_begins_with_the_key_frame_before_the_mark_and_says_its_exact_time(tmp_path: Path) -> None:
    write_ring(tmp_path / "ring")
    film = copied(tmp_path / "ring", tmp_path / "out", begin_s=1.75, end_s=3.4)
    (part,) = film.parts
    assert (part.first_us, part.end_us) == (BEGIN_US + SECOND_US, BEGIN_US + 34 * SECOND_US // 10)
    assert part.begins_with_key
    assert part.name == "01-k12-20261124T071501Z.mp4"
    assert film.gaps == ()
    with av.open(str(tmp_path / "out" / part.name)) as container:
        assert container.metadata["creation_time"] == "2026-11-24T07:15:01.000000Z"


def test_the_index_stands_in_front_so_that_any_player_begins_at_once(tmp_path: Path) -> None:
    write_ring(tmp_path / "ring")
    (part,) = copied(tmp_path / "ring", tmp_path / "out").parts
    content = (tmp_path / "out" / part.name).read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")
    assert b"moof" not in content


def test_over_two_seconds_without_a_packet_begin_a_second_file_with_its_own_times(tmp_path: Path) -> None:
    stream = packets("h264", 2)
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US), header())
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US + 5 * SECOND_US, 5 * TICKS), header())
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=9)
    assert [part.name for part in film.parts] == ["01-k12-20261124T071500Z.mp4", "01-k12-20261124T071505Z-part-2.mp4"]
    assert film.parts[1].first_us == BEGIN_US + 5 * SECOND_US
    assert film.gaps == (
        (BEGIN_US + 2 * SECOND_US, BEGIN_US + 5 * SECOND_US),
        (BEGIN_US + 7 * SECOND_US, BEGIN_US + 9 * SECOND_US),
    )
    assert demuxed(tmp_path / "out" / film.parts[1].name)[0].pts == 0


def test_a_gap_at_the_beginning_is_said_too(tmp_path: Path) -> None:
    write_segment(tmp_path / "ring", moved(packets("h264", 2), BEGIN_US + 3 * SECOND_US), header())
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=5)
    assert film.gaps == ((BEGIN_US, BEGIN_US + 3 * SECOND_US),)


@pytest.mark.parametrize("ticks", [3.5 * TICKS, 77_000_000, 0], ids=["as before", "anew", "from zero"])
def test_time_runs_on_over_a_small_gap_also_when_the_camera_counts_anew(tmp_path: Path, ticks: float) -> None:
    stream = packets("h264", 2)
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US), header())
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US + 35 * SECOND_US // 10, round(ticks)), header())
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=5.5)
    (part,) = film.parts
    kept = demuxed(tmp_path / "out" / part.name)
    assert kept[2 * FPS].pts == round(3.5 * TICKS)
    assert film.gaps == ((BEGIN_US + 2 * SECOND_US, BEGIN_US + 35 * SECOND_US // 10),)
    assert decoded(tmp_path / "out" / part.name) == 4 * FPS


def test_the_cameras_own_ticks_go_on_where_the_rings_time_trembles_between_segments(tmp_path: Path) -> None:
    sent = moved(packets("h264", 4), BEGIN_US, 500)
    write_segment(tmp_path / "ring", sent[:20], header())
    write_segment(tmp_path / "ring", moved(sent[20:], -30_000), header())
    (part,) = copied(tmp_path / "ring", tmp_path / "out", end_s=4).parts
    times = [one.pts for one in demuxed(tmp_path / "out" / part.name)]
    assert {later - earlier for earlier, later in pairwise(times)} == {TICKS // FPS}


def test_a_clock_that_was_set_back_a_little_does_not_squeeze_the_pictures_that_follow(tmp_path: Path) -> None:
    sent = packets("h264", 4)
    copier = FilmCopier(span(0, 4), tmp_path, "01-k12", Path.rename, list, PART_BYTES)
    for records in (moved(sent[:20], BEGIN_US), moved(sent[20:], BEGIN_US - 1_500_000, 777_000)):
        of = header()
        for record in records:
            copier.add(of, record)
    (part,) = copier.finish().parts
    times = [one.dts for one in demuxed(tmp_path / part.name)]
    steps = [later - earlier for earlier, later in pairwise(times)]
    assert steps[19] == 1
    assert set(steps[:19] + steps[20:]) == {TICKS // FPS}


def test_a_clock_that_was_set_back_far_begins_another_file(tmp_path: Path) -> None:
    sent = packets("h264", 4)
    copier = FilmCopier(span(0, 4), tmp_path, "01-k12", Path.rename, list, PART_BYTES)
    for records in (moved(sent[:20], BEGIN_US + 60 * SECOND_US), moved(sent[20:], BEGIN_US, 777_000)):
        of = header()
        for record in records:
            copier.add(of, record)
    film = copier.finish()
    assert [part.packets for part in film.parts] == [20, 20]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) > sum(len(one.payload) for one in sent)


def test_another_size_begins_another_file(tmp_path: Path) -> None:
    write_segment(tmp_path / "ring", moved(packets("h264", 2), BEGIN_US), header())
    larger = (192, 112)
    second = moved(packets("h264", 2, 0, larger), BEGIN_US + 2 * SECOND_US)
    write_segment(tmp_path / "ring", second, header(size=larger))
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=4)
    assert [(part.width, part.height) for part in film.parts] == [(160, 96), (192, 112)]
    assert film.gaps == ()
    assert [decoded(tmp_path / "out" / part.name) for part in film.parts] == [20, 20]


def test_another_codec_begins_another_file(tmp_path: Path) -> None:
    write_segment(tmp_path / "ring", moved(packets("h264", 2), BEGIN_US), header())
    second = moved(packets("mjpeg", 2), BEGIN_US + 2 * SECOND_US)
    write_segment(tmp_path / "ring", second, header(codec="mjpeg"))
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=4)
    assert [part.codec for part in film.parts] == ["h264", "mjpeg"]


def test_a_file_ends_at_a_key_frame_before_it_is_too_large_for_a_stick(tmp_path: Path) -> None:
    sent = write_ring(tmp_path / "ring", 6, codec="mjpeg")
    most = sum(len(one.payload) for one in sent) // 3
    film = copied(tmp_path / "ring", tmp_path / "out", most=most)
    assert len(film.parts) >= 3
    assert all(part.begins_with_key for part in film.parts)
    assert sum(part.packets for part in film.parts) == len(sent)
    assert film.gaps == ()
    kept = [bytes(one) for part in film.parts for one in demuxed(tmp_path / "out" / part.name)]
    assert kept == [one.payload for one in sent]


def test_a_key_frame_of_an_hour_before_the_mark_is_not_handed_out(tmp_path: Path) -> None:
    stream = packets("h264", 4)
    write_segment(tmp_path / "ring", moved(stream[:20], BEGIN_US), header())
    write_segment(tmp_path / "ring", moved(stream, BEGIN_US + 7 * SECOND_US), header())
    copier_span = span(5, 9)
    copier = FilmCopier(copier_span, tmp_path, "01-k12", Path.rename, list, PART_BYTES)
    for begin_us in (BEGIN_US, BEGIN_US + 7 * SECOND_US):
        of = header()
        for record in moved(stream[:20], begin_us):
            copier.add(of, record)
    film = copier.finish()
    assert [part.first_us for part in film.parts] == [BEGIN_US + 7 * SECOND_US]
    assert film.gaps == ((BEGIN_US + 5 * SECOND_US, BEGIN_US + 7 * SECOND_US),)
    assert [path.name for path in tmp_path.glob("*.mp4*")] == [film.parts[0].name]


def test_a_camera_of_one_picture_in_three_seconds_has_no_gaps_and_one_file(tmp_path: Path) -> None:
    stream = packets("mjpeg", 1)
    slow = [
        replace(
            one,
            at_us=BEGIN_US + place * 3 * SECOND_US,
            pts=place * 3 * TICKS,
            dts=place * 3 * TICKS,
            key=True,
        )
        for place, one in enumerate(stream)
    ]
    write_segment(tmp_path / "ring", slow, header(codec="mjpeg"))
    film = copied(tmp_path / "ring", tmp_path / "out", end_s=30)
    assert film.gaps == ()
    assert [part.packets for part in film.parts] == [10]


def test_packets_that_have_lengths_already_are_left_as_they_are(tmp_path: Path) -> None:
    """A camera that is an MP4 file gives its packets so, with an avcC as extradata."""
    write_ring(tmp_path / "ring")
    (part,) = copied(tmp_path / "ring", tmp_path / "out").parts
    with av.open(str(tmp_path / "out" / part.name)) as container:
        extradata = bytes(container.streams.video[0].codec_context.extradata or b"")
    lengths = [bytes(one) for one in demuxed(tmp_path / "out" / part.name)]
    sent = [
        replace(one, payload=payload) for one, payload in zip(moved(packets("h264", 6), BEGIN_US), lengths, strict=True)
    ]
    write_segment(tmp_path / "second", sent, header(extradata=extradata))
    (again,) = copied(tmp_path / "second", tmp_path / "out2").parts
    assert [bytes(one) for one in demuxed(tmp_path / "out2" / again.name)] == lengths
    assert decoded(tmp_path / "out2" / again.name) == 60


def test_parameters_from_the_header_serve_where_the_stream_has_none(tmp_path: Path) -> None:
    sent = moved(packets("h264", 2), BEGIN_US)
    units = [b"\0\0\0\1" + unit for unit in re.split(rb"\x00*\x00\x00\x01", sent[0].payload) if unit]
    parameters = b"".join(unit for unit in units if unit[4] & 31 in {7, 8})
    pictures = b"".join(unit for unit in units if unit[4] & 31 not in {7, 8})
    bare = [replace(sent[0], payload=pictures), *sent[1:10]]
    write_segment(tmp_path / "ring", bare, header(extradata=parameters))
    (part,) = copied(tmp_path / "ring", tmp_path / "out", end_s=1).parts
    assert decoded(tmp_path / "out" / part.name) == 10


def test_pixels_that_are_not_square_keep_their_shape(tmp_path: Path) -> None:
    write_segment(tmp_path / "ring", moved(packets("h264", 2), BEGIN_US), header(aspect=Fraction(4, 3)))
    (part,) = copied(tmp_path / "ring", tmp_path / "out", end_s=2).parts
    with av.open(str(tmp_path / "out" / part.name)) as container:
        assert container.streams.video[0].sample_aspect_ratio == Fraction(4, 3)


@pytest.mark.parametrize("jump_s", [3_600, -3_600, 47_721.8588, -6])
def test_ticks_that_jump_or_wrap_in_the_midst_of_a_segment_show_no_hour_that_never_was(
    tmp_path: Path, jump_s: float
) -> None:
    sent = moved(packets("h264", 4), BEGIN_US, 400_000_000)
    jumped = [*sent[:15], *moved(sent[15:], 0, round(jump_s * TICKS))]
    write_segment(tmp_path / "ring", jumped, header())
    (part,) = copied(tmp_path / "ring", tmp_path / "out", end_s=4).parts
    times = [one.pts for one in demuxed(tmp_path / "out" / part.name)]
    assert {later - earlier for earlier, later in pairwise(times)} == {TICKS // FPS}
    assert part.end_us == BEGIN_US + 4 * SECOND_US
