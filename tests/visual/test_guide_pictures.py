"""The operator's guide in pictures: the console's own views with made-up values, in both languages.

They stand in docs/guide/operator/pictures; `--update-baselines` takes them anew.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from support import shift_views, views
from support.alarm_views import ALARMS, CAMERAS, FLOOD, STOPPED
from support.book_views import CONTACTS
from visual.busy_desk import OPEN, show_alarms
from visual.conftest import Show
from visual.taking import take
from visual.test_alarms_look import SOUNDS, Column
from visual.test_books_look import book, rules
from visual.test_desk_look import desk
from visual.test_finding_look import found_page, kin_page
from visual.test_incidents_look import BOOK, DRAFT, REPORTS, new_form, shown_detail
from visual.test_procedures_look import BEGUN, section
from visual.test_report_look import page as report_page
from visual.test_shift_look import page as handover_page
from visual.test_tiles_look import filled
from visual.test_wall_look import PUSHED

from console.windows.status import RecordStatus
from resources.words import Language, say
from storage.model.people import Person, Role
from storage.model.tickets import Act, Priority
from video.events import StreamState, TrafficState
from widgets.alarms.keys import Wish
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt
from widgets.common.notices import Tone
from widgets.incidents.conflict import ConflictView, edit_rows
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.reason import ReasonPrompt
from widgets.people.login import LoginForm
from widgets.shift.logbook import LogBook
from widgets.shift.signin import ShiftSignIn
from widgets.tiles.grid import TileGrid
from widgets.wall.push_form import PushForm

Keep = Callable[..., None]
CALLED = tuple(replace(one, caller_number="021-555-0112" if one.caller_number else "") for one in REPORTS)
PHONES = tuple(replace(one, phone=f"021-555-01{at}8") for at, one in enumerate(BOOK))
"""Numbers of a range that no telephone has."""
OFFICER = Person(UUID(int=9), "damkar1", "Regu Damkar 1", Role.AGENCY)


@pytest.fixture
def keep(request: pytest.FixtureRequest, themed: str, tongue: Language) -> Keep:
    """Take a view's picture for the guide, or a part of it."""

    def kept(widget: QWidget, name: str, area: QRect | None = None) -> None:
        take(request, widget, f"guide/operator/pictures/{tongue.value}/{name}", area)

    return kept


def test_what_was_found_and_two_that_may_be_the_same(show: Show, keep: Keep) -> None:
    keep(found_page(show), "find")
    keep(kin_page(show), "links")


def test_the_guide_shows_how_a_picture_says_its_state(show: Show, keep: Keep) -> None:
    grid = TileGrid()
    grid.set_grid(4)
    show(grid, 900, 506)
    for at in range(4):
        filled(grid, at, views.CAMERAS[at])
    live, late, frozen, lost = views.CAMERAS[:4]
    grid.set_health(views.health(live, StreamState.LIVE, delay_s=0.1))
    grid.set_analysis(views.analysis(live, TrafficState.STOPPED, standing=True))
    grid.set_health(views.health(late, StreamState.LATE, delay_s=3.2))
    grid.set_analysis(views.analysis(late, TrafficState.DENSE))
    grid.set_health(views.health(frozen, StreamState.FROZEN, age_s=5.4))
    grid.set_health(views.health(lost, StreamState.LOST, age_s=134))
    grid.select(0)
    keep(grid, "tiles")


def test_the_guide_shows_alarms_and_what_is_asked_before_one_is_put_off(show: Show, keep: Keep) -> None:
    column = Column(ALARMS, SOUNDS)
    column.panel.list.select(STOPPED.id)
    keep(show(column, 440, 280), "alarms")
    shelving = ShelvePrompt()
    shelving.set_now(views.NOW)
    shelving.start(STOPPED, CAMERAS[1])
    shelving.choose("2")
    shelving.choose("7")
    keep(show(shelving, 560, 420), "alarms-shelve")
    false = FalsePrompt()
    false.start(STOPPED, CAMERAS[1])
    false.choose("2")
    keep(show(false, 560, 360), "alarms-false")


def test_the_guide_shows_a_flood_of_alarms(show: Show, keep: Keep) -> None:
    column = Column(FLOOD, SOUNDS, flood=True)
    show(column, 440, 430)
    column.panel.list.select(FLOOD[2].id)
    column.panel.list.rows.setCurrentIndex(column.panel.list.rows.model().index(1, 0))
    column.panel.list._on_wish(Wish.OPEN)
    keep(column, "alarms-flood")


def test_the_guide_shows_a_ticket_and_the_form_that_makes_one(show: Show, keep: Keep) -> None:
    view = shown_detail(show, width=1100, height=330)
    view.set_camera_name("102 Jl. Urip Sumoharjo")
    view.set_detail(views.detail())
    view.set_still(views.still(0))
    view.set_still(views.still(1))
    keep(view, "ticket")
    form = new_form(show)
    form.start(DRAFT)
    keep(form, "ticket-form")


def test_the_guide_shows_what_a_dispatch_and_a_refusal_ask(show: Show, keep: Keep) -> None:
    prompt = ReasonPrompt()
    show(prompt, 480, 260)
    prompt.start(Act.DISPATCH, views.AGENCIES, needs_text=False, needs_agency=True, usual=views.DISHUB.id)
    keep(prompt, "dispatch")
    declining = ReasonPrompt()
    show(declining, 480, 360)
    declining.start(Act.DECLINE, views.AGENCIES)
    keep(declining, "decline")


def test_the_guide_shows_whom_to_call_and_what_callers_said(show: Show, keep: Keep) -> None:
    view = shown_detail(show, width=960, height=340)
    one = views.ticket(
        title="Pohon tumbang", place="dpn mesjid", landmark="Masjid Al-Ikhlas", kecamatan="Cikarang Utara"
    )
    view.set_detail(views.detail(one, stills=0, acts=((Act.NOTE, None), (Act.EDIT, None), (Act.DISPATCH, None))))
    view.set_reports(CALLED)
    QTest.keyClick(view, Qt.Key.Key_R)
    keep(view, "reports")
    view.set_contacts(PHONES)
    QTest.keyClick(view, Qt.Key.Key_H)
    keep(view, "contacts")


def test_the_guide_shows_two_people_who_changed_the_same_ticket(show: Show, keep: Keep) -> None:
    base = views.ticket()
    mine = TicketDraft("Macet total", "congestion", Priority.CRITICAL, "Jl. Urip Sumoharjo arah timur")
    current = views.ticket(
        title="Lalu lintas terhenti karena truk", priority=Priority.HIGH, place="Jl. Urip Sumoharjo km 2"
    )
    view = ConflictView()
    show(view, 760, 400)
    view.set_conflict(edit_rows(mine, base, current, views.CATEGORIES), "Operator 1", views.ago(31))
    view.rows()[1].set_mine(True)
    keep(view, "conflict")


def test_the_guide_shows_an_agencys_own_tickets_in_the_same_console(tmp_path, show: Show, keep: Keep) -> None:
    window = desk(tmp_path, show)
    show_alarms(window, (), reads=False)
    window.header.set_person(OFFICER)
    mine = replace(OPEN[0], assignments=OPEN[0].assignments[:1])
    task = mine.assignments[0].id
    acts = ((Act.ARRIVE, task), (Act.COMPLETE, task), (Act.NOTE, None), (Act.DECLINE, task))
    window.show_tickets((mine,))
    window.show_detail(views.detail(mine, stills=1, acts=acts, timeline=views.TIMELINE[:3]))
    window.show_still(views.still())
    keep(window, "agency")


def test_the_guide_shows_what_is_sent_to_the_wall_and_why(show: Show, keep: Keep) -> None:
    form = PushForm()
    show(form, 600, 480)
    form.set_person("Operator 3")
    form.set_standing(PUSHED)
    form.start(views.CAMERAS, (views.CAMERAS[1].id, views.CAMERAS[4].id), "Lalu lintas terhenti")
    form.submit.setFocus()
    keep(form, "push")


def test_the_guide_shows_a_shift_from_its_sign_in_to_its_log(show: Show, keep: Keep) -> None:
    form = ShiftSignIn()
    show(form, 460, 280)
    form.start(shift_views.SPAN, ("Operator 1", "Supervisor 1"))
    keep(form, "sign-in")
    book = LogBook()
    show(book, 720, 420)
    book.set_entries(shift_views.ENTRIES)
    book.start()
    keep(book, "log")


def test_the_guide_shows_a_handover_before_it_is_signed(show: Show, keep: Keep) -> None:
    made = handover_page(show)
    made.set_handover(replace(shift_views.PAPER, tickets=shift_views.PAPER.tickets[:3]), shift_views.STATE)
    keep(made, "handover")


def test_the_guide_shows_the_sheet_that_makes_a_report(show: Show, keep: Keep) -> None:
    keep(report_page(show), "report")


def test_the_guide_shows_the_rules_of_alarms_and_the_book_of_contacts(show: Show, keep: Keep) -> None:
    keep(rules(show), "rules")
    contacts = book(show)
    kept = tuple(replace(one, phone=f"021-555-01{at + 20}") for at, one in enumerate(CONTACTS))
    contacts.set_book(kept, views.AGENCIES)
    keep(contacts, "contact-book")


def test_the_guide_shows_a_desk_whose_database_is_gone(tmp_path, show: Show, keep: Keep) -> None:
    window = desk(tmp_path, show)
    show_alarms(window)
    window.status.set_record(RecordStatus(False, "14:03:12"))
    window.banner.show_notice(Tone.AMBER, say("console.record.gone", at="14:03:12"))
    keep(window, "no-database", QRect(0, 690, 1920, 390))


def test_the_guide_shows_how_a_person_signs_in(show: Show, keep: Keep) -> None:
    form = LoginForm()
    show(form, 420, 330)
    form.start()
    keep(form, "login")


def test_a_still_of_the_guide_is_a_picture() -> None:
    """Else a broken one would be shown as such in every picture with a ticket."""
    assert not QImage.fromData(views.still().jpeg).isNull()


def test_the_guide_shows_a_procedure_beside_its_ticket(show: Show, keep: Keep) -> None:
    keep(section(show, BEGUN), "procedure")
