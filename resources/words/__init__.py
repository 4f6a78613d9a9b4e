"""Every sentence that a person reads, in Indonesian and English, free of Qt.

A key is `file.entry` for `resources/words/<language>/<file>.toml`; nested tables are joined by dots.
The console, the report and the command line share these words, which is why they are not Qt's .ts files
(docs/design/words.md). An entry may have the forms `one` and `other`, chosen by the fact `n`.
"""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from resources.errors import SiagaError


class Language(StrEnum):
    INDONESIAN = "id"
    ENGLISH = "en"


class _Chosen:
    language = Language.INDONESIAN


def set_language(language: Language) -> None:
    """Choose the language of every later `say`; the caller repaints what is already shown."""
    _Chosen.language = language


def language() -> Language:
    return _Chosen.language


@cache
def catalog(language: Language) -> dict[str, str]:
    """All entries of one language, by key."""
    entries: dict[str, str] = {}
    for file in sorted(files("resources").joinpath("words", language.value).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            _flatten(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")), entries)
    return entries


def _flatten(prefix: str, table: dict[str, Any], into: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            _flatten(key, value, into)
        else:
            into[key] = str(value)


def say(key: str, /, **facts: str | int | float) -> str:
    """The sentence of `key` in the chosen language. Raises KeyError for an unknown key or a missing fact."""
    return say_in(_Chosen.language, key, **facts)


def say_in(language: Language, key: str, /, **facts: str | int | float) -> str:
    """`say` in a language of its own, such as a report's, whatever the desk speaks meanwhile."""
    entries = catalog(language)
    if key not in entries:
        key = f"{key}.{'one' if facts.get('n') == 1 else 'other'}"
    return entries[key].format(**facts)


def sentence(error: SiagaError) -> str:
    """What went wrong and what to do, for the person who reads it."""
    return say(error.word, **error.facts)
