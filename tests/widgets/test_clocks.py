"""Clocks as a person reads them: words, colour and icon of each state, in the list and on the ticket."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support import clock_views, views
from support.clock_views import DAY_S, USUAL, Told
from support.qt import Heard
from unit.storage.clock_values import TARGETS

from console.windows.right_column import RightColumn
from resources.words import Language, set_language
from storage.model.clock_values import ClockClass, PauseReason
from storage.model.clocks import ClockAct, ClockEvent, TicketHistory, deadlines
from storage.model.tickets import Act, TicketDetail
from widgets.common.fields import Choice
from widgets.incidents.clock_board import ClockBoard, Face, Tone
from widgets.incidents.clock_look import ICONS, ROLES
from widgets.incidents.clock_row import LINE_PX, MOST_LINES, ClockRow
from widgets.incidents.clock_words import class_word, doubt_word, goal_word, long, short
from widgets.incidents.pause import PausePrompt
from widgets.incidents.rows import TicketModel

A = ClockAct
ONE = UUID(int=4182)


def board(*told: Told, category: str = "waste", ticket: UUID = ONE) -> ClockBoard:
    """What happened so many seconds ago, as the board of one ticket."""
    return clock_views.board(clock_views.history(ticket, category, *told))


def opened(ago: float, category: str = "waste") -> ClockBoard:
    return clock_views.opened(ONE, ago, category)


def face_of(made: ClockBoard) -> Face:
    found = made.pressing(ONE, views.NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("made", "tone", "words"),
    [
        (opened(20, "fire"), Tone.CALM, "sisa 40 dtk"),
        (opened(50, "fire"), Tone.NEAR, "sisa 10 dtk"),
        (opened(240, "fire"), Tone.OVER, "lewat 3 mnt"),
        (opened(7_900, "fire"), Tone.OVER, "lewat 2 jam 10 mnt"),
        (board((300, A.OPEN, "", None), (180, A.DISPATCH, "Damkar", None), category="fire"), Tone.CALM, "sisa 12 mnt"),
        (opened(60), Tone.CALM, "2 hari kerja lagi (Jum 14.32)"),
        (opened(DAY_S + 60), Tone.CALM, "1 hari kerja lagi (Kam 14.02)"),
        (opened(5 * DAY_S), Tone.NEAR, "sampai 14.03"),
        (opened(7 * DAY_S), Tone.OVER, "lewat 2 hari kerja"),
        (
            board((DAY_S, A.OPEN, "", None), (60, A.PAUSE, "", PauseReason.CITIZEN)),
            Tone.PAUSED,
            "jeda: menunggu warga",
        ),
        (
            board((7 * DAY_S, A.OPEN, "", None), (60, A.PAUSE, "", PauseReason.CITIZEN)),
            Tone.OVER,
            "lewat 2 hari kerja · jeda: menunggu warga",
        ),
        (
            board((3 * DAY_S, A.OPEN, "", None), (DAY_S, A.RESOLVE, "", None)),
            Tone.WINDOW,
            "menunggu tanggapan warga sampai Sen 7 Des",
        ),
        (
            board((30 * DAY_S, A.OPEN, "", None), (29 * DAY_S, A.RESOLVE, "", None)),
            Tone.WINDOW,
            "masa tanggapan warga habis: boleh ditutup",
        ),
    ],
)
def test_a_clock_says_what_is_left(made: ClockBoard, tone: Tone, words: str) -> None:
    face = face_of(made)
    assert (face.tone, long(face, views.NOW)) == (tone, words)


def test_english_says_it_in_english() -> None:
    set_language(Language.ENGLISH)
    assert long(face_of(opened(240, "fire")), views.NOW) == "3 min late"
    assert long(face_of(opened(60)), views.NOW) == "2 working days left (Fri 14:32)"


def test_no_two_states_that_can_stand_in_a_list_look_alike() -> None:
    listed = [Tone.CALM, Tone.NEAR, Tone.OVER, Tone.PAUSED, Tone.WINDOW]
    assert len({ICONS[tone] for tone in listed}) == len(listed)
    assert set(ICONS) == set(ROLES) == set(Tone)


def test_a_deadline_in_a_year_whose_days_off_are_not_known_says_so() -> None:
    history = TicketHistory(
        ONE, "1", "Judul", "waste", ClockClass.OVERSIGHT, (ClockEvent(views.NOW, A.OPEN, answered=True),)
    )
    found = deadlines(history, TARGETS, USUAL, views.NOW)
    faces = ClockBoard({ONE: found}, USUAL).all_of(ONE, views.NOW)
    assert {goal_word(face): doubt_word(face) for face in faces if doubt_word(face)} == {
        "Selesai untuk warga": "hari libur 2027 belum resmi"
    }
    unknown = [replace(one, doubt=None) for one in found]
    assert all(doubt_word(face) == "" for face in ClockBoard({ONE: tuple(unknown)}, USUAL).all_of(ONE, views.NOW))


def test_a_row_of_the_list_tells_its_clock_and_else_its_age() -> None:
    model = TicketModel()
    model.now = views.NOW
    model.set_tickets(views.TICKETS)
    model.board = opened(240, "fire")
    said = [str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)) for row in (0, 1)]
    assert said[0].endswith("lewat 3 mnt")
    assert said[1].endswith("00:42")
    model.now = views.NOW + timedelta(minutes=2)
    assert model.due_of(views.TICKETS[0]) == "lewat 5 mnt", "it ticks without anybody asking"


def looked_at(ticket: UUID, clock_class: ClockClass | None = None, *, acts: bool = True) -> TicketDetail:
    shown = replace(views.detail(), ticket=views.ticket(id=ticket, clock_class=clock_class))
    return replace(shown, acts=((Act.EDIT, None),) if acts else ())


@pytest.fixture
def row(qtbot: QtBot) -> ClockRow:
    made = ClockRow()
    qtbot.addWidget(made)
    made.resize(700, LINE_PX)
    made.set_now(views.NOW)
    made.set_board(board((300, A.OPEN, "", None), (250, A.DISPATCH, "Damkar", None), category="fire"))
    made.set_detail(looked_at(ONE))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_ticket_shows_one_line_and_all_of_them_at_a_key(row: ClockRow, qtbot: QtBot) -> None:
    assert row.line.accessibleName() == "Damkar di lokasi: sisa 10 mnt"
    assert row.height() == LINE_PX
    row.line.setFocus()
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert row.all.isVisible()
    told = row.all.accessibleDescription().split("\n")
    assert told == ["Dijawab: tepat waktu", "Dinas dikirim: tepat waktu"]
    assert row.height() == LINE_PX * (1 + len(told)) + row.classes.sizeHint().height()
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert row.height() == LINE_PX


def test_of_many_clocks_those_that_run_are_shown(row: ClockRow) -> None:
    events = [ClockEvent(views.ago(300), A.OPEN, answered=True)]
    events += [ClockEvent(views.ago(250), A.DISPATCH, UUID(int=at), f"Dinas {at}") for at in range(8)]
    history = TicketHistory(ONE, "1", "Judul", "fire", None, tuple(events))
    row.set_board(ClockBoard({ONE: deadlines(history, TARGETS, USUAL, views.NOW)}, USUAL))
    row.line.click()
    told = row.all.accessibleDescription().split("\n")
    assert len(told) == MOST_LINES
    assert all("di lokasi" in line for line in told)


def test_another_ticket_begins_with_its_one_line(row: ClockRow) -> None:
    row.line.click()
    row.set_detail(looked_at(UUID(int=1)))
    assert not row.isVisible()
    row.set_detail(looked_at(ONE))
    assert row.isVisible()
    assert not row.line.isChecked()


def test_another_class_is_asked_for_and_stands_once_the_record_has_it(row: ClockRow) -> None:
    row.line.click()
    heard, field = Heard(row.class_chosen), row.classes.field
    assert field.currentText() == "Menurut jenisnya"
    at = field.findData(ClockClass.OVERSIGHT.value)
    field.setCurrentIndex(at)
    field.activated.emit(at)
    assert heard.told == [(ClockClass.OVERSIGHT,)]
    assert field.currentText() == "Menurut jenisnya"
    row.set_detail(looked_at(ONE, ClockClass.OVERSIGHT))
    assert field.currentText() == "Pengaduan pengawasan"
    field.setCurrentIndex(0)
    field.activated.emit(0)
    assert heard.told[1:] == [(None,)]
    row.set_detail(looked_at(ONE, acts=False))
    assert not field.isEnabled()


def test_the_line_goes_on_by_itself_and_changes_its_language(row: ClockRow, qapp: QApplication) -> None:
    row.set_now(views.NOW + timedelta(minutes=12))
    assert row.line.accessibleName() == "Damkar di lokasi: lewat 1 mnt"
    set_language(Language.ENGLISH)
    row.retranslate()
    assert row.line.accessibleName() == "Damkar on scene: 1 min late"
    assert not row.grab().isNull()


def test_the_list_is_sorted_by_deadline_and_back(qtbot: QtBot) -> None:
    column = RightColumn(QWidget())
    qtbot.addWidget(column)
    column.set_now(views.NOW)
    column.set_tickets(views.TICKETS)
    before = [one.id for one in column.ticket_list.tickets()]
    last = views.TICKETS[-1].id
    column.set_clocks(board((240, A.OPEN, "", None), category="fire", ticket=last))
    assert [one.id for one in column.ticket_list.tickets()] == before
    assert column.turn_order()
    assert column.ticket_list.tickets()[0].id == last
    column.set_clocks(ClockBoard())
    assert [one.id for one in column.ticket_list.tickets()] == before
    assert not column.turn_order()


def test_enter_alone_pauses_for_the_citizen(qtbot: QtBot) -> None:
    prompt = PausePrompt()
    qtbot.addWidget(prompt)
    heard = Heard(prompt.submitted)
    with qtbot.waitExposed(prompt):
        prompt.show()
    prompt.start()
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert heard.told == [(PauseReason.CITIZEN, "")]


def test_the_prompt_says_whose_clock_stops(qtbot: QtBot) -> None:
    prompt = PausePrompt()
    qtbot.addWidget(prompt)
    choice = prompt.findChildren(Choice)[0]
    said = {}
    for at, reason in enumerate(PauseReason):
        choice.setCurrentIndex(at)
        said[reason] = prompt.stops
    assert said[PauseReason.CITIZEN] == "Tenggat warga dan tenggat dinas berhenti."
    assert {said[reason] for reason in PauseReason if reason is not PauseReason.CITIZEN} == {
        "Hanya tenggat dinas yang berhenti: warga tetap menunggu."
    }
    assert [class_word(one) for one in ClockClass]
    assert short(face_of(opened(20, "fire"))) == "sisa 40 dtk"
