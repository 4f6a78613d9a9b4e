"""A procedure as a TOML text, read and checked whole: every problem is named with its line and step.

The format stands in docs/ref/procedures.md. What passes here has no step that no answers lead to, no condition on a
later step, and ends every path at its last step.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise, product
from typing import Any

from resources.errors import SiagaError
from resources.words import say
from storage.model.procedures import (
    OPERATOR,
    SKIP,
    SUPERVISOR,
    Atom,
    Option,
    Procedure,
    Step,
    StepKind,
    Words,
    conditions,
)

PROBLEMS = frozenset(
    {"not_toml", "category", "version", "name", "steps", "key", "twice", "kind", "who", "text", "too_long", "when"}
    | {"later", "no_answer", "options", "no_options", "preset", "must", "field", "unreachable", "last", "questions"}
)
MOST_STEPS, MOST_QUESTIONS, TEXT_MOST = 30, 10, 160
_FIELDS = frozenset({"key", "kind", "who", "text", "when", "options", "preset", "must"})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHEN = re.compile(r"([a-z][a-z0-9_]*)\s*=\s*([a-z][a-z0-9_]*(?:\s*\|\s*[a-z][a-z0-9_]*)*)")
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `line` from 1, `step` the step's key or its place."""

    what: str
    line: int
    step: str = ""
    detail: str = ""

    def __str__(self) -> str:
        where = say("procedures.where.step", line=self.line, step=self.step) if self.step else ""
        where = where or say("procedures.where.line", line=self.line)
        return f"{where}: {say(f'procedures.bad.{self.what}', detail=self.detail)}"


class BadProcedure(SiagaError):
    """A procedure that is refused, with everything that is wrong in it; facts: file, problems."""

    word = "procedures.refused"

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        told = "\n".join(map(str, problems))
        super().__init__(told, file=file, problems=told)


def shipped() -> tuple[Procedure, ...]:
    """Those of resources/procedures, by category; a test proves that each can be read."""
    folder = files("resources").joinpath("procedures")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(read_procedure(folder.joinpath(name).read_text("utf-8"), name) for name in names)


def read_procedure(text: str, file: str, *, agencies: Collection[str] | None = None) -> Procedure:
    """The procedure of a TOML text; raises BadProcedure.

    Where `agencies` is given, a step is an operator's, a supervisor's or one of these agencies'.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadProcedure(
            file, (Problem("not_toml", getattr(error, "lineno", 0) or _line_in(error), "", ""),)
        ) from error
    reading = _Reading(text, agencies)
    procedure = reading.procedure(table)
    if not reading.problems:
        reading.check_paths(procedure)
    if reading.problems:
        raise BadProcedure(file, tuple(reading.problems))
    return procedure


def _line_in(error: tomllib.TOMLDecodeError) -> int:
    """Before Python 3.14 the line stands in the words alone."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else 1


class _Reading:
    """One text being read; collects what is wrong with it."""

    def __init__(self, text: str, agencies: Collection[str] | None) -> None:
        self._lines = text.splitlines()
        self._heads = [n for n, line in enumerate(self._lines, start=1) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]
        self._agencies = agencies
        self.problems: list[Problem] = []

    def procedure(self, table: Table) -> Procedure:
        category, version, name = table.get("category"), table.get("version"), table.get("name")
        if not isinstance(category, str) or not re.fullmatch("[a-z_]+", category):
            self._bad("category", self._top_line("category"))
        if type(version) is not int or version < 1:
            self._bad("version", self._top_line("version"))
        if _words(name) is None:
            self._bad("name", self._top_line("name"))
        for field in sorted(set(table) - {"category", "version", "name", "step"}):
            self._bad("field", self._top_line(field), detail=field)
        found = table.get("step")
        given = found if isinstance(found, list) else []
        if not 1 <= len(given) <= MOST_STEPS:
            self._bad("steps", 1, detail=str(MOST_STEPS))
        known: dict[str, Step] = {}
        later = [one.get("key") if isinstance(one, dict) else None for one in given]
        steps = []
        for at, one in enumerate(given):
            step = self._step(at, one if isinstance(one, dict) else {}, known, later)
            steps.append(step)
            known.setdefault(step.key, step)
        words = _words(name) or Words("", "")
        return Procedure(str(category), version if type(version) is int else 0, words, tuple(steps))

    def _step(self, at: int, table: Table, known: Mapping[str, Step], keys: list[Any]) -> Step:
        key = table.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key == SKIP:
            self._bad("key", self._line(at, "key"), str(at + 1))
            key = f"?{at + 1}"
        elif key in known:
            self._bad("twice", self._line(at, "key"), key)
        for field in sorted(set(table) - _FIELDS):
            self._bad("field", self._line(at, field), key, field)
        kind = self._kind(at, key, table)
        who, must, text = table.get("who", OPERATOR), table.get("must", True), _words(table.get("text"))
        if not self._is_somebody(who):
            self._bad("who", self._line(at, "who"), key, str(who))
        if not isinstance(must, bool):
            self._bad("must", self._line(at, "must"), key)
        if text is None:
            self._bad("text", self._line(at, "text"), key)
        elif max(len(text.id), len(text.en)) > TEXT_MOST:
            self._bad("too_long", self._line(at, "text"), key, str(TEXT_MOST))
        preset, options = self._preset(at, key, kind, table), self._options(at, key, kind, table)
        when = self._when(at, key, table, known, keys)
        return Step(key, kind, str(who), text or Words("", ""), when, options, preset, must is not False)

    def _kind(self, at: int, key: str, table: Table) -> StepKind:
        if table.get("kind") in set(StepKind):
            return StepKind(table["kind"])
        self._bad("kind", self._line(at, "kind"), key, ", ".join(StepKind))
        return StepKind.DO

    def _is_somebody(self, who: object) -> bool:
        if not isinstance(who, str) or not re.fullmatch("[a-z]+", who):
            return False
        return self._agencies is None or who in {OPERATOR, SUPERVISOR, *self._agencies}

    def _preset(self, at: int, key: str, kind: StepKind, table: Table) -> int | None:
        preset = table.get("preset")
        if preset is None:
            return None
        if kind is StepKind.CAMERA and type(preset) is int and 1 <= preset <= 9:
            return preset
        self._bad("preset", self._line(at, "preset"), key)
        return None

    def _options(self, at: int, key: str, kind: StepKind, table: Table) -> tuple[Option, ...]:
        given = table.get("options")
        if kind is not StepKind.CHOICE:
            if given is not None:
                self._bad("no_options", self._line(at, "options"), key)
            return ()
        options = tuple(_option(one) for one in given) if isinstance(given, list) else ()
        keys = [one.key for one in options if one is not None]
        if not 2 <= len(set(keys)) == len(options) <= 8:
            self._bad("options", self._line(at, "options"), key)
        return tuple(one for one in options if one is not None)

    def _when(self, at: int, key: str, table: Table, known: Mapping[str, Step], keys: list[Any]) -> tuple[Atom, ...]:
        given = table.get("when", [])
        written = [given] if isinstance(given, str) else given if isinstance(given, list) else [None]
        atoms = []
        for one in written:
            match = _WHEN.fullmatch(one.strip()) if isinstance(one, str) else None
            if match is None:
                self._bad("when", self._line(at, "when"), key, str(one))
                continue
            step, answers = match[1], tuple(part.strip() for part in match[2].split("|"))
            if step not in known:
                self._bad("later" if step in keys else "when", self._line(at, "when"), key, step)
            elif wrong := [one for one in answers if one not in known[step].answers]:
                self._bad("no_answer", self._line(at, "when"), key, f"{step} = {wrong[0]}")
            else:
                atoms.append(Atom(step, answers))
        return tuple(atoms)

    def check_paths(self, procedure: Procedure) -> None:
        """Walk every way through the questions that something depends on."""
        asked = {atom.step for step in procedure.steps for atom in step.when}
        deciding = [step for step in procedure.steps if step.key in asked]
        if len(deciding) > MOST_QUESTIONS:
            self._bad("questions", self._line(0, ""), detail=str(MOST_QUESTIONS))
            return
        if procedure.steps[-1].when:
            self._bad("last", self._line(len(procedure.steps) - 1, "when"), procedure.steps[-1].key)
        reached: set[str] = set()
        for way in product(*(step.answers for step in deciding)):
            answers = {step.key: answer for step, answer in zip(deciding, way, strict=True)}
            reached |= {key for key, applies in conditions(procedure, answers).items() if applies}
        for at, step in enumerate(procedure.steps):
            if step.key not in reached:
                self._bad("unreachable", self._line(at, "when"), step.key)

    def _bad(self, what: str, line: int, step: str = "", detail: str = "") -> None:
        assert what in PROBLEMS
        self.problems.append(Problem(what, line, step, detail))

    def _top_line(self, field: str) -> int:
        last = self._heads[0] if self._heads else len(self._lines) + 1
        return self._find(field, 1, last) or 1

    def _line(self, at: int, field: str) -> int:
        """Where the field of this step is written, else where the step begins."""
        if at >= len(self._heads):  # steps written in another way than [[step]]
            return 1
        head, end = [*pairwise([*self._heads, len(self._lines) + 1])][at]
        return self._find(field, head, end) or head

    def _find(self, field: str, first: int, end: int) -> int:
        written = re.compile(rf'\s*"?{re.escape(field)}"?\s*[.=]')
        return next((n for n in range(first, end) if written.match(self._lines[n - 1])), 0)


def _words(given: object) -> Words | None:
    if not isinstance(given, dict) or set(given) != {"id", "en"}:
        return None
    both = (given["id"], given["en"])
    return Words(*both) if all(isinstance(one, str) and one.strip() == one != "" for one in both) else None


def _option(given: object) -> Option | None:
    if not isinstance(given, dict) or set(given) != {"key", "id", "en"}:
        return None
    text = _words({"id": given["id"], "en": given["en"]})
    key = given["key"]
    fits = isinstance(key, str) and _KEY.fullmatch(key) and key != SKIP
    return Option(str(key), text) if fits and text is not None else None


def body_of(procedure: Procedure) -> dict[str, Any]:
    """The procedure as the record keeps it; `procedure_of` is the way back."""
    return {"name": _pair(procedure.name), "steps": [_step_body(step) for step in procedure.steps]}


def _step_body(step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind.value,
        "who": step.who,
        "text": _pair(step.text),
        "when": [{"step": atom.step, "answers": list(atom.answers)} for atom in step.when],
        "options": [{"key": option.key, "text": _pair(option.text)} for option in step.options],
        "preset": step.preset,
        "must": step.must,
        "answers": list(step.answers),
    }


def procedure_of(category: str, version: int, body: Table) -> Procedure:
    """What `body_of` made; the record's rows were checked before they were written."""
    return Procedure(category, version, Words(**body["name"]), tuple(_step_of(one) for one in body["steps"]))


def _step_of(body: Table) -> Step:
    return Step(
        key=body["key"],
        kind=StepKind(body["kind"]),
        who=body["who"],
        text=Words(**body["text"]),
        when=tuple(Atom(one["step"], tuple(one["answers"])) for one in body["when"]),
        options=tuple(Option(one["key"], Words(**one["text"])) for one in body["options"]),
        preset=body["preset"],
        must=body["must"],
    )


def _pair(words: Words) -> dict[str, str]:
    return {"id": words.id, "en": words.en}
