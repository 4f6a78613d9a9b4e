"""Every sentence for a person stands in both languages, and the code asks only for those that are there."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from architecture.dynamic_words import DYNAMIC
from support.sources import ROOT, at, called_name, calls, nodes, python_files

from resources.words import Language, catalog

INDONESIAN = catalog(Language.INDONESIAN)
ENGLISH = catalog(Language.ENGLISH)
FILES = {path.stem for path in (ROOT / "resources" / "words").glob("*/*.toml")}
KEY = re.compile(rf"({'|'.join(sorted(FILES))})(\.[a-z0-9_]+)+")
NOT_A_KEY = re.compile(r".*\.(svg|toml|py|json|sql|png|qss|ttf|otf|wav|md|log|h264|mp4|npz|csv|typ)")
# Here "tickets.id" is a column.
SPEAKS_SQL = ("storage/pg/", "storage/migrations/", "storage/security/", "storage/live/")


def known(key: str) -> bool:
    return key in INDONESIAN or {f"{key}.one", f"{key}.other"} <= INDONESIAN.keys()


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def needed_facts(key: str) -> set[str]:
    """What `say(key, ...)` must be given; `n` chooses between the forms of a counted entry."""
    if key in INDONESIAN:
        return placeholders(INDONESIAN[key])
    return {"n"} | placeholders(INDONESIAN[f"{key}.one"]) | placeholders(INDONESIAN[f"{key}.other"])


def docstrings(path: Path) -> set[int]:
    return {
        id(node.body[0].value)
        for node in nodes(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def literals(path: Path) -> Iterator[tuple[str, ast.Constant]]:
    """The strings of a file but for its docstrings and the pieces of its f-strings."""
    pieces = {id(value) for node in nodes(path) if isinstance(node, ast.JoinedStr) for value in node.values}
    skipped = pieces | docstrings(path)
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value, node


def asked(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The keys that a file certainly asks for: the first argument of say() and what `word` is set to."""
    for call in calls(path):
        if called_name(call) == "say" and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value), call
    for node in nodes(path):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == "word" for target in targets):
            assert isinstance(node, ast.Assign)
            if isinstance(node.value, ast.Constant):
                yield str(node.value.value), node


def heads(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The literal beginnings of f-strings that look like a key: "camera.state" of f"camera.state.{state}"."""
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1 and isinstance(node.values[0], ast.Constant):
            head = str(node.values[0].value)
            if head.endswith(".") and KEY.fullmatch(f"{head}x"):
                yield head.removesuffix("."), node


def covered(keys: Iterable[str]) -> set[str]:
    return {form for key in keys for form in (key, f"{key}.one", f"{key}.other")}


def test_both_languages_have_the_same_entries() -> None:
    assert sorted(INDONESIAN.keys() - ENGLISH.keys()) == []
    assert sorted(ENGLISH.keys() - INDONESIAN.keys()) == []


def test_an_entry_names_the_same_facts_in_both_languages() -> None:
    shared = INDONESIAN.keys() & ENGLISH.keys()
    assert [key for key in sorted(shared) if placeholders(INDONESIAN[key]) != placeholders(ENGLISH[key])] == []


def test_a_counted_entry_has_both_forms() -> None:
    """`other` alone may be the last of a list of values; `one` is only ever the half of a counted entry."""
    stems = {key.removesuffix(".one") for key in INDONESIAN if key.endswith(".one")}
    assert [stem for stem in sorted(stems) if f"{stem}.other" not in INDONESIAN] == []


@pytest.mark.parametrize("language", list(Language))
def test_no_entry_is_empty(language: Language) -> None:
    assert [key for key, sentence in catalog(language).items() if not sentence.strip()] == []


def test_every_key_that_the_code_asks_for_is_there() -> None:
    missing = [f"{at(path, node)} {key}" for path in python_files() for key, node in asked(path) if not known(key)]
    missing += [
        f"{at(path, node)} {text}"
        for path in python_files()
        if not path.as_posix().startswith(SPEAKS_SQL)
        for text, node in literals(path)
        if KEY.fullmatch(text) and not NOT_A_KEY.fullmatch(text) and not known(text) and text not in DYNAMIC
    ]
    assert sorted(set(missing)) == []


def possible_keys(call: ast.Call) -> list[str]:
    """The keys that the first argument of `say` can be, as far as the text tells."""
    key = call.args[0] if call.args else None
    if isinstance(key, ast.Constant):
        return [str(key.value)]
    if isinstance(key, ast.IfExp):
        return [str(end.value) for end in (key.body, key.orelse) if isinstance(end, ast.Constant)]
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        prefix = str(key.values[0].value).removesuffix(".")
        return [f"{prefix}.{value}" for value in DYNAMIC.get(prefix, ())]
    return []


def test_say_is_given_every_fact_of_its_sentence() -> None:
    short = []
    for path in python_files():
        for call in calls(path):
            given = {keyword.arg for keyword in call.keywords}
            if called_name(call) != "say" or None in given:
                continue
            for key in filter(known, possible_keys(call)):
                if not needed_facts(key) <= given:
                    short.append(f"{at(path, call)} {key}: {sorted(needed_facts(key) - given)}")
    assert short == []


def errors_by_name() -> dict[str, str]:
    """Our error classes that take their facts by the base's __init__, with the key of their sentence."""
    found = {}
    for path in python_files():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not any(isinstance(part, ast.FunctionDef) for part in node.body):
                for part in node.body:
                    if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "word":
                        found[node.name] = str(ast.literal_eval(part.value))
    return found


def test_an_error_is_raised_with_every_fact_of_its_sentence() -> None:
    words = errors_by_name()
    short = []
    for path in python_files():
        for call in calls(path):
            key = words.get(called_name(call), "")
            given = {keyword.arg for keyword in call.keywords}
            if known(key) and None not in given and not needed_facts(key) <= given:
                short.append(f"{at(path, call)} {called_name(call)}: {sorted(needed_facts(key) - given)}")
    assert short == []


def test_a_key_is_made_from_a_value_only_where_the_table_lists_its_values() -> None:
    unlisted = [f"{at(path, node)} {head}" for path in python_files() for head, node in heads(path)]
    assert [line for line in unlisted if line.split()[1] not in DYNAMIC] == []


def test_every_listed_value_has_its_word() -> None:
    wanted = [f"{prefix}.{value}" for prefix, values in DYNAMIC.items() for value in values]
    assert [key for key in wanted if not known(key)] == []


def test_every_listed_prefix_is_still_used() -> None:
    used = {head for path in python_files() for head, _ in heads(path)}
    used |= {text for path in python_files() for text, _ in literals(path)}
    assert sorted(DYNAMIC.keys() - used) == []


def test_no_entry_is_unused() -> None:
    used = covered(text for path in python_files() for text, _ in literals(path))
    used |= covered(f"{prefix}.{value}" for prefix, values in DYNAMIC.items() for value in values)
    assert sorted(INDONESIAN.keys() - used) == []


def test_qt_translates_no_sentence_that_is_put_together_at_run_time() -> None:
    """lupdate takes an f-string silently and finds nothing; a sentence of ours is looked up by key anyway."""
    wrong = [
        at(path, call)
        for path in python_files()
        for call in calls(path)
        if called_name(call) in {"tr", "translate"}
        and any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]
    assert wrong == []


def test_say_takes_no_sentence_put_together_from_pieces() -> None:
    """Only the last part of a key may come from a value: f"ticket.state.{state}"."""
    wrong = []
    for path in python_files():
        heads_here = {id(node) for _, node in heads(path)}
        for call in calls(path):
            if called_name(call) == "say" and call.args and isinstance(call.args[0], ast.JoinedStr):
                key = call.args[0]
                if id(key) not in heads_here or len(key.values) != 2:
                    wrong.append(at(path, call))
    assert wrong == []
