"""Sentences for a person: chosen by key and language, filled with facts."""

from collections.abc import Iterator

import pytest

from resources import words
from resources.errors import SiagaError
from resources.words import Language, catalog, language, say, sentence, set_language

ENTRIES = {
    Language.INDONESIAN: {
        "tile.lost": "Kamera {name} putus",
        "tile.minutes.one": "{n} menit",
        "tile.minutes.other": "{n} menit",
        "errors.unexpected": "Ada yang tidak terduga.",
    },
    Language.ENGLISH: {
        "tile.lost": "Camera {name} is lost",
        "tile.minutes.one": "{n} minute",
        "tile.minutes.other": "{n} minutes",
        "errors.unexpected": "Something unexpected went wrong.",
    },
}


class CameraLost(SiagaError):
    word = "tile.lost"


@pytest.fixture(autouse=True)
def own_entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = language()
    monkeypatch.setattr(words, "catalog", ENTRIES.__getitem__)
    yield
    set_language(before)


def test_a_sentence_is_said_in_the_chosen_language() -> None:
    set_language(Language.INDONESIAN)
    assert say("tile.lost", name="Pasar") == "Kamera Pasar putus"
    set_language(Language.ENGLISH)
    assert say("tile.lost", name="Pasar") == "Camera Pasar is lost"


@pytest.mark.parametrize(("n", "said"), [(0, "0 minutes"), (1, "1 minute"), (2, "2 minutes")])
def test_the_count_chooses_the_form(n: int, said: str) -> None:
    set_language(Language.ENGLISH)
    assert say("tile.minutes", n=n) == said


def test_an_unknown_key_is_an_error_and_never_shown_to_a_person() -> None:
    with pytest.raises(KeyError):
        say("tile.nowhere")


def test_a_missing_fact_is_an_error_and_never_a_gap_in_the_sentence() -> None:
    with pytest.raises(KeyError, match="name"):
        say("tile.lost")


def test_an_error_becomes_the_sentence_of_its_word_with_its_facts() -> None:
    set_language(Language.ENGLISH)
    assert sentence(CameraLost("timeout after 2 s", name="Pasar")) == "Camera Pasar is lost"


def test_an_error_without_a_word_of_its_own_says_that_it_was_unexpected() -> None:
    set_language(Language.INDONESIAN)
    assert sentence(SiagaError("boom")) == "Ada yang tidak terduga."


def test_the_detail_for_the_log_is_no_part_of_the_sentence() -> None:
    set_language(Language.ENGLISH)
    error = CameraLost("timeout after 2 s", name="Pasar")
    assert str(error) == "timeout after 2 s"
    assert "timeout" not in sentence(error)


def test_a_key_is_the_path_of_its_entry_from_the_name_of_the_file() -> None:
    assert catalog(Language.ENGLISH)["errors.unexpected"].startswith("Something unexpected")
