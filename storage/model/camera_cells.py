"""What one cell of a cameras' file says: read into a camera's value, or refused with a reason; and written."""

import re
from collections.abc import Mapping
from uuid import UUID

from resources.errors import SiagaError
from storage.model.cameras import Transport

PROBLEMS = frozenset(
    {"encoding", "empty", "too_large", "too_many", "not_csv", "columns", "no_number_column", "cells", "needed"}
    | {"number", "duplicate", "name", "url", "credentials", "onvif_url", "no_figure", "latitude", "longitude"}
    | {"swapped", "half_a_point", "heading", "agency", "yes_or_no", "transport", "aspect", "zone"}
)
NAME_MOST = 120
NUMBER_MOST = 99_999
_YES = frozenset({"ya", "y", "yes", "true", "benar", "1"})
_NO = frozenset({"tidak", "n", "no", "false", "salah", "0"})
_URL = re.compile(r"[a-z][a-z0-9+.-]*:")
_LOGIN = re.compile(r"([^/]*//)?[^/]*@")
# A spreadsheet takes 16:9 for a time of day and writes 16:09 or 16:09:00.
_ASPECT = re.compile(r"0*([1-9][0-9]{0,3}) ?[:/x] ?0*([1-9][0-9]{0,3})(:00)?", re.IGNORECASE)
# What makes a spreadsheet take a cell for a formula; the wide forms are the same to one set to Chinese or Japanese.
_FORMULA = "=+-@＝＋－＠"
_MINUS = "−"


class BadCell(SiagaError):
    """A cell that is refused; facts: what. A cell that may hold a password is never quoted."""

    def __init__(self, problem: str, what: str = "") -> None:
        assert problem in PROBLEMS
        self.word = f"camera_csv.bad.{problem}"
        self.problem = problem
        super().__init__(problem, what=what[:80])


def clean(text: str) -> str:
    """Without blanks at the ends, line breaks and blanks that stand twice."""
    return " ".join(text.split())


def escaped(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would be one."""
    text = clean(text)
    return f"'{text}" if text and text[0] in f"{_FORMULA}'" else text


def unescaped(cell: str) -> str:
    """What was written, without the apostrophe that `escaped` put before it."""
    cell = clean(cell)
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in f"{_FORMULA}'" else cell


def figure(value: float | None, *, comma: bool) -> str:
    """A number with every digit it has; a plain one is no formula, also below zero."""
    if value is None:
        return ""
    written = repr(float(value)).removesuffix(".0")
    return written.replace(".", ",") if comma else written


def read_text(cell: str) -> str:
    return cell


def read_name(cell: str) -> str:
    if not 0 < len(cell) <= NAME_MOST:
        raise BadCell("name")
    return cell


def read_number(cell: str) -> int:
    value = _figure(cell, "number")
    if not value.is_integer() or not 1 <= value <= NUMBER_MOST:
        raise BadCell("number", cell)
    return int(value)


def read_url(cell: str) -> str:
    """An address without a login in it. One that is refused is not repeated: a login may be somewhere in it."""
    if _LOGIN.match(cell):
        raise BadCell("credentials")
    if cell and not _URL.match(cell):
        raise BadCell("url")
    return cell


def read_main_url(cell: str) -> str:
    if not cell:
        raise BadCell("url")
    return read_url(cell)


def read_onvif_url(cell: str) -> str:
    if read_url(cell) and not cell.startswith(("http:", "https:")):
        raise BadCell("onvif_url")
    return cell


def read_latitude(cell: str) -> float | None:
    return _within("latitude", cell, 90)


def read_longitude(cell: str) -> float | None:
    return _within("longitude", cell, 180)


def read_heading(cell: str) -> float | None:
    if not cell:
        return None
    value = _figure(cell, "no_figure")
    if not 0 <= value < 360:
        raise BadCell("heading", cell)
    return value


def read_yes(cell: str) -> bool:
    if cell.casefold() not in _YES | _NO:
        raise BadCell("yes_or_no", cell)
    return cell.casefold() in _YES


def read_transport(cell: str) -> Transport:
    if cell.lower() not in {one.value for one in Transport}:
        raise BadCell("transport", cell)
    return Transport(cell.lower())


def read_aspect(cell: str) -> str:
    if not cell:
        return ""
    found = _ASPECT.fullmatch(cell)
    if found is None:
        raise BadCell("aspect", cell)
    return f"{found[1]}:{found[2]}"


def read_agency(cell: str, agencies: Mapping[str, UUID]) -> UUID | None:
    """By code or name, however it is capitalised."""
    if not cell:
        return None
    if cell.casefold() not in agencies:
        raise BadCell("agency", cell)
    return agencies[cell.casefold()]


def _within(which: str, cell: str, limit: float) -> float | None:
    if not cell:
        return None
    value = _figure(cell, "no_figure")
    if not -limit <= value <= limit:
        raise BadCell("swapped" if which == "latitude" and abs(value) <= 180 else which, cell)
    return value


def _figure(cell: str, problem: str) -> float:
    """A number with a decimal point or, as a spreadsheet in Indonesian writes it, a decimal comma."""
    plain = cell.replace(_MINUS, "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?", plain):
        raise BadCell(problem, cell)
    return float(plain)
