"""The forms of a ticket: what is missing is said, what a person chose stays, and Enter sends."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from support import callers, views
from support.qt import Heard

from console.presenters.places import place_search
from resources.words import Language, set_language
from storage.model.tickets import Act, AssignmentState, Priority, TicketState
from widgets.common.fields import Choice
from widgets.common.placefield import PlaceField
from widgets.common.places import PlaceChoice
from widgets.incidents.conflict import ConflictView, act_rows, edit_rows
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.form import TicketForm
from widgets.incidents.reason import ReasonPrompt

FULL = TicketDraft("Macet total", "congestion", Priority.HIGH, "Pasar Cikarang", views.DISHUB.id)


def opened(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()


@pytest.fixture
def form(qtbot: QtBot) -> TicketForm:
    made = TicketForm()
    made.set_choices(views.CATEGORIES, views.AGENCIES)
    opened(made, qtbot)
    made.start(FULL)
    return made


def title(form: TicketForm) -> QLineEdit:
    return next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Judul")


def choice(form: QWidget, name: str) -> Choice:
    return next(one for one in form.findChildren(Choice) if one.accessibleName() == name)


def choose(box: Choice, word: str) -> None:
    """As a person does: `activated` comes after the index."""
    at = box.findText(word)
    assert at >= 0, word
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_a_filled_form_is_sent_as_it_was_filled(form: TicketForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted) as sent:
        qtbot.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert sent.args == [FULL]


def test_enter_in_a_field_sends_and_esc_leaves(form: TicketForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(title(form), Qt.Key.Key_Return)
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(title(form), Qt.Key.Key_Escape)


def test_enter_on_cancel_cancels(form: TicketForm, qtbot: QtBot) -> None:
    sent = Heard(form.submitted)
    form.cancel.setFocus()
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.cancel, Qt.Key.Key_Return)
    assert len(sent) == 0


def test_enter_in_the_description_is_a_new_line(form: TicketForm, qtbot: QtBot) -> None:
    sent = Heard(form.submitted)
    text = form.findChildren(QPlainTextEdit)[0]
    text.setFocus()
    qtbot.keyClicks(text, "satu")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "dua")
    assert len(sent) == 0
    assert form.draft().description == "satu\ndua"


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        (TicketDraft("", "congestion", place="x"), "judul"),
        (TicketDraft("x" * 121, "congestion", place="x"), "120"),
        (TicketDraft("x", "", place="x"), "jenis"),
        (TicketDraft("x", "congestion", place="  "), "lokasi"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(
    form: TicketForm, qtbot: QtBot, draft: TicketDraft, missing: str
) -> None:
    sent = Heard(form.submitted)
    form.start(draft)
    qtbot.mouseClick(form.submit, Qt.MouseButton.LeftButton)
    assert missing in form.error_line.text
    assert len(sent) == 0


def test_a_category_brings_its_priority_and_agency(form: TicketForm) -> None:
    choose(choice(form, "Jenis"), "Kecelakaan")
    assert (form.draft().priority, form.draft().agency_id) == (Priority.CRITICAL, views.POLRI.id)


def test_what_a_person_chose_is_kept_when_the_category_changes(form: TicketForm) -> None:
    choose(choice(form, "Prioritas"), "4 Rendah")
    choose(choice(form, "Dinas"), "Damkar")
    choose(choice(form, "Jenis"), "Kecelakaan")
    assert (form.draft().priority, form.draft().agency_id) == (Priority.LOW, views.DAMKAR.id)


def test_the_button_says_whether_an_agency_is_sent(form: TicketForm) -> None:
    assert form.submit.accessibleName() == "Buat dan kirim"
    choose(choice(form, "Dinas"), "Belum dikirim")
    assert form.submit.accessibleName() == "Buat tiket"


def test_editing_keeps_the_priority_and_sends_no_agency(form: TicketForm) -> None:
    form.start(FULL, editing=True)
    choose(choice(form, "Jenis"), "Kecelakaan")
    assert (form.draft().priority, form.draft().agency_id) == (Priority.HIGH, None)
    assert not choice(form, "Dinas").isVisible()


def test_a_form_under_way_is_not_sent_twice(form: TicketForm, qtbot: QtBot) -> None:
    form.set_busy(True)
    sent = Heard(form.submitted)
    qtbot.keyClick(title(form), Qt.Key.Key_Return)
    assert len(sent) == 0


def test_a_change_of_language_keeps_what_was_filled(form: TicketForm) -> None:
    set_language(Language.ENGLISH)
    QApplication.sendEvent(form, QEvent(QEvent.Type.LanguageChange))
    assert form.draft() == FULL
    assert form.submit.accessibleName() == "Create and dispatch"
    assert choice(form, "Category").currentText() == "Congestion"


def test_new_choices_keep_what_was_chosen(form: TicketForm) -> None:
    form.set_choices(views.CATEGORIES[::-1], views.AGENCIES[::-1])
    assert form.draft() == FULL


SUKADAMI = PlaceChoice("", "32.16.07.2002", "Cikarang Selatan", "Sukadami")


def search_field(form: TicketForm, qtbot: QtBot) -> PlaceField:
    form.set_place_search(place_search(callers.AREAS, callers.CallRecord().places()))
    field = form.findChildren(PlaceField)[0]
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_the_gazetteer_is_chosen_beside_the_words_of_the_place(form: TicketForm, qtbot: QtBot) -> None:
    field = search_field(form, qtbot)
    sent = Heard(form.submitted)
    qtbot.keyClicks(field, "sukada")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(sent) == 0, "Enter took the place, it did not send the form"
    assert form.draft() == replace(FULL, choice=SUKADAMI)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(sent) == 1


def test_an_empty_search_offers_what_the_words_may_mean_and_takes_none_of_it(form: TicketForm, qtbot: QtBot) -> None:
    field = search_field(form, qtbot)
    assert [hit.landmark for hit in field.hits.offered] == ["Pasar Cikarang"]
    assert field.hits.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hits.isVisible()
    assert form.draft() == FULL


def test_a_place_is_chosen_by_a_click(form: TicketForm, qtbot: QtBot) -> None:
    field = search_field(form, qtbot)
    qtbot.keyClicks(field, "suka")
    qtbot.mouseClick(field.hits, Qt.MouseButton.LeftButton, pos=QPoint(40, 48))
    assert form.draft().choice == field.hits.offered[1]
    assert field.text() == field.hits.offered[1].words


def test_editing_shows_the_place_that_was_chosen_and_keeps_it(form: TicketForm) -> None:
    form.start(replace(FULL, choice=SUKADAMI), editing=True)
    assert form.findChildren(PlaceField)[0].text() == "Sukadami, Cikarang Selatan"
    assert form.draft().choice == SUKADAMI


@pytest.fixture
def prompt(qtbot: QtBot) -> ReasonPrompt:
    made = ReasonPrompt()
    opened(made, qtbot)
    return made


def test_a_reason_is_needed_and_sent(prompt: ReasonPrompt, qtbot: QtBot) -> None:
    prompt.start(Act.REJECT)
    sent = Heard(prompt.submitted)
    qtbot.mouseClick(prompt.submit, Qt.MouseButton.LeftButton)
    assert len(sent) == 0
    assert prompt.error_line.text
    text = prompt.findChildren(QPlainTextEdit)[0]
    qtbot.keyClicks(text, "Laporan ganda")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.told == [("Laporan ganda", None)]


def test_a_declined_task_may_name_the_next_agency(prompt: ReasonPrompt, qtbot: QtBot) -> None:
    prompt.start(Act.DECLINE, views.AGENCIES)
    box = prompt.findChildren(Choice)[0]
    assert box.currentData() is None
    choose(box, "PUPR")
    qtbot.keyClicks(prompt.findChildren(QPlainTextEdit)[0], "Bukan wilayah kami")
    with qtbot.waitSignal(prompt.submitted) as sent:
        qtbot.mouseClick(prompt.submit, Qt.MouseButton.LeftButton)
    assert sent.args == ["Bukan wilayah kami", views.PUPR.id]


def test_a_dispatch_needs_no_reason_and_enter_sends_it(prompt: ReasonPrompt, qtbot: QtBot) -> None:
    prompt.start(Act.DISPATCH, views.AGENCIES, needs_text=False, needs_agency=True, usual=views.PUPR.id)
    with qtbot.waitSignal(prompt.submitted) as sent:
        qtbot.keyClick(prompt.findChildren(Choice)[0], Qt.Key.Key_Return)
    assert sent.args == ["", views.PUPR.id]


def test_without_a_usual_agency_enter_alone_sends_nobody(prompt: ReasonPrompt, qtbot: QtBot) -> None:
    prompt.start(Act.DISPATCH, views.AGENCIES, needs_text=False, needs_agency=True, usual=views.PUPR.id)
    prompt.start(Act.DISPATCH, views.AGENCIES, needs_text=False, needs_agency=True)
    sent = Heard(prompt.submitted)
    box = prompt.findChildren(Choice)[0]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(sent) == 0
    assert prompt.error_line.text
    choose(box, "PUPR")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert sent.told == [("", views.PUPR.id)]


def conflict(qtbot: QtBot) -> ConflictView:
    mine = TicketDraft("Macet total", "congestion", Priority.CRITICAL, "Km 3")
    current = views.ticket(title="Terhenti karena truk", priority=Priority.HIGH, place="Km 2")
    view = ConflictView()
    opened(view, qtbot)
    view.set_conflict(edit_rows(mine, views.ticket(), current, views.CATEGORIES), "Operator 1", views.NOW)
    return view


def test_a_conflict_shows_what_i_changed_and_stands_otherwise(qtbot: QtBot) -> None:
    rows = [view.row for view in conflict(qtbot).rows()]
    assert [(row.field, row.mine, row.theirs) for row in rows] == [
        ("title", "Macet total", "Terhenti karena truk"),
        ("place", "Km 3", "Km 2"),
    ]


def test_another_place_of_mine_stands_with_its_words() -> None:
    base = views.ticket(landmark="Pasar", desa="Karangasih")
    current = views.ticket(landmark="Terminal", desa="Karangasih")
    mine = TicketDraft(
        base.title, base.category, base.priority, base.place, choice=PlaceChoice("Masjid", desa="Karangasih")
    )
    (row,) = edit_rows(mine, base, current, views.CATEGORIES)
    assert (row.field, row.mine, row.theirs) == (
        "place",
        "Jl. Urip Sumoharjo · Masjid, Karangasih",
        "Jl. Urip Sumoharjo · Terminal, Karangasih",
    )


def test_nothing_of_mine_is_written_until_i_choose_it(qtbot: QtBot) -> None:
    view = conflict(qtbot)
    assert not view.submit.isEnabled()
    second = view.rows()[1]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    with qtbot.waitSignal(view.took_mine) as taken:
        qtbot.keyClick(second, Qt.Key.Key_Return)
    assert taken.args == [("place",)]


def test_what_stands_is_kept_by_esc(qtbot: QtBot) -> None:
    view = conflict(qtbot)
    with qtbot.waitSignal(view.kept_theirs):
        qtbot.keyClick(view, Qt.Key.Key_Escape)


def test_a_side_is_chosen_by_a_click(qtbot: QtBot) -> None:
    view = conflict(qtbot)
    first = view.rows()[0]
    qtbot.waitUntil(lambda: first.width() > 500)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=first.rect().center() - QPoint(60, 0))
    assert first.is_mine
    assert view.submit.isEnabled()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=first.rect().center() + QPoint(200, 0))
    assert not first.is_mine


def test_an_act_stands_against_the_state_that_it_met() -> None:
    task = views.assignment(views.DISHUB, AssignmentState.ON_SCENE, views.NOW)
    row = act_rows(Act.REJECT, views.ticket(state=TicketState.CLOSED, assignments=(task,)))[0]
    assert (row.mine, row.theirs) == ("Tolak", "ditutup · Dishub di lokasi")
