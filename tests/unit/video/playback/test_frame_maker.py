"""Frames and their times, of every codec that cameras use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from support.ring import FRAME_US, clip

from video.playback.frame_maker import FrameMaker, VideoShot
from video.playback.source import Unit
from video.recording.segment import Header, Record
from video.synthetic.framecode import read_frame_number


@contextmanager
def unmarked(segment: int) -> Iterator[None]:
    yield


def units(made: tuple[Header, tuple[Record, ...]]) -> list[Unit]:
    header, records = made
    return [Unit(header, record, 0, record.at_us) for record in records]


def decoded(maker: FrameMaker, those: list[Unit]) -> list[VideoShot]:
    return [shot for unit in those for shot in maker.feed(unit)]


def numbers(shots: list[VideoShot]) -> list[int | None]:
    return [read_frame_number(shot.frame.to_ndarray(format="bgr24")) for shot in shots]


@pytest.mark.parametrize(
    ("codec", "b_frames"), [("libx264", 0), ("libx264", 2), ("libx265", 0), ("libx265", 2), ("mjpeg", 0)]
)
def test_every_frame_stands_at_its_own_time_also_where_frames_are_reordered(codec: str, b_frames: int) -> None:
    maker = FrameMaker(unmarked)
    shots = decoded(maker, units(clip(50, codec=codec, b_frames=b_frames))) + maker.drain()
    assert numbers(shots) == list(range(50))
    assert [shot.at_us for shot in shots] == [number * FRAME_US for number in range(50)]


def test_nothing_comes_before_a_key_frame() -> None:
    assert numbers(decoded(FrameMaker(unmarked), units(clip(50))[10:30])) == [25, 26, 27, 28, 29]


def test_a_key_frame_alone_gives_its_picture_also_with_reordered_frames() -> None:
    maker = FrameMaker(unmarked)
    keys = [unit for unit in units(clip(50, b_frames=2)) if unit.record.key]
    shots = [maker.single(unit) for unit in keys]
    assert numbers([shot for shot in shots if shot is not None]) == [0, 25]


def test_another_size_in_the_midst_takes_another_decoder_and_loses_no_frame() -> None:
    maker = FrameMaker(unmarked)
    shots = decoded(maker, units(clip(25, b_frames=2)) + units(clip(25, size=(640, 360)))) + maker.drain()
    assert numbers(shots) == [*range(25), *range(25)]
    assert [shot.frame.width for shot in shots] == [320] * 25 + [640] * 25


def test_a_codec_that_nobody_knows_gives_nothing_and_does_not_raise() -> None:
    header, records = clip(50)
    strange = (replace(header, codec="no such codec"), records)
    assert decoded(FrameMaker(unmarked), units(strange)) == []


def test_a_long_run_of_garbage_is_said_to_be_broken() -> None:
    header, records = clip(25)
    maker = FrameMaker(unmarked)
    garbage = [Unit(header, replace(records[0], payload=bytes([7]) * 900), 0, 0) for _ in range(120)]
    decoded(maker, garbage)
    assert maker.broken
