"""Tickets that are found, and tickets that belong together: their pages, and the desk with both."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from support import views
from visual.conftest import Grab, Show
from visual.test_desk_look import desk
from visual.test_incidents_look import DRAFT

from storage.model.links import Likeness, Link, LinkKind
from storage.model.search import SavedFilter, TicketFilter
from storage.model.tickets import Category, Priority, TicketState
from widgets.incidents.find_page import FindPage
from widgets.incidents.find_values import Span
from widgets.incidents.form import TicketForm
from widgets.incidents.kin_page import KinPage
from widgets.incidents.kin_values import Kin

CATEGORIES = (
    *views.CATEGORIES,
    Category("flood", "Banjir", "Flood", Priority.HIGH, "pupr"),
    Category("fire", "Kebakaran", "Fire", Priority.CRITICAL, "damkar"),
    Category("stopped_vehicle", "Kendaraan mogok", "Stopped vehicle", Priority.HIGH, "dishub"),
    Category("crowd", "Kerumunan", "Crowd", Priority.HIGH, "satpolpp"),
    Category("vendors", "Pedagang kaki lima", "Street vendors", Priority.LOW, "satpolpp"),
    Category("road_damage", "Jalan rusak", "Damaged road", Priority.MEDIUM, "pupr"),
    Category("crime", "Kejahatan", "Crime", Priority.CRITICAL, "polri"),
)
SAVED = (
    SavedFilter(views.id_of(61), "Banjir 7 hari", TicketFilter(text="banjir", days=7), True, "Supervisor 1", True),
    SavedFilter(views.id_of(62), "Pasar", TicketFilter(text="pasar"), False, "Operator 3", True),
)
_PLACES = ("Rawa Lumbu", "Pasar Cikarang", "Jl. Fatahillah", "Underpass Tambun")
FOUND = tuple(
    views.ticket(
        4100 - at,
        title=("Genangan air", "Banjir setinggi lutut", "Selokan meluap")[at % 3],
        category="flood",
        place=_PLACES[at % 4],
        priority=Priority(at % 4 + 1),
        state=(TicketState.CLOSED, TicketState.RESOLVED, TicketState.IN_PROGRESS)[at % 3],
        assignments=(),
        created_at=views.ago(4000.0 + 5400 * at),
        duplicates=2 if at == 1 else 0,
        parts=3 if at == 2 else 0,
        duplicate_of=views.id_of(4099) if at == 3 else None,
    )
    for at in range(50)
)
HERE = views.ticket(
    4191, title="Air naik di Rawa Lumbu", category="flood", assignments=(), created_at=views.ago(42), duplicates=0
)
THERE = views.ticket(
    4188, title="Banjir setinggi lutut di depan pasar", category="flood", created_at=views.ago(762), duplicates=2
)
ALIKE = (
    Likeness(THERE, 120.0, timedelta(minutes=12), True, False, 0.82, views.id_of(901)),
    Likeness(
        views.ticket(4183, title="Lalu lintas padat", priority=Priority.LOW, assignments=()),
        240.0,
        timedelta(hours=2),
        False,
        True,
        0.51,
    ),
)
PART = Link(
    views.id_of(71),
    LinkKind.PART,
    HERE.id,
    "BKS-2026-004191",
    views.id_of(4170),
    "BKS-2026-004170",
    "Operator 1",
    views.ago(500),
    "Satu luapan Kali Cikarang",
)
KIN = Kin(HERE, views.id_of(900), (PART,), ALIKE, True)


def found_page(show: Show) -> FindPage:
    page = FindPage()
    page.set_now(views.NOW)
    page.set_choices(CATEGORIES, views.AGENCIES)
    page.saved.set_rights(may_keep=True, may_share=True)
    page.saved.set_filters(SAVED)
    show(page, 1180, 700)
    page.field.setText("banjir")
    page.filters.set_wanted(SAVED[0].filter)
    page.saved.select(SAVED[0].id)
    page.set_found(FOUND, complete=False)
    page.found.step(1)
    page.field.clearFocus()
    return page


def kin_page(show: Show) -> KinPage:
    page = KinPage()
    show(page, 1060, 560)
    page.set_kin(KIN)
    page.list.choose(THERE.id)
    for at in (900, 901):
        page.set_picture(views.id_of(at), QImage.fromData(views.jpeg()))
    return page


def test_what_was_found_stands_beside_what_narrows_it(show: Show, grab: Grab) -> None:
    grab(found_page(show), "find")


def test_a_range_and_a_name_for_the_filter_and_nothing_found(show: Show, grab: Grab) -> None:
    page = found_page(show)
    page.filters.spans.choose(Span.RANGE)
    page.filters._on_span()
    page.set_found((), complete=True)
    page.saved.keep.click()
    page.saved.name.clearFocus()
    grab(page, "find-naming")


def test_an_error_keeps_what_came_and_offers_to_try_again(show: Show, grab: Grab) -> None:
    page = found_page(show)
    page.found.set_error("Basis data tidak terjangkau.")
    page.saved._on_remove()
    page.saved.sure.clearFocus()
    grab(page, "find-error")


def test_two_tickets_that_may_be_the_same_stand_side_by_side(show: Show, grab: Grab) -> None:
    page = kin_page(show)
    page.set_kin(replace(KIN, links=()))
    page.list.choose(THERE.id)
    grab(page, "links")


def test_a_link_that_stands_is_taken_back_with_a_reason(show: Show, grab: Grab) -> None:
    page = kin_page(show)
    page.list.choose(PART.id)
    page.unlink.click()
    page.reason.clearFocus()
    grab(page, "links-undone")


def test_what_may_be_there_already_stands_beside_the_fields(show: Show, grab: Grab) -> None:
    form = TicketForm()
    form.set_choices(views.CATEGORIES, views.AGENCIES)
    show(form, 820, 640)
    form.start(DRAFT)
    form.alike.set_alike(ALIKE, views.NOW)
    focus = form.focusWidget()
    assert focus is not None
    focus.clearFocus()
    grab(form, "ticket-form-alike")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_desk_says_what_belongs_together(tmp_path, show: Show, grab: Grab, width: int, height: int) -> None:
    window = desk(tmp_path, show)
    show(window, width, height)
    first, second, *others = views.TICKETS
    window.show_tickets((replace(first, duplicates=2), replace(second, parts=3), *others))
    window.show_detail(views.detail())
    window.show_still(views.still())
    window.detail.kin.set_kin(replace(KIN, ticket=replace(views.detail().ticket, duplicates=2), links=(PART,) * 2))
    grab(window, f"desk-links-{width}")
