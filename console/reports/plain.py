"""What people typed, made fit for print: every character drawable, no digits by which a caller can be found."""

import re
import unicodedata
from collections.abc import Set

from console.reports.coverage import drawable
from resources.redaction import HIDDEN, redact

_LONG_RUN = 24
_SOFT_BREAK = "\u200b"
_TOGETHER = "\u00a0"
_JOINERS = frozenset("\u200c\u200d")
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_NEVER = frozenset({"Cc", "Cs", "Cn", "Co"})
# Indonesian numbers as people write them: +62 812-3456-7890, 0812 3456 7890, (021) 8832 1234.
_PHONE = re.compile(r"(?<![\w.-])(?:\+?62[\s.-]?|\(?0)\d{2,3}\)?(?:[\s.-]?\d){5,9}(?!\w)")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")  # NIK


def without_callers(text: str) -> str:
    """What a person typed, without credentials, telephone and identity numbers."""
    return _IDENTITY_NUMBER.sub(HIDDEN, _PHONE.sub(HIDDEN, redact(text)))


def printable(text: str, allowed: Set[int] | None = None) -> str:
    """One line as it is printed, literally: idempotent.

    A character that no font of the report has stands as its number, U+1F525. Long words may break anywhere. `allowed`
    are the code points that can be drawn, by default those of the report's fonts.
    """
    can = drawable() if allowed is None else allowed
    shown = "".join(_printable(character, can) for character in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word) for word in shown.split(" ") if word)


def _printable(character: str, can: Set[int]) -> str:
    kind = unicodedata.category(character)
    if character in "\t\n\r" or (kind in _SPACES and character != _TOGETHER):
        return " "
    if character == _TOGETHER or character in _JOINERS:
        return character
    # Marks of direction are left out: they could let a title overwrite what stands beside it.
    if kind == "Cf" or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return ""
    if kind in _NEVER or ord(character) not in can:
        return f" U+{ord(character):04X} "
    return character


def _breakable(word: str) -> str:
    """A word without an end would run out of its column."""
    pieces = []
    while len(word) > _LONG_RUN:
        end = _LONG_RUN
        # A mark stays with its letter.
        while end < len(word) and unicodedata.combining(word[end]):
            end += 1
        pieces.append(word[:end])
        word = word[end:]
    return _SOFT_BREAK.join([*pieces, word] if word else pieces)
