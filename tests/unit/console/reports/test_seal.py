"""The regency's seal from settings: SVG or PNG, and a report comes even where it is broken."""

import struct
import zlib

import pytest
from support.papers import alternatives, reader, text_of
from support.shift_values import SINCE, UNTIL
from unit.console.reports.small_record import SmallRecord

from console.reports.making import read_material, set_report
from console.reports.seal import MOST_BYTES, BadSeal, SealMissing, read_seal
from console.settings import Settings
from resources.words import Language, sentence

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="12"><path d="M0 0h10v12z" fill="#1d4e79"/></svg>'


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([200, 30, 30]) * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def report(seal):
    settings = Settings(seal=seal, authority="Pemerintah Kabupaten Uji")
    return set_report(read_material(SmallRecord(), settings, SINCE, UNTIL), Language.INDONESIAN)


def pictures(pdf):
    """The raster pictures on the first page."""
    found = []
    waiting = [reader(pdf).pages[0]["/Resources"]]
    while waiting:
        for name, each in waiting.pop().get("/XObject", {}).items():
            each = each.get_object()
            if each["/Subtype"] == "/Image":
                found.append(name)
            elif "/Resources" in each:
                waiting.append(each["/Resources"])
    return found


@pytest.mark.parametrize(("name", "content"), [("lambang.svg", SVG), ("lambang.png", png()), ("tanpa-akhiran", SVG)])
def test_a_seal_stands_on_the_cover_with_its_words(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    made = report(file)
    assert made.notice is None
    assert alternatives(made.pdf)[0] == "Lambang Pemerintah Kabupaten Uji"


def test_without_a_seal_a_neutral_shield_stands_there_that_is_no_picture_to_read_out():
    made = report(None)
    assert made.notice is None
    assert "Lambang" not in " ".join(alternatives(made.pdf))


BROKEN = {
    "kosong": b"",
    "teks": b"bukan gambar",
    "png setengah": png()[:40],
    "svg setengah": SVG[:60],
    "bukan utf-8": b"\xff\xfe\x00",
    "terlalu besar": b" " * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_seal_is_said_and_the_report_still_comes(tmp_path, content):
    file = tmp_path / "lambang.svg"
    file.write_bytes(content)
    with pytest.raises(BadSeal):
        read_seal(file)
    made = report(file)
    assert str(file) in sentence(made.notice)
    assert "Pemerintah Kabupaten Uji" in text_of(made.pdf)


def test_a_seal_that_is_not_there_is_said(tmp_path):
    made = report(tmp_path / "tidak-ada.png")
    assert isinstance(made.notice, SealMissing)
    assert isinstance(report(tmp_path).notice, SealMissing)


def test_a_seal_cannot_read_other_files(tmp_path):
    secret = tmp_path / "rahasia.png"
    secret.write_bytes(png())
    inside = f'<image href="file://{secret}" width="10" height="10"/><image href="{secret}" width="9" height="9"/>'
    file = tmp_path / "lambang.svg"
    file.write_bytes(SVG.replace(b"</svg>", inside.encode() + b"</svg>"))
    assert len(pictures(report(secret).pdf)) == 1
    assert pictures(report(file).pdf) == []
