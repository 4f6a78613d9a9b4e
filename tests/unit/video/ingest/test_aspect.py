"""The shape that an operator gives a picture."""

from fractions import Fraction

import pytest

from resources.words import sentence
from video.frames import fit
from video.ingest.aspect import BadAspect, display_aspect, sample_aspect


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4:3", Fraction(4, 3)), (" 16 : 9 ", Fraction(16, 9)), ("2.35:1", Fraction(47, 20)), ("", None), ("  ", None)],
)
def test_a_shape_is_width_over_height(text: str, expected: Fraction | None) -> None:
    assert display_aspect(text) == expected


@pytest.mark.parametrize("text", ["4", "4:0", "wide", "4:x", "-4:3", "100:1", "1:100", ":", "nan:1"])
def test_what_is_no_shape_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(BadAspect) as refused:
        display_aspect(text)
    assert text in sentence(refused.value)


@pytest.mark.parametrize("size", [(704, 576), (352, 288), (1920, 1080)])
def test_an_overridden_picture_has_its_shape_whatever_its_samples(size: tuple[int, int]) -> None:
    shown = fit(*size, (400, 400), sample_aspect(Fraction(4, 3), *size))
    assert shown == (400, 300)
