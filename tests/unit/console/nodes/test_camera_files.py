"""Tables of cameras are read up to a limit and written whole or not at all."""

import os

import pytest

from console.nodes.camera_files import TableNotRead, TableNotWritten, read_table, write_table


def test_a_table_is_written_over_the_former_one(tmp_path):
    file = tmp_path / "kamera.csv"
    file.write_bytes(b"lama")
    assert write_table(file, b"baru") == file
    assert file.read_bytes() == b"baru"
    assert [one.name for one in tmp_path.iterdir()] == ["kamera.csv"]


def test_a_place_that_cannot_be_written_to_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(TableNotWritten) as refused:
        write_table(tmp_path / "tidak-ada" / "kamera.csv", b"baru")
    assert refused.value.facts["file"] == "kamera.csv"
    assert list(tmp_path.iterdir()) == []


def test_reading_ends_one_byte_past_the_limit(tmp_path):
    file = tmp_path / "kamera.csv"
    file.write_bytes(b"x" * 100)
    assert len(read_table(file, 10)) == 11


def test_a_pipe_and_a_missing_file_are_not_read(tmp_path):
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    for file in (pipe, tmp_path / "tidak-ada.csv", tmp_path):
        with pytest.raises(TableNotRead):
            read_table(file, 10)
