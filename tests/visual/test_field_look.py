"""Whose a ticket is, who is sent, and what is only an exercise."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from support import views
from visual.conftest import Grab, Show

from storage.model.crews import Unit, UnitKind, UnitStatus, UnitTask
from storage.model.exercise import Exercise
from storage.model.routing import Candidate, Doubt, RoadClass, Routing, RoutingRule
from storage.model.tickets import AssignmentState, Transfer
from widgets.crews.page import CrewsPage
from widgets.exercise.band import ExerciseBand
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.list import TicketListView
from widgets.incidents.routing_values import Asked, Routed
from widgets.routing.page import RoutingPage

DISHUB, PUPR = views.AGENCIES[0], views.AGENCIES[4]
DRILL = Exercise(UUID(int=5), "Simulasi banjir Sukamekar", views.NOW, "Supervisor 1")
SINCE = views.NOW - timedelta(minutes=12)
TASK = UnitTask(UUID(int=8), UUID(int=9), UUID(int=10), "BKS-2026-004188", UnitStatus.UNDER_WAY, SINCE)
PART = views.assignment(DISHUB, AssignmentState.ACCEPTED, views.NOW - timedelta(minutes=9))
WHY = "Jalan nasional, bukan jalan kabupaten"
OFFER = Transfer(UUID(int=77), PART.id, DISHUB.id, DISHUB.name, PUPR.id, PUPR.name, WHY, views.NOW)
OF_DRILL = views.ticket(number="LAT-BKS-2026-004189", assignments=(PART,), transfers=(OFFER,), exercise=True)


def units() -> tuple[Unit, ...]:
    one = Unit(UUID(int=1), DISHUB.id, "Dishub 2", UnitKind.VEHICLE, UnitStatus.AVAILABLE, SINCE, version=1)
    return (
        one,
        replace(one, id=UUID(int=2), call_sign="Dishub 1", status=UnitStatus.UNDER_WAY, tasks=(TASK,)),
        replace(one, id=UUID(int=3), call_sign="Derek 1", status=UnitStatus.OUT_OF_SERVICE),
        replace(one, id=UUID(int=4), agency_id=PUPR.id, call_sign="Regu jalan 1", kind=UnitKind.CREW),
    )


def asking(asked: Asked) -> Routed:
    candidates = (Candidate(PUPR.id, "Jalan kabupaten"), Candidate(DISHUB.id))
    return Routed(Routing(candidates, (Doubt.BORDER, Doubt.NO_ROAD), 37.0), asks_road=True)


def test_a_form_beside_a_border_asks_whose_it_is(show: Show, grab: Grab) -> None:
    form = TicketForm()
    form.set_choices(views.CATEGORIES, views.AGENCIES)
    form.routing.set_router(asking)
    show(form, 840, 760)
    form.exercise.set_exercise(DRILL)
    form.start(TicketDraft(title="Jalan amblas", place="Jl. Kalimalang", category=views.CATEGORIES[0].code))
    form.title.setFocus()
    grab(form, "ticket-form-asks")


def test_a_ticket_of_an_exercise_whose_transfer_waits_for_its_answer(show: Show, grab: Grab) -> None:
    view = TicketDetailView()
    show(view, 1040, 340)
    view.set_now(views.NOW)
    view.set_detail(views.detail(OF_DRILL, stills=0))
    grab(view, "ticket-exercise")


def test_an_exercise_is_told_from_the_real_thing_in_the_list(show: Show, grab: Grab) -> None:
    view = TicketListView()
    show(view, 440, 200)
    view.set_now(views.NOW)
    view.set_tickets((OF_DRILL, *views.TICKETS[:2]))
    grab(view, "tickets-exercise")


def test_the_band_says_what_new_tickets_are(show: Show, grab: Grab) -> None:
    band = ExerciseBand("Ctrl+G")
    show(band, 1200, 36)
    band.set_exercise(DRILL, opening=True)
    grab(band, "exercise-band")


def test_crews_stand_by_agency_with_what_they_do(show: Show, grab: Grab) -> None:
    page = CrewsPage()
    show(page, 1020, 560)
    page.set_rights(may_keep=True, may_send=True, agency_id=None)
    page.set_units(units(), views.AGENCIES, views.NOW)
    page.set_ticket(OF_DRILL)
    page.start()
    page.list.choose(UUID(int=1))
    grab(page, "crews")


def test_the_rules_of_routing_stand_as_they_count(show: Show, grab: Grab) -> None:
    page = RoutingPage()
    show(page, 1020, 520)
    page.set_may_edit(True)
    wide = RoutingRule(UUID(int=1), "Semua jalan", DISHUB.id, version=1)
    narrow = RoutingRule(UUID(int=2), "Jalan provinsi", PUPR.id, views.CATEGORIES[0].code, RoadClass.PROVINCIAL, "{}")
    page.set_rules(
        (wide, narrow, replace(wide, id=UUID(int=3), name="Lama", enabled=False)), views.AGENCIES, views.CATEGORIES
    )
    page.start()
    page.list.choose(narrow.id)
    page.change.click()
    grab(page, "routing-rules")
