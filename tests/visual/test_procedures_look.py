"""A ticket's procedure: beside it on the desk, at a choice, with a branch open, and what a supervisor is told."""

import pytest
from support import views
from visual.conftest import Grab, Show
from visual.test_desk_look import desk

from storage.model.procedure_file import shipped
from storage.model.procedures import SKIP, NoticeKind, ProcedureNotice, ProcedureRun, StepAnswer
from widgets.incidents.procedure import ProcedureSection
from widgets.incidents.procedure_prompt import StepPrompt
from widgets.incidents.procedure_values import Asker, text_of

FIRE, CONGESTION = (next(one for one in shipped() if one.category == name) for name in ("fire", "congestion"))


def run_of(procedure, *answers) -> ProcedureRun:
    given = tuple(
        StepAnswer(views.id_of(700 + at), step, answer, "Operator 3", views.ago(60 - 5 * at), reason=reason)
        for at, (step, answer, reason) in enumerate(answers)
    )
    return ProcedureRun(views.id_of(4188), 4, procedure, given)


BEGUN = run_of(
    FIRE,
    ("keluar", "done", ""),
    ("damkar", "done", ""),
    ("apa", "rumah", ""),
    ("orang", "no", ""),
    ("pln", SKIP, "Listrik sudah padam"),
)
NOTICE = ProcedureNotice(
    views.id_of(705),
    views.id_of(4188),
    "BKS-2026-004188",
    NoticeKind.SKIPPED,
    1,
    FIRE.steps[6].text,
    "Listrik sudah padam",
    "Operator 3",
    views.ago(20),
)


def section(show: Show, run: ProcedureRun, height: int = 420) -> ProcedureSection:
    view = ProcedureSection()
    view.set_asker(Asker("operator"), views.AGENCIES)
    show(view, 400, height)
    view.set_run(run, ticket_open=True)
    return view


def test_the_next_step_stands_large_with_its_keys(show: Show, grab: Grab) -> None:
    grab(section(show, BEGUN), "procedure")


def test_a_choice_lists_its_answers(show: Show, grab: Grab) -> None:
    grab(section(show, run_of(CONGESTION, ("lihat", "yes", ""))), "procedure-choice")


def test_what_does_not_apply_unfolds_and_an_answer_can_be_looked_at(show: Show, grab: Grab) -> None:
    view = section(show, BEGUN, 560)
    view.list.unfold(True)
    view.list.chosen.emit("pln")
    grab(view, "procedure-unfolded")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_desk_leads_through_a_procedure(tmp_path, show: Show, grab: Grab, width: int, height: int) -> None:
    window = desk(tmp_path, show)
    show(window, width, height)
    window.show_detail(views.detail())
    window.show_still(views.still())
    window.procedure.set_asker(Asker("supervisor"), views.AGENCIES)
    window.procedure.set_run(BEGUN, ticket_open=True)
    grab(window, f"desk-procedure-{width}")


def test_a_small_desk_unfolds_it_on_a_key_and_a_supervisor_is_told(tmp_path, show: Show, grab: Grab) -> None:
    window = desk(tmp_path, show)
    show(window, 1366, 768)
    window.show_detail(views.detail())
    window.procedure.set_asker(Asker("supervisor"), views.AGENCIES)
    window.procedure.set_run(BEGUN, ticket_open=True)
    window.procedure_notices.set_notices((NOTICE, NOTICE))
    window.procedure._fold.click()
    grab(window, "desk-procedure-unfolded")


def test_a_skip_asks_for_its_reason(show: Show, grab: Grab) -> None:
    form = StepPrompt()
    show(form, 520, 300)
    form.start("pln", text_of(FIRE.steps[6].text))
    form.clearFocus()
    grab(form, "procedure-skip")
