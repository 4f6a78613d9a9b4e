"""What a `db` command says at its end: sentences for a person, or one JSON object for a program."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from resources.words import Language, language, say

_UNITS = ("B", "kB", "MB", "GB", "TB")


def emit(values: Mapping[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    sys.stdout.write((json.dumps(values, indent=1) if as_json else "\n".join(lines)) + "\n")


def size(count: int) -> str:
    """A number of bytes as people read it: "12.3 MB", "12,3 MB" in Indonesian."""
    value, unit = float(count), 0
    while value >= 1000 and unit + 1 < len(_UNITS):
        value, unit = value / 1000, unit + 1
    text = f"{value:.0f}" if unit == 0 or value >= 100 else f"{value:.1f}"
    return f"{text.replace('.', ',') if language() is Language.INDONESIAN else text} {_UNITS[unit]}"


def age(seconds: float) -> str:
    """How long ago, in its largest unit."""
    if seconds < 5400:
        return say("operations.age.minutes", n=max(1, round(seconds / 60)))
    if seconds < 172_800:
        return say("operations.age.hours", n=round(seconds / 3600))
    return say("operations.age.days", n=round(seconds / 86_400))
