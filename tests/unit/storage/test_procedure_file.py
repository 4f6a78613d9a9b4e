"""A procedure's file is refused whole, with the line and the step of everything that is wrong in it."""

import pytest

from resources.words import Language, set_language
from storage.model.procedure_file import PROBLEMS, BadProcedure, read_procedure
from storage.model.procedures import Atom, StepKind

GOOD = """\
category = "fire"
version = 1
name = { id = "Kebakaran", en = "Fire" }

[[step]]
key = "asap"
kind = "camera"
preset = 3
text = { id = "Lihat preset 3: asap?", en = "Look at preset 3: smoke?" }

[[step]]
key = "apa"
kind = "choice"
text = { id = "Apa?", en = "What?" }
options = [
    { key = "rumah", id = "Rumah", en = "House" },
    { key = "lahan", id = "Lahan", en = "Land" },
]

[[step]]
key = "pln"
kind = "do"
who = "damkar"
must = false
when = ["asap = yes | unseen", "apa = rumah"]
text = { id = "Hubungi PLN", en = "Call PLN" }

[[step]]
key = "tutup"
kind = "do"
text = { id = "Tutup", en = "Close" }
"""


def problems(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(BadProcedure) as refused:
        read_procedure(text, "kebakaran.toml", agencies=["damkar"])
    return [(one.what, one.line, one.step) for one in refused.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_one_is_read_whole() -> None:
    procedure = read_procedure(GOOD, "kebakaran.toml", agencies=["damkar"])
    assert [one.key for one in procedure.steps] == ["asap", "apa", "pln", "tutup"]
    smoke, _, pln, _ = procedure.steps
    assert (smoke.kind, smoke.preset, smoke.who, smoke.must) == (StepKind.CAMERA, 3, "operator", True)
    assert pln.when == (Atom("asap", ("yes", "unseen")), Atom("apa", ("rumah",)))
    assert (pln.who, pln.must) == ("damkar", False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version = 1", "version = ", ("not_toml", 2, "")),
        ('category = "fire"', 'category = "Api!"', ("category", 1, "")),
        ("version = 1", "version = true", ("version", 2, "")),
        ('name = { id = "Kebakaran", en = "Fire" }', 'name = { id = "Kebakaran" }', ("name", 3, "")),
        ("version = 1", "version = 1\nauthor = 3", ("field", 3, "")),
        ('key = "asap"', 'key = "Asap"', ("key", 6, "1")),
        ('key = "asap"', 'key = "skip"', ("key", 6, "1")),
        ('key = "pln"', 'key = "apa"', ("twice", 21, "apa")),
        ('kind = "camera"', 'kind = "look"', ("kind", 7, "asap")),
        ('who = "damkar"', 'who = "polri"', ("who", 23, "pln")),
        ("must = false", "must = 0", ("must", 24, "pln")),
        ('text = { id = "Apa?", en = "What?" }', 'text = { id = "Apa?", en = "" }', ("text", 14, "apa")),
        ('id = "Apa?"', f'id = "{"a" * 161}"', ("too_long", 14, "apa")),
        ('"apa = rumah"', '"apa rumah"', ("when", 25, "pln")),
        ('"apa = rumah"', '"tutup = done"', ("later", 25, "pln")),
        ('"apa = rumah"', '"pln = done"', ("later", 25, "pln")),
        ('"apa = rumah"', '"apa = pasar"', ("no_answer", 25, "pln")),
        ('    { key = "lahan", id = "Lahan", en = "Land" },\n', "", ("options", 15, "apa")),
        ('kind = "choice"', 'kind = "yes_no"', ("no_options", 15, "apa")),
        ("preset = 3", "preset = 10", ("preset", 8, "asap")),
        ("must = false", "must = false\npreset = 1", ("preset", 25, "pln")),
        ("must = false", "mandatory = false", ("field", 24, "pln")),
        ('["asap = yes | unseen", "apa = rumah"]', '["apa = lahan", "apa = rumah"]', ("unreachable", 25, "pln")),
        ('key = "tutup"', 'key = "tutup"\nwhen = "asap = no"', ("last", 30, "tutup")),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_step(old: str, new: str, expected: tuple[str, int, str]) -> None:
    assert expected in problems(changed(old, new))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = changed("preset = 3", "preset = 0").replace("must = false", "must = 1").replace("version = 1", "version = 0")
    assert problems(text) == [("version", 2, ""), ("preset", 8, "asap"), ("must", 24, "pln")]


def test_none_and_too_many_steps_are_refused() -> None:
    head = GOOD[: GOOD.index("[[step]]")]
    one = '[[step]]\nkey = "s%d"\nkind = "do"\ntext = { id = "A", en = "B" }\n'
    assert problems(head) == [("steps", 1, "")]
    assert problems(head + "".join(one % n for n in range(31))) == [("steps", 1, "")]


def test_more_branching_questions_than_can_be_walked_are_refused() -> None:
    head = GOOD[: GOOD.index("[[step]]")]
    ask = '[[step]]\nkey = "s%d"\nkind = "yes_no"\ntext = { id = "A", en = "B" }\n'
    then = '[[step]]\nkey = "t%d"\nkind = "do"\nwhen = "s%d = yes"\ntext = { id = "A", en = "B" }\n'
    text = head + "".join(ask % n + then % (n, n) for n in range(11)) + (ask % 99)
    assert [what for what, _, _ in problems(text)] == ["questions"]


@pytest.mark.parametrize("language", Language)
def test_each_problem_has_its_words(language: Language) -> None:
    set_language(language)
    try:
        with pytest.raises(BadProcedure) as refused:
            read_procedure(changed("preset = 3", "preset = 0"), "kebakaran.toml")
        assert "8" in str(refused.value.problems[0])
        assert "asap" in str(refused.value.problems[0])
    finally:
        set_language(Language.INDONESIAN)
    assert len(PROBLEMS) == 22


@pytest.mark.parametrize(
    "text", ["step = 3", "step = [1, 2]", '[[step]]\nwhen = 3\noptions = 3\nkind = "choice"', 'step = [{ key = "a" }]']
)
def test_odd_shapes_are_refused_and_not_fallen_over(text: str) -> None:
    assert problems(text) != []
