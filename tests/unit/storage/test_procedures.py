"""Procedures branch, and every path ends: whatever is answered, and whatever procedure passes the reading."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.storage.demo_values import NOBODY

from storage.model.ids import new_id
from storage.model.procedure_file import MOST_QUESTIONS, body_of, procedure_of, shipped
from storage.model.procedures import (
    DONE,
    NO,
    SKIP,
    UNSEEN,
    YES,
    Atom,
    Option,
    Procedure,
    ProcedureRun,
    Step,
    StepAnswer,
    StepKind,
    StepState,
    Words,
    conditions,
    left_open,
    lines,
    may_answer,
    progress,
)
from storage.pg.seed_values import AGENCIES, CATEGORIES

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
BOTH = Words("Langkah", "Step")
PINNED = {
    "accident": "1:d775635957f2",
    "congestion": "1:09043e1df994",
    "crime": "1:3477d268d240",
    "crowd": "1:120d732571ed",
    "fallen_tree": "1:c14c5b60ef31",
    "fire": "1:94aaaf96e4d5",
    "flood": "1:12ba8db98f63",
    "road_damage": "1:829c06396ede",
    "stopped_vehicle": "1:102e2339cd01",
    "street_vendors": "1:48c7f24f9304",
    "waste": "1:11e683824e5f",
}
BY_CATEGORY = {one.category: one for one in shipped()}


def step(key: str, kind: StepKind = StepKind.DO, *when: Atom, who: str = "operator", must: bool = True) -> Step:
    options = (Option("a", BOTH), Option("b", BOTH)) if kind is StepKind.CHOICE else ()
    return Step(key, kind, who, BOTH, when, options, None, must)


def run_of(procedure: Procedure, *answers: tuple[str, str]) -> ProcedureRun:
    given = tuple(StepAnswer(new_id(), key, answer, "Operator 1", NOW) for key, answer in answers)
    return ProcedureRun(NOBODY, 1, procedure, given)


def states(run: ProcedureRun) -> dict[str, StepState]:
    return {line.step.key: line.state for line in lines(run)}


def digest(procedure: Procedure) -> str:
    return sha256(repr(body_of(procedure)).encode()).hexdigest()[:12]


FIRE = Procedure(
    "fire",
    1,
    BOTH,
    (
        step("orang", StepKind.YES_NO),
        step("ambulans", StepKind.DO, Atom("orang", (YES,))),
        step("sadar", StepKind.YES_NO, Atom("orang", (YES,))),
        step("napas", StepKind.DO, Atom("sadar", (NO,))),
        step("kabar", must=False),
        step("tutup"),
    ),
)


def test_the_first_open_step_is_next_and_a_branch_waits_for_its_question() -> None:
    assert states(run_of(FIRE)) == {
        "orang": StepState.NEXT,
        "ambulans": StepState.WAITING,
        "sadar": StepState.WAITING,
        "napas": StepState.WAITING,
        "kabar": StepState.OPEN,
        "tutup": StepState.OPEN,
    }


def test_an_answer_opens_its_branch_and_the_other_way_closes_all_below_it() -> None:
    assert states(run_of(FIRE, ("orang", YES)))["ambulans"] is StepState.NEXT
    assert states(run_of(FIRE, ("orang", YES)))["napas"] is StepState.WAITING
    no = states(run_of(FIRE, ("orang", NO)))
    assert (no["ambulans"], no["sadar"], no["napas"]) == (StepState.NOT_TAKEN,) * 3
    assert no["kabar"] is StepState.NEXT


def test_a_question_that_was_skipped_opens_none_of_its_branches() -> None:
    skipped = states(run_of(FIRE, ("orang", SKIP)))
    assert skipped["orang"] is StepState.SKIPPED
    assert skipped["ambulans"] is skipped["napas"] is StepState.NOT_TAKEN


def test_a_correction_stands_and_what_was_done_on_the_other_branch_counts_no_more() -> None:
    done = (("orang", YES), ("sadar", NO), ("napas", DONE))
    assert states(run_of(FIRE, *done))["napas"] is StepState.ANSWERED
    corrected = states(run_of(FIRE, *done, ("orang", NO)))
    assert corrected["orang"] is StepState.ANSWERED
    assert corrected["napas"] is StepState.NOT_TAKEN


def test_progress_counts_what_applies_and_is_dealt_with() -> None:
    assert progress(run_of(FIRE)) == (0, 3)
    assert progress(run_of(FIRE, ("orang", YES), ("ambulans", SKIP))) == (2, 5)


def test_what_is_left_is_what_must_be_done_and_was_neither_answered_nor_skipped() -> None:
    left = left_open(run_of(FIRE, ("orang", NO)))
    assert [line.step.key for line in left] == ["tutup"]
    assert left_open(run_of(FIRE, ("orang", NO), ("tutup", SKIP))) == ()


@pytest.mark.parametrize(
    ("who", "able"),
    [
        ("operator", {("operator", None), ("supervisor", None)}),
        ("supervisor", {("supervisor", None)}),
        ("damkar", {("operator", None), ("supervisor", None), ("agency", "damkar")}),
    ],
)
def test_the_desk_answers_for_agencies_and_only_a_supervisor_a_supervisors_step(
    who: str, able: set[tuple[str, str | None]]
) -> None:
    asked = step("x", who=who)
    people = [("operator", None), ("supervisor", None), ("agency", "damkar"), ("agency", "pupr"), ("auditor", None)]
    assert {(role, agency) for role, agency in people if may_answer(asked, role, agency)} == able


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Any whose conditions refer to earlier steps and whose last step has none: what the reading lets pass."""
    steps: list[Step] = []
    for at in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(StepKind))
        atoms = []
        for earlier in draw(st.lists(st.sampled_from(steps), max_size=2, unique=True)) if steps else []:
            answers = draw(st.lists(st.sampled_from(earlier.answers), min_size=1, unique=True))
            atoms.append(Atom(earlier.key, tuple(answers)))
        steps.append(step(f"s{at}", kind, *atoms, must=draw(st.booleans())))
    return Procedure("fire", 1, BOTH, (*steps, step("last")))


@settings(deadline=None, max_examples=40)
@given(st.data(), procedures())
def test_every_path_ends_after_each_step_at_most_once_and_by_the_last_one(
    data: st.DataObject, any_one: Procedure
) -> None:
    answers: list[tuple[str, str]] = []
    for _ in range(len(any_one.steps) + 1):
        line = next((line for line in lines(run_of(any_one, *answers)) if line.state is StepState.NEXT), None)
        if line is None:
            break
        answers.append((line.step.key, data.draw(st.sampled_from((*line.step.answers, SKIP)))))
    ended = states(run_of(any_one, *answers))
    assert {StepState.NEXT, StepState.OPEN, StepState.WAITING}.isdisjoint(ended.values())
    assert [key for key, _ in answers][-1] == "last"
    assert len({key for key, _ in answers}) == len(answers)


@settings(deadline=None, max_examples=40)
@given(st.data(), procedures())
def test_order_is_advice_a_step_that_applies_can_be_answered_before_the_next_one(
    data: st.DataObject, any_one: Procedure
) -> None:
    answers: list[tuple[str, str]] = []
    for _ in range(len(any_one.steps)):
        can = [line.step for line in lines(run_of(any_one, *answers)) if line.state in (StepState.NEXT, StepState.OPEN)]
        if not can:
            break
        chosen = data.draw(st.sampled_from(can))
        answers.append((chosen.key, data.draw(st.sampled_from(chosen.answers))))
        done, of = progress(run_of(any_one, *answers))
        assert 1 <= done <= of
    assert progress(run_of(any_one, *answers))[0] == len(answers)
    assert left_open(run_of(any_one, *answers)) == ()


@pytest.mark.parametrize("procedure", BY_CATEGORY.values(), ids=BY_CATEGORY)
class TestShipped:
    def test_is_eight_to_fourteen_steps_that_agencies_of_the_seed_do(self, procedure: Procedure) -> None:
        assert 8 <= len(procedure.steps) <= 14
        who = {"operator", "supervisor", *(code for code, _ in AGENCIES)}
        assert {one.who for one in procedure.steps} <= who
        assert procedure.category in {code for code, *_ in CATEGORIES}

    def test_leads_to_each_step_by_some_answers_and_always_to_the_last(self, procedure: Procedure) -> None:
        asked = {atom.step for one in procedure.steps for atom in one.when}
        deciding = [one for one in procedure.steps if one.key in asked]
        assert len(deciding) <= MOST_QUESTIONS
        reached: set[str] = set()
        for way in product(*(one.answers for one in deciding)):
            taken = conditions(procedure, {one.key: answer for one, answer in zip(deciding, way, strict=True)})
            assert taken[procedure.steps[-1].key] is True
            reached |= {key for key, applies in taken.items() if applies}
        assert reached == {one.key for one in procedure.steps}

    def test_asks_a_camera_and_closes_by_hand(self, procedure: Procedure) -> None:
        assert any(one.kind is StepKind.CAMERA for one in procedure.steps)
        assert procedure.steps[-1].kind is StepKind.DO
        assert "(S)" in procedure.steps[-1].text.id

    def test_comes_back_from_the_records_form(self, procedure: Procedure) -> None:
        assert procedure_of(procedure.category, procedure.version, body_of(procedure)) == procedure

    def test_says_every_step_in_both_languages(self, procedure: Procedure) -> None:
        for one in procedure.steps:
            texts = [one.text, *(option.text for option in one.options)]
            assert all(text.id != text.en for text in texts)

    def test_is_the_version_that_was_released(self, procedure: Procedure) -> None:
        """A changed procedure is the next version: tickets and the audit name the one that they were worked by."""
        assert PINNED[procedure.category] == f"{procedure.version}:{digest(procedure)}"


def test_every_category_that_wants_one_has_a_procedure() -> None:
    without = {"streetlight", "public_order", "camera_fault", "other"}
    assert set(BY_CATEGORY) == {code for code, *_ in CATEGORIES} - without


def test_a_camera_act_may_be_answered_that_nothing_can_be_seen() -> None:
    assert step("x", StepKind.CAMERA).answers == (YES, NO, UNSEEN)
    assert replace(step("x"), kind=StepKind.DO).answers == (DONE,)
