"""A form shows whom the rules propose and why, asks where they do, and leaves the choice to the person."""

from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.exercise import Exercise
from storage.model.routing import Candidate, Doubt, RoadClass, Routing
from storage.model.tickets import Act
from widgets.exercise.band import ExerciseBand
from widgets.exercise.form import ExerciseForm
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.reason import ReasonPrompt
from widgets.incidents.routing_row import RoutingRow
from widgets.incidents.routing_values import Asked, Routed
from widgets.telephone.form import TelephoneForm

DISHUB, SATPOL = views.AGENCIES[0], views.AGENCIES[1]
ASKED = Routing((Candidate(DISHUB.id, "Jalan kabupaten"), Candidate(SATPOL.id)), (Doubt.BORDER,), 37.2)
DRILL = Exercise(UUID(int=7), "Simulasi banjir", views.NOW, "Supervisor 1")


def router(asked: Asked) -> Routed:
    """Asks beside a border until the road is known."""
    proposal = Routing((Candidate(SATPOL.id, "Jalan provinsi"),))
    return Routed(proposal if asked.road is RoadClass.PROVINCIAL else ASKED, asks_road=True)


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language(Language.INDONESIAN)


@pytest.fixture
def form(qtbot: QtBot) -> TicketForm:
    made = TicketForm()
    qtbot.addWidget(made)
    made.set_choices(views.CATEGORIES, views.AGENCIES)
    made.routing.set_router(router)
    made.show()
    made.start(TicketDraft(title="Lubang", place="Jl. Kalimalang", category=views.CATEGORIES[0].code))
    return made


def test_where_the_rules_ask_nobody_is_chosen_until_a_person_answers(form: TicketForm) -> None:
    assert form.draft().agency_id is None
    assert form.routing.is_asking
    assert "37 m" in form.routing._line.text
    form.routing.chosen.emit(DISHUB.id)
    draft = form.draft()
    assert (draft.agency_id, draft.routing) == (DISHUB.id, ASKED)


def test_an_answer_is_given_by_a_key(form: TicketForm, qtbot: QtBot) -> None:
    form.routing._candidates.setFocus()
    qtbot.keyClicks(form.routing._candidates, "2")
    assert form.draft().agency_id == SATPOL.id


def test_knowing_the_road_turns_the_question_into_a_proposal_with_its_reason(form: TicketForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.routing._roads, "2")
    draft = form.draft()
    assert (draft.road, draft.agency_id) == (RoadClass.PROVINCIAL, SATPOL.id)
    assert "Jalan provinsi" in form.routing._line.text
    assert not form.routing.is_asking


def test_a_person_who_has_chosen_is_not_overruled(form: TicketForm, qtbot: QtBot) -> None:
    form.routing.chosen.emit(DISHUB.id)
    qtbot.keyClicks(form.routing._roads, "2")
    assert form.draft().agency_id == DISHUB.id


def test_a_call_is_routed_as_a_ticket_is(qtbot: QtBot) -> None:
    call = TelephoneForm()
    qtbot.addWidget(call)
    call.set_choices(views.CATEGORIES, views.AGENCIES)
    call.routing.set_router(router)
    call.show()
    call.start()
    call._category.choose(views.CATEGORIES[0].code)
    call._on_category()
    assert call.draft().agency_ids == ()
    qtbot.keyClicks(call.routing._roads, "2")
    assert call.draft().agency_ids == (SATPOL.id,)
    assert call.draft().routing is not None


def test_nothing_is_shown_where_nobody_can_be_asked(qtbot: QtBot) -> None:
    row = RoutingRow()
    qtbot.addWidget(row)
    assert row.ask("fire", None) is None
    assert row.isHidden()
    assert row.routing is None


def test_a_form_in_an_exercise_says_so_and_gives_its_id(form: TicketForm) -> None:
    assert form.draft().exercise_id is None
    form.exercise.set_exercise(DRILL)
    assert form.exercise.isVisible()
    assert "LATIHAN" in form.exercise.accessibleName()
    assert form.draft().exercise_id == DRILL.id
    form.start(TicketDraft(), editing=True)
    assert form.draft().exercise_id is None


def test_the_band_tells_what_new_tickets_of_this_desk_are(qtbot: QtBot) -> None:
    band = ExerciseBand("Ctrl+G")
    qtbot.addWidget(band)
    band.set_exercise(DRILL, opening=False)
    assert "sungguhan" in band.accessibleName()
    band.set_exercise(DRILL, opening=True)
    assert "adalah LATIHAN" in band.accessibleName()
    band.set_exercise(None, opening=False)
    assert band.isHidden()


def test_an_exercise_needs_a_name_and_only_its_runners_see_how_it_starts(qtbot: QtBot) -> None:
    form = ExerciseForm()
    qtbot.addWidget(form)
    form.show()
    assert not form.submit.isVisible()
    form.set_rights(may_run=True, may_open=True)
    started = Heard(form.started)
    form.submit.click()
    assert len(started) == 0
    assert form.error_line.text
    qtbot.keyClicks(form._name, "Simulasi  banjir ")
    form.submit.click()
    assert started.told == [("Simulasi banjir",)]
    form.set_exercise(DRILL, opening=False)
    assert form.finish.isVisible()
    changed = Heard(form.opening_changed)
    form.opening.click()
    assert changed.told == [(True,)]


def test_who_declines_says_who_is_next_or_that_the_desk_has_it_again(qtbot: QtBot) -> None:
    prompt = ReasonPrompt()
    qtbot.addWidget(prompt)
    prompt.show()
    prompt.start(Act.DECLINE, views.AGENCIES)
    sent = Heard(prompt.submitted)
    prompt._text.setPlainText("Bukan wilayah kami")
    prompt.submit.click()
    assert len(sent) == 0, "neither is chosen for them"
    assert prompt.error_line.text
    prompt._agency.setCurrentIndex(0)
    prompt.submit.click()
    assert sent.told == [("Bukan wilayah kami", None)]
