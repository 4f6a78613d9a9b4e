"""What people typed, as it may be printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.reports.coverage import drawable, sure
from console.reports.plain import printable, without_callers


@pytest.mark.parametrize(
    "text", ["Macet total", "*tebal* #panic() $x$ <a> @b [c]", "سلام", "Łódź", "naïve", "50 % ≤ ½"]
)
def test_what_can_be_drawn_stays_as_it_was_typed(text):
    assert printable(text) == text


def test_what_no_font_has_stands_as_its_number():
    assert printable("api 🔥 besar") == "api U+1F525 besar"
    assert printable("a\x07b") == "a U+0007 b"


def test_marks_of_direction_are_left_out_so_that_nothing_is_overwritten():
    assert printable("\u202egnalup\u202c") == "gnalup"
    assert printable("\u2066a\u2069\ufe0f") == "a"


def test_lines_and_blanks_become_one_line():
    assert printable(" satu\n\n dua\ttiga\u2028empat ") == "satu dua tiga empat"


def test_a_word_without_an_end_may_break():
    assert max(len(piece) for piece in printable("x" * 5000).split("\u200b")) <= 24
    assert printable("x" * 5000).replace("\u200b", "") == "x" * 5000


@given(st.text())
def test_printing_twice_is_printing_once(text):
    assert printable(printable(text)) == printable(text)


@given(st.text(max_size=30))
def test_nothing_is_left_that_cannot_be_drawn(text):
    rest = printable(text).translate(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u00a0")))
    assert {ord(letter) for letter in rest} <= drawable() | {0x20}


@pytest.mark.parametrize(
    "text",
    [
        "Pak Budi 0812-3456-7890 melapor",
        "hubungi +62 812 3456 7890",
        "62 81234567890",
        "(021) 8832 1234",
        "08123456789",
    ],
)
def test_a_telephone_number_is_not_printed(text):
    assert not any(part in without_callers(text) for part in ("3456", "8832", "8123"))
    assert "***" in without_callers(text)


@pytest.mark.parametrize("text", ["3216011234560001", "NIK 3216011234560001."])
def test_an_identity_number_is_not_printed(text):
    assert "321601" not in without_callers(text)


@pytest.mark.parametrize(
    "text",
    ["BKS-2026-004188", "km 31, 2 motor", "24 November 2026 14:03", "Jl. Raya 01 No. 12", "B 1234 XY", "1.234.567"],
)
def test_other_figures_stay(text):
    assert without_callers(text) == text


def test_a_credential_is_not_printed():
    assert "rahasia" not in without_callers("kamera rtsp://admin:rahasia@10.0.0.1/1 mati, password=rahasia")


def test_the_fonts_tell_what_they_can_draw():
    assert {ord(letter) for letter in "Aaz09–≤·ñ"} <= sure()
    assert ord("س") in drawable() - sure()
    assert ord("中") not in drawable()
