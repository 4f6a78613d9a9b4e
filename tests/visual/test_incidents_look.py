"""The list of tickets, one ticket, and the dialogs around it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from support import views
from visual.conftest import Grab, Show

from storage.model.callers import Channel, Contact, Report
from storage.model.tickets import Act, AssignmentState, Priority, TicketState
from widgets.common.headers import SectionHeader
from widgets.incidents.conflict import ConflictView, act_rows, edit_rows
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.list import TicketListView
from widgets.incidents.reason import ReasonPrompt

DRAFT = TicketDraft(
    "Lalu lintas terhenti, Jl. Urip Sumoharjo", "congestion", Priority.CRITICAL, "Jl. Urip Sumoharjo", views.DISHUB.id
)


REPORTS = tuple(
    Report(views.id_of(at), views.id_of(4188), channel, words, views.ago(50 - at), "Operator 3", name, number)
    for at, (channel, words, name, number) in enumerate(
        (
            (Channel.TELEPHONE, "Pohon tumbang, ada motor di bawahnya! Cepat, Pak", "Bu Ani", "0812 9876 5432"),
            (Channel.PUBLIC, "pohon besar rubuh depan mesjid", "", ""),
            (Channel.RADIO, "Pohon menutup dua lajur, perlu gergaji", "Patroli 4", ""),
        )
    )
)
BOOK = (
    Contact(views.id_of(31), views.DISHUB.id, "Regu jaga A", "Perwira jaga", "0811 222 333", "Kanal 4"),
    Contact(views.id_of(32), views.DISHUB.id, "Pak Budi", "Kepala pos", "0812 333 444", position=1),
)


def list_panel(tickets: bool) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = SectionHeader("tickets.head", "K", panel)
    listed = TicketListView(panel)
    listed.set_limits(views.LIMITS_S)
    listed.set_now(views.NOW)
    listed.set_tickets(views.TICKETS if tickets else ())
    listed.select(views.TICKETS[1].id)
    head.set_count(listed.count())
    column.addWidget(head)
    column.addWidget(listed, 1)
    return panel


def test_the_ticket_list_shows_what_waits_and_for_how_long(show: Show, grab: Grab) -> None:
    grab(show(list_panel(tickets=True), 440, 420), "tickets-list")


def test_an_empty_ticket_list_says_how_a_ticket_is_made(show: Show, grab: Grab) -> None:
    grab(show(list_panel(tickets=False), 440, 240), "tickets-list-empty")


def shown_detail(show: Show, width: int = 830, height: int = 300) -> TicketDetailView:
    view = TicketDetailView()
    show(view, width, height)
    view.set_now(views.NOW)
    return view


def test_a_ticket_shows_what_happened_and_what_can_be_done(show: Show, grab: Grab) -> None:
    view = shown_detail(show)
    view.set_camera_name("102 Jl. Urip Sumoharjo")
    view.set_detail(views.detail())
    view.set_still(views.still(0))
    grab(view, "ticket-detail")


def test_a_ticket_shows_what_was_reported_and_whom_to_call(show: Show, grab: Grab) -> None:
    view = shown_detail(show, width=1100)
    one = views.ticket(
        title="Pohon tumbang",
        place="dpn mesjid",
        landmark="Masjid Al-Ikhlas",
        desa="Sukaresmi",
        kecamatan="Cikarang Selatan",
    )
    view.set_detail(views.detail(one, stills=1, acts=((Act.NOTE, None), (Act.EDIT, None), (Act.DISPATCH, None))))
    view.set_reports(REPORTS)
    grab(view, "ticket-detail-reported")
    QTest.keyClick(view, Qt.Key.Key_R)
    grab(view, "ticket-detail-reports")
    view.set_contacts(BOOK)
    view.set_adding(True)
    QTest.keyClick(view, Qt.Key.Key_H)
    grab(view, "ticket-detail-contacts")


def test_a_ticket_that_is_not_yet_shared_says_so(show: Show, grab: Grab) -> None:
    view = shown_detail(show, height=296)
    view.set_detail(views.detail(views.TICKETS[3], stills=0, timeline=views.TIMELINE[:1]))
    grab(view, "ticket-detail-unshared")


def test_a_ticket_of_several_agencies_names_them_on_the_buttons(show: Show, grab: Grab) -> None:
    tasks = tuple(
        views.assignment(agency, state, views.ago(200))
        for agency, state in (
            (views.DISHUB, AssignmentState.ON_SCENE),
            (views.DAMKAR, AssignmentState.UNDER_WAY),
            (views.POLRI, AssignmentState.DISPATCHED),
        )
    )
    one = views.ticket(
        title="Kecelakaan beruntun tujuh kendaraan di depan pintu tol dengan korban luka", assignments=tasks
    )
    acts = (
        (Act.COMPLETE, tasks[0].id),
        (Act.ARRIVE, tasks[1].id),
        (Act.ACCEPT, tasks[2].id),
        (Act.DECLINE, tasks[2].id),
        (Act.NOTE, None),
        (Act.EDIT, None),
        (Act.DISPATCH, None),
        (Act.RESOLVE, None),
        (Act.CLAIM, None),
        (Act.REJECT, None),
    )
    view = shown_detail(show, width=700, height=360)
    view.set_detail(views.detail(one, stills=0, acts=acts))
    grab(view, "ticket-detail-agencies")


def test_no_ticket_says_how_to_choose_one(show: Show, grab: Grab) -> None:
    view = shown_detail(show, height=240)
    grab(view, "ticket-detail-none")


def new_form(show: Show) -> TicketForm:
    form = TicketForm()
    form.set_choices(views.CATEGORIES, views.AGENCIES)
    show(form, 860, 600)
    form.set_still(QImage.fromData(views.jpeg()))
    return form


def test_a_new_ticket_is_one_form_with_its_picture(show: Show, grab: Grab) -> None:
    form = new_form(show)
    form.start(DRAFT)
    grab(form, "ticket-form")


def test_a_form_says_what_is_missing(show: Show, grab: Grab) -> None:
    form = new_form(show)
    form.set_still(None)
    form.start(TicketDraft(title="Pohon tumbang"))
    form.submit.click()
    grab(form, "ticket-form-wrong")


def test_editing_a_ticket_leaves_out_picture_and_agency(show: Show, grab: Grab) -> None:
    form = new_form(show)
    form.start(DRAFT, editing=True)
    form.resize(560, 600)
    grab(form, "ticket-form-edit")


def test_a_conflict_shows_both_sides_field_by_field(show: Show, grab: Grab) -> None:
    base = views.ticket()
    mine = TicketDraft("Macet total", "congestion", Priority.CRITICAL, "Jl. Urip Sumoharjo arah timur")
    current = views.ticket(
        title="Lalu lintas terhenti karena truk", priority=Priority.HIGH, place="Jl. Urip Sumoharjo km 2"
    )
    view = ConflictView()
    show(view, 760, 420)
    view.set_conflict(edit_rows(mine, base, current, views.CATEGORIES), "Operator 1", views.ago(31))
    view.rows()[1].set_mine(True)
    grab(view, "conflict-edit")


def test_a_conflict_of_an_act_shows_the_state_that_stands(show: Show, grab: Grab) -> None:
    current = views.ticket(state=TicketState.REJECTED, assignments=())
    view = ConflictView()
    show(view, 760, 300)
    view.set_conflict(act_rows(Act.DISPATCH, current), "Supervisor", views.ago(5))
    grab(view, "conflict-act")


def test_a_declined_task_asks_for_its_reason_and_the_next_agency(show: Show, grab: Grab) -> None:
    prompt = ReasonPrompt()
    show(prompt, 480, 360)
    prompt.start(Act.DECLINE, views.AGENCIES)
    prompt.submit.click()
    grab(prompt, "reason-decline")


def test_a_dispatch_asks_for_the_agency_alone(show: Show, grab: Grab) -> None:
    prompt = ReasonPrompt()
    show(prompt, 480, 260)
    prompt.start(Act.DISPATCH, views.AGENCIES, needs_text=False, needs_agency=True, usual=views.DISHUB.id)
    grab(prompt, "reason-dispatch")
