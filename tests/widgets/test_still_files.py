"""A picture as a file: untouched, with its caption below, under a safe name, and never over another."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QImage
from support import views

from console.bridge.still_files import StillNote, StillNotSaved, StillUnreadable, captioned, save_still

AT = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)
NOTE = StillNote(views.CAMERAS[0], AT, "Pusat Komando")


def test_the_picture_is_untouched_and_the_line_stands_below_it() -> None:
    jpeg = views.jpeg(640, 360)
    made, given = captioned(jpeg, NOTE), QImage.fromData(jpeg)
    assert made.width() == 640
    assert made.height() >= 360 + 18
    assert made.copy(0, 0, 640, 360) == given.convertToFormat(QImage.Format.Format_RGB32)
    band = made.copy(0, 360, 640, made.height() - 360)
    bright = sum(band.pixelColor(x, y).lightness() > 150 for x in range(640) for y in range(band.height()))
    assert bright > 200


def test_the_line_says_camera_moment_and_site() -> None:
    assert NOTE.words == "101 Simpang SGC · Sel 24 Nov 2026, 14:03:54 WIB · Pusat Komando"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Simpang SGC", "siaga_101_simpang-sgc_20261124-140354"),
        ("../../etc/passwd", "siaga_101_etc-passwd_20261124-140354"),
        ("Café: Jl. Ahmad Yani?*", "siaga_101_cafe-jl-ahmad-yani_20261124-140354"),
        ("市場", "siaga_101_20261124-140354"),
        ("a" * 300, f"siaga_101_{'a' * 60}_20261124-140354"),
    ],
)
def test_a_file_is_named_in_plain_letters_whatever_the_camera_is_called(name: str, file: str) -> None:
    assert replace(NOTE, camera=replace(NOTE.camera, name=name)).file_name == file


def test_a_second_one_of_the_same_second_gets_a_name_of_its_own(tmp_path) -> None:
    folder = tmp_path / "baru" / "gambar"
    first, second = (save_still(views.jpeg(64, 36), NOTE, folder) for _ in range(2))
    assert (first.name, second.name) == (f"{NOTE.file_name}.png", f"{NOTE.file_name}-2.png")
    assert sorted(folder.iterdir()) == sorted((first, second))
    assert QImage(str(second)).width() == 64


def test_what_is_no_picture_and_a_folder_that_is_none_are_said(tmp_path) -> None:
    with pytest.raises(StillUnreadable):
        save_still(b"x", NOTE, tmp_path)
    in_the_way = tmp_path / "berkas"
    in_the_way.write_text("")
    with pytest.raises(StillNotSaved) as refused:
        save_still(views.jpeg(64, 36), NOTE, in_the_way / "gambar")
    assert refused.value.facts["folder"] == str(in_the_way / "gambar")
    assert list(tmp_path.iterdir()) == [in_the_way]
