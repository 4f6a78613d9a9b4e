"""The picture store, both ends in one process."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from resources.words import Language, sentence, set_language
from video.events import CameraId, FrameStamp
from video.frames import PictureReader, PictureStore, PictureWriter, SharedMemoryFull
from video.frames.layout import BUFFERS
from video.frames.memory import PREFIX

CAMERA = CameraId("5b0c")
WHITE = 235  # limited range


@pytest.fixture
def store() -> Iterator[PictureStore]:
    store = PictureStore()
    yield store
    store.close()
    assert store.blocks == 0


def grey(level: int, width: int = 64, height: int = 36) -> np.ndarray:
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = level
    return planes


def stamp(sequence: int) -> FrameStamp:
    return FrameStamp(sequence, sequence / 25, 100 + sequence / 25)


def reader_of(store: PictureStore) -> PictureReader:
    reader = store.reader(CAMERA, "tile")
    assert reader is not None
    return reader


def test_a_reader_gets_the_newest_picture_once_with_its_stamp(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    reader = reader_of(store)
    assert reader.poll() is None
    writer.write_i420(grey(16), stamp(1))
    writer.write_i420(grey(WHITE), stamp(2))
    picture = reader.poll()
    assert picture is not None
    assert (picture.stamp, picture.width, picture.height) == (stamp(2), 64, 36)
    assert picture.pixels.shape == (36, 64, 4)
    assert picture.pixels.min() == 255
    assert reader.poll() is None
    assert reader.sequence == 2
    writer.close()


def test_a_picture_outlives_the_block_it_was_copied_from(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    writer.write_i420(grey(WHITE), stamp(1))
    reader = reader_of(store)
    picture = reader.poll()
    writer.close()
    store.drop(CAMERA, "tile")
    assert picture is not None
    assert picture.pixels.sum() == 255 * 36 * 64 * 4
    assert reader.poll() is None
    assert reader.newest() is None


def test_a_smaller_picture_keeps_its_own_size_in_a_larger_room(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (100, 100)))
    writer.write_i420(grey(16, 100, 56), stamp(1))
    picture = reader_of(store).poll()
    assert picture is not None
    assert picture.pixels.shape == (56, 100, 4)
    assert not picture.pixels[..., :3].any()
    writer.close()


def test_a_picture_that_is_larger_than_its_room_is_refused(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    with pytest.raises(ValueError, match="picture of 128x72"):
        writer.write_i420(grey(16, 128, 72), stamp(1))
    assert reader_of(store).sequence == 0
    writer.close()


def test_the_old_generation_is_shown_until_the_new_one_has_a_picture(store: PictureStore) -> None:
    old = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    old.write_i420(grey(16), stamp(1))
    reader = reader_of(store)
    new = PictureWriter(store.open(CAMERA, "tile", (128, 72)))
    newest = reader.newest()
    assert newest is not None
    assert newest.width == 64
    assert store.blocks == 2
    new.write_i420(grey(16, 128, 72), stamp(2))
    assert reader.sequence == 2
    picture = reader.poll()
    assert picture is not None
    assert picture.width == 128
    assert store.blocks == 1
    old.close()
    new.close()


def test_many_resizes_keep_two_generations_at_most(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    writer.write_i420(grey(16), stamp(1))
    for width in range(66, 106, 2):
        store.open(CAMERA, "tile", (width, 36))
    assert store.blocks == 2
    newest = reader_of(store).newest()
    assert newest is not None
    assert newest.stamp == stamp(1)
    writer.close()


def test_a_writer_goes_on_counting_after_one_that_died_in_the_middle(store: PictureStore) -> None:
    name = store.open(CAMERA, "tile", (64, 36))
    first = PictureWriter(name)
    for sequence in range(1, 5):
        first.write_i420(grey(16), stamp(sequence))
    assert first._block is not None
    first._block.begin(5)  # and then it was killed
    reader = reader_of(store)
    newest = reader.newest()
    assert newest is not None
    assert newest.stamp == stamp(4)
    second = PictureWriter(name)
    second.write_i420(grey(WHITE), stamp(9))
    picture = reader.poll()
    assert picture is not None
    assert picture.stamp == stamp(9)
    assert reader.sequence == 5
    first.close()
    second.close()


def test_a_buffer_that_is_overwritten_during_the_copy_is_not_believed(store: PictureStore) -> None:
    writer = PictureWriter(store.open(CAMERA, "tile", (64, 36)))
    writer.write_i420(grey(16), stamp(1))
    assert writer._block is not None
    writer._block.begin(1 + BUFFERS)  # the writer has lapped the reader
    assert reader_of(store).poll() is None
    writer.write_i420(grey(WHITE), stamp(2))
    assert reader_of(store).poll() is not None
    writer.close()


def test_full_shared_memory_is_a_sentence_and_leaves_no_block_behind(store: PictureStore) -> None:
    with pytest.raises(SharedMemoryFull) as refused:
        store.open(CAMERA, "tile", (400_000, 300_000))
    for language in Language:
        set_language(language)
        assert "1440000 MB" in sentence(refused.value)
    set_language(Language.INDONESIAN)
    assert store.blocks == 0
    assert store.reader(CAMERA, "tile") is None
    assert list(Path("/dev/shm").glob(f"{PREFIX}{os.getpid()}_*")) == []
