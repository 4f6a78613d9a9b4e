"""The shape that an operator gives a camera's picture, over what its stream says."""

from fractions import Fraction

from resources.errors import SiagaError

_NARROWEST, _WIDEST = Fraction(1, 4), Fraction(8)


class BadAspect(SiagaError):
    """A text that is no display aspect; facts: text."""

    word = "stream.error.bad_aspect"


def display_aspect(text: str) -> Fraction | None:
    """ "4:3" or "2.39:1" as width over height; None for an empty text. Raises BadAspect."""
    if not text.strip():
        return None
    width, _, height = text.partition(":")
    try:
        shape = Fraction(width.strip()) / Fraction(height.strip())
    except (ValueError, ZeroDivisionError) as error:
        raise BadAspect(text=text) from error
    if not _NARROWEST <= shape <= _WIDEST:
        raise BadAspect(text=text)
    return shape


def sample_aspect(display: Fraction, width: int, height: int) -> Fraction:
    """The shape of one sample that gives a picture of `width` x `height` samples this display aspect."""
    return display * height / width
