"""The size a picture takes inside the size that was asked for."""

from fractions import Fraction

_SQUARE = Fraction(1)


def fit(width: int, height: int, room: tuple[int, int], aspect: Fraction | None = None) -> tuple[int, int]:
    """Largest even size inside `room` (width, height) with the picture's right shape.

    `aspect` is the sample aspect ratio (SAR); None or 0 count as square. Both results are at least 2 and even,
    because the chroma planes have half the size.
    """
    shape = Fraction(width, height) * (aspect or _SQUARE)
    room_width, room_height = max(2, room[0]), max(2, room[1])
    if Fraction(room_width, room_height) > shape:
        fitted = (round(room_height * shape), room_height)
    else:
        fitted = (room_width, round(room_width / shape))
    return _even(min(fitted[0], room_width)), _even(min(fitted[1], room_height))


def _even(value: int) -> int:
    return max(2, value & ~1)
