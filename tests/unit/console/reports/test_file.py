"""A report's file is there as a whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from console.reports import file as writing
from console.reports.file import ReportDiskFull, ReportNotWritten, write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path):
    out = tmp_path / "laporan.pdf"
    out.write_bytes(b"lama")
    write_whole(out, b"baru")
    assert out.read_bytes() == b"baru"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, ReportDiskFull), (errno.EIO, ReportNotWritten)])
def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch, number, error):
    out = tmp_path / "laporan.pdf"
    out.write_bytes(b"lama")

    def fail(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing.os, "fsync", fail)
    with pytest.raises(error):
        write_whole(out, b"baru")
    assert out.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("place", ["ada", "tidak/ada.pdf", "sebuah-berkas/laporan.pdf", "nol\0.pdf", "x" * 300])
def test_a_place_that_cannot_be_written_is_said(tmp_path, place):
    (tmp_path / "ada").mkdir()
    (tmp_path / "sebuah-berkas").write_text("")
    with pytest.raises(ReportNotWritten):
        write_whole(tmp_path / place, b"baru")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ada", "sebuah-berkas"]


def test_a_device_is_not_replaced_by_a_file():
    with pytest.raises(ReportNotWritten):
        write_whole(Path(os.devnull), b"baru")
    assert not Path(os.devnull).is_file()
