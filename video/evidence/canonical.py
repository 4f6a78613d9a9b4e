"""JSON in one form alone, so that a meaning has one sequence of bytes and one signature."""

import json
from typing import Any, NoReturn


class NotCanonical(ValueError):
    """The bytes are no JSON, or not the one form of what they say."""


def canonical(value: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8, whole numbers only, a line's end at the end.

    Raises TypeError for a float: 1.0 and 1 would be two forms of one value. Raises ValueError for half a surrogate.
    """
    _without_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"


def parsed(data: bytes) -> Any:
    """The value of bytes that are exactly canonical. Raises NotCanonical, whatever the bytes are."""
    try:
        value = json.loads(data, parse_float=_no_float, parse_constant=_no_float)
        again = canonical(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotCanonical(type(error).__name__) from None
    if again != data:
        raise NotCanonical("another form")
    return value


def _no_float(text: str) -> NoReturn:
    raise NotCanonical("a number that is not whole")


def _without_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a number that is not whole")
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("a key that is no text")
        for part in value.values():
            _without_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _without_floats(part)
