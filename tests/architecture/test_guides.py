"""The guides: each page in both languages, every link and picture there, every setting told with its default."""

import json
import re
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from console.settings import Settings
from resources.words import Language, say_in
from storage.model.alarms import AlarmKind

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("id", "en")
BOOKS = ("operator", "administrator")
PAGES = sorted(page for book in BOOKS for page in (GUIDE / book).glob("*/*.md"))
BY_THE_SYSTEM = {
    *("data_dir", "cache_dir", "station_file", "recording_dir", "embedded_dir", "postgres_binaries", "seal"),
    "pictures_dir",
}
"""Defaults that are words and not values."""


def text_of(page: Path) -> str:
    """Without code blocks: what stands there is not for the reader to follow."""
    return re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)


def links_of(page: Path) -> list[str]:
    targets = re.findall(r"\]\(([^)\s]+)\)", text_of(page))
    return [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def headings_of(page: Path) -> list[str]:
    """How deep each heading is."""
    return re.findall(r"^(#+) ", text_of(page), flags=re.MULTILINE)


def rows_of(page: Path) -> int:
    """How many rows its tables have."""
    return text_of(page).count("\n|")


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    missing = [target for target in links_of(page) if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("book", BOOKS)
def test_a_guide_has_the_same_pages_in_both_languages(book: str) -> None:
    names = [sorted(page.name for page in (GUIDE / book / language).glob("*.md")) for language in LANGUAGES]
    assert names[0] == names[1]
    assert "index.md" in names[0]


@pytest.mark.parametrize("book", BOOKS)
def test_a_page_has_the_same_headings_pictures_and_rows_in_both_languages(book: str) -> None:
    for page in (GUIDE / book / "id").glob("*.md"):
        other = GUIDE / book / "en" / page.name
        assert headings_of(page) == headings_of(other), page.name
        assert [Path(one).name for one in links_of(page)] == [
            Path(one).name.replace("-en.png", "-id.png") for one in links_of(other)
        ], page.name
        assert rows_of(page) == rows_of(other), page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_shows_the_pictures_of_its_own_language(language: str) -> None:
    other = next(one for one in LANGUAGES if one != language)
    for page in GUIDE.glob(f"*/{language}/*.md"):
        foreign = [one for one in links_of(page) if f"/{other}/" in one or one.endswith(f"-{other}.png")]
        assert foreign == [], page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_reached_from_the_index_and_every_picture_is_shown(language: str) -> None:
    for book in BOOKS:
        reached = set(links_of(GUIDE / book / language / "index.md"))
        pages = {page.name for page in (GUIDE / book / language).glob("*.md")} - {"index.md"}
        assert pages <= reached
    shown = {Path(one).name for page in (GUIDE / "operator" / language).glob("*.md") for one in links_of(page)}
    taken = {picture.name for picture in (GUIDE / "operator" / "pictures" / language).glob("*.png")}
    assert taken <= shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_settings_tells_every_setting_with_its_default(language: str) -> None:
    page = GUIDE / "administrator" / language / "settings.md"
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", page.read_text("utf-8"), flags=re.MULTILINE)
    assert [name for name, _, _ in rows] == list(Settings.model_fields)
    for name, default, meaning in rows:
        assert len(meaning) > 20, name
        if name not in BY_THE_SYSTEM:
            assert default == f"`{written(Settings.model_fields[name].default)}`", name


@pytest.mark.parametrize("language", list(Language))
def test_the_page_of_alarms_tells_the_rules_that_a_new_record_begins_with(language: Language) -> None:
    files = ("r0002/10_alarms.sql", "r0003/20_alarms.sql", "r0004/32_clock_alarms.sql")
    sql = "".join((ROOT / "storage/migrations/versions" / file).read_text("utf-8") for file in files)
    begun = re.findall(r"\(gen_random_uuid\(\), '(\w+)', (\d+), \d+, (\d)\)", sql)
    assert len(begun) == len(AlarmKind)
    page = (GUIDE / "operator" / language.value / "alarms.md").read_text("utf-8")
    told = re.findall(r"^\| ([\w ]+) \| (\d+) \w+ \| (\d) \|$", page, flags=re.MULTILINE)
    assert sorted(told) == sorted(
        (say_in(language, f"alarms.kind.{kind}"), seconds, priority) for kind, seconds, priority in begun
    )


def written(value: Any) -> str:
    """A value as it stands in the file."""
    if isinstance(value, tuple):
        return f"[{', '.join(written(part) for part in value)}]"
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    return json.dumps(value)
