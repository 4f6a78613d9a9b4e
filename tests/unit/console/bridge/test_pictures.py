"""A photo that was offered: upright, small, and nothing left in it but its pixels."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from console.bridge.pictures import (
    JPEG_MOST,
    LONGEST_PX,
    EmptyPhoto,
    NoPhoto,
    PhotoBridge,
    PhotoTooBig,
    PhotoUnreadable,
    TooManyPixels,
    record_jpeg,
)
from console.presenters.jobs import ImmediateJobs
from resources.words import sentence
from storage.model.ids import new_id
from widgets.incidents.photos import OfferedPhoto

PLACE = b"6 deg 17' S 107 deg 10' E"


def halves(width=400, height=300):
    """The left half red, the right one blue: (h, w, 3) BGR."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (0, 0, 255)
    pixels[:, width // 2 :] = (255, 0, 0)
    return pixels


def encoded(pixels, kind=".jpg"):
    return cv2.imencode(kind, pixels)[1].tobytes()


def exif(orientation):
    """A TIFF block with an orientation, a maker's name and a GPS directory with a reference and a free text."""
    entries, gps_at = 3, 8 + 2 + 3 * 12 + 4
    gps_data = gps_at + 2 + 2 * 12 + 4
    ifd = struct.pack("<H", entries)
    ifd += struct.pack("<HHI4s", 0x010F, 2, 4, b"HP1\0")  # maker
    ifd += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    ifd += struct.pack("<HHII", 0x8825, 4, 1, gps_at) + struct.pack("<I", 0)
    gps = struct.pack("<H", 2)
    gps += struct.pack("<HHI4s", 1, 2, 2, b"S\0\0\0")
    gps += struct.pack("<HHII", 0x1C, 7, len(PLACE), gps_data) + struct.pack("<I", 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + ifd + gps + PLACE


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def telling_jpeg(orientation=1):
    """A JPEG that tells where it was taken four times: EXIF, XMP, a comment, and bytes after its end."""
    plain = encoded(halves())
    told = segment(0xE1, exif(orientation))
    told += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + PLACE + b"</x:xmpmeta>")
    told += segment(0xFE, PLACE)
    return plain[:2] + told + plain[2:] + PLACE


def markers(jpeg):
    """The segments before the picture's data, by their marker."""
    found, at = [], 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return found


def pixels_of(jpeg):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)


def test_where_and_with_what_a_photo_was_taken_is_gone():
    given = telling_jpeg()
    assert given.count(PLACE) == 4
    kept = record_jpeg(OfferedPhoto(data=given))
    assert PLACE not in kept
    assert b"Exif" not in kept
    told = [marker for marker in markers(kept) if 0xE1 <= marker <= 0xEF or marker == 0xFE]
    assert told == [], "no application segment but JFIF's, no comment"
    assert kept.endswith(b"\xff\xd9")


def test_a_photo_held_sideways_is_kept_upright():
    kept = pixels_of(record_jpeg(OfferedPhoto(data=telling_jpeg(orientation=6))))
    assert kept.shape == (400, 300, 3)
    assert kept[20, 150, 2] > 200, "what was left is on top: red"
    assert kept[380, 150, 0] > 200


def test_a_photo_mirrored_by_its_orientation_is_mirrored_back():
    kept = pixels_of(record_jpeg(OfferedPhoto(data=telling_jpeg(orientation=2))))
    assert kept.shape == (300, 400, 3)
    assert kept[150, 20, 0] > 200, "blue is left now"


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp", ".bmp", ".tiff"])
def test_a_large_photo_of_any_kind_is_made_small(kind):
    rng = np.random.default_rng(7)
    coarse = rng.integers(0, 256, (300, 400, 3), np.uint8)
    photo = cv2.resize(coarse, (2400, 1800), interpolation=cv2.INTER_LINEAR)
    kept = record_jpeg(OfferedPhoto(data=encoded(photo, kind)))
    assert len(kept) <= JPEG_MOST
    assert max(pixels_of(kept).shape) <= LONGEST_PX


def test_noise_that_no_quality_makes_small_enough_loses_pixels():
    noise = np.random.default_rng(8).integers(0, 256, (600, 950, 3), np.uint8)
    kept = record_jpeg(OfferedPhoto(data=encoded(noise, ".png")))
    assert len(kept) <= JPEG_MOST
    height, width = pixels_of(kept).shape[:2]
    assert abs(width / height - 950 / 600) < 0.02


def test_a_small_photo_keeps_its_size():
    assert pixels_of(record_jpeg(OfferedPhoto(data=encoded(halves())))).shape == (300, 400, 3)


def test_what_was_transparent_is_white():
    clear = np.zeros((40, 60, 4), np.uint8)
    assert pixels_of(record_jpeg(OfferedPhoto(data=encoded(clear, ".png")))).min() > 250


def test_pasted_pixels_are_kept_without_their_texts():
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0xFF224466)
    image.setText("Comment", PLACE.decode())
    kept = record_jpeg(OfferedPhoto(image=image))
    assert PLACE not in kept
    assert pixels_of(kept).shape == (48, 64, 3)


def test_a_file_is_read_by_what_is_in_it_and_not_by_its_name(tmp_path):
    named_otherwise = tmp_path / "foto.png"
    named_otherwise.write_bytes(telling_jpeg())
    assert pixels_of(record_jpeg(OfferedPhoto(path=named_otherwise))).shape == (300, 400, 3)


def bomb():
    """A PNG of a few hundred bytes that says it is 30,000 x 30,000."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    png = encoded(halves(8, 8), ".png")
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return png[:16] + header + crc + png[33:]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyPhoto),
        (b"Bukan gambar sama sekali.", NoPhoto),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", NoPhoto),
        (b"%PDF-1.4\n", NoPhoto),
        (telling_jpeg()[:300], NoPhoto),
        (bomb(), TooManyPixels),
    ],
    ids=["empty", "text", "svg", "pdf", "cut off", "bomb"],
)
def test_what_is_no_photo_gets_a_sentence(data, error):
    with pytest.raises(error) as refused:
        record_jpeg(OfferedPhoto(data=data))
    assert "Gambar tempelan" in sentence(refused.value)


def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path):
    large = tmp_path / "besar.jpg"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(PhotoTooBig) as refused:
        record_jpeg(OfferedPhoto(path=large))
    assert "besar.jpg" in sentence(refused.value)
    assert "100 MB" in sentence(refused.value)


def test_a_file_that_is_gone_or_a_folder_gets_a_sentence(tmp_path):
    for path in (tmp_path / "tidak-ada.jpg", tmp_path, Path("/dev/zero")):
        with pytest.raises(PhotoUnreadable):
            record_jpeg(OfferedPhoto(path=path))


def test_each_photo_is_told_with_its_ticket_or_refused():
    bridge = PhotoBridge(ImmediateJobs())
    ready, refused = [], []
    keep_ready, keep_refused = (lambda *told: ready.append(told)), (lambda *told: refused.append(told))
    bridge.ready.connect(keep_ready)
    bridge.refused.connect(keep_refused)
    ticket_id = new_id()
    bridge.take(ticket_id, OfferedPhoto(data=telling_jpeg()))
    bridge.take(ticket_id, OfferedPhoto(data=b""))
    assert [(one, jpeg[:2]) for one, jpeg in ready] == [(ticket_id, b"\xff\xd8")]
    assert [(one, type(error)) for one, error in refused] == [(ticket_id, EmptyPhoto)]
