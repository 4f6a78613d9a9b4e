"""Procedures (SOP): ordered, branching steps for one category of ticket, and what a ticket's answers make of them.

Pure. The server evaluates the same conditions again (`siaga.steps_taken`); both pass one contract.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

NOTE_MOST = 2000
"""Letters of a note, and of a reason."""


class StepKind(StrEnum):
    DO = "do"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CAMERA = "camera"  # look there, then say whether it is seen; the picture is kept with the answer


class StepState(StrEnum):
    """What a step is to whoever looks at the ticket now."""

    NEXT = "next"  # the first open one: advice, not a lock
    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    WAITING = "waiting"  # nobody knows yet whether it applies
    NOT_TAKEN = "not_taken"  # an earlier answer led elsewhere


SKIP = "skip"
DONE, YES, NO, UNSEEN = "done", "yes", "no", "unseen"
FIXED_ANSWERS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.DO: (DONE,),
    StepKind.YES_NO: (YES, NO),
    StepKind.CAMERA: (YES, NO, UNSEEN),
}
"""What a step of a kind can be answered with; a choice has its own."""

OPERATOR, SUPERVISOR = "operator", "supervisor"
"""Who does a step, beside the agencies' codes. A supervisor may do an operator's; nobody else a supervisor's."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Atom:
    """Holds when this earlier step applies and its standing answer is one of these."""

    step: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True)
class Step:
    """One step; it applies when every atom of `when` holds."""

    key: str
    kind: StepKind
    who: str  # OPERATOR, SUPERVISOR, or an agency's code
    text: Words
    when: tuple[Atom, ...] = ()
    options: tuple[Option, ...] = ()  # of a choice
    preset: int | None = None  # of a camera act: the number of the preset to look from
    must: bool = True

    @property
    def answers(self) -> tuple[str, ...]:
        """What it can be answered with, in the order of their keys."""
        return FIXED_ANSWERS.get(self.kind) or tuple(option.key for option in self.options)


@dataclass(frozen=True, slots=True)
class Procedure:
    """What to do about one category of ticket. A version never changes: a correction is the next version."""

    category: str
    version: int
    name: Words
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One answer as it was given; of several to one step the last one stands."""

    id: UUID
    step: str
    answer: str  # one of the step's, or SKIP
    by: str  # a name, for people
    at: datetime
    note: str = ""
    reason: str = ""  # of a skip or a correction
    still_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProcedureRun:
    """A ticket's procedure at the version that was fixed to it, with every answer to it in order."""

    ticket_id: UUID
    ticket_version: int  # the answers are of this one
    procedure: Procedure
    answers: tuple[StepAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as it stands."""

    number: int  # from 1
    step: Step
    state: StepState
    answer: StepAnswer | None = None


class NoticeKind(StrEnum):
    SKIPPED = "skipped"
    LEFT = "left"  # a ticket was closed with steps open


@dataclass(frozen=True, slots=True)
class ProcedureNotice:
    """What a supervisor has to know of and has not yet said that they do."""

    id: UUID
    ticket_id: UUID
    ticket_number: str
    kind: NoticeKind
    steps: int  # how many
    text: Words  # of the first of them
    reason: str
    by: str
    at: datetime


def standing(answers: Iterable[StepAnswer]) -> dict[str, StepAnswer]:
    """The last answer of each step."""
    return {answer.step: answer for answer in answers}


def conditions(procedure: Procedure, answers: Mapping[str, str]) -> dict[str, bool | None]:
    """Whether each step applies: True, False, or None while an answer that decides it is missing.

    A question that was skipped opens none of its branches.
    """
    known: dict[str, bool | None] = {}
    for step in procedure.steps:
        atoms = [_holds(atom, known, answers) for atom in step.when]
        known[step.key] = False if False in atoms else None if None in atoms else True
    return known


def _holds(atom: Atom, known: Mapping[str, bool | None], answers: Mapping[str, str]) -> bool | None:
    if known[atom.step] is not True:
        return known[atom.step]
    answer = answers.get(atom.step)
    return None if answer is None else answer in atom.answers


def lines(run: ProcedureRun) -> tuple[StepLine, ...]:
    """Every step in order, as it stands; at most one is NEXT."""
    given = standing(run.answers)
    applies = conditions(run.procedure, {key: one.answer for key, one in given.items()})
    found: list[StepLine] = []
    marked = False
    for number, step in enumerate(run.procedure.steps, start=1):
        state = _state(applies[step.key], given.get(step.key))
        if state is StepState.OPEN and not marked:
            state, marked = StepState.NEXT, True
        found.append(StepLine(number, step, state, given.get(step.key)))
    return tuple(found)


def _state(applies: bool | None, answer: StepAnswer | None) -> StepState:
    if applies is not True:
        return StepState.WAITING if applies is None else StepState.NOT_TAKEN
    if answer is None:
        return StepState.OPEN
    return StepState.SKIPPED if answer.answer == SKIP else StepState.ANSWERED


_APPLYING = frozenset({StepState.NEXT, StepState.OPEN, StepState.ANSWERED, StepState.SKIPPED})
_TO_DO = frozenset({StepState.NEXT, StepState.OPEN})


def progress(run: ProcedureRun) -> tuple[int, int]:
    """How many steps are dealt with, of how many that apply now: a branch that opens adds its own."""
    applying = [line for line in lines(run) if line.state in _APPLYING]
    return sum(line.state not in _TO_DO for line in applying), len(applying)


def left_open(run: ProcedureRun) -> tuple[StepLine, ...]:
    """Steps that must be done, apply, and are neither answered nor skipped."""
    return tuple(line for line in lines(run) if line.step.must and line.state in _TO_DO)


def may_answer(step: Step, role: str, agency_code: str | None) -> bool:
    """Whether somebody of this role, and of this agency, may answer or skip the step.

    The desk answers for agencies, as it does with their assignments: it writes down what they say by radio.
    """
    if role == SUPERVISOR:
        return True
    if role == OPERATOR:
        return step.who != SUPERVISOR
    return agency_code is not None and step.who == agency_code
