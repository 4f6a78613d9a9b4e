"""One ticket: its acts are buttons with keys, its stills are asked for once, its note is not lost."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from resources.words import Language, set_language
from storage.model.tickets import Act, AssignmentState, TimelineEntry
from widgets.incidents.acts import ActButton
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.keys import GRAVE, KEYS, ORDER
from widgets.incidents.stills import StillThumb, StillView
from widgets.incidents.wording import entry_sentence


@pytest.fixture
def view(qtbot: QtBot) -> TicketDetailView:
    made = TicketDetailView()
    qtbot.addWidget(made)
    made.resize(830, 320)
    with qtbot.waitExposed(made):
        made.show()
    made.set_now(views.NOW)
    made.set_detail(views.detail())
    return made


def buttons(view: TicketDetailView) -> dict[Act, ActButton]:
    return {button.allowed[0]: button for button in view.findChildren(ActButton) if button.isVisibleTo(view)}


def note(view: TicketDetailView) -> QLineEdit:
    return view.findChildren(QLineEdit)[0]


def test_every_act_has_a_place_and_a_key_of_its_own() -> None:
    assert set(KEYS) == set(ORDER) == set(Act)
    assert len(set(KEYS.values())) == len(KEYS)
    assert not set(KEYS.values()) & set("ACIKOTVW0123456789"), "these are the desk's own"


def test_what_is_allowed_stands_on_buttons_and_nothing_else(view: TicketDetailView) -> None:
    assert set(buttons(view)) == {act for act, _ in views.detail().acts}


def test_one_button_is_the_primary_one(view: TicketDetailView) -> None:
    assert [act for act, button in buttons(view).items() if button.is_primary] == [Act.ACCEPT]


def test_a_button_and_its_key_ask_for_the_same_act(view: TicketDetailView, qtbot: QtBot) -> None:
    task = views.detail().ticket.assignments[0].id
    with qtbot.waitSignal(view.act_requested) as clicked:
        qtbot.mouseClick(buttons(view)[Act.ACCEPT], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.act_requested) as typed:
        qtbot.keyClick(view, Qt.Key.Key_P)
    assert clicked.args == typed.args == [Act.ACCEPT, task]


def test_a_grave_act_needs_shift(view: TicketDetailView, qtbot: QtBot) -> None:
    assert all(KEYS[act].startswith("Shift+") for act in GRAVE)
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert len(told) == 0
    qtbot.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert told.told == [(Act.REJECT, None)]


def test_two_agencies_have_a_button_each_and_one_key_between_them(qtbot: QtBot, view: TicketDetailView) -> None:
    tasks = tuple(
        views.assignment(agency, AssignmentState.DISPATCHED, views.NOW) for agency in (views.DISHUB, views.POLRI)
    )
    acts = tuple((Act.ACCEPT, task.id) for task in tasks)
    view.set_detail(views.detail(views.ticket(assignments=tasks), acts=acts))
    shown = [button for button in view.findChildren(ActButton) if button.isVisibleTo(view)]
    assert [button.accessibleName() for button in shown] == ["Terima · Dishub", "Terima · Polri"]
    assert [button.key for button in shown] == ["P", ""]
    with qtbot.waitSignal(view.act_requested) as told:
        qtbot.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    assert told.args == [Act.ACCEPT, tasks[1].id]


def test_buttons_that_stay_the_same_are_not_made_anew(view: TicketDetailView) -> None:
    before = buttons(view)
    before[Act.EDIT].setFocus()
    view.set_detail(views.detail(timeline=views.TIMELINE[:2]))
    assert buttons(view) == before
    assert view.focusWidget() is before[Act.EDIT]


def test_a_note_opens_by_its_key_and_is_sent_by_enter(view: TicketDetailView, qtbot: QtBot) -> None:
    assert not note(view).isVisible()
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert note(view).isVisible()
    assert note(view).hasFocus()
    qtbot.keyClicks(note(view), "Ada derek")
    with qtbot.waitSignal(view.note_written) as written:
        qtbot.keyClick(note(view), Qt.Key.Key_Return)
    assert written.args == ["Ada derek"]
    assert len(told) == 0, "letters in the field are no keys"


def test_a_note_stays_until_the_record_has_it(view: TicketDetailView, qtbot: QtBot) -> None:
    view.focus_note()
    note(view).setText("Ada derek")
    qtbot.keyClick(note(view), Qt.Key.Key_Return)
    view.set_busy(True)
    view.set_busy(False)
    view.set_detail(views.detail())
    assert note(view).text() == "Ada derek"
    qtbot.keyClick(note(view), Qt.Key.Key_Escape)
    assert note(view).text() == "Ada derek"
    assert note(view).isVisible()
    view.clear_note()
    assert not note(view).isVisible()


def test_an_empty_note_is_not_sent(view: TicketDetailView, qtbot: QtBot) -> None:
    view.focus_note()
    told = Heard(view.note_written)
    qtbot.keyClicks(note(view), "   ")
    qtbot.keyClick(note(view), Qt.Key.Key_Return)
    assert len(told) == 0


def test_another_ticket_begins_without_the_last_ones_note(view: TicketDetailView) -> None:
    view.focus_note()
    note(view).setText("Ada derek")
    view.set_detail(views.detail(views.TICKETS[0]))
    assert note(view).text() == ""


def test_each_still_is_asked_for_once(qtbot: QtBot) -> None:
    view = TicketDetailView()
    qtbot.addWidget(view)
    asked = Heard(view.still_requested)
    view.set_detail(views.detail(stills=1))
    view.set_detail(views.detail(stills=2))
    view.set_detail(views.detail(stills=2))
    assert asked.told == [(views.id_of(950),), (views.id_of(951),)]


def test_a_still_is_enlarged_and_esc_goes_back(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_still(views.still(0))
    thumb = view.findChildren(StillThumb)[0]
    large = view.findChildren(StillView)[0]
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    assert large.isVisible()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_a_still_that_is_no_picture_is_said_to_be_broken(view: TicketDetailView, qtbot: QtBot) -> None:
    broken = views.still(0)
    view.set_still(type(broken)(broken.id, broken.ticket_id, None, broken.taken_at, "", b"no jpeg"))
    thumb = view.findChildren(StillThumb)[0]
    assert thumb.image is None
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    assert not view.findChildren(StillView)[0].isVisible()


def test_nothing_can_be_asked_twice_while_it_is_under_way(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_busy(True)
    told = Heard(view.act_requested)
    qtbot.keyClick(view, Qt.Key.Key_P)
    qtbot.mouseClick(buttons(view)[Act.ACCEPT], Qt.MouseButton.LeftButton)
    assert len(told) == 0


def test_the_camera_of_a_ticket_is_a_way_to_it(view: TicketDetailView, qtbot: QtBot) -> None:
    view.set_camera_name("102 Jl. Urip Sumoharjo")
    link = next(
        one for one in view.findChildren(QObject) if one.property("accessibleName") == "Kamera 102 Jl. Urip Sumoharjo"
    )
    with qtbot.waitSignal(view.camera_requested) as told:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]
    assert told.args == [views.CAMERAS[1].id]


def test_acts_and_sentences_follow_the_language(view: TicketDetailView) -> None:
    assert buttons(view)[Act.DISPATCH].accessibleName() == "Tambah dinas"
    set_language(Language.ENGLISH)
    QApplication.sendEvent(view, QEvent(QEvent.Type.LanguageChange))
    assert buttons(view)[Act.DISPATCH].accessibleName() == "Add agency"
    assert buttons(view)[Act.DISPATCH].shortcut().toString() == "D"


@pytest.mark.parametrize("language", list(Language))
def test_every_entry_of_a_timeline_has_a_sentence(language: Language) -> None:
    set_language(language)
    for act in ("open", "still", *(act.value for act in Act)):
        entry = TimelineEntry(views.NOW, "Operator 3", act, facts=(("agency", "Dishub"),))
        assert "Operator 3" in entry_sentence(entry)
    assert "merge" in entry_sentence(TimelineEntry(views.NOW, "Operator 3", "merge"))


def test_a_narrow_view_wraps_its_buttons_and_stays_in_its_room(view: TicketDetailView, qtbot: QtBot) -> None:
    view.resize(480, 320)
    row = buttons(view)[Act.ACCEPT].parentWidget()
    qtbot.waitUntil(lambda: row.height() > 60)
    assert all(row.rect().contains(button.geometry()) for button in buttons(view).values())
