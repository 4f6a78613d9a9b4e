"""The size of a picture inside a tile."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from video.frames import fit

SIDE = st.integers(16, 4000)


def test_a_wide_picture_takes_the_full_width_of_a_square_tile() -> None:
    assert fit(1280, 720, (640, 640)) == (640, 360)


def test_a_picture_of_wide_samples_is_stretched_to_its_true_shape() -> None:
    assert fit(720, 576, (1024, 576), Fraction(64, 45)) == (1024, 576)


def test_a_sample_aspect_of_zero_counts_as_square() -> None:
    assert fit(640, 480, (640, 640), Fraction(0)) == (640, 480)


@given(SIDE, SIDE, SIDE, SIDE)
def test_a_fitted_size_is_even_and_never_leaves_its_room(width: int, height: int, wide: int, high: int) -> None:
    fitted = fit(width, height, (wide, high))
    assert 2 <= fitted[0] <= wide
    assert 2 <= fitted[1] <= high
    assert fitted[0] % 2 == fitted[1] % 2 == 0
    assert fitted[0] >= wide - 2 or fitted[1] >= high - 2
