"""Which characters the report's own fonts can draw, read from their `cmap` tables.

PDF/A and PDF/UA refuse a file with a character that no font has, so what is missing must be known beforehand.
Source: OpenType 1.9.1, "cmap", formats 4 and 12.
"""

import struct
from functools import cache
from importlib.resources import files

FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf", "DejaVuSans.ttf")
_FALLBACK = "DejaVuSans.ttf"
_MISSING_DELTA_END = 0xFFFF


def font_folder() -> str:
    """Where the fonts are that a report is set in."""
    return str(files("resources").joinpath("fonts"))


@cache
def drawable() -> frozenset[int]:
    """Code points that can be drawn in every weight: by the fallback font, or by each of the others."""
    return sure() | _covered(_FALLBACK)


@cache
def sure() -> frozenset[int]:
    """Code points that the first font has in each weight, so that nothing hangs on a fallback."""
    return frozenset.intersection(*(_covered(name) for name in FONTS if name != _FALLBACK))


@cache
def _covered(name: str) -> frozenset[int]:
    return frozenset(_code_points(files("resources").joinpath("fonts", name).read_bytes()))


def _code_points(font: bytes) -> set[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            return _of_cmap(font, offset)
    return set()


def _of_cmap(font: bytes, cmap: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * number)[0]
        form = struct.unpack_from(">H", font, offset)[0]
        if form == 4:
            found |= _of_segments(font, offset)
        elif form == 12:
            found |= _of_groups(font, offset)
    return found


def _of_segments(font: bytes, offset: int) -> set[int]:
    """Format 4: the end of each stretch, a gap of two bytes, then the start of each."""
    doubled = struct.unpack_from(">H", font, offset + 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, offset + 14)
    starts = struct.unpack_from(f">{count}H", font, offset + 16 + doubled)
    deltas = struct.unpack_from(f">{count}h", font, offset + 16 + 2 * doubled)
    places = offset + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, places)
    found: set[int] = set()
    for at, (start, end, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, _MISSING_DELTA_END - 1) + 1):
            glyph = code
            if shift:
                glyph = struct.unpack_from(">H", font, places + 2 * at + shift + 2 * (code - start))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found


def _of_groups(font: bytes, offset: int) -> set[int]:
    """Format 12: first and last code point of each group, and its first glyph."""
    count = struct.unpack_from(">I", font, offset + 12)[0]
    found: set[int] = set()
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", font, offset + 16 + 12 * number)
        found.update(code for code in range(first, last + 1) if glyph + code - first)
    return found
