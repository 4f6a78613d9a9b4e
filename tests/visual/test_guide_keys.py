"""The guide's page of keys says what the console does; `--update-baselines` writes its tables anew."""

from pathlib import Path

import pytest
from support import guide_keys
from visual.taking import DOCS

from resources.words import Language


def page_of(language: Language) -> Path:
    return DOCS / "guide" / "operator" / language.value / "keys.md"


@pytest.mark.parametrize("language", list(Language))
def test_the_page_of_keys_is_what_the_consoles_tables_and_buttons_say(language, qtbot, request) -> None:
    page = page_of(language)
    made = guide_keys.tables(language, qtbot)
    wanted = guide_keys.written(page, language, made)
    if request.config.getoption("--update-baselines"):
        page.write_text(wanted, "utf-8")
    assert guide_keys.places_in(page) == set(made)
    assert page.read_text("utf-8") == wanted


@pytest.mark.parametrize("language", list(Language))
def test_every_place_of_the_page_has_keys(language, qtbot) -> None:
    """A sheet whose buttons are no longer found would leave an empty table."""
    empty = [name for name, rows in guide_keys.tables(language, qtbot).items() if not rows]
    assert empty == []
