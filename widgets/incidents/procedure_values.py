"""A procedure's words on the desk: its steps, its answers, who does them."""

from collections.abc import Mapping
from dataclasses import dataclass

from resources.words import Language, language, say
from storage.model.people import Agency
from storage.model.procedures import (
    DONE,
    NO,
    OPERATOR,
    SKIP,
    SUPERVISOR,
    UNSEEN,
    YES,
    NoticeKind,
    ProcedureNotice,
    Step,
    StepKind,
    StepLine,
    StepState,
    Words,
)
from widgets.common.figures import clock

FIXED = (DONE, YES, NO, UNSEEN)
FOLDED = frozenset({StepState.WAITING, StepState.NOT_TAKEN})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the procedure: what they may answer decides which keys are shown."""

    role: str = ""
    agency_code: str | None = None


def text_of(words: Words) -> str:
    return words.id if language() is Language.INDONESIAN else words.en


def state_word(state: StepState) -> str:
    return say(f"procedures.state.{state.value}")


def answer_word(step: Step, answer: str) -> str:
    """What was, or can be, answered."""
    if answer == SKIP:
        return say("procedures.answer.skipped")
    if step.kind is StepKind.CHOICE:
        return next((text_of(one.text) for one in step.options if one.key == answer), answer)
    return say(f"procedures.answer.{answer}") if answer in step.answers else answer


def who_word(step: Step, agencies: tuple[Agency, ...]) -> str:
    """Who does it; an agency by its name."""
    if step.who in (OPERATOR, SUPERVISOR):
        return say(f"procedures.who.{step.who}")
    return next((one.name for one in agencies if one.code == step.who), step.who)


def line_words(line: StepLine) -> str:
    """All of a row in one sentence, for who cannot see it."""
    told = state_word(line.state)
    if line.answer is not None:
        told = f"{told}, {answered_words(line)}"
    return say("procedures.line", n=line.number, text=text_of(line.step.text), state=told)


def answered_words(line: StepLine) -> str:
    given = line.answer
    if given is None:
        return ""
    answer = answer_word(line.step, given.answer)
    return say("procedures.answered", answer=answer, by=given.by, at=clock(given.at, seconds=False))


def notice_words(notice: ProcedureNotice) -> str:
    """What a supervisor has to know, in a sentence."""
    facts: dict[str, str | int | float] = {
        "number": notice.ticket_number,
        "by": notice.by,
        "at": clock(notice.at, seconds=False),
        "reason": notice.reason or say("procedures.notice.no_reason"),
    }
    if notice.kind is NoticeKind.LEFT:
        return say("procedures.notice.left", n=notice.steps, **facts)
    return say("procedures.notice.skipped", text=text_of(notice.text), **facts)


STEP_ACTS = frozenset({"answer_step", "correct_step", "skip_step", "steps_left", "see_steps"})
"""What of a timeline is a procedure's."""


def step_sentence(act: str, actor: str, facts: Mapping[str, str | int | float]) -> str:
    """A line of the timeline: which step, what was answered, by whom."""
    end = language().value
    told: dict[str, str | int | float] = {
        "actor": actor,
        "step": facts.get("n", ""),
        "text": facts.get(f"text_{end}", ""),
    }
    answer = str(facts.get("answer", ""))
    fixed = say(f"procedures.answer.{answer}") if answer in FIXED else answer
    told["answer"] = facts.get(f"answer_{end}", fixed)
    if act == "steps_left":
        return say("procedures.entry.steps_left", actor=actor, n=int(facts.get("n", 0)))
    return say(f"procedures.entry.{act}", **told)
